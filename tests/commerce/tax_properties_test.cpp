// What holds whatever the prices, rates and currencies: of amounts, and of whole sessions.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <functional>
#include <numeric>

#include "commerce/embedded/tax_amounts.h"
#include "commerce/tax_shop.h"

namespace till::commerce {
namespace {

std::int64_t number_in(std::int64_t low, std::int64_t high) {
  return *rc::gen::inRange<std::int64_t>(low, high + 1);
}

bool perhaps() { return number_in(0, 1) == 1; }

void expect_holds(const char* name, const std::function<void()>& property) {
  EXPECT_TRUE(rc::check(name, property));
}

// A price of a few units as often as one of as many as an amount holds.
Amount any_amount() {
  std::int64_t most = 1;
  for (std::int64_t i = number_in(0, 15); i > 0; --i) most *= 10;
  return {number_in(0, most)};
}

std::vector<TaxRate> any_rates() {
  std::vector<TaxRate> rates;
  for (std::int64_t priority = number_in(0, 4); priority > 0; --priority) {
    TaxRate rate{"DE", {}, number_in(0, perhaps() ? kMillion : 250'000)};
    rate.compound = number_in(0, 3) == 0;
    rates.push_back(rate);
  }
  return rates;
}

TaxesThere there(const std::vector<TaxRate>& rates) {
  TaxesThere all;
  for (const TaxRate& rate : rates) all.push_back(&rate);
  return all;
}

TEST(TaxProperties, ATaxWithinAPriceIsAPartOfIt) {
  expect_holds("within", [] {
    const auto rates = any_rates();
    const Amount gross = any_amount();
    const Amount tax = tax_within(gross, there(rates));
    RC_ASSERT(tax >= Amount{0} && tax <= gross);
    if (rates.empty()) RC_ASSERT(tax == Amount{0});
  });
}

TEST(TaxProperties, OneTaxAddedToANetPriceIsWhatIsWithinTheSum) {
  expect_holds("there and back", [] {
    const std::vector<TaxRate> rates{TaxRate{"DE", {}, number_in(0, kMillion)}};
    const Amount net = any_amount();
    const Amount tax = tax_added(net, there(rates));
    RC_ASSERT(tax_within({net.minor + tax.minor}, there(rates)) == tax);
  });
}

TEST(TaxProperties, ATaxIsWithinHalfAUnitOfItsShare) {
  expect_holds("half a unit", [] {
    const std::int64_t rate = number_in(0, kMillion);
    const std::int64_t gross = number_in(0, 1'000'000'000);
    const TaxRate tax{"DE", {}, rate};
    const std::int64_t within = tax_within({gross}, {&tax}).minor;
    // tax = gross * rate / (1 + rate), both sides times twice the divisor.
    const std::int64_t off = 2 * (within * (kMillion + rate) - gross * rate);
    RC_ASSERT(-(kMillion + rate) < off && off <= kMillion + rate);
  });
}

TEST(TaxProperties, SharesOfAnAmountAddUpToItAndNoneIsMoreThanItsCost) {
  expect_holds("shares", [] {
    std::vector<Amount> costs;
    std::int64_t sum = 0;
    for (std::int64_t i = number_in(1, 6); i > 0; --i) {
      costs.push_back({perhaps() ? number_in(0, 3) : number_in(0, 1'000'000'000'000'000)});
      sum += costs.back().minor;
    }
    const Amount amount{number_in(0, sum)};
    const auto shares = shares_of(amount, costs);
    std::int64_t shared = 0;
    for (std::size_t i = 0; i < costs.size(); ++i) {
      RC_ASSERT(shares[i] >= Amount{0} && shares[i] <= costs[i]);
      shared += shares[i].minor;
    }
    RC_ASSERT(shared == amount.minor);
  });
}

// A session of a shop whose prices hold the tax of DE, and of others as it happens.
struct AnyShop {
  std::string currency = std::vector<std::string>{"jpy", "eur", "kwd"}[number_in(0, 2)];
  bool everywhere = perhaps();
  std::int64_t lines = number_in(1, 4);
  std::vector<std::int64_t> prices;
  std::string json;

  AnyShop() {
    std::string items;
    for (std::int64_t i = 0; i < lines; ++i) {
      prices.push_back(number_in(1, perhaps() ? 999 : 9'999'999));
      items += std::string(i == 0 ? "" : ",") + R"({"id": "i)" + std::to_string(i) +
               R"(", "title": "I", "stock": 1000, "unit_amount": )" +
               std::to_string(prices.back()) +
               (number_in(0, 5) == 0 ? R"(, "tax_exempt": true)" : "") +
               (perhaps() ? R"(, "tax_class": "low"})" : "}");
    }
    json = R"({"currency": ")" + currency + R"(", "home": {"country": "DE"},
      "reverse_charge": true, "prices_include_tax": )" +
           (everywhere ? "true" : R"(["DE"])") + R"(, "items": [)" + items +
           R"(], "shipping": [{"id": "s", "title": "S", "taxed": true,
      "amount": )" +
           std::to_string(number_in(0, 2000)) + R"(, "countries": ["DE", "FR", "CH"]}],
      "discounts": [{"code": "P", "name": "P", "percent_off": )" +
           std::to_string(number_in(1, 100)) + R"(}, {"code": "A", "name": "A", "amount_off": )" +
           std::to_string(number_in(1, 5000)) + R"(}], "tax": [)" + rate("DE", "", 1) + "," +
           rate("DE", "low", 1) + "," + rate("FR", "", 1) + "," + rate("FR", "low", 2) + "," +
           rate("FR", "", 2) + "]}";
  }

  static std::string rate(const char* country, const char* tax_class, int priority) {
    std::string text = R"({"country": ")" + std::string(country) + R"(", "rate_ppm": )" +
                       std::to_string(number_in(0, 300'000)) + R"(, "priority": )" +
                       std::to_string(priority);
    if (*tax_class != '\0') text += R"(, "tax_class": ")" + std::string(tax_class) + "\"";
    if (priority > 1 && perhaps()) text += R"(, "compound": true)";
    return text + "}";
  }
};

checkout::CreateCommand any_purchase(const AnyShop& any, const std::string& country) {
  std::vector<std::pair<std::string, std::int64_t>> wanted;
  for (std::int64_t i = 0; i < any.lines; ++i) {
    wanted.emplace_back("i" + std::to_string(i), number_in(1, 20));
  }
  checkout::CreateCommand command = app::cart(wanted, address_at(country, "", "12345", "Town"));
  command.currency = any.currency;
  command.discount_codes.emplace();
  if (perhaps()) command.discount_codes->emplace_back("P");
  if (perhaps()) command.discount_codes->emplace_back("A");
  command.buyer.emplace();
  command.buyer->email = "ann@example.com";
  if (perhaps()) command.buyer->company = checkout::Company{"Ann Ltd", "FR12345678901", {}, {}};
  return command;
}

void open_shop(app::Shop& shop, const Catalog& catalog) {
  std::vector<app::Store::StatedStock> stock;
  for (const auto& item : catalog.items) stock.push_back({item.id, item.stock});
  RC_ASSERT(shop.memory.state_stock(stock, shop.clock.now()).has_value());
  shop.commerce.replace(catalog);
  shop.profile.currencies = {catalog.currency};
  shop.published.currency = catalog.currency;
}

// CU-15: taxes, discounts and deliveries are those of a shop that asks the honoured price.
TEST(TaxProperties, AHonoredPriceIsPricedAsTheShopsOwn) {
  expect_holds("honoured", [] {
    const AnyShop any;
    app::Shop dear, cheap;
    Catalog catalog = *parse_catalog(any.json);
    open_shop(dear, catalog);
    const std::string country = std::vector<std::string>{"DE", "FR", "CH"}[number_in(0, 2)];
    const auto plain = any_purchase(any, country);
    auto showing = plain;
    for (std::size_t i = 0; i < catalog.items.size(); ++i) {
      if (perhaps()) continue;
      const Amount shown{number_in(0, 2 * any.prices[i])};
      showing.lines[i].suggested = shown;
      dear.published.said.insert({catalog.items[i].id, shown.minor});
      const Amount lower{std::min(shown.minor, any.prices[i])};
      catalog.items[i].unit_amount = Prices::of({{any.currency, lower}});
    }
    open_shop(cheap, catalog);
    const auto honored = dear.created(showing);
    const auto asked = cheap.created(plain);
    RC_ASSERT(honored->totals == asked->totals);
    for (std::size_t i = 0; i < asked->lines.size(); ++i) {
      RC_ASSERT(honored->lines[i].totals == asked->lines[i].totals);
      RC_ASSERT(honored->lines[i].unit_amount == asked->lines[i].unit_amount);
    }
  });
}

TEST(TaxProperties, TotalsAddUpAndTheTagIsPaidToTheLastUnit) {
  expect_holds("sessions", [] {
    const AnyShop any;
    app::Shop shop;
    open_shop(shop, *parse_catalog(any.json));
    const std::string country = std::vector<std::string>{"DE", "FR", "CH"}[number_in(0, 2)];
    const auto command = any_purchase(any, country);
    const auto session = shop.created(command);
    const bool tag = any.everywhere || country == "DE";
    std::int64_t added = 0, within = 0, cost = 0;
    for (std::size_t i = 0; i < session->lines.size(); ++i) {
      const auto& line = session->lines[i];
      RC_ASSERT(line.totals.items_base_amount.minor == line.unit_amount.minor * line.quantity);
      RC_ASSERT(line.totals.total.minor == line.totals.subtotal.minor + line.totals.tax.minor);
      RC_ASSERT(line.totals.included_tax <= line.totals.subtotal);
      RC_ASSERT(line.totals.tax == Amount{0} || line.totals.included_tax == Amount{0});
      if (tag && !line.exempted) RC_ASSERT(line.unit_amount.minor == any.prices[i]);
      if (tag) RC_ASSERT(line.totals.tax == Amount{0});
      RC_ASSERT(line.unit_amount.minor <= any.prices[i]);
      added += line.totals.tax.minor;
      within += line.totals.included_tax.minor;
      cost += line.totals.total.minor;
    }
    RC_ASSERT(session->selected.size() == 1U);
    const auto& option = session->options.front();
    RC_ASSERT(session->totals.tax.minor == added + option.tax.minor);
    RC_ASSERT(session->totals.included_tax.minor == within + option.included_tax.minor);
    RC_ASSERT(session->totals.fulfillment == option.subtotal);
    RC_ASSERT(session->totals.total.minor ==
              cost - session->totals.discount.minor + option.subtotal.minor + option.tax.minor);
    RC_ASSERT(session->totals.included_tax <= session->totals.total);
  });
}

}  // namespace
}  // namespace till::commerce
