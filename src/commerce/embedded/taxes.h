// Taxes: the rates of a catalogue, found by address. Private to the embedded catalogue.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "checkout/quote.h"
#include "commerce/embedded/catalog.h"

namespace till::commerce {

// What is charged at an address, in parts per million, and whether the address tells it: a country
// whose states have rates of their own needs a state that is one.
struct FoundRate {
  std::int64_t parts_per_million = 0;
  checkout::TaxPlace place = checkout::TaxPlace::known;
};

// Does not change; any thread may call.
class Taxes {
 public:
  explicit Taxes(const std::vector<TaxRate>& rates);
  // The rate of the state, of the region it lies in, or of the rest of the country.
  FoundRate at(const checkout::Address& address) const;
  // False when nothing is taxed anywhere.
  bool any() const { return any_; }

 private:
  struct Country {
    std::int64_t rest = 0;
    std::map<std::string, std::int64_t, std::less<>> states;  // By code.
  };
  std::map<std::string, Country> countries_;
  bool any_ = false;
};

// The taxes of one request, with the buyer's certificate. Both must outlive it.
class TaxView {
 public:
  TaxView(const Taxes& taxes, const std::optional<checkout::TaxExemption>& exemption)
      : taxes_(taxes), exemption_(exemption) {}

  // On what is brought to the address or fetched there.
  checkout::LineTax on(Amount amount, const checkout::Address& address);
  // Null: the address is not known yet.
  checkout::TaxPlace place(const checkout::Address* address);

 private:
  struct Answer {
    FoundRate rate;
    bool freed = false;
  };
  // Most lines of a request have the address of the one before.
  const Answer& answer(const checkout::Address& address);

  const Taxes& taxes_;
  const std::optional<checkout::TaxExemption>& exemption_;
  const checkout::Address* last_ = nullptr;
  Answer answer_;
};

}  // namespace till::commerce
