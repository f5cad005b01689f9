#include "products/listings/google_listing.h"

#include "products/listings/google_cells.h"

namespace till::products {
namespace {

constexpr auto kGoogleColumns = GoogleCells::kCount;

// A cell with a tab, a line end or a quote stands in quotes.
void append_cell(const std::string& cell, std::string& out) {
  if (cell.find_first_of("\t\r\n\"") == std::string::npos) {
    out += cell;
    return;
  }
  out += '"';
  for (const char letter : cell) out.append(letter == '"' ? 2 : 1, letter);
  out += '"';
}

}  // namespace

std::string google_head(const ListingShop&) {
  std::string head;
  for (std::size_t i = 0; i < kGoogleColumns; ++i) {
    head.append(head.empty() ? "" : "\t").append(name_of(static_cast<GoogleColumn>(i)));
  }
  return head + "\n";
}

std::size_t append_google(std::span<const Listing> variants, const ListingShop& shop,
                          std::string& out, const TellListing& tell) {
  std::size_t shown = 0;
  for (const Listing& listing : variants) {
    const auto cells = google_cells(listing, shop, tell);
    if (!cells) continue;
    for (std::size_t i = 0; i < kGoogleColumns; ++i) {
      if (i > 0) out += '\t';
      append_cell(cells->at(static_cast<GoogleColumn>(i)), out);
    }
    out += '\n';
    ++shown;
  }
  return shown;
}

}  // namespace till::products
