#include "products/listings/listing_formats.h"

#include <algorithm>

#include "products/listings/acp_listing.h"
#include "products/listings/google_listing.h"
#include "products/listings/google_xml_listing.h"
#include "products/listings/openai_listing.h"

namespace till::products {
namespace {

std::string no_head(const ListingShop&) { return {}; }
std::string no_tail() { return {}; }

constexpr ListingFormat kListingFormats[] = {
    {"acp", "product feed of ACP", "jsonl", "application/x-ndjson", &no_head, &append_acp, &no_tail,
     true},
    {"google", "Google Merchant feed", "tsv", "text/tab-separated-values; charset=utf-8",
     &google_head, &append_google, &no_tail},
    {"google-xml", "Google Merchant feed as XML", "xml", "application/rss+xml; charset=utf-8",
     &google_xml_head, &append_google_xml, &google_xml_tail},
    {"openai", "product feed of OpenAI", "jsonl", "application/x-ndjson", &no_head, &append_openai,
     &no_tail},
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
