// Any text as the tax rates of a shop: refused with sentences, or read to rates that tax some
// address and that read the same when they are written down again.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/ensure.h"
#include "commerce/embedded/tax_csv.h"
#include "commerce/embedded/taxes.h"

namespace {

using namespace till;
using namespace till::commerce;

std::string quoted(std::string_view text) {
  std::string all = "\"";
  for (const char c : text) all.append(c == '"' ? 2 : 1, c);
  return all + "\"";
}

std::string percent_of(std::int64_t parts_per_million) {
  std::string decimals = std::to_string(parts_per_million % 10'000);
  decimals.insert(0, 4 - decimals.size(), '0');
  return std::to_string(parts_per_million / 10'000) + "." + decimals;
}

std::string row_of(const TaxRate& rate) {
  std::string codes, cities;
  for (const PostalPattern& pattern : rate.postal_codes) codes += pattern.text() + ";";
  for (const std::string& city : rate.cities) cities += city + ";";
  return rate.country + "," + rate.state.value_or("") + "," + codes + "," + quoted(cities) + "," +
         percent_of(rate.parts_per_million) + "," + quoted(rate.name) + "," +
         std::to_string(rate.priority) + "," + (rate.compound ? "1" : "0") + "," +
         (rate.shipping ? "1" : "0") + "," + quoted(rate.tax_class) + "\n";
}

void check(const TaxRate& rate) {
  TILL_ENSURE(rate.parts_per_million >= 0 && rate.parts_per_million <= kMillion);
  TILL_ENSURE(rate.priority >= 0 && rate.priority <= kMostPriority);
  TILL_ENSURE(rate.country.empty() || rate.country.size() == 2);
  TILL_ENSURE(!rate.country.empty() || !rate.state);
  for (const PostalPattern& pattern : rate.postal_codes) {
    TILL_ENSURE(PostalPattern::parse(pattern.text()) == pattern);
    TILL_ENSURE(pattern.closeness(pattern.from).has_value());
  }
}

// The first rate holds where it says it does, or another does.
void check_found(const std::vector<TaxRate>& rates) {
  const Taxes taxes(rates);
  const TaxRate& first = rates.front();
  checkout::Address address;
  address.country = first.country.empty() ? "DE" : first.country;
  address.state = first.state.value_or("");
  if (!first.postal_codes.empty()) address.postal_code = first.postal_codes.front().from;
  if (!first.cities.empty()) address.city = first.cities.front();
  const FoundTaxes found = taxes.at(address, first.tax_class);
  const Amount net{1'000'000};
  const Amount added = tax_added(net, found.rates);
  TILL_ENSURE(added >= Amount{0} && tax_within(net, found.rates) <= net);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  CatalogFaults faults;
  const auto filed = read_tax_csv({reinterpret_cast<const char*>(data), size}, "f.csv", faults);
  if (!faults.empty()) {
    TILL_ENSURE(!faults.text().empty());
    return 0;
  }
  std::string written = "a,b,c,d,e,f,g,h,i,j\n";
  std::vector<TaxRate> rates;
  for (const FiledRate& one : filed) {
    check(one.rate);
    rates.push_back(one.rate);
    written += row_of(one.rate);
  }
  CatalogFaults none;
  const auto again = read_tax_csv(written, "f.csv", none);
  TILL_ENSURE(none.empty() && again.size() == filed.size());
  for (std::size_t i = 0; i < again.size(); ++i) TILL_ENSURE(again[i].rate == filed[i].rate);
  if (!rates.empty()) check_found(rates);
  return 0;
}
