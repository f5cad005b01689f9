#include "assembly/feed_rendering.h"

#include <algorithm>
#include <utility>

namespace till::assembly {
namespace {

std::string are(std::int64_t count, const std::string& what) {
  return std::to_string(count) + (count == 1 ? " is " : " are ") + what;
}

// Variants of a product whose text has left already: none of them is shown.
std::size_t tell_further(std::span<const products::Listing> variants,
                         const products::TellListing& tell) {
  for (const products::Listing& each : variants) {
    tell({each.product.id, "group",
          "Its group has more than 2000 variants. Give some of them another group.", false});
  }
  return 0;
}

}  // namespace

std::string text_of(const FeedCounts& counts) {
  return are(counts.shown, "shown") + ", " + are(counts.not_shown, "not") + ", " +
         std::to_string(counts.left_out) +
         (counts.left_out == 1 ? " part is left out" : " parts are left out");
}

products::ListingShop listing_shop(const cli::Config& config) {
  return {config.shop.merchant_name, config.shop.url, config.feeds.country, config.feeds.brand,
          config.feeds.checkout};
}

Result<FeedCounts, std::string> render_feed(const FeedSource& source,
                                            const products::ListingFormat& format, Timestamp now,
                                            const FeedTaker& taker) {
  FeedCounts counts;
  const products::TellListing tell = [&](products::ListingFault fault) {
    if (fault.left_out) ++counts.left_out;
    if (taker.tell) taker.tell(std::move(fault));
  };
  for (const products::ListingFault& fault : source.faults) {
    if (!fault.left_out) ++counts.not_shown;
    tell(fault);
  }
  std::string text = format.head(source.shop);
  if (!text.empty() && !taker.write(text)) return counts;
  const commerce::ListingSink sink{
      [&](std::span<const products::Listing> variants, bool first) {
        const bool can_be_shown = first || !format.whole_products;
        if (can_be_shown && source.listed) std::ranges::for_each(variants, source.listed);
        text.clear();
        const std::size_t shown = can_be_shown ? format.append(variants, source.shop, text, tell)
                                               : tell_further(variants, tell);
        counts.shown += static_cast<std::int64_t>(shown);
        counts.not_shown += static_cast<std::int64_t>(variants.size() - shown);
        return text.empty() || taker.write(text);
      },
      [&](products::ListingFault fault) {
        ++counts.not_shown;
        tell(std::move(fault));
      },
      taker.progress};
  if (auto told = source.listings.each(now, source.free, sink); !told) {
    return refused(told.error());
  }
  text = format.tail();
  if (!text.empty()) taker.write(text);
  return counts;
}

}  // namespace till::assembly
