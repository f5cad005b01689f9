#include "products/feeds/shopify.h"

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/ascii.h"
#include "base/blanks.h"
#include "base/url.h"
#include "products/feeds/feed_text.h"
#include "products/feeds/shopify_columns.h"
#include "products/feeds/table_reader.h"
#include "products/feeds/unpacked.h"

namespace till::products {
namespace shopify_export {
namespace {

constexpr Column kOptionNames[] = {option1_name, option2_name, option3_name};
constexpr Column kOptionValues[] = {option1_value, option2_value, option3_value};

struct ShopifyRow {
  std::size_t line = 0;
  std::array<std::string, kColumns> texts;
};

// What an id can hold of a value: "Sky Blue" is sky-blue.
std::string slug_of(std::string_view text) {
  std::string slug = column_name(text);
  std::replace(slug.begin(), slug.end(), '_', '-');
  return slug;
}

bool is_variant(const ShopifyRow& row) {
  return !row.texts[price].empty() || !row.texts[sku].empty() || !row.texts[option1_value].empty();
}

class Shopify final : public TableReader {
 public:
  Shopify(FeedSettings settings, FeedSink sink)
      : TableReader(std::move(sink)), settings_(std::move(settings)) {}

 private:
  std::optional<Sentence> begin() override {
    for (const Names& names : kNames) {
      for (std::size_t i = 0; i < columns().size(); ++i) {
        const std::string& name = columns()[i].canonical;
        if (name == names.before || name == names.now) places_[names.column] = i;
      }
    }
    for (std::size_t i = 0; i < columns().size(); ++i) {
      if (!places_[barcode] && columns()[i].canonical == "variant_barcodes") places_[barcode] = i;
    }
    for (const Column needed : {handle, title, price}) {
      if (places_[needed]) continue;
      return "This is no product export of Shopify: no column is called " +
             std::string(needed == handle  ? "Handle or URL handle"
                         : needed == title ? "Title"
                                           : "Variant Price or Price") +
             ". Export the products as CSV anew.";
    }
    return std::nullopt;
  }

  void read(std::size_t line, const std::vector<std::string_view>& texts) override {
    ShopifyRow row{line, {}};
    std::size_t bytes = sizeof(ShopifyRow);
    for (std::size_t i = 0; i < kColumns; ++i) {
      if (places_[i]) row.texts[i] = std::string(trimmed(texts[*places_[i]]));
      bytes += row.texts[i].size();
    }
    if (row.texts[handle].empty()) {
      if (sink().bad) sink().bad({line, name(handle), "The row has no handle. Write one."});
      return;
    }
    if (!rows_.empty() && rows_.front().texts[handle] != row.texts[handle]) tell();
    held_ += bytes;
    if (held_ > kMostHeldBytes) {
      if (sink().bad) {
        sink().bad({line, name(handle), "Too many rows have this handle. Split the product."});
      }
      return;
    }
    rows_.push_back(std::move(row));
  }

  void end() override { tell(); }

  std::string name(Column column) const {
    return places_[column] ? columns()[*places_[column]].name : std::string();
  }
  FeedField field(const ShopifyRow& row, Column column) const {
    const auto& place = places_[column];
    return {place ? std::string_view(columns()[*place].name) : std::string_view(),
            row.texts[column]};
  }
  FeedNames names() const {
    const auto of = [this](Column column) {
      return std::string_view(columns()[*places_[column]].name);
    };
    return {of(handle), of(title), of(price)};
  }

  // All rows of one handle.
  void tell() {
    const std::vector<ShopifyRow> rows = std::exchange(rows_, {});
    held_ = 0;
    if (rows.empty()) return;
    if (!is_for_sale(rows.front())) {
      if (sink().passed_over) sink().passed_over(rows.size());
      return;
    }
    const RowReader product = read_product(rows);
    const auto variants = std::count_if(rows.begin(), rows.end(), is_variant);
    ids_.clear();
    bool first = true;
    for (const ShopifyRow& row : rows) {
      if (!is_variant(row) && variants > 0) continue;
      RowReader variant = product.at_line(row.line);
      read_variant(variant, row, rows.front(), variants > 1);
      tell_variant(variant, product, first);
      if (variants == 0) break;  // One that lacks a price is told once, and not for each picture.
    }
  }

  // With what was left out of the whole product, told once.
  void tell_variant(RowReader& variant, const RowReader& product, bool& first) {
    if (!ids_.insert(variant.draft().id).second) {
      variant.bad(name(sku), "Another variant has this id. Give each an SKU of its own.");
    }
    const bool whole = variant.tell(sink());
    if (!whole || !std::exchange(first, false)) return;
    for (const FeedFault& fault : product.left_out()) {
      if (sink().left_out) sink().left_out(fault);
    }
  }

  static bool is_for_sale(const ShopifyRow& row) {
    const std::string& state = row.texts[status];
    const bool active = state.empty() || equal_ignoring_case(state, "active");
    return active && flag_of(row.texts[published]) != false &&
           flag_of(row.texts[gift_card]) != true;
  }

  RowReader read_product(const std::vector<ShopifyRow>& rows) const {
    const ShopifyRow& first = rows.front();
    RowReader row(settings_, first.line, names());
    row.title(field(first, title));
    row.description(field(first, description));
    const std::string page = page_of(first.texts[handle]);
    row.link({field(first, handle).name, page});
    row.brand(field(first, vendor));
    row.category(field(first, category));
    row.plain_category(field(first, type));
    row.mpn(field(first, mpn));
    row.condition(field(first, condition));
    std::vector<const ShopifyRow*> pictures;
    for (const ShopifyRow& one : rows) {
      if (!one.texts[picture].empty()) pictures.push_back(&one);
    }
    const auto position = [](const ShopifyRow* one) {
      return whole_of(one->texts[picture_position]).value_or(kMostPieces);
    };
    std::stable_sort(pictures.begin(), pictures.end(),
                     [&](const auto* a, const auto* b) { return position(a) < position(b); });
    for (const ShopifyRow* one : pictures) {
      row.move_to(one->line);
      row.picture(field(*one, picture));
    }
    row.move_to(first.line);
    return row;
  }

  std::string page_of(const std::string& handle_text) const {
    if (settings_.shop_url.empty()) return {};
    return settings_.shop_url + "/products/" + escape_query(handle_text);
  }

  void read_variant(RowReader& row, const ShopifyRow& variant, const ShopifyRow& first,
                    bool grouped) {
    read_options(row, variant, first, grouped);
    if (grouped) row.group(field(first, handle));
    row.gtin(field(variant, barcode));
    row.weight_unit({{}, "g"});
    row.weight(field(variant, grams));
    row.needs_shipping(field(variant, ships));
    row.taxable(field(variant, taxable));
    row.tax_class(field(variant, tax_code));
    row.first_picture(field(variant, variant_picture));
    read_price(row, variant);
    read_stock(row, variant);
  }

  // The id and the title of a variant end in its options.
  void read_options(RowReader& row, const ShopifyRow& variant, const ShopifyRow& first,
                    bool grouped) const {
    std::string id = first.texts[handle], suffix;
    for (std::size_t i = 0; i < std::size(kOptionNames); ++i) {
      const std::string& called = first.texts[kOptionNames[i]];
      const std::string& value = variant.texts[kOptionValues[i]];
      // What Shopify writes for a product without options.
      if (value.empty() || (called == "Title" && value == "Default Title")) continue;
      row.option(called.empty() ? "Option" : called, field(variant, kOptionValues[i]));
      id += "-" + slug_of(value);
      suffix += (suffix.empty() ? " - " : " / ") + one_line(value);
    }
    if (grouped && !row.draft().title.empty()) {
      row.draft().title = std::string(first_characters(row.draft().title + suffix, kMostTitle));
    }
    std::string_view own = variant.texts[sku];
    if (own.starts_with('\'')) own.remove_prefix(1);  // So that spreadsheets keep it a text.
    row.id({places_[sku] ? std::string_view(columns()[*places_[sku]].name) : "", own});
    row.id({field(first, handle).name, id});
  }

  // A price to compare with that is higher is the price, and the price is that of a sale.
  void read_price(RowReader& row, const ShopifyRow& variant) const {
    const auto now = money_of(variant.texts[price], settings_.currency);
    const auto before = money_of(variant.texts[compare_at], settings_.currency);
    const bool on_sale = now && before && now->currency == before->currency &&
                         now->amount > Amount{0} && before->amount > now->amount;
    if (!before && !variant.texts[compare_at].empty()) {
      row.leave_out(name(compare_at), before.error());
    }
    row.price(field(variant, on_sale ? compare_at : price));
    if (on_sale) row.sale_price(field(variant, price));
  }

  // What goes on selling without pieces has no number of them.
  void read_stock(RowReader& row, const ShopifyRow& variant) {
    const auto pieces = whole_of(variant.texts[quantity]);
    if (variant.texts[tracker].empty() && places_[tracker]) return;
    const std::string& rule = variant.texts[oversell];
    const bool goes_on = equal_ignoring_case(rule, "continue") || flag_of(rule) == true;
    const bool lacks = !goes_on && !variant.texts[tracker].empty() && !places_[quantity];
    if (lacks && !std::exchange(lack_is_told_, true)) {
      row.leave_out(name(tracker),
                    "The file has no inventory quantity, as of a shop with several locations. Till "
                    "sells its products without limit until it is told counts: till stock set.");
    }
    if (!goes_on) row.stock(field(variant, quantity));
    if (!pieces) return;
    row.draft().availability = *pieces > 0 ? Availability::in_stock
                               : goes_on   ? Availability::backorder
                                           : Availability::out_of_stock;
  }

  FeedSettings settings_;
  std::array<std::optional<std::size_t>, kColumns> places_;
  std::vector<ShopifyRow> rows_;  // Of one handle.
  std::size_t held_ = 0;
  std::set<std::string> ids_;  // Of its variants.
  bool lack_is_told_ = false;  // That nobody counts pieces is said once.
};

}  // namespace
}  // namespace shopify_export

std::unique_ptr<FeedReader> make_shopify(FeedSettings settings, FeedSink sink) {
  using shopify_export::Shopify;
  return unpacked(as_utf8(std::make_unique<Shopify>(std::move(settings), std::move(sink))));
}

}  // namespace till::products
