#include "commerce/embedded/taxes.h"

#include <algorithm>
#include <tuple>

#include "base/blanks.h"
#include "base/folding.h"
#include "base/places.h"
#include "checkout/tax_exemption.h"
#include "commerce/embedded/vat.h"

namespace till::commerce {
namespace {

using checkout::Address;
using checkout::TaxPlace;

// Only what is charged on deliveries.
TaxesThere of_deliveries(TaxesThere rates) {
  std::erase_if(rates, [](const TaxRate* rate) { return !rate->shipping; });
  return rates;
}

// Of a class and at an address that may not be those of the thing.
TaxesThere rates_at(const Taxes& taxes, const Address& address, std::string_view tax_class,
                    bool delivery) {
  TaxesThere rates = taxes.at(address, tax_class).rates;
  return delivery ? of_deliveries(std::move(rates)) : rates;
}

bool is_taxed(const TaxesThere& rates) {
  return std::any_of(rates.begin(), rates.end(),
                     [](const TaxRate* rate) { return rate->parts_per_million > 0; });
}

}  // namespace

// Gathers the rates of one address and class, the closest of each priority.
class Taxes::Search {
 public:
  Search(const Taxes& taxes, const Address& address, std::string_view tax_class)
      : class_(tax_class) {
    if (taxes.names_codes_) code_ = postal_code_in(address.country, address.postal_code);
    if (taxes.names_cities_) city_ = folded_name(address.city);
  }

  // `nearness`: how closely the region itself is named.
  void add(const Region& region, std::size_t nearness) {
    for (const TaxRate* rate : region.everywhere) consider(*rate, nearness, 0);
    const auto [begin, end] = region.codes.equal_range(code_);
    for (auto at = begin; at != end; ++at) {
      consider(*at->second, nearness, PostalPattern::kTheCodeItself);
    }
    for (const auto& [pattern, rate] : region.patterns) {
      if (const auto closeness = pattern->closeness(code_)) consider(*rate, nearness, *closeness);
    }
  }

  TaxesThere take() const {
    TaxesThere rates;
    for (const auto& [priority, best] : best_) rates.push_back(best.rate);
    return rates;
  }

 private:
  struct Best {
    const TaxRate* rate = nullptr;
    std::tuple<std::size_t, std::size_t, bool> closeness;
  };

  void consider(const TaxRate& rate, std::size_t nearness, std::size_t code) {
    const auto& cities = rate.cities;
    const bool in_city = std::find(cities.begin(), cities.end(), city_) != cities.end();
    if (rate.tax_class != class_ || (!cities.empty() && !in_city)) return;
    Best& best = best_[rate.priority];
    const std::tuple closeness(nearness, code, in_city);
    const bool closer = best.rate == nullptr || best.closeness < closeness;
    // Rates lie in one list, so that the earlier one has the lower address.
    const bool earlier = best.rate != nullptr && best.closeness == closeness && &rate < best.rate;
    if (closer || earlier) best = {&rate, closeness};
  }

  std::string code_;
  std::string city_;
  std::string_view class_;
  std::map<std::int64_t, Best> best_;
};

Taxes::Taxes(std::vector<TaxRate> rates, TaxSettings settings)
    : rates_(std::move(rates)), settings_(std::move(settings)) {
  for (const TaxRate& rate : rates_) {
    Region& region = region_of(rate);
    if (rate.postal_codes.empty()) region.everywhere.push_back(&rate);
    for (const PostalPattern& pattern : rate.postal_codes) {
      if (pattern.kind == PostalPattern::Kind::code) {
        region.codes.emplace(pattern.from, &rate);
      } else {
        region.patterns.emplace_back(&pattern, &rate);
      }
    }
    any_ = any_ || rate.parts_per_million > 0;
    names_codes_ = names_codes_ || !rate.postal_codes.empty();
    names_cities_ = names_cities_ || !rate.cities.empty();
  }
}

Taxes::Region& Taxes::region_of(const TaxRate& rate) {
  Country& country = countries_[rate.country];
  return rate.state ? country.states[*rate.state] : country.rest;
}

void Taxes::add_states(const Country& country, const Address& address, Search& search,
                       FoundTaxes& found) const {
  if (country.states.empty()) return;
  const auto state = state_of(address.country, address.state);
  if (!state) {
    const bool missing = trimmed(address.state).empty();
    found.place = missing ? TaxPlace::state_missing : TaxPlace::state_unknown;
    return;
  }
  constexpr std::size_t kTheStateItself = 100;
  std::size_t nearness = kTheStateItself;
  for (auto part = state; part; part = part->parent()) {
    const auto rates = country.states.find(part->code());
    if (rates != country.states.end()) search.add(rates->second, nearness);
    --nearness;
  }
}

FoundTaxes Taxes::at(const Address& address, std::string_view tax_class) const {
  FoundTaxes found;
  Search search(*this, address, tax_class);
  if (const auto anywhere = countries_.find(std::string_view()); anywhere != countries_.end()) {
    search.add(anywhere->second.rest, 0);
  }
  if (const auto country = countries_.find(address.country); country != countries_.end()) {
    search.add(country->second.rest, 1);
    add_states(country->second, address, search, found);
  }
  found.rates = search.take();
  return found;
}

const TaxView::Answer& TaxView::answer(const Address& address, std::string_view tax_class) {
  if (last_ != &address || last_class_ != tax_class) {
    last_ = &address;
    last_class_ = tax_class;
    FoundTaxes found = taxes_.at(address, tax_class);
    answer_ = {};
    answer_.on_deliveries = of_deliveries(found.rates);
    answer_.on_goods = std::move(found.rates);
    answer_.place = found.place;
    answer_.certified = request_.exemption && checkout::frees(*request_.exemption, address);
    const TaxSettings& settings = taxes_.settings();
    answer_.owed_by_buyer = settings.reverse_charge && settings.home && request_.tax_id &&
                            buyer_owes_vat(*settings.home, address, *request_.tax_id);
  }
  return answer_;
}

const TaxesThere& TaxView::rates_of(const TaxedThing& thing) {
  const Answer& found = answer(*thing.at, thing.tax_class);
  return thing.delivery ? found.on_deliveries : found.on_goods;
}

// What is fetched was never sent abroad.
bool TaxView::is_freed(const TaxedThing& thing) {
  const Answer& found = answer(*thing.at, thing.tax_class);
  const bool freed = found.certified || (found.owed_by_buyer && !thing.fetched);
  return freed && is_taxed(rates_of(thing));
}

bool TaxView::holds_tax(const TaxedThing& thing) {
  const TaxSettings& settings = taxes_.settings();
  if (!settings.any_tax_in_prices()) return false;
  // Before the address is known nobody knows who pays less.
  return thing.at == nullptr || (settings.holds_tax_in(thing.at->country) && !is_freed(thing));
}

bool TaxView::is_more(const TaxedThing& thing, std::string_view tax_class,
                      std::string_view other) const {
  const auto tax_of = [&](std::string_view one) {
    return tax_added({kMillion}, rates_at(taxes_, *thing.at, one, thing.delivery));
  };
  return tax_of(tax_class) > tax_of(other);
}

TaxedPrice TaxView::price(Amount stated, const TaxedThing& thing) {
  const TaxSettings& settings = taxes_.settings();
  if (!settings.any_tax_in_prices()) return {stated, false};
  if (holds_tax(thing)) return {stated, true};
  if (settings.asked_elsewhere) return {stated, false};
  // Where prices at home are net, there is nothing to take out.
  if (!settings.holds_tax_in(settings.home->country)) return {stated, false};
  const TaxesThere within = rates_at(taxes_, *settings.home, thing.tax_class, thing.delivery);
  return {{stated.minor - tax_within(stated, within).minor}, false};
}

checkout::LineTax TaxView::on(const TaxedPrice& price, const TaxedThing& thing) {
  const TaxesThere& rates = rates_of(thing);
  if (!is_taxed(rates)) return {};
  if (price.holds_tax) return {{}, false, tax_within(price.amount, rates)};
  if (is_freed(thing)) return {{}, true};
  return {tax_added(price.amount, rates), false};
}

TaxPlace TaxView::place(const Address* address) {
  if (address == nullptr) return taxes_.any() ? TaxPlace::address_missing : TaxPlace::known;
  return answer(*address, last_class_).place;
}

}  // namespace till::commerce
