// What holds for every cart, whatever the prices, taxes, discounts and stock.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <functional>
#include <map>

#include "checkout/builders.h"
#include "checkout/charge_limits.h"
#include "checkout/discounting.h"

namespace till::checkout {
namespace {

std::int64_t any_of(std::int64_t low, std::int64_t high) {
  return *rc::gen::inRange<std::int64_t>(low, high + 1);
}

void expect_property(const char* name, const std::function<void()>& property) {
  EXPECT_TRUE(rc::check(name, property));
}

struct AnyCart {
  ItemCounts items;
  Quote quote;
  CreateCommand command;
};

std::vector<std::string> some_items() {
  std::vector<std::string> items;
  for (const char* item : {"a", "b"}) {
    if (any_of(0, 2) == 0) items.emplace_back(item);
  }
  return items;
}

// A discount of any kind, with or without conditions.
DiscountDefinition any_discount(std::int64_t number) {
  DiscountDefinition definition = discount_named("CODE" + std::to_string(number));
  if (any_of(0, 3) == 0) definition.code.clear();
  definition.priority = any_of(1, 3);
  definition.items = some_items();
  definition.minimum = {any_of(0, 1) * any_of(0, 3000)};
  definition.combines = any_of(0, 4) != 0;
  switch (any_of(0, 3)) {
    case 0: definition.percent_off = any_of(0, 100); break;
    case 1: definition.amount_off = Amount{any_of(0, 5000)}; break;
    case 2: {
      definition.buy_and_get = BuyAndGet{any_of(1, 4), any_of(1, 3), any_of(0, 100), {}};
      if (any_of(0, 1) == 0) definition.buy_and_get->get_items = {"c"};
      break;
    }
    default: definition.volume = {{any_of(1, 4), any_of(0, 50)}, {any_of(5, 9), any_of(0, 100)}};
  }
  return definition;
}

std::vector<DiscountDefinition> any_discounts() {
  std::vector<DiscountDefinition> known;
  const std::int64_t count = any_of(0, 5);
  for (std::int64_t i = 0; i < count; ++i) known.push_back(any_discount(i));
  return known;
}

// The discounts of a shop that follows the rules, written into its quote.
void discount(AnyCart& cart) {
  const auto known = any_discounts();
  DiscountCart seen;
  for (const auto& definition : known) {
    if (!definition.code.empty()) seen.codes.push_back(definition.code);
  }
  for (std::size_t i = 0; i < cart.items.size(); ++i) {
    const auto& [item, quantity] = cart.items[i];
    seen.lines.push_back({item, quantity, {cart.quote.lines[i].unit_amount.minor * quantity}});
  }
  const DiscountOutcome outcome = apply_discounts(known, seen);
  for (std::size_t i = 0; i < cart.items.size(); ++i) {
    cart.quote.lines[i].items_discount = outcome.line_discounts[i];
  }
  cart.quote.applied = outcome.applied;
  cart.quote.rejected = outcome.rejected;
  cart.command.discount_codes = seen.codes;
}

// Some prices have their tax in them, of which the rest of the sum knows nothing.
void include_taxes(AnyCart& cart) {
  for (std::size_t i = 0; i < cart.items.size(); ++i) {
    QuotedLine& line = cart.quote.lines[i];
    if (any_of(0, 1) == 0) continue;
    line.tax = {};
    const std::int64_t price = line.unit_amount.minor * cart.items[i].second;
    line.included_tax = {any_of(0, price - line.items_discount.minor)};
  }
  for (QuotedOption& option : cart.quote.options) {
    if (any_of(0, 1) == 0) continue;
    option.tax = {};
    option.included_tax = {any_of(0, option.subtotal.minor)};
  }
}

AnyCart any_cart() {
  AnyCart cart;
  std::map<std::string, std::optional<std::int64_t>> stock;
  const std::size_t lines = static_cast<std::size_t>(any_of(1, 6));
  for (std::size_t i = 0; i < lines; ++i) {
    const std::string item(1, static_cast<char>('a' + any_of(0, 2)));
    cart.items.emplace_back(item, any_of(1, 9));
    stock.try_emplace(item, any_of(0, 3) == 0 ? std::nullopt : std::optional(any_of(0, 20)));
    cart.quote.lines.push_back(physical_line(any_of(0, 2000), stock.at(item), any_of(0, 300)));
  }
  const std::int64_t options = any_of(0, 3);
  for (std::int64_t i = 0; i < options; ++i) {
    std::vector<std::size_t> covers;
    for (std::size_t line = 0; line < lines; ++line) {
      if (any_of(0, 3) != 0) covers.push_back(line);
    }
    const auto type = any_of(0, 2) == 0 ? FulfillmentType::pickup : FulfillmentType::shipping;
    cart.quote.options.push_back(
        quoted_option(type, std::to_string(i), any_of(0, 900), std::move(covers), any_of(0, 90)));
  }
  cart.command = create_command(cart.items);
  discount(cart);
  include_taxes(cart);
  return cart;
}

void check_line_totals(const LineItem& line) {
  const LineTotals& totals = line.totals;
  RC_ASSERT(totals.items_base_amount.minor == line.unit_amount.minor * line.quantity);
  RC_ASSERT(totals.items_discount.minor >= 0 && totals.subtotal.minor >= 0);
  RC_ASSERT(totals.subtotal.minor == totals.items_base_amount.minor - totals.items_discount.minor);
  RC_ASSERT(totals.tax.minor >= 0);
  RC_ASSERT(totals.included_tax.minor >= 0 && totals.included_tax <= totals.subtotal);
  RC_ASSERT(totals.total.minor == totals.subtotal.minor + totals.tax.minor);
}

void check_totals(const Session& session) {
  OrderTotals sum;
  for (const LineItem& line : session.lines) {
    check_line_totals(line);
    sum.items_base_amount.minor += line.totals.items_base_amount.minor;
    sum.items_discount.minor += line.totals.items_discount.minor;
    sum.subtotal.minor += line.totals.subtotal.minor;
    sum.tax.minor += line.totals.tax.minor;
    sum.included_tax.minor += line.totals.included_tax.minor;
  }
  for (const SelectedFulfillmentOption& selected : session.selected) {
    for (const FulfillmentOption& option : session.options) {
      if (option.id != selected.option_id) continue;
      sum.fulfillment.minor += option.subtotal.minor;
      sum.tax.minor += option.tax.minor;
      sum.included_tax.minor += option.included_tax.minor;
    }
  }
  std::int64_t allocated = 0;
  for (const AppliedDiscount& applied : session.discounts.applied) {
    RC_ASSERT(applied.amount.minor >= 0);
    std::int64_t parts = 0;
    for (const DiscountAllocation& part : applied.allocations) parts += part.amount.minor;
    RC_ASSERT(applied.allocations.empty() || parts == applied.amount.minor);  // DC-07
    allocated += parts;
    if (applied.allocations.empty()) sum.discount.minor += applied.amount.minor;
  }
  RC_ASSERT(allocated == sum.items_discount.minor);  // DC-09
  sum.total.minor = sum.subtotal.minor - sum.discount.minor + sum.fulfillment.minor + sum.tax.minor;
  // A discount of the whole order, such as of rounding, may leave less than the tax of its lines.
  RC_ASSERT(sum.included_tax >= session.totals.included_tax);
  RC_ASSERT(session.totals.included_tax.minor <= sum.total.minor - sum.tax.minor);
  if (sum.discount == Amount{0}) RC_ASSERT(session.totals.included_tax == sum.included_tax);
  sum.included_tax = session.totals.included_tax;
  RC_ASSERT(session.totals == sum);
  RC_ASSERT(sum.discount.minor >= 0 && sum.total.minor >= 0);
}

TEST(Properties, TotalsAlwaysAddUpAndAreNeverNegative) {
  expect_property("totals", [] {
    const AnyCart cart = any_cart();
    check_totals(open_session(cart.command, cart.quote));
  });
}

TEST(Properties, WhatIsChargedInStepsAddsUpAndIsAMultiple) {
  expect_property("steps", [] {
    AnyCart cart = any_cart();
    const std::int64_t step = any_of(0, 1) == 0 ? 10 : 100;
    CountingIds ids;
    Draft draft = begin_session(cart.command, "agent-a", kLifetime, {kNow, ids});
    round_quote(draft, {step, {}, std::nullopt}, cart.quote);
    const auto session = price(std::move(draft), cart.quote, {}, &cart.command.lines, kNow);
    check_totals(session.value());
    RC_ASSERT(session.value().totals.total.minor % step == 0);
  });
}

TEST(Properties, EveryLineHasAtMostOneChoiceAndOneThatCarriesIt) {
  expect_property("selection", [] {
    const AnyCart cart = any_cart();
    const Session session = open_session(cart.command, cart.quote);
    std::map<LineItemId, int> times;
    for (const SelectedFulfillmentOption& selected : session.selected) {
      for (const LineItemId& line : selected.lines) {
        ++times[line];
        RC_ASSERT(std::any_of(session.options.begin(), session.options.end(), [&](const auto& o) {
          return o.id == selected.option_id && o.type == selected.type &&
                 std::count(o.covers.begin(), o.covers.end(), line) == 1;
        }));
      }
    }
    bool all = true;
    for (const LineItem& line : session.lines) {
      RC_ASSERT(times[line.id] <= 1);
      all = all && times[line.id] == 1;
    }
    RC_ASSERT(all || session.status != Status::ready_for_payment);  // FU-08
  });
}

TEST(Properties, HoldsNeverExceedWhatIsFreeAndTheirOwn) {
  expect_property("holds", [] {
    const AnyCart cart = any_cart();
    CountingIds ids;
    Draft draft = begin_session(cart.command, "agent-a", kLifetime, {kNow, ids});
    std::map<std::string, std::int64_t> own;
    for (const char* item : {"a", "b", "c"}) {
      if (const auto quantity = any_of(0, 9)) draft.holds.push_back({item, own[item] = quantity});
    }
    const auto before = draft.holds;
    const Session session = price(Draft(draft), cart.quote, {}, nullptr, kNow).value();
    std::map<std::string, std::int64_t> demand;
    for (const LineItem& line : session.lines) demand[line.item_id] += line.quantity;
    for (const Hold& hold : session.holds) RC_ASSERT(hold.quantity == demand[hold.item_id]);
    for (const StockMove& move : stock_moves(before, session.holds)) {
      for (std::size_t i = 0; i < cart.items.size(); ++i) {
        if (cart.items[i].first != move.item_id || !cart.quote.lines[i].available) continue;
        RC_ASSERT(move.taken <= *cart.quote.lines[i].available);
      }
    }
  });
}

TEST(Properties, StockMovesTurnTheHoldsBeforeIntoTheHoldsAfter) {
  expect_property("moves", [] {
    const auto any_holds = [] {
      std::vector<Hold> holds;
      for (const char* item : {"a", "b", "c", "d"}) {
        if (const auto quantity = any_of(0, 3)) holds.push_back({item, quantity});
      }
      return holds;
    };
    const auto before = any_holds();
    const auto after = any_holds();
    std::map<std::string, std::int64_t> state;
    for (const Hold& hold : before) state[hold.item_id] = hold.quantity;
    for (const StockMove& move : stock_moves(before, after)) {
      RC_ASSERT(move.taken != 0);
      state[move.item_id] += move.taken;
    }
    std::erase_if(state, [](const auto& entry) { return entry.second == 0; });
    std::map<std::string, std::int64_t> wanted;
    for (const Hold& hold : after) wanted[hold.item_id] = hold.quantity;
    RC_ASSERT(state == wanted);
  });
}

TEST(Properties, DiscountsAreTheSameInEitherOrderOfTheirCodes) {
  expect_property("order of codes", [] {
    const DiscountDefinition percentage = percent("SAVE", any_of(0, 100));
    const DiscountDefinition off = amount("TAKE", any_of(0, 5000));
    std::vector<Amount> bases;
    for (std::int64_t i = any_of(1, 5); i > 0; --i) bases.push_back({any_of(0, 3000)});
    const auto one = apply_discounts({percentage, off}, cart_of({"SAVE", "TAKE"}, bases));
    const auto two = apply_discounts({percentage, off}, cart_of({"TAKE", "SAVE"}, bases));
    RC_ASSERT(one.line_discounts == two.line_discounts);
    RC_ASSERT(one.order_discount == two.order_discount);
  });
}

}  // namespace
}  // namespace till::checkout
