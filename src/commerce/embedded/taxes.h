// Taxes: the rates of a catalogue, found by address. Private to the embedded catalogue.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "checkout/quote.h"
#include "commerce/embedded/tax_amounts.h"
#include "commerce/embedded/tax_rate.h"
#include "commerce/embedded/tax_settings.h"

namespace till::commerce {

// What is charged at an address, and whether the address tells it: a country whose states have
// rates of their own needs a state that is one.
struct FoundTaxes {
  TaxesThere rates;
  checkout::TaxPlace place = checkout::TaxPlace::known;
};

// Does not change; any thread may call.
class Taxes {
 public:
  explicit Taxes(std::vector<TaxRate> rates, TaxSettings settings = {});
  Taxes(const Taxes&) = delete;
  Taxes& operator=(const Taxes&) = delete;

  // Of each priority the rate that names the place most closely: its country, then its state or
  // the region that the state lies in, then its postal code, then its city, then the first.
  FoundTaxes at(const checkout::Address& address, std::string_view tax_class) const;
  // False when nothing is taxed anywhere.
  bool any() const { return any_ || settings_.asked_elsewhere; }
  const TaxSettings& settings() const { return settings_; }

 private:
  // Rates of one country and state, by how they name postal codes.
  struct Region {
    std::vector<const TaxRate*> everywhere;
    std::unordered_multimap<std::string, const TaxRate*> codes;
    std::vector<std::pair<const PostalPattern*, const TaxRate*>> patterns;
  };
  struct Country {
    Region rest;
    std::map<std::string, Region, std::less<>> states;  // By code.
  };
  class Search;

  Region& region_of(const TaxRate& rate);
  void add_states(const Country& country, const checkout::Address& address, Search& search,
                  FoundTaxes& found) const;

  std::vector<TaxRate> rates_;
  TaxSettings settings_;
  std::map<std::string, Country, std::less<>> countries_;  // Views into rates_.
  bool any_ = false;
  bool names_codes_ = false;
  bool names_cities_ = false;
};

// What is taxed, and where.
struct TaxedThing {
  const checkout::Address* at = nullptr;
  std::string_view tax_class;
  bool delivery = false;  // Goods otherwise.
  bool fetched = false;   // By the buyer, at a place of the shop.
};

// A price as the buyer pays it, before what is added: as the catalogue states it or net.
struct TaxedPrice {
  Amount amount;
  bool holds_tax = false;
};

// The taxes of one request, with what frees its buyer. Both must outlive it.
class TaxView {
 public:
  TaxView(const Taxes& taxes, const checkout::QuoteRequest& request)
      : taxes_(taxes), request_(request) {}

  // What is to be paid for a stated price: the price itself where prices hold their tax, else less
  // the tax of the shop's home, if that is in it.
  TaxedPrice price(Amount stated, const TaxedThing& thing);
  bool holds_tax(const TaxedThing& thing);
  // Is one class taxed more than the other?
  bool is_more(const TaxedThing& thing, std::string_view tax_class, std::string_view other) const;
  // The tax on such a price, or what is left of it: added, or within.
  checkout::LineTax on(const TaxedPrice& price, const TaxedThing& thing);
  // Null: the address is not known yet.
  checkout::TaxPlace place(const checkout::Address* address);

  // A discount off the whole order, split by what the lines cost.
  void share_discount(std::vector<Amount> shares) { shares_ = std::move(shares); }
  // What of it falls on that line.
  Amount share(std::size_t line) const { return shares_.empty() ? Amount{} : shares_[line]; }
  // What of it lowers the tax of the line: where prices hold their tax. Elsewhere it never did.
  Amount untaxed_share(std::size_t line) const {
    return taxes_.settings().any_tax_in_prices() ? share(line) : Amount{};
  }

 private:
  struct Answer {
    TaxesThere on_goods;
    TaxesThere on_deliveries;
    checkout::TaxPlace place = checkout::TaxPlace::known;
    bool certified = false;  // Freed by the buyer's certificate.
    bool owed_by_buyer = false;
  };
  // Most lines of a request have the address and the class of the one before.
  const Answer& answer(const checkout::Address& address, std::string_view tax_class);
  const TaxesThere& rates_of(const TaxedThing& thing);
  bool is_freed(const TaxedThing& thing);

  const Taxes& taxes_;
  const checkout::QuoteRequest& request_;
  const checkout::Address* last_ = nullptr;
  std::string_view last_class_;
  Answer answer_;
  std::vector<Amount> shares_;
};

}  // namespace till::commerce
