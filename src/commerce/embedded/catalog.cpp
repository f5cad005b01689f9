#include "commerce/embedded/catalog.h"

#include <set>
#include <utility>

#include "base/currency.h"
#include "base/limits.h"
#include "commerce/embedded/catalog_discounts.h"
#include "commerce/embedded/catalog_facts.h"
#include "commerce/embedded/catalog_place.h"
#include "commerce/embedded/catalog_quotes.h"
#include "commerce/embedded/catalog_tariff.h"
#include "commerce/embedded/catalog_taxes.h"
#include "commerce/embedded/catalog_ways.h"
#include "commerce/embedded/markdown.h"
#include "commerce/embedded/taxes.h"
#include "json/fault.h"

namespace till::commerce {
namespace {

void read_fulfillment(const Place& place, CatalogItem& item) {
  const std::vector<std::string> ways = place.texts("fulfillment");
  if (place.has("fulfillment") && ways.empty()) {
    place.fault("fulfillment", "a list of at least one way, or left out for shipping");
  }
  for (const std::string& way : ways) {
    if (way == "shipping") {
      item.ships = true;
    } else if (way == "pickup") {
      item.picked_up = true;
    } else if (way == "local_delivery") {
      item.delivered_locally = true;
    } else {
      place.fault("fulfillment", "a list of shipping, pickup and local_delivery");
    }
  }
  if (!item.ships && !item.picked_up && !item.delivered_locally) item.ships = true;
}

checkout::Disclosure read_disclosure(const Place& place) {
  checkout::Disclosure disclosure;
  const std::string type = place.text("content_type");
  if (!type.empty() && type != "plain" && type != "markdown") {
    place.fault("content_type", "plain or markdown");
  }
  disclosure.markdown = type == "markdown";
  disclosure.content = place.text("content");
  if (disclosure.markdown && holds_raw_html(disclosure.content)) {
    place.fault("content", "Markdown without raw HTML");
  }
  place.end();
  return disclosure;
}

CatalogItem read_item(const Place& place, const Catalog& catalog) {
  CatalogItem item;
  item.id = place.text("id");
  item.title = place.text("title");
  item.description = place.optional_text("description");
  item.unit_amount = place.prices("unit_amount", catalog.currency);
  for (const Place& entry : place.list("disclosures")) {
    item.disclosures.push_back(read_disclosure(entry));
  }
  item.links = {place.web_links("images", limits::kImages), place.web_link("link")};
  item.digital = place.yes("digital");
  item.tax_exempt = place.yes("tax_exempt");
  item.tax_class = folded_class(place.optional_text("tax_class").value_or(""));
  // A digital item has a way of its own and needs no stock, whatever stands there.
  if (!item.digital || place.has("stock")) item.stock = place.whole("stock", 0, limits::kQuantity);
  if (!item.digital) {
    read_fulfillment(place, item);
  } else {
    place.texts("fulfillment");
  }
  read_parcel(place, catalog, item);
  if (place.has("max_per_order")) {
    item.max_per_order = place.whole("max_per_order", 1, limits::kQuantity);
  }
  read_facts(place, catalog.currency, item);
  place.end();
  return item;
}

void read_items(const Place& root, Unique& ids, ClassesOfItems& classes, Catalog& catalog) {
  for (const Place& place : root.list("items")) {
    catalog.items.push_back(read_item(place, catalog));
    ids.add(place, "id", catalog.items.back().id);
    const std::string& tax_class = catalog.items.back().tax_class;
    if (!tax_class.empty()) classes.emplace_back(place.path_of("tax_class"), tax_class);
  }
}

Catalog read_catalog(const Place& root, const FilesBeside& files, OtherItems others,
                     TaxSource source) {
  Catalog catalog;
  catalog.tax_settings.asked_elsewhere = source == TaxSource::service;
  catalog.currency = root.text("currency");
  if (!catalog.currency.empty() && !is_currency(catalog.currency)) {
    root.fault("currency", "an ISO 4217 code in lower case");
  }
  read_ways(root, catalog);
  Unique items;
  ClassesOfItems classes;
  read_items(root, items, classes, catalog);  // After the ways, which say what must be known.
  read_taxes(root, files, catalog);
  check_classes(classes, catalog, root.faults());
  const KnownItems known(items, others, catalog.named_elsewhere);
  read_discounts(root, known, catalog);
  Unique quotes;
  for (const Place& place : root.list("quotes")) {
    catalog.quotes.push_back(read_quote(place, known, catalog.currency));
    quotes.add(place, "id", catalog.quotes.back().id);
  }
  root.end();
  return catalog;
}

// What is fetched there is taxed there, so that the address has to tell the rate, as has the shop's
// own.
void check_places(const Place& root, const Catalog& catalog) {
  const Taxes taxes(catalog.taxes);
  const auto& home = catalog.tax_settings.home;
  if (home && taxes.at(*home, "").place != checkout::TaxPlace::known) {
    root.fault("home.state",
               "a state of " + home->country + ", whose states have tax rates of their own");
  }
  for (std::size_t i = 0; i < catalog.pickup.size(); ++i) {
    const checkout::Address& address = catalog.pickup[i].location.address;
    if (taxes.at(address, "").place == checkout::TaxPlace::known) continue;
    const std::string index = root.is_list("pickup") ? "[" + std::to_string(i) + "]" : "";
    root.fault("pickup" + index + ".location.address.state",
               "a state of " + address.country + ", whose states have tax rates of their own");
  }
}

std::string at(const json::SyntaxFault& fault) {
  return "is not JSON at line " + std::to_string(fault.line) + ", column " +
         std::to_string(fault.column) + ": " + fault.what;
}

// What keeps the text from being read at all.
std::string unreadable(std::string_view text, const json::Unreadable& error) {
  if (const auto fault = json::find_syntax_fault(text)) return at(*fault);
  return "cannot be read: " + error.why;
}

}  // namespace

std::vector<std::string> Catalog::currencies() const {
  std::set<std::string> others;
  for (const CatalogItem& item : items) {
    for (const auto& [code, amount] : item.unit_amount.by_currency()) others.insert(code);
  }
  others.erase(currency);
  std::vector<std::string> all{currency};
  all.insert(all.end(), others.begin(), others.end());
  return all;
}

Result<Catalog, CatalogFaults> parse_catalog(std::string_view json, const FilesBeside& files,
                                             OtherItems others, TaxSource source) {
  const std::string_view text = json::without_byte_order_mark(json);
  json::Document document;
  CatalogFaults faults;
  const auto root = document.parse(text);
  if (!root) {
    faults.add(unreadable(text, root.error()));
  } else if (!root->is_object()) {
    faults.add("must be a JSON object");
  } else {
    const Place place(*root, "$", faults);
    Catalog catalog = read_catalog(place, files, others, source);
    if (faults.empty()) check_places(place, catalog);
    if (faults.empty()) return catalog;
  }
  return refused(std::move(faults));
}

}  // namespace till::commerce
