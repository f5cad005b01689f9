#include "commerce/remote/product_reader.h"

#include <algorithm>
#include <array>
#include <utility>

namespace till::commerce::remote {
namespace {

constexpr std::size_t kPageSize = 200;
constexpr std::size_t kMostTold = 10;           // Bad products of one reading.
constexpr Milliseconds kPagePatience{10'000};   // Of one page.
constexpr Milliseconds kClocksDiffer{300'000};  // At most, or nothing that is signed would pass.

// As a part of a query: a cursor may be any text.
std::string escaped(const std::string& text) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    const auto byte = static_cast<unsigned char>(c);
    if (plain) {
      out += c;
    } else {
      out += {'%', kDigits[byte >> 4U], kDigits[byte & 15U]};
    }
  }
  return out;
}

// What replaces the last copy; nothing when that is the same.
Result<std::optional<ProductCopy>, std::string> everything(const ProductReading& reading,
                                                           const ProductCopy& last,
                                                           bool confirmed) {
  auto copy = reading.whole(last, confirmed);
  if (!copy) return refused(std::move(copy.error()));
  if (*copy == last) return std::optional<ProductCopy>();
  return std::optional(std::move(*copy));
}

}  // namespace

// A tenth more or less, so that the readers of many shops do not ask all at once.
Milliseconds ProductReader::about(Milliseconds span) {
  std::array<std::uint8_t, 1> byte{};
  random_.fill(byte);
  return span * (231 + byte[0] % 52) / 256;
}

bool ProductReader::is_time(Timestamp now) const {
  if (hurried_ || !ended_) return true;
  // Somebody else has learned that there is something to read.
  if (!asked_ && products_.are_listed()) return true;
  // A clock that was set back makes nobody wait for it.
  return now < *ended_ || now - *ended_ >= pause_;
}

void ProductReader::look(Executor& executor) {
  const Timestamp now = client_.clock().now();
  if (!reading_) follow_capabilities();
  measure(now);
  if (reading_ || stopped_ || !is_time(now)) return;
  reading_ = true;
  const bool hurried = hurried_.exchange(false);
  const bool whole = hurried || needs_whole_ || of_changes_ >= plan_.whole_each - 1;
  spawn(read(now, whole, executor), [this, now, whole](Ending ending) { end(ending, now, whole); });
}

void ProductReader::end(Ending ending, Timestamp begun, bool whole) {
  ended_ = client_.clock().now();
  asked_ = ending == Ending::read || ending == Ending::failed;
  const bool was_told = ending == Ending::read || ending == Ending::not_listed;
  pause_ = about(std::min(was_told ? plan_.interval : plan_.again, plan_.interval));
  if (ending != Ending::read && whole) needs_whole_ = true;
  if (ending == Ending::read) {
    fresh_ = begun;
    of_changes_ = whole ? 0 : of_changes_ + 1;
    if (whole) needs_whole_ = false;
  }
  follow_capabilities();
  measure(*ended_);
  reading_ = false;
}

void ProductReader::follow_capabilities() {
  const bool catalogue = products_.asks_embedded();
  if (catalogue && products_.shown()) {
    products_.replace(nullptr);
    asked_ = confirmed_ = false;
    needs_whole_ = true;
    fresh_.reset();
    observer_.products_measured(0, Milliseconds(0));
  }
  if (std::exchange(catalogue_, catalogue) != catalogue && tell_) tell_();
}

void ProductReader::measure(Timestamp now) {
  const auto shown = products_.shown();
  if (!shown || !fresh_) return;
  observer_.products_measured(shown->copy.size(), std::max(now - *fresh_, Milliseconds(0)));
}

Task<ProductReader::Ending> ProductReader::read(Timestamp begun, bool whole, Executor& executor) {
  co_await resume_on(executor);
  const auto listed = co_await capabilities_.get(executor);
  if (!listed) co_return Ending::unknown;
  if (!listed->products) co_return Ending::not_listed;
  const std::string since =
      whole || !fresh_ ? "" : "&since=" + escaped(format_rfc3339(*fresh_ + -kClocksDiffer));
  const auto reading = co_await read_pages(begun, since, executor);
  if (!reading) co_return Ending::failed;
  co_return co_await take_over(*reading, whole, executor);
}

Task<std::optional<ProductReading>> ProductReader::read_pages(Timestamp begun,
                                                              const std::string& since,
                                                              Executor& executor) {
  ProductReading reading;
  std::size_t unlinked = 0;
  const std::string first = "?limit=" + std::to_string(kPageSize) + since;
  std::string query = first;
  while (true) {
    auto page = co_await read_page(query, executor);
    if (!page || stopped_) co_return std::nullopt;
    tell_bad("product_left_out", page->bad, reading.bad());
    tell_bad("link_left_out", page->unlinked, unlinked);
    unlinked += page->unlinked.size();
    const auto next = page->next;
    if (auto added = reading.add(std::move(*page)); !added) {
      refuse(added.error());
      co_return std::nullopt;
    }
    if (!next) co_return reading;
    if (client_.clock().now() - begun > plan_.most) {
      refuse("it takes too long");
      co_return std::nullopt;
    }
    query = first;
    query.append("&cursor=").append(escaped(*next));
  }
}

Task<std::optional<ProductPage>> ProductReader::read_page(const std::string& query,
                                                          Executor& executor) {
  std::optional<ProductPage> page;
  BackendQuestion question{"products", "GET", "/products" + query, "", kPagePatience};
  question.read = [&page](json::Value answer) -> std::optional<AnswerFault> {
    auto read = read_products(answer);
    if (!read) return read.error();
    page = std::move(*read);
    return std::nullopt;
  };
  const BackendAnswer answer = co_await client_.ask(std::move(question), executor);
  if (!std::holds_alternative<BackendAccepted>(answer)) co_return std::nullopt;
  co_return page;
}

Task<ProductReader::Ending> ProductReader::take_over(const ProductReading& reading, bool whole,
                                                     Executor& executor) {
  const auto shown = products_.shown();
  std::shared_ptr<const RemoteProducts::Shown> next;
  std::string why;
  const ProductCopy none;
  const ProductCopy& last = shown ? shown->copy : none;
  const auto make = [&] {
    auto copy = whole ? everything(reading, last, confirmed_) : reading.changes(last);
    if (!copy) {
      why = copy.error();
    } else if (*copy || !shown) {
      next = std::make_shared<const RemoteProducts::Shown>(std::move(*copy).value_or(none),
                                                           plan_.currency);
    }
  };
  co_await beside_.run(make, executor);  // Comparing and indexing take time.
  // Only the loss itself is worth a second look: what was believed needs one of its own.
  if (whole) confirmed_ = !why.empty() && !reading.is_broken();
  if (!why.empty()) {
    refuse(why);
    co_return Ending::failed;
  }
  const auto count = std::ssize(next ? next->copy : shown->copy);
  if (next) products_.replace(next);
  if (next && tell_) tell_();
  client_.log().write(next ? LogLevel::info : LogLevel::debug, "products_read",
                      {{"products", count},
                       {"pages", static_cast<std::int64_t>(reading.pages())},
                       {"left_out", static_cast<std::int64_t>(reading.bad())},
                       {"whole", whole ? std::string_view("yes") : std::string_view("no")}});
  co_return Ending::read;
}

void ProductReader::tell_bad(std::string_view event, const std::vector<BadProduct>& bad,
                             std::size_t told_before) const {
  for (std::size_t i = 0; i < bad.size() && told_before + i < kMostTold; ++i) {
    client_.log().write(LogLevel::warning, event,
                        {{"id", std::string_view(bad[i].id.empty() ? bad[i].place : bad[i].id)},
                         {"place", std::string_view(bad[i].fault.place)},
                         {"detail", std::string_view(bad[i].fault.sentence)}});
  }
}

void ProductReader::refuse(std::string_view why) const {
  client_.log().write(LogLevel::warning, "products_refused", {{"why", why}});
}

}  // namespace till::commerce::remote
