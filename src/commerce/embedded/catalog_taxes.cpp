#include "commerce/embedded/catalog_taxes.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/folding.h"
#include "commerce/embedded/tax_codes.h"
#include "commerce/embedded/tax_csv.h"
#include "commerce/embedded/vat.h"

namespace till::commerce {
namespace {

constexpr const char* kUnion = "EU";

void read_postal_codes(const Place& place, TaxRate& tax) {
  for (const std::string& text : place.texts("postal_codes")) {
    auto pattern = PostalPattern::parse(text);
    if (pattern) {
      tax.postal_codes.push_back(std::move(*pattern));
    } else {
      place.fault("postal_codes",
                  "a list of codes like 94105, 941* or 94100...94199: " + text + " is none");
    }
  }
  if (place.has("postal_codes") && tax.postal_codes.empty()) {
    place.fault("postal_codes", "a list of at least one code, or left out for all codes");
  }
}

void read_cities(const Place& place, TaxRate& tax) {
  for (const std::string& text : place.texts("cities")) {
    tax.cities.push_back(folded_name(text));
    if (tax.cities.back().empty()) place.fault("cities", "a list of names");
  }
  if (place.has("cities") && tax.cities.empty()) {
    place.fault("cities", "a list of at least one name, or left out for all cities");
  }
}

TaxRate read_rate(const Place& place) {
  TaxRate tax;
  tax.country = place.country("country");
  tax.state = place.state("state", tax.country);
  tax.parts_per_million = place.whole("rate_ppm", 0, kMillion);
  read_postal_codes(place, tax);
  read_cities(place, tax);
  tax.tax_class = folded_class(place.optional_text("tax_class").value_or(""));
  tax.name = place.optional_text("name").value_or("");
  if (place.has("priority")) tax.priority = place.whole("priority", 0, kMostPriority);
  tax.compound = place.yes("compound");
  tax.shipping = !place.has("shipping") || place.yes("shipping");
  return tax;
}

// The rates of a file, each unlike all before it.
void read_file(const Place& root, const std::string& name, const FilesBeside& files,
               std::map<std::string, std::string>& known, Catalog& catalog) {
  const auto text = files ? files(name) : std::nullopt;
  if (!text) {
    return root.fault("tax_files",
                      "a list of files beside the catalogue: " + name + " cannot be read");
  }
  for (FiledRate& filed : read_tax_csv(*text, name, root.faults())) {
    const std::string place = name + " line " + std::to_string(filed.line);
    const auto [other, added] = known.emplace(key_of(filed.rate), place);
    if (!added && filed.sound) {
      root.faults().add(place + " must be unique: " + other->second + " is " + other->first +
                        " too");
    }
    catalog.taxes.push_back(std::move(filed.rate));
  }
}

void read_files(const Place& root, const FilesBeside& files, Catalog& catalog) {
  std::map<std::string, std::string> known;
  for (std::size_t i = 0; i < catalog.taxes.size(); ++i) {
    known.emplace(key_of(catalog.taxes[i]), root.path_of("tax") + "[" + std::to_string(i) + "]");
  }
  for (const std::string& name : root.texts("tax_files")) {
    read_file(root, name, files, known, catalog);
  }
}

// Where the shop is: as much of an address as tells its taxes.
std::optional<checkout::Address> read_home(const Place& root) {
  const auto place = root.optional_object("home");
  if (!place) return std::nullopt;
  checkout::Address home;
  home.country = place->country("country");
  home.state = place->state("state", home.country).value_or("");
  home.postal_code = place->optional_text("postal_code").value_or("");
  home.city = place->optional_text("city").value_or("");
  place->end();
  return home;
}

void read_tax_in_prices(const Place& root, TaxSettings& settings) {
  if (!root.has("prices_include_tax")) return;
  if (!root.is_list("prices_include_tax")) {
    settings.tax_in_prices_everywhere = root.yes("prices_include_tax");
    return;
  }
  for (const std::string& country : root.countries("prices_include_tax", kUnion)) {
    if (country == kUnion) {
      settings.tax_in_prices.insert(eu_countries().begin(), eu_countries().end());
    } else {
      settings.tax_in_prices.insert(country);
    }
  }
  if (settings.tax_in_prices.empty()) {
    root.fault("prices_include_tax", "a list of at least one country, or true for all of them");
  }
}

// Where the price holds a tax, there has to be one, if only of 0: it would be left out unseen.
void check_countries(const Place& root, const Catalog& catalog) {
  if (catalog.tax_settings.asked_elsewhere) return;
  std::set<std::string> taxed;
  for (const TaxRate& rate : catalog.taxes) taxed.insert(rate.country);
  if (taxed.contains("")) return;
  for (const std::string& country : catalog.tax_settings.tax_in_prices) {
    if (taxed.contains(country)) continue;
    root.fault("prices_include_tax",
               "a list of countries with tax rates: " + country + " has none");
  }
}

// What a tax service calls the classes of items.
void read_codes(const Place& root, TaxSettings& settings) {
  const auto codes = root.optional_object("tax_codes");
  if (!codes) return;
  for (const std::string& name : codes->names()) {
    const std::string code = codes->text(name);
    settings.codes.emplace(folded_class(name), code);
    if (!is_tax_code(code)) codes->fault(name, "a tax code such as \"txcd_99999999\"");
  }
  codes->end();
}

// Two answers to one question are none.
void refuse_rates(const Place& root) {
  for (const char* const member : {"tax", "tax_files", "reverse_charge"}) {
    if (!root.has(member)) continue;
    root.fault(member, "left out: [tax] provider of till.toml names who reckons the taxes");
  }
}

void read_settings(const Place& root, TaxSettings& settings) {
  settings.home = read_home(root);
  read_tax_in_prices(root, settings);
  if (settings.asked_elsewhere) {
    read_codes(root, settings);
    return refuse_rates(root);
  }
  settings.reverse_charge = root.yes("reverse_charge");
  const bool needs_home = settings.reverse_charge || settings.tax_in_prices_everywhere ||
                          !settings.tax_in_prices.empty();
  if (needs_home && !settings.home) {
    root.fault("home",
               "an object that says where the shop is, like {\"country\": \"DE\"}: its tax "
               "is what prices hold, and goods are sent abroad from there");
  }
  if (settings.reverse_charge && settings.home && vat_area(*settings.home).empty()) {
    root.fault("reverse_charge", "left out: it is for shops in the European Union");
  }
}

}  // namespace

void read_taxes(const Place& root, const FilesBeside& files, Catalog& catalog) {
  Unique places;
  for (const Place& place : root.list("tax")) {
    TaxRate tax = read_rate(place);
    if (!tax.country.empty()) places.add(place, "", key_of(tax));
    place.end();
    catalog.taxes.push_back(std::move(tax));
  }
  read_files(root, files, catalog);
  read_settings(root, catalog.tax_settings);
  check_countries(root, catalog);
}

void check_classes(const ClassesOfItems& items, const Catalog& catalog, CatalogFaults& faults) {
  std::set<std::string, std::less<>> known{""};
  for (const TaxRate& rate : catalog.taxes) known.insert(rate.tax_class);
  const TaxSettings& settings = catalog.tax_settings;
  for (const auto& [path, tax_class] : items) {
    std::string fault = path;
    if (settings.asked_elsewhere) {
      if (tax_code_of(settings, tax_class)) continue;
      faults.add(fault.append(" must be a tax code or a class of tax_codes: there is no ")
                     .append(tax_class));
      continue;
    }
    if (known.contains(tax_class)) continue;
    faults.add(fault.append(" must be the class of a tax rate: none is of ").append(tax_class));
  }
}

}  // namespace till::commerce
