#include "products/feeds/feed_formats.h"

#include <algorithm>
#include <string>

#include "base/blanks.h"
#include "products/feeds/acp.h"
#include "products/feeds/csv_rows.h"
#include "products/feeds/feed_text.h"
#include "products/feeds/google.h"
#include "products/feeds/openai.h"
#include "products/feeds/shopify.h"
#include "products/feeds/till_jsonl.h"
#include "products/feeds/unpacked.h"
#include "products/feeds/woocommerce.h"

namespace till::products {
namespace {

constexpr std::size_t kMostHead = 64 * 1024;

bool has(const FeedHead& head, std::string_view column) {
  return head.columns.find(" " + std::string(column) + " ") != std::string_view::npos;
}

bool is_google(const FeedHead& head) {
  if (head.text.starts_with('<')) return true;
  return has(head, "id") && has(head, "title") && has(head, "price");
}

bool is_shopify(const FeedHead& head) {
  return (has(head, "handle") && (has(head, "variant_price") || has(head, "body_html"))) ||
         (has(head, "url_handle") && has(head, "title"));
}

bool is_woocommerce(const FeedHead& head) {
  return has(head, "id") && has(head, "type") && has(head, "regular_price");
}

bool is_json(const FeedHead& head) {
  return head.text.starts_with('{') || head.text.starts_with('[');
}

bool names(const FeedHead& head, std::string_view member) {
  return head.text.find("\"" + std::string(member) + "\"") != std::string_view::npos;
}

bool is_acp(const FeedHead& head) {
  return is_json(head) && names(head, "variants") && !names(head, "item_id");
}

bool is_openai(const FeedHead& head) {
  if (is_json(head)) return names(head, "item_id") || (names(head, "id") && names(head, "price"));
  return has(head, "item_id") || has(head, "enable_search") || has(head, "enable_checkout") ||
         has(head, "is_eligible_search");
}

bool is_till(const FeedHead& head) { return is_json(head) && names(head, "unit_amount"); }

std::unique_ptr<FeedReader> make_till(FeedSettings settings, FeedSink sink) {
  return unpacked(as_utf8(read_till_jsonl(std::move(settings), std::move(sink))));
}

// The first that fits counts.
constexpr FeedFormat kFormats[] = {
    {"till", "Till's own lines of JSON", &is_till, &make_till},
    {"shopify", "product export of Shopify", &is_shopify, &make_shopify},
    {"woocommerce", "product export of WooCommerce", &is_woocommerce, &make_woocommerce},
    {"acp", "product feed of ACP", &is_acp, &make_acp},
    {"openai", "product feed of OpenAI", &is_openai, &make_openai},
    {"google", "Google Merchant feed", &is_google, &make_google},
};

// Keeps the beginning of a source.
class HeadReader final : public FeedReader {
 public:
  explicit HeadReader(std::string& head) : head_(head) {}
  bool take(std::string_view bytes) override {
    head_.append(bytes.substr(0, kMostHead - head_.size()));
    return head_.size() < kMostHead;
  }
  Result<void, FeedFault> finish() override { return {}; }

 private:
  std::string& head_;
};

std::string columns_of(std::string_view text) {
  std::string columns = " ";
  bool first = true;
  CsvRows rows([&](const CsvRow& row) {
    if (!std::exchange(first, false)) return;
    for (const std::string_view field : row.fields) columns += column_name(field) + " ";
  });
  rows.take(text);
  return columns;
}

}  // namespace

std::span<const FeedFormat> feed_formats() { return kFormats; }

const FeedFormat* feed_format(std::string_view name) {
  const auto formats = feed_formats();
  const auto found = std::find_if(formats.begin(), formats.end(),
                                  [name](const FeedFormat& format) { return format.name == name; });
  return found == formats.end() ? nullptr : &*found;
}

const FeedFormat* format_of(std::string_view first_bytes) {
  std::string text;
  const auto reader = unpacked(as_utf8(std::make_unique<HeadReader>(text)));
  reader->take(first_bytes.substr(0, kMostHead));
  reader->finish();  // So that a short source is read to its end.
  const std::string_view shown = trimmed(text);
  FeedHead head{shown, {}};
  std::string columns;
  if (!shown.starts_with('<') && !shown.starts_with('{') && !shown.starts_with('[')) {
    columns = columns_of(std::string(shown) + "\n");
    head.columns = columns;
  }
  for (const FeedFormat& format : feed_formats()) {
    if (format.is_it(head)) return &format;
  }
  return nullptr;
}

}  // namespace till::products
