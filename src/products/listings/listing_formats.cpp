#include "products/listings/listing_formats.h"

#include <algorithm>

#include "products/listings/acp_listing.h"
#include "products/listings/google_listing.h"
#include "products/listings/openai_listing.h"

namespace till::products {
namespace {

std::string no_head() { return {}; }

constexpr ListingFormat kListingFormats[] = {
    {"acp", "product feed of ACP", "jsonl", "application/x-ndjson", &no_head, &append_acp},
    {"google", "Google Merchant feed", "tsv", "text/tab-separated-values; charset=utf-8",
     &google_head, &append_google},
    {"openai", "product feed of OpenAI", "jsonl", "application/x-ndjson", &no_head, &append_openai},
};

}  // namespace

std::span<const ListingFormat> listing_formats() { return kListingFormats; }

const ListingFormat* listing_format(std::string_view name) {
  const auto formats = listing_formats();
  const auto found =
      std::find_if(formats.begin(), formats.end(),
                   [name](const ListingFormat& format) { return format.name == name; });
  return found == formats.end() ? nullptr : &*found;
}

}  // namespace till::products
