#include "assembly/feed.h"

#include <unistd.h>

#include <cerrno>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "assembly/backend_listings.h"
#include "assembly/embedded_backend.h"
#include "assembly/feed_rendering.h"
#include "assembly/feed_report.h"
#include "assembly/stores.h"
#include "base/clock.h"
#include "products/listings/feed_file.h"

namespace till::assembly {
namespace {

using products::FeedFile;
using products::ListingFault;

std::string known_listing_formats() {
  std::string known;
  for (const products::ListingFormat& each : products::listing_formats()) {
    known.append(known.empty() ? "" : ", ").append(each.name);
  }
  return known;
}

// What the store has, brought to what is stated now: as the next start, or SIGHUP, will do it.
commerce::FreePieces free_pieces(StockLookup lookup) {
  using Pieces = Result<std::vector<std::int64_t>, std::string>;
  return [lookup = std::move(lookup)](std::span<const commerce::StatedItem> items) -> Pieces {
    std::vector<std::int64_t> pieces;
    pieces.reserve(items.size());
    for (const commerce::StatedItem& item : items) {
      auto level = lookup(item.id);
      if (!level) return refused(level.error());
      if (*level) checkout::restate(**level, item.stated);
      pieces.push_back(*level ? checkout::free_pieces(**level) : item.stated);
    }
    return pieces;
  };
}

Result<FeedSource, std::string> source_of(const cli::Config& config) {
  auto catalog =
      load_catalog(config.shop.catalog, commerce::OtherItems::imported, tax_source_of(config));
  if (!catalog) return refused(catalog.error());
  std::vector<ListingFault> faults;
  if (config.backend.is_named()) {
    auto asked = ask_for_listings(config, catalog->currency);
    if (!asked) return refused(asked.error());
    faults = std::move(asked->faults);
    if (asked->listings) {
      return FeedSource{std::move(*asked->listings), commerce::pieces_as_stated,
                        listing_shop(config), std::move(faults)};
    }
  }
  auto file = load_products(config.backend.is_named() ? "" : config.shop.products, *catalog);
  if (!file) return refused(file.error());
  auto lookup = look_at_stock(config);
  if (!lookup) return refused(lookup.error());
  return FeedSource{
      commerce::ShopListings(std::make_shared<const commerce::Catalog>(std::move(*catalog)),
                             std::move(*file)),
      free_pieces(std::move(*lookup)), listing_shop(config)};
}

// The standard output, which a terminal's rules for texts must not touch.
class StandardOutput {
 public:
  bool write(std::string_view bytes) {
    while (error_ == 0 && !bytes.empty()) {
      const ssize_t done = ::write(STDOUT_FILENO, bytes.data(), bytes.size());
      if (done < 0 && errno == EINTR) continue;
      if (done < 0) {
        error_ = errno;
      } else {
        bytes.remove_prefix(static_cast<std::size_t>(done));
      }
    }
    return error_ == 0;
  }
  int error() const { return error_; }

 private:
  int error_ = 0;
};

Result<std::unique_ptr<FeedFile>, std::string> begin_if(const std::string& path) {
  if (path.empty()) return nullptr;
  return FeedFile::begin(path);
}

cli::FeedReport report_of(const FeedCounts& counts) {
  cli::FeedReport report{counts.shown, counts.not_shown, counts.left_out,
                         false,        text_of(counts),  {}};
  if (counts.shown == 0 && counts.not_shown > 0) {
    report.refusal = "no product can be shown; look at the rows above";
  } else if (counts.shown == 0) {
    report.refusal = "the shop sells nothing; look whether it is the right one";
  }
  return report;
}

}  // namespace

Result<cli::FeedReport, cli::Failure> write_feed(const cli::Config& config,
                                                 const cli::FeedOptions& options,
                                                 const cli::FeedWatch& watch) {
  const auto* const format = products::listing_format(options.format);
  if (format == nullptr) {
    return cli::wrong_use("--format must be one of these: " + known_listing_formats());
  }
  const auto source = source_of(config);
  if (!source) return cli::failed(source.error());
  const auto file = begin_if(options.out);
  if (!file) return cli::failed(file.error());
  const auto report_file = begin_if(options.report);
  if (!report_file) return cli::failed(report_file.error());
  StandardOutput output;
  const FeedTaker taker{[&](std::string_view text) {
                          if (*file == nullptr) return output.write(text);
                          (*file)->write(text);
                          return true;
                        },
                        [&](const ListingFault& fault) {
                          if (*report_file) (*report_file)->write(report_line(fault));
                          watch.row({fault.product, fault.field, fault.sentence, fault.left_out});
                        },
                        [&watch](std::int64_t done, std::int64_t all) {
                          watch.progress(static_cast<std::uint64_t>(done),
                                         static_cast<std::uint64_t>(all));
                        }};
  const SystemClock clock;
  const auto counts = render_feed(*source, *format, clock.now(), taker);
  if (!counts) return cli::failed(counts.error());
  if (output.error() != 0) {
    return cli::failed("cannot write the feed: " +
                       std::error_code(output.error(), std::generic_category()).message());
  }
  if (*report_file) {
    if (auto put = (*report_file)->put_in_place(); !put) return cli::failed(put.error());
  }
  cli::FeedReport report = report_of(*counts);
  if (!report.refusal.empty() || *file == nullptr) return report;
  const auto put = (*file)->put_in_place();
  if (!put) return cli::failed("nothing was changed: " + put.error());
  report.changed = *put;
  return report;
}

}  // namespace till::assembly
