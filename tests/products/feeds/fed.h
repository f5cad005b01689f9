// A source that was fed to a reader, and what the reader told, as lines that tests compare.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "products/feeds/feed_reader.h"

namespace till::products {

using MakeReader = std::unique_ptr<FeedReader> (*)(FeedSettings settings, FeedSink sink);

// "2 mug-blue 'Blue mug' usd 1500 stock 12": the line, then what the product has.
std::string shown(const Product& product, std::size_t line);
// "3 price: The price has no currency. Write 15.00 USD."
std::string shown(const FeedFault& fault);

struct Fed {
  std::vector<std::string> products;
  std::vector<std::string> bad;
  std::vector<std::string> left_out;
  std::size_t passed_over = 0;  // Rows.
  std::string refused;          // Empty: the source is whole.
  bool operator==(const Fed&) const = default;
};

// In pieces of so many bytes; 0: in one.
Fed feed(MakeReader make, std::string_view source, std::size_t piece = 0,
         FeedSettings settings = {.currency = "usd"});

std::string sample(std::string_view name);  // Of tests/products/feeds/samples.
std::string gzipped(std::string_view text);
// As spreadsheets write "Unicode text", with its mark.
std::string as_utf16(std::string_view ascii, bool little);

// What holds for every format: pieces do not matter, gzip does not matter, and what is cut off
// anywhere is refused or tells only rows of the whole source, save for the last ones that rows
// after the cut may say more of.
void expect_steady(MakeReader make, std::string_view source, std::size_t last = 1);

}  // namespace till::products
