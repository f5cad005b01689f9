#include "products/feeds/fed.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "products/feeds/unpacked.h"
#include "repository.h"

namespace till::products {
namespace {

void show(std::string& out, std::string_view name, const std::optional<std::string>& text) {
  if (text) out += " " + std::string(name) + " '" + *text + "'";
}

void show(std::string& out, std::string_view name, const std::optional<std::int64_t>& number) {
  if (number) out += " " + std::string(name) + " " + std::to_string(*number);
}

void show(std::string& out, std::string_view name, const std::optional<Timestamp>& moment) {
  if (moment) out += " " + std::string(name) + " " + format_rfc3339(*moment);
}

void show(std::string& out, const Prices& prices) {
  for (const auto& [currency, amount] : prices) {
    out += " " + currency + " " + std::to_string(amount.minor);
  }
}

}  // namespace

std::string shown(const Product& product, std::size_t line) {
  std::string out = std::to_string(line) + " " + product.id + " '" + product.title + "'";
  show(out, product.prices);
  if (product.sale) {
    out += " sale";
    show(out, product.sale->prices);
    show(out, "from", product.sale->from);
    show(out, "until", product.sale->until);
  }
  show(out, "group", product.group);
  for (const Option& option : product.options) out += " [" + option.name + "=" + option.value + "]";
  if (product.availability) out += " " + std::string(name_of(*product.availability));
  show(out, "at", product.available_at);
  show(out, "stock", product.stock);
  show(out, "most", product.max_per_order);
  show(out, "link", product.link);
  for (const std::string& picture : product.pictures) out += " pic " + picture;
  show(out, "brand", product.brand);
  show(out, "gtin", product.gtin);
  show(out, "mpn", product.mpn);
  show(out, "category", product.category);
  if (product.condition) out += " " + std::string(name_of(*product.condition));
  show(out, "grams", product.weight_grams);
  if (product.size) {
    out += " " + std::to_string(product.size->length_mm) + "x" +
           std::to_string(product.size->width_mm) + "x" + std::to_string(product.size->height_mm);
  }
  show(out, "ships", product.shipping_class);
  show(out, "tax", product.tax_class);
  show(out, "age", product.least_age);
  if (product.digital) out += " digital";
  if (product.tax_exempt) out += " exempt";
  show(out, "text", product.description);
  return out;
}

std::string shown(const FeedFault& fault) {
  return std::to_string(fault.line) + " " + fault.field + ": " + fault.sentence;
}

Fed feed(MakeReader make, std::string_view source, std::size_t piece, FeedSettings settings) {
  Fed fed;
  const auto reader =
      make(std::move(settings),
           {[&fed](const Product& product, std::size_t line) {
              fed.products.push_back(shown(product, line));
            },
            [&fed](const FeedFault& fault) { fed.bad.push_back(shown(fault)); },
            [&fed](const FeedFault& fault) { fed.left_out.push_back(shown(fault)); },
            [&fed](std::size_t rows) { fed.passed_over += rows; }});
  while (!source.empty()) {
    const std::string_view part = source.substr(0, piece == 0 ? source.size() : piece);
    // A copy of its own, so that a sanitizer sees who keeps it.
    const std::string bytes(part);
    if (!reader->take(bytes)) break;
    source.remove_prefix(part.size());
  }
  if (const auto end = reader->finish(); !end) fed.refused = shown(end.error());
  return fed;
}

std::string sample(std::string_view name) {
  std::ifstream file(repository() / "tests/products/feeds/samples" / name, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  EXPECT_FALSE(text.str().empty()) << name;
  return text.str();
}

std::string gzipped(std::string_view text) {
  z_stream stream{};
  EXPECT_EQ(deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
  std::string in(text), out(deflateBound(&stream, in.size()) + 64, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(in.data());
  stream.avail_in = static_cast<uInt>(in.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

std::string as_utf16(std::string_view ascii, bool little) {
  std::string out = little ? "\xFF\xFE" : "\xFE\xFF";
  for (const char c : ascii) {
    if (little)
      out += {c, '\0'};
    else
      out += {'\0', c};
  }
  return out;
}

namespace {

void expect_pieces_not_to_matter(MakeReader make, std::string_view source) {
  const Fed whole = feed(make, source);
  EXPECT_EQ(whole.refused, "");
  for (const std::size_t piece : {1U, 2U, 7U, 1000U}) {
    EXPECT_TRUE(feed(make, source, piece) == whole) << "in pieces of " << piece;
  }
  EXPECT_TRUE(feed(make, gzipped(source), 3) == whole) << "compressed";
}

// The last field of a row that no line end closes may be shorter than it was: nothing tells.
void expect_cuts_to_be_told(MakeReader make, std::string_view source, std::size_t last) {
  const Fed whole = feed(make, source);
  for (std::size_t size = 0; size < source.size(); ++size) {
    const Fed cut = feed(make, source.substr(0, size));
    if (!cut.refused.empty()) continue;
    EXPECT_LE(cut.products.size(), whole.products.size());
    for (std::size_t i = 0; i + last < cut.products.size(); ++i) {
      EXPECT_EQ(cut.products[i], whole.products[i]) << "cut at byte " << size;
    }
  }
}

void expect_compressed_cuts_to_be_refused(MakeReader make, std::string_view source) {
  const std::string packed = gzipped(source);
  for (std::size_t size = 2; size < packed.size(); ++size) {
    EXPECT_NE(feed(make, std::string_view(packed).substr(0, size)).refused, "") << size;
  }
}

}  // namespace

void expect_steady(MakeReader make, std::string_view source, std::size_t last) {
  expect_pieces_not_to_matter(make, source);
  expect_cuts_to_be_told(make, source, last);
  expect_compressed_cuts_to_be_refused(make, source);
}

}  // namespace till::products
