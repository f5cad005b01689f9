#include "commerce/remote/product_answer.h"

#include <map>
#include <string_view>
#include <utility>

#include "base/currency.h"
#include "base/limits.h"
#include "commerce/remote/quote_parts.h"
#include "commerce/remote/stated_facts.h"

namespace till::commerce::remote {
namespace {

constexpr std::size_t kMostOfAPage = 10'000;  // Whatever was asked for.
constexpr json::TextBound kCursor{1, 4'096};
constexpr std::size_t kBesideTexts = 1'000;  // Bytes of a product, twice, and of its place.
constexpr std::size_t kTextCopies = 3;       // Twice as they are, and once in the index.

Prices read_prices(const json::Node& node, const std::string& currency) {
  std::map<std::string, Amount> prices;
  if (!node.is_object()) {
    prices[currency] = {node.integer(0, kAmountMax)};
    if (currency.empty()) node.refuse("A plain number needs the currency of the page.");
    return Prices::of(std::move(prices));
  }
  for (const auto& [code, amount] : node.members()) {
    if (!is_currency(code)) node.refuse("A price has a currency of ISO 4217 in lower case.");
    prices[std::string(code)] = {amount.integer(0, kAmountMax)};
  }
  if (prices.empty()) node.invalid("a price in one currency or more");
  return Prices::of(std::move(prices));
}

void read_ways(const json::Node& product, CatalogItem& item) {
  const json::Node ways = product.member("fulfillment");
  if (ways.absent()) {
    item.ships = !item.digital;
    return;
  }
  const auto entries = ways.entries(limits::kListEntries);
  if (entries.empty()) ways.invalid("a list of shipping, pickup and local_delivery");
  for (const json::Node& each : entries) {
    const std::string way = each.text({1, 32});
    const bool known = way == "shipping" || way == "pickup" || way == "local_delivery";
    if (!known) each.invalid("shipping, pickup or local_delivery");
    if (item.digital) continue;  // It has a way of its own.
    item.ships = item.ships || way == "shipping";
    item.picked_up = item.picked_up || way == "pickup";
    item.delivered_locally = item.delivered_locally || way == "local_delivery";
  }
}

std::optional<ItemSale> read_reduction(const json::Node& product, const std::string& currency) {
  const json::Node node = product.member("sale");
  if (node.absent() || !node.expect_object()) return std::nullopt;
  const json::Node unit_amount = node.need("unit_amount");
  ItemSale sale{read_prices(unit_amount, currency), {}, {}};
  const json::Node from = node.member("from");
  if (!from.absent()) sale.from = read_time(from);
  const json::Node until = node.member("until");
  if (!until.absent()) sale.until = read_time(until);
  const bool ends = sale.from && sale.until && *sale.until <= *sale.from;
  if (ends) until.refuse("A sale must end after it begins: mend from or until.");
  return sale;
}

void read_disclosures(const json::Node& product, CatalogItem& item) {
  const json::Node disclosures = product.member("disclosures");
  if (disclosures.absent()) return;
  for (const json::Node& each : disclosures.entries(limits::kListEntries)) {
    item.disclosures.push_back(read_disclosure(each));
  }
}

// They are shared by all that show them.
std::size_t bytes_of_facts(const checkout::ItemFacts& facts) {
  std::size_t bytes = sizeof(facts);
  for (const auto* text : {&facts.group, &facts.brand, &facts.gtin, &facts.mpn, &facts.category}) {
    bytes += text->value_or("").size();
  }
  for (const auto& [name, value] : facts.options) bytes += 64 + name.size() + value.size();
  return bytes;
}

std::size_t bytes_of(const CatalogItem& item) {
  std::size_t bytes = kBesideTexts;
  bytes +=
      kTextCopies * (item.id.size() + item.title.size() + item.description.value_or("").size());
  bytes += 2 * 64 * item.unit_amount.by_currency().size();
  for (const auto& disclosure : item.disclosures) bytes += 2 * (64 + disclosure.content.size());
  for (const std::string& image : item.links.images) bytes += 2 * (64 + image.size());
  if (item.links.page) bytes += 2 * item.links.page->size();
  if (item.sale) bytes += 2 * 64 * item.sale->prices.by_currency().size();
  if (item.facts) bytes += bytes_of_facts(*item.facts);
  return bytes;
}

void keep_facts(const json::Node& node, AnswerFaults& left_out, CatalogItem& item) {
  checkout::ItemFacts facts = read_item_facts(node, left_out);
  item.weight_grams = facts.weight_grams;
  facts.max_per_order = item.max_per_order;
  item.facts = checkout::SharedFacts(std::move(facts));
}

void read_item(const json::Node& node, const std::string& currency, AnswerFaults& left_out,
               RemoteProduct& product) {
  CatalogItem& item = product.item;
  item.title = node.need("title").text(kSomeText);
  const json::Node description = node.member("description");
  if (!description.absent()) item.description = description.text(kAnyText);
  if (item.description && item.description->empty()) item.description.reset();
  const json::Node unit_amount = node.need("unit_amount");
  item.unit_amount = read_prices(unit_amount, currency);
  item.sale = read_reduction(node, currency);
  item.digital = read_flag(node, "digital", false);
  item.tax_exempt = read_flag(node, "tax_exempt", false);
  const json::Node stock = node.member("stock");
  item.stock = stock.absent() ? kAmountMax : stock.integer(0, kAmountMax);  // It needs none.
  product.in_stock = item.digital || item.stock > 0;
  const json::Node most = node.member("max_per_order");
  if (!most.absent()) item.max_per_order = most.integer(1, kAmountMax);
  read_ways(node, item);
  read_disclosures(node, item);
  item.links = read_links(node, left_out);
  keep_facts(node, left_out, item);
}

RemoteProduct read_product(const json::Node& node, const std::string& currency,
                           AnswerFaults& left_out) {
  RemoteProduct product;
  if (!node.expect_object()) return product;
  product.item.id = node.need("id").text(kIdText);
  product.removed = read_flag(node, "removed", false);
  if (!product.removed) {
    read_item(node, currency, left_out, product);
  }
  product.bytes = bytes_of(product.item);
  return product;
}

}  // namespace

Result<ProductPage, AnswerFault> read_products(json::Value answer) {
  AnswerFaults faults;
  const json::Node root(answer, faults);
  root.expect_object();
  std::string currency;
  const json::Node of_page = root.member("currency");
  if (!of_page.absent()) currency = of_page.text({3, 3});
  if (!of_page.absent() && !is_currency(currency)) of_page.invalid("a currency in lower case");
  ProductPage page;
  const json::Node next = root.member("next");
  if (!next.absent()) page.next = next.text(kCursor);
  const json::Node products = root.need("products");
  const auto entries = products.entries(kMostOfAPage);
  if (faults.found()) return refused(*faults.first());
  for (std::size_t i = 0; i < entries.size(); ++i) {
    AnswerFaults own;
    AnswerFaults left_out;
    const json::Node node = entries[i].as_root(own);
    const std::string place = "$.products[" + std::to_string(i) + "]";
    RemoteProduct product = read_product(node, currency, left_out);
    if (own.found()) {
      page.bad.push_back({std::move(product.item.id), place, *own.first()});
      continue;
    }
    if (left_out.found()) page.incomplete.push_back({product.item.id, place, *left_out.first()});
    page.products.push_back(std::move(product));
  }
  return page;
}

}  // namespace till::commerce::remote
