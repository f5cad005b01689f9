#include "products/feeds/acp.h"

#include <optional>
#include <string>
#include <utility>

#include "base/ascii.h"
#include "base/currency.h"
#include "products/feeds/feed_text.h"
#include "products/feeds/json_lines.h"
#include "products/feeds/unpacked.h"

namespace till::products {
namespace acp_feed {
namespace {

constexpr std::size_t kMostVariants = 2'000;

// Amounts in minor units; refused with a sentence.
Result<Money, Sentence> money_of(json::Value price) {
  const auto amount = price.at("amount").whole();
  const std::string currency = lower_text(price.at("currency").text());
  if (!is_currency(currency) || !amount || *amount < 0 || *amount > kAmountMax) {
    return refused(
        Sentence("This is no price in minor units. Write {\"amount\": 1500, "
                 "\"currency\": \"USD\"} for 15.00 USD."));
  }
  return Money{Amount{*amount}, currency};
}

// The rules of prices read texts, as other formats have them.
std::string text_of(const Money& money) {
  return decimal_text(money.amount, money.currency) + " " + upper(money.currency);
}

class Acp final : public JsonLines {
 public:
  Acp(FeedSettings settings, FeedSink sink)
      : JsonLines("product feed of ACP", std::move(sink)), settings_(std::move(settings)) {}

 private:
  void read(std::size_t line, json::Value product) override {
    const json::Value variants = product.at("variants");
    if (!variants.is_list() || variants.entries().empty()) {
      return tell_bad(line, "The product has no variants. Write one at least.");
    }
    const std::size_t count = variants.entries().size();
    if (count > kMostVariants) {
      return tell_bad(line, "The product has more than 2000 variants. Split it.");
    }
    for (const json::Value variant : variants.entries()) {
      RowReader row(settings_, line, {"variants.id", "variants.title", "variants.price"});
      read_variant(row, variant);
      read_product(row, product);
      if (count > 1) row.group({"id", product.at("id").text()});
      row.tell(sink());
    }
  }

  void tell_bad(std::size_t line, Sentence sentence) {
    if (sink().bad) sink().bad({line, "variants", std::move(sentence)});
  }

  static void read_variant(RowReader& row, json::Value variant) {
    row.id({"variants.id", variant.at("id").text()});
    row.title({"variants.title", variant.at("title").text()});
    read_description(row, "variants.description", variant.at("description"));
    row.link({"variants.url", variant.at("url").text()});
    read_price(row, variant);
    read_availability(row, variant.at("availability"));
    read_pictures(row, "variants.media", variant.at("media"));
    for (const json::Value barcode : variant.at("barcodes").entries()) {
      row.gtin({"variants.barcodes", barcode.at("value").text()});
    }
    for (const json::Value category : variant.at("categories").entries()) {
      row.plain_category({"variants.categories", category.at("value").text()});
    }
    for (const json::Value condition : variant.at("condition").entries()) {
      row.condition({"variants.condition", condition.text()});
    }
    for (const json::Value option : variant.at("variant_options").entries()) {
      row.option(option.at("name").text(), {"variants.variant_options", option.at("value").text()});
    }
  }

  static void read_product(RowReader& row, json::Value product) {
    row.title({"title", product.at("title").text()});
    read_description(row, "description", product.at("description"));
    row.link({"url", product.at("url").text()});
    read_pictures(row, "media", product.at("media"));
  }

  // Markdown is kept before plain text, which is kept before HTML.
  static void read_description(RowReader& row, std::string_view name, json::Value texts) {
    for (const char* kind : {"markdown", "plain", "html"}) {
      row.description({name, texts.at(kind).text()});
    }
  }

  static void read_pictures(RowReader& row, std::string_view name, json::Value media) {
    for (const json::Value one : media.entries()) {
      const std::string_view type = one.at("type").text();
      if (equal_ignoring_case(type, "image")) row.picture({name, one.at("url").text()});
    }
  }

  static void read_price(RowReader& row, json::Value variant) {
    if (!variant.at("price").given()) return;
    const auto now = money_of(variant.at("price"));
    if (!now) return row.bad("variants.price", now.error());
    std::optional<Money> before;
    if (variant.at("list_price").given()) {
      const auto list = money_of(variant.at("list_price"));
      if (list)
        before = *list;
      else
        row.leave_out("variants.list_price", list.error());
    }
    const bool on_sale = before && before->currency == now->currency &&
                         before->amount > now->amount && now->amount > Amount{0};
    row.price({"variants.price", text_of(on_sale ? *before : *now)});
    if (on_sale) row.sale_price({"variants.price", text_of(*now)});
  }

  static void read_availability(RowReader& row, json::Value availability) {
    const json::Value available = availability.at("available");
    row.availability({"variants.availability", availability.at("status").text()});
    if (!available.is_boolean()) return;
    auto& told = row.draft().availability;
    // What cannot be bought is not in stock, whatever else is said.
    if (!available.flag())
      told = Availability::out_of_stock;
    else if (!told)
      told = Availability::in_stock;
  }

  FeedSettings settings_;
};

}  // namespace
}  // namespace acp_feed

std::unique_ptr<FeedReader> make_acp(FeedSettings settings, FeedSink sink) {
  using acp_feed::Acp;
  return unpacked(as_utf8(std::make_unique<Acp>(std::move(settings), std::move(sink))));
}

}  // namespace till::products
