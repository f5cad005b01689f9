#include "assembly/feed_keeper.h"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include "assembly/feed_push.h"
#include "assembly/feed_report.h"
#include "products/listings/feed_file.h"

namespace till::assembly {
namespace {

using products::FeedFile;
using products::ListingFormat;

// What the store has; of an item that nothing has moved, what is stated.
commerce::FreePieces recorded_pieces(app::Stock& stock) {
  using Pieces = Result<std::vector<std::int64_t>, std::string>;
  return [&stock](std::span<const commerce::StatedItem> items) -> Pieces {
    std::vector<std::string> ids;
    ids.reserve(items.size());
    for (const commerce::StatedItem& item : items) ids.push_back(item.id);
    const auto recorded = stock.recorded(ids);
    std::vector<std::int64_t> pieces;
    for (std::size_t i = 0; i < items.size(); ++i) {
      pieces.push_back(recorded[i].value_or(items[i].stated));
    }
    return pieces;
  };
}

constexpr Milliseconds kAfterFailure{60'000};

std::string name_of(const ListingFormat& format) {
  return std::string(format.name) + "." + std::string(format.ending);
}

// One feed as it is written: as it is, compressed, and what is not in it.
struct FeedFiles {
  std::unique_ptr<FeedFile> plain, packed, report;

  static Result<FeedFiles, std::string> begin(const std::string& folder,
                                              const ListingFormat& format) {
    const std::string path = folder + "/" + name_of(format);
    auto plain = FeedFile::begin(path);
    if (!plain) return refused(plain.error());
    auto packed = FeedFile::begin(path + ".gz");
    if (!packed) return refused(packed.error());
    auto report = FeedFile::begin(folder + "/" + std::string(format.name) + ".report.jsonl");
    if (!report) return refused(report.error());
    return FeedFiles{std::move(*plain), std::move(*packed), std::move(*report)};
  }

  void write(std::string_view text) const {
    plain->write(text);
    packed->write(text);
  }

  // Gives whether the feed is another one than before.
  Result<bool, std::string> put_in_place() const {
    auto changed = plain->put_in_place();
    if (!changed) return changed;
    if (auto put = packed->put_in_place(); !put) return put;
    if (auto put = report->put_in_place(); !put) return put;
    return changed;
  }
};

}  // namespace

FeedKeeper::FeedKeeper(const cli::Config& config, const FeedKeeperParts& parts)
    : config_(config), parts_(parts) {}

Result<std::unique_ptr<FeedKeeper>, std::string> FeedKeeper::make(const cli::Config& config,
                                                                  const FeedKeeperParts& parts) {
  std::unique_ptr<FeedKeeper> keeper(new FeedKeeper(config, parts));
  for (const cli::FeedPushConfig& push : config.feeds.pushes) {
    auto api = FeedApi::create(push, {parts.clock, parts.random, parts.ids, parts.executor});
    if (!api) return refused(api.error());
    keeper->apis_.push_back(std::move(*api));
  }
  return keeper;
}

FeedKeeper::~FeedKeeper() {
  stop();
  if (worker_.joinable()) worker_.join();
}

void FeedKeeper::refresh() { due_ = parts_.clock.now(); }

void FeedKeeper::look() {
  const Timestamp now = parts_.clock.now();
  if (due_ && failed_.exchange(false)) due_ = std::min(*due_, now + kAfterFailure);
  if (stopped_ || under_way_ || !due_ || now < *due_) return;
  auto listings = parts_.listings();
  if (listings && !*listings) return;  // It stays due.
  due_ = now + config_.feeds.every;
  if (listings) return begin(std::move(**listings));
  tell_failure("", listings.error());
}

void FeedKeeper::begin(commerce::ShopListings listings) {
  if (worker_.joinable()) worker_.join();  // It has ended but for its last line.
  under_way_ = true;
  const auto free =
      listings.state_pieces() ? commerce::pieces_as_stated : recorded_pieces(parts_.stock);
  try {
    worker_ =
        std::thread([this, source = FeedSource{std::move(listings), free, listing_shop(config_)}] {
          work(source);
          under_way_ = false;
        });
  } catch (const std::system_error& failure) {
    under_way_ = false;
    note_failure("", std::string("cannot begin a thread: ") + failure.what());
  }
}

void FeedKeeper::stop() { stopped_ = true; }

void FeedKeeper::work(FeedSource source) {
  if (parts_.prices == nullptr) return run(source);
  std::vector<products::StatedPrice> stated;
  source.listed = [&stated](const products::Listing& listing) {
    stated.push_back(products::stated_price(listing.product.id, listing.currency, listing.price));
  };
  run(source);
  if (!stopped_) parts_.prices->add_round(std::move(stated), parts_.clock.now());
}

void FeedKeeper::run(const FeedSource& source) {
  std::error_code failure;
  std::filesystem::create_directories(config_.feeds.folder, failure);
  if (failure) return note_failure("", config_.feeds.folder + ": " + failure.message());
  for (const std::string& name : config_.feeds.formats) {
    if (stopped_) return;
    write(source, *products::listing_format(name));
  }
  for (std::size_t i = 0; i < apis_.size() && !stopped_; ++i) {
    push(source, config_.feeds.pushes[i], *apis_[i]);
  }
}

void FeedKeeper::push(const FeedSource& source, const cli::FeedPushConfig& to, FeedApi& api) {
  const std::string name = "push-" + to.name;
  auto pushed = products::PushedProducts::open(config_.feeds.folder + "/" + name + ".db");
  if (!pushed) return note_failure(name, pushed.error());
  const auto report = FeedFile::begin(config_.feeds.folder + "/" + name + ".report.jsonl");
  if (!report) return note_failure(name, report.error());
  FeedPush round(api, **pushed, config_, to.url, parts_.clock, parts_.ids, stopped_);
  const auto counts = round.run(
      source, [&](const products::ListingFault& fault) { (*report)->write(report_line(fault)); });
  if (!counts && stopped_) return;
  if (!counts) return note_failure(name, counts.error());
  if (auto put = (*report)->put_in_place(); !put) return note_failure(name, put.error());
  parts_.log.write(LogLevel::info, "feed_pushed",
                   {{"feed", std::string_view(name)},
                    {"sent", counts->sent},
                    {"same", counts->same},
                    {"gone", counts->gone},
                    {"refused", counts->refused},
                    {"not_shown", counts->shown.not_shown},
                    {"feed_update_id", std::string_view((*pushed)->facts().update_id)}});
}

void FeedKeeper::write(const FeedSource& source, const ListingFormat& format) {
  const auto files = FeedFiles::begin(config_.feeds.folder, format);
  if (!files) return note_failure(format.name, files.error());
  const FeedTaker taker{
      [&](std::string_view text) {
        files->write(text);
        return !stopped_;
      },
      [&](const products::ListingFault& fault) { files->report->write(report_line(fault)); }};
  const auto counts = render_feed(source, format, parts_.clock.now(), taker);
  if (!counts) return note_failure(format.name, counts.error());
  if (stopped_) return;
  if (counts->shown == 0) {
    const auto put = files->report->put_in_place();
    return note_failure(format.name,
                        put ? "no product can be shown; the feed stays as it was" : put.error());
  }
  const auto changed = files->put_in_place();
  if (!changed) return note_failure(format.name, changed.error());
  parts_.log.write(LogLevel::info, "feed_written",
                   {{"feed", format.name},
                    {"shown", counts->shown},
                    {"not_shown", counts->not_shown},
                    {"left_out", counts->left_out},
                    {"changed", std::string_view(*changed ? "yes" : "no")}});
}

void FeedKeeper::note_failure(std::string_view feed, const std::string& error) {
  failed_ = true;
  tell_failure(feed, error);
}

void FeedKeeper::tell_failure(std::string_view feed, const std::string& error) {
  parts_.log.write(LogLevel::error, "feed_failed",
                   {{"feed", feed}, {"error", std::string_view(error)}});
}

Result<void, std::string> know_feeds(const cli::Config& config) {
  for (const std::string& name : config.feeds.formats) {
    if (products::listing_format(name) != nullptr) continue;
    std::string known;
    for (const ListingFormat& each : products::listing_formats()) {
      known += (known.empty() ? "" : ", ") + ("\"" + std::string(each.name) + "\"");
    }
    return refused(cli::must_be(config, config.feeds.formats_place, "a list of " + known));
  }
  return {};
}

std::vector<http::FeedPlace> feed_places(const cli::Config& config) {
  std::vector<http::FeedPlace> places;
  for (const std::string& name : config.feeds.formats) {
    const ListingFormat& format = *products::listing_format(name);
    const std::string file = name_of(format);
    places.push_back({file, config.feeds.folder + "/" + file, std::string(format.content_type)});
  }
  return places;
}

}  // namespace till::assembly
