#include "products/feeds/feed_formats.h"

#include <gtest/gtest.h>

#include "products/feeds/fed.h"

namespace till::products {
namespace {

TEST(FeedFormats, AreToldByTheirFirstBytes) {
  const struct {
    const char *file, *format;
  } rows[] = {
      {"mugs.tsv", "google"},
      {"fabric.csv", "google"},
      {"tools.xml", "google"},
      {"books.atom.xml", "google"},
      {"shirts.shopify.csv", "shopify"},
      {"lamps.shopify.csv", "shopify"},
      {"tea.woocommerce.csv", "woocommerce"},
      {"shoes.openai.jsonl", "openai"},
      {"shoes.openai.csv", "openai"},
      {"shirts.acp.jsonl", "acp"},
      {"shirts.acp.json", "acp"},
  };
  for (const auto& row : rows) {
    const std::string source = sample(row.file);
    for (const std::string& bytes : {source, gzipped(source), source.substr(0, 1200)}) {
      const FeedFormat* const format = format_of(bytes);
      ASSERT_NE(format, nullptr) << row.file;
      EXPECT_EQ(format->name, row.format) << row.file;
    }
    EXPECT_EQ(feed(feed_format(row.format)->make, source).refused, "") << row.file;
  }
  EXPECT_EQ(format_of(R"({"id":"mug","title":"Mug","unit_amount":1450})"
                      "\n")
                ->name,
            "till");
  EXPECT_EQ(format_of(as_utf16("id\ttitle\tprice\n", true))->name, "google");
}

TEST(FeedFormats, DoNotTellWhatIsNone) {
  for (const char* text : {"", "hello", "a,b,c\n1,2,3\n", "{\"a\":1}", "\x1F\x8B", "\xFF\xFE"}) {
    EXPECT_EQ(format_of(text), nullptr) << text;
  }
}

TEST(FeedFormats, AreFoundByTheirNames) {
  for (const FeedFormat& format : feed_formats()) EXPECT_EQ(feed_format(format.name), &format);
  EXPECT_EQ(feed_format("amazon"), nullptr);
}

TEST(FeedFormats, ReadTwoCompressedFilesBehindEachOther) {
  const Fed fed = feed(feed_format("google")->make,
                       gzipped("id,title,price\na,A,1 USD\n") + gzipped("b,B,2 USD\n"));
  EXPECT_EQ(fed.products.size(), 2U);
  EXPECT_EQ(fed.refused, "");
}

TEST(FeedFormats, RefuseBrokenCompression) {
  const FeedFormat& format = *feed_format("google");
  for (const std::size_t piece : {0U, 1U}) {
    std::string packed = gzipped(sample("mugs.tsv"));
    EXPECT_EQ(feed(format.make, packed.substr(0, packed.size() - 1), piece).refused,
              "0 : The compressed source is cut off. Send the whole source.");
    packed[packed.size() - 6] ^= 1;  // Of its checksum.
    EXPECT_EQ(feed(format.make, packed, piece).refused,
              "0 : The compressed source is broken. Compress it anew by gzip.");
    EXPECT_EQ(feed(format.make, gzipped("x").substr(0, 12), piece).refused,
              "0 : The compressed source is cut off. Send the whole source.");
  }
}

// A gigabyte of nothing in a megabyte: what is inflated goes on in small pieces, and ends where a
// row is too long.
TEST(FeedFormats, AreNotBlownUpByCompression) {
  std::string packed = gzipped(std::string(64 * 1024 * 1024, 'a'));
  for (const FeedFormat& format : feed_formats()) {
    EXPECT_NE(feed(format.make, packed).refused, "") << format.name;
  }
}

}  // namespace
}  // namespace till::products
