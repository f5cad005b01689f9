#include "checkout/charge_limits.h"

#include <gtest/gtest.h>

#include "checkout/builders.h"

namespace till::checkout {
namespace {

// A session of these lines as a provider with these limits lets it be priced.
Session priced(Quote quote, const ChargeLimits& limits, const ItemCounts& items = {{"thing", 1}}) {
  CountingIds ids;
  const CreateCommand command = create_command(items);
  Draft draft = begin_session(command, "agent-a", kLifetime, {kNow, ids});
  round_quote(draft, limits, quote);
  auto session = price(std::move(draft), quote, std::nullopt, &command.lines, kNow);
  keep_within(limits, session.value());
  return session.value();
}

ChargeLimits tens() { return {10, {}, std::nullopt}; }

struct RoundedRow {
  const char* name;
  std::int64_t unit;
  std::int64_t discount;
  std::int64_t tax;
  std::int64_t delivery;
  std::int64_t total;
};

// LT-07 to LT-13
TEST(ChargeLimits, ATotalIsAMultipleOfTheStepAndStillAddsUp) {
  constexpr RoundedRow kRows[] = {
      {"nothing over", 4950, 0, 0, 0, 4950},
      {"a percentage off", 4950, 495, 0, 0, 4450},
      {"a tax", 4950, 0, 334, 0, 5280},
      {"a tax, half up", 4950, 0, 335, 0, 5290},
      {"a delivery", 4950, 0, 0, 505, 5460},
      {"a price", 4957, 0, 0, 0, 4950},
      {"all of them", 4957, 496, 334, 504, 5290},
      {"items for less than a step", 7, 0, 0, 20, 20},
      {"nothing", 0, 0, 0, 0, 0},
  };
  for (const RoundedRow& row : kRows) {
    Quote quote = quote_of({physical_line(row.unit, 1000, row.tax)},
                           {shipping("standard", row.delivery, {0})});
    if (row.discount > 0) {
      quote.lines[0].items_discount = {row.discount};
      AppliedDiscount applied;
      applied.amount = {row.discount};
      applied.allocations = {{0, {row.discount}}};
      quote.applied = {applied};
    }
    const Session session = priced(quote, tens());
    const OrderTotals& totals = session.totals;
    EXPECT_EQ(totals.total, Amount{row.total}) << row.name;
    EXPECT_EQ(
        totals.subtotal.minor - totals.discount.minor + totals.fulfillment.minor + totals.tax.minor,
        row.total)
        << row.name;
    EXPECT_EQ(session.status, Status::ready_for_payment) << row.name;
  }
}

// FU-03
TEST(ChargeLimits, WhatIsFetchedIsTaxedInStepsToo) {
  QuotedOption pickup = quoted_option(FulfillmentType::pickup, "north", 0, {0});
  pickup.line_taxes = {{{335}, false}};
  const Session session = priced(quote_of({physical_line(4950, 1000, 100)}, {pickup}), tens());
  EXPECT_EQ(session.totals.tax, Amount{340});
  EXPECT_EQ(session.totals.total, Amount{5290});
}

TEST(ChargeLimits, WhatIsTakenOffIsADiscountWithoutACode) {
  const Session session =
      priced(quote_of({physical_line(4957)}, {shipping("s", 500, {0})}), tens());
  ASSERT_EQ(session.discounts.applied.size(), 1U);
  EXPECT_EQ(session.discounts.applied[0].id, "rounding");
  EXPECT_EQ(session.discounts.applied[0].code, "");
  EXPECT_EQ(session.discounts.applied[0].amount, Amount{7});
  EXPECT_EQ(session.totals.discount, Amount{7});
}

TEST(ChargeLimits, AnOrdersOwnDiscountCountsBeforeTheRounding) {
  Quote quote = quote_of({physical_line(4957)}, {shipping("s", 500, {0})});
  AppliedDiscount applied;
  applied.amount = {957};
  quote.applied = {applied};
  const Session session = priced(quote, tens());
  EXPECT_EQ(session.totals.discount, Amount{957});
  EXPECT_EQ(session.totals.total, Amount{4500});
  EXPECT_EQ(session.discounts.applied.size(), 1U) << "nothing to round";
}

TEST(ChargeLimits, WithoutAStepNothingIsTouched) {
  const Quote quote = quote_of({physical_line(4957, 1000, 333)}, {shipping("s", 501, {0})});
  EXPECT_EQ(priced(quote, {}).totals.total, Amount{5791});
  EXPECT_TRUE(priced(quote, {}).discounts.applied.empty());
}

TEST(ChargeLimits, ATotalBeyondThemIsNotReadyForPaymentAndSaysWhy) {
  const ChargeLimits limits{1, {50}, Amount{1000}};
  struct Bound {
    std::int64_t total;
    Status status;
    const char* limit;
  };
  constexpr Bound kBounds[] = {
      {0, Status::ready_for_payment, ""},          {1, Status::not_ready_for_payment, "0.50"},
      {49, Status::not_ready_for_payment, "0.50"}, {50, Status::ready_for_payment, ""},
      {1000, Status::ready_for_payment, ""},       {1001, Status::not_ready_for_payment, "10.00"},
  };
  for (const Bound& row : kBounds) {
    const Session session =
        priced(quote_of({physical_line(row.total)}, {shipping("s", 0, {0})}), limits);
    EXPECT_EQ(session.status, row.status) << row.total;
    ASSERT_EQ(session.messages.empty(), row.limit[0] == '\0') << row.total;
    if (session.messages.empty()) continue;
    const Message& message = session.messages.back();
    EXPECT_EQ(message.type, MessageType::error);
    EXPECT_EQ(message.code, MessageCode::invalid);
    EXPECT_EQ(message.field, Member::lines);
    EXPECT_EQ(message.text.arguments, (std::vector<std::string>{row.limit, "usd"}));
  }
}

TEST(ChargeLimits, WhatIsMissingIsSaidBeforeThem) {
  CountingIds ids;
  const Session waiting =
      open_session(create_command({{"thing", 1}}, false), quote_of({physical_line(7)}), ids)
          .value();
  ASSERT_EQ(waiting.status, Status::incomplete);
  Session kept = waiting;
  keep_within({1, {50}, std::nullopt}, kept);
  EXPECT_EQ(kept, waiting) << "delivery comes on top";
}

}  // namespace
}  // namespace till::checkout
