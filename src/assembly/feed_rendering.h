// Rendering of feeds: the shop's listings in a format, piece by piece.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "cli/config.h"
#include "commerce/embedded/shop_listings.h"
#include "products/listings/listing_formats.h"

namespace till::assembly {

struct FeedCounts {
  std::int64_t shown = 0;
  std::int64_t not_shown = 0;
  std::int64_t left_out = 0;  // Parts of those that are shown.
};

// "12 are shown, 1 is not, 3 parts are left out".
std::string text_of(const FeedCounts& counts);

// What a feed is made of.
struct FeedSource {
  commerce::ShopListings listings;
  commerce::FreePieces free;
  products::ListingShop shop;
  std::vector<products::ListingFault> faults = {};  // Found before: they are told first.
  // Called with each product that a format is given; empty: nobody asks.
  std::function<void(const products::Listing&)> listed = {};
};

// Says of the shop what the config does.
products::ListingShop listing_shop(const cli::Config& config);

// Who gets what is rendered.
struct FeedTaker {
  // The text of one product, or what stands before the first. False ends it.
  std::function<bool(std::string_view text)> write;
  products::TellListing tell;  // What agents will not show.
  // See commerce::ListingSink.
  std::function<void(std::int64_t done, std::int64_t all)> progress = {};
};

// Blocks while it reads the shop. Refused with a sentence when it cannot be read.
Result<FeedCounts, std::string> render_feed(const FeedSource& source,
                                            const products::ListingFormat& format, Timestamp now,
                                            const FeedTaker& taker);

}  // namespace till::assembly
