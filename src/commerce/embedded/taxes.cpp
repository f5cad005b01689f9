#include "commerce/embedded/taxes.h"

#include "base/blanks.h"
#include "base/places.h"
#include "checkout/tax_exemption.h"

namespace till::commerce {
namespace {

using checkout::Address;
using checkout::TaxPlace;

constexpr std::int64_t kMillion = 1'000'000;

}  // namespace

Taxes::Taxes(const std::vector<TaxRate>& rates) {
  for (const TaxRate& rate : rates) {
    Country& country = countries_[rate.country];
    if (rate.state) {
      country.states.emplace(*rate.state, rate.parts_per_million);
    } else {
      country.rest = rate.parts_per_million;
    }
    any_ = any_ || rate.parts_per_million > 0;
  }
}

FoundRate Taxes::at(const Address& address) const {
  const auto found = countries_.find(address.country);
  if (found == countries_.end()) return {};
  const Country& country = found->second;
  if (country.states.empty()) return {country.rest, TaxPlace::known};
  if (trimmed(address.state).empty()) return {country.rest, TaxPlace::state_missing};
  const auto state = state_of(address.country, address.state);
  if (!state) return {country.rest, TaxPlace::state_unknown};
  for (auto part = state; part; part = part->parent()) {
    const auto rate = country.states.find(part->code());
    if (rate != country.states.end()) return {rate->second, TaxPlace::known};
  }
  return {country.rest, TaxPlace::known};
}

const TaxView::Answer& TaxView::answer(const Address& address) {
  if (last_ != &address) {
    last_ = &address;
    answer_ = {taxes_.at(address), exemption_ && checkout::frees(*exemption_, address)};
  }
  return answer_;
}

checkout::LineTax TaxView::on(Amount amount, const Address& address) {
  const Answer& found = answer(address);
  const std::int64_t rate = found.rate.parts_per_million;
  if (rate == 0) return {};
  if (found.freed) return {{}, true};
  return {fraction_half_up(amount, rate, kMillion), false};
}

TaxPlace TaxView::place(const Address* address) {
  if (address == nullptr) return taxes_.any() ? TaxPlace::address_missing : TaxPlace::known;
  return answer(*address).rate.place;
}

}  // namespace till::commerce
