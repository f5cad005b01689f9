#include "products/listings/google_xml_listing.h"

#include <string_view>

#include "products/feeds/feed_text.h"
#include "products/listings/google_cells.h"

namespace till::products {
namespace {

// Characters that XML 1.0 has no place for, not even escaped, are left out: most control
// characters, U+FFFE and U+FFFF. `text` is UTF-8.
void append_xml(std::string_view text, std::string& out) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char letter = text[i];
    const auto code = static_cast<unsigned char>(letter);
    const std::string_view here = text.substr(i, 3);
    if (here == "\xEF\xBF\xBE" || here == "\xEF\xBF\xBF") {
      i += 2;
    } else if (letter == '&') {
      out += "&amp;";
    } else if (letter == '<') {
      out += "&lt;";
    } else if (letter == '>') {
      out += "&gt;";
    } else if (letter == '\r') {
      out += "&#13;";  // As it stands it would be read as a line end.
    } else if (code >= 0x20 || letter == '\t' || letter == '\n') {
      out += letter;
    }
  }
}

void append_element(std::string_view name, std::string_view text, std::string& out) {
  out.append("<").append(name).append(">");
  append_xml(text, out);
  out.append("</").append(name).append(">\n");
}

void append_item(const GoogleCells& cells, std::string& out) {
  out += "<item>\n";
  for (std::size_t i = 0; i < GoogleCells::kCount; ++i) {
    const auto column = static_cast<GoogleColumn>(i);
    const std::string& cell = cells.at(column);
    if (cell.empty()) continue;
    const std::string name = "g:" + std::string(name_of(column));
    if (column != GoogleColumn::additional_image_link) {
      append_element(name, cell, out);
      continue;
    }
    for (const std::string_view picture : urls_of(cell)) append_element(name, picture, out);
  }
  out += "</item>\n";
}

}  // namespace

std::string google_xml_head(const ListingShop& shop) {
  std::string head =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<rss version=\"2.0\" xmlns:g=\"http://base.google.com/ns/1.0\">\n<channel>\n";
  append_element("title", shop.seller, head);
  append_element("link", shop.url, head);
  append_element("description", "Everything that " + shop.seller + " sells", head);
  return head;
}

std::size_t append_google_xml(std::span<const Listing> variants, const ListingShop& shop,
                              std::string& out, const TellListing& tell) {
  std::size_t shown = 0;
  for (const Listing& listing : variants) {
    const auto cells = google_cells(listing, shop, tell);
    if (!cells) continue;
    append_item(*cells, out);
    ++shown;
  }
  return shown;
}

std::string google_xml_tail() { return "</channel>\n</rss>\n"; }

}  // namespace till::products
