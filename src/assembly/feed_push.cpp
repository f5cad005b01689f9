#include "assembly/feed_push.h"

#include <algorithm>
#include <utility>

#include "products/file/product_file.h"

namespace till::assembly {
namespace {

constexpr std::size_t kMostGoneAtOnce = 10'000;
constexpr std::int64_t kMostRefused = 100;

}  // namespace

using products::PushedLine;
using products::PushLine;

bool FeedPush::fail(std::string sentence) {
  failure_ = std::move(sentence);
  return false;
}

// The id is kept before anything is sent to the feed, and the key before the feed is asked for.
Result<void, std::string> FeedPush::need_feed() {
  products::PushFacts facts = pushed_.facts();
  if (facts.url != url_) facts = {url_, "", "", "", {}};
  if (!facts.feed_id.empty()) return {};
  if (facts.create_key.empty()) {
    facts.create_key = ids_.make<RequestId>().text();
    if (auto kept = pushed_.set(facts); !kept) return kept;
  }
  const auto id = api_.create_feed(config_.feeds.country, facts.create_key);
  if (!id) return refused("the feed was not created: " + id.error().sentence);
  facts.feed_id = *id;
  facts.create_key.clear();
  return pushed_.set(facts);
}

bool FeedPush::take(std::string_view line) {
  if (stopped_) return fail("the shop closes");
  PushLine made = products::push_line(line, nullptr);
  seen_.push_back(products::number_of_id(made.pushed.id));
  const auto before = pushed_.find(made.pushed.id);
  if (!before) return fail(before.error());
  // Only where a variant went does it tell more than the line alone.
  if (*before && (*before)->variants != made.pushed.variants) {
    made = products::push_line(line, &**before);
  }
  if (*before && (*before)->print == made.pushed.print) {
    ++counts_.same;
    return true;
  }
  return add(std::move(made));
}

bool FeedPush::add(PushLine line) {
  const bool full =
      batch_.size() == kMostPushedProducts || batch_bytes_ + line.json.size() > kMostPushedBytes;
  if (full && !flush()) return false;
  batch_bytes_ += line.json.size();
  batch_.push_back(std::move(line));
  return true;
}

bool FeedPush::flush() {
  const bool sent = batch_.empty() || send(0, batch_.size());
  batch_.clear();
  batch_bytes_ = 0;
  return sent;
}

bool FeedPush::send(std::size_t begin, std::size_t end) {
  if (stopped_) return fail("the shop closes");
  std::vector<std::string_view> products;
  std::vector<PushedLine> lines;
  for (std::size_t i = begin; i < end; ++i) {
    products.emplace_back(batch_[i].json);
    lines.push_back(batch_[i].pushed);
  }
  const auto update = api_.upsert(pushed_.facts().feed_id, products);
  if (update) {
    counts_.sent += static_cast<std::int64_t>(lines.size());
    if (auto kept = pushed_.accept(lines, *update, clock_.now()); !kept) return fail(kept.error());
    return true;
  }
  if (update.error().kind == FeedApiFailure::Kind::no_feed) {
    // The next round makes another one, which gets everything.
    const auto forgotten = pushed_.set({url_, "", "", "", {}});
    return fail(forgotten ? "the agent has the feed no more: " + update.error().sentence
                          : forgotten.error());
  }
  if (update.error().kind == FeedApiFailure::Kind::later) return fail(update.error().sentence);
  if (end - begin == 1) {
    ++counts_.refused;
    (*refusal_)({batch_[begin].pushed.id, "", update.error().sentence, false});
    // Who refuses so many refuses all of them: nobody is asked a million times for nothing.
    if (counts_.refused < kMostRefused) return true;
    return fail("the agent refuses too many products: " + update.error().sentence);
  }
  const std::size_t middle = begin + (end - begin) / 2;
  return send(begin, middle) && send(middle, end);
}

// Those that went, as many as are told at once. Two products whose ids have one number are taken
// for one that is still there: it is told to be gone when the other one goes, too.
Result<std::vector<PushedLine>, std::string> FeedPush::gone() {
  std::vector<PushedLine> gone;
  auto looked = pushed_.each([&](const PushedLine& line) {
    const bool there =
        std::binary_search(seen_.begin(), seen_.end(), products::number_of_id(line.id));
    if (!there && products::gone_line(line).pushed.print != line.print) gone.push_back(line);
    return gone.size() < kMostGoneAtOnce;
  });
  if (!looked) return refused(looked.error());
  return gone;
}

bool FeedPush::tell_gone() {
  std::sort(seen_.begin(), seen_.end());
  while (true) {
    const auto went = gone();
    if (!went) return fail(went.error());
    const std::int64_t sent = counts_.sent;
    for (const PushedLine& line : *went) {
      if (!add(products::gone_line(line))) return false;
    }
    if (!flush()) return false;
    counts_.gone += counts_.sent - sent;
    // Those that the agent does not take are there again.
    if (went->size() < kMostGoneAtOnce || counts_.sent == sent) return true;
  }
}

Result<PushCounts, std::string> FeedPush::run(const FeedSource& source,
                                              const products::TellListing& refusal) {
  refusal_ = &refusal;
  if (auto feed = need_feed(); !feed) return refused(feed.error());
  const FeedTaker taker{[this](std::string_view line) { return take(line); }, refusal};
  const auto shown = render_feed(source, *products::listing_format("acp"), clock_.now(), taker);
  if (!shown) return refused(shown.error());
  counts_.shown = *shown;
  if (!failure_.empty()) return refused(failure_);
  if (shown->shown == 0) {
    return refused(std::string("no product can be shown; the agent's feed stays as it was"));
  }
  if (!flush() || !tell_gone()) return refused(failure_);
  return counts_;
}

}  // namespace till::assembly
