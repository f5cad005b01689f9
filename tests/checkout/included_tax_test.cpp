// Prices with the tax in them: it is shown, and added to nothing (LT-21).
#include <gtest/gtest.h>

#include "checkout/builders.h"
#include "checkout/charge_limits.h"

namespace till::checkout {
namespace {

QuotedLine with_tax_in_it(std::int64_t unit, std::int64_t included, std::int64_t discount = 0) {
  QuotedLine line = physical_line(unit);
  line.included_tax = {included};
  line.items_discount = {discount};
  return line;
}

QuotedOption parcel(std::int64_t price, std::int64_t included, std::vector<std::size_t> covers) {
  QuotedOption option = shipping("parcel", price, std::move(covers));
  option.included_tax = {included};
  return option;
}

AppliedDiscount off(std::size_t line, std::int64_t amount) {
  AppliedDiscount applied;
  applied.amount = {amount};
  applied.allocations = {{line, {amount}}};
  return applied;
}

// 19 % of VAT: three pieces at 9.99 have 4.79 of it, and less it no price in whole cents.
TEST(IncludedTax, IsPartOfWhatIsPaidAndNoTotalOfItsOwn) {
  const Quote quote = quote_of({with_tax_in_it(999, 479)}, {parcel(490, 78, {0})});
  const Session session = open_session(create_command({{"poster", 3}}), quote);
  EXPECT_EQ(session.lines[0].unit_amount, Amount{999}) << "the price that the shop shows";
  EXPECT_EQ(session.lines[0].totals, (LineTotals{{2997}, {0}, {2997}, {0}, {2997}, {479}}))
      << "LT-05, LT-07, LT-10";
  EXPECT_EQ(session.totals, (OrderTotals{{2997}, {0}, {2997}, {0}, {490}, {0}, {3487}, {557}}))
      << "LT-09, LT-11";
}

TEST(IncludedTax, IsOfThePriceAfterDiscounts) {
  Quote quote = quote_of({with_tax_in_it(1490, 428, 298)}, {parcel(490, 78, {0})});
  quote.applied = {off(0, 298)};
  const Session session = open_session(create_command({{"mug", 2}}), quote);
  EXPECT_EQ(session.totals, (OrderTotals{{2980}, {298}, {2682}, {0}, {490}, {0}, {3172}, {506}}));
}

TEST(IncludedTax, MayStandBesideTaxesThatAreAdded) {
  const Quote quote = quote_of({with_tax_in_it(1190, 190), physical_line(1000, 1000, 70)},
                               {parcel(490, 78, {0}), shipping("van", 300, {1})});
  const Session session = open_session(create_command({{"mug", 1}, {"desk", 1}}), quote);
  EXPECT_EQ(session.lines[0].totals.total, Amount{1190});
  EXPECT_EQ(session.lines[1].totals.total, Amount{1070});
  EXPECT_EQ(session.totals, (OrderTotals{{2190}, {0}, {2190}, {0}, {790}, {70}, {3050}, {268}}));
}

// FU-03
TEST(IncludedTax, OfALineThatIsFetchedIsThatOfThePlace) {
  QuotedOption pickup = quoted_option(FulfillmentType::pickup, "store", 0, {0});
  pickup.line_taxes = {{{}, false, {96}}};
  const Session session =
      open_session(create_command({{"mug", 1}}), quote_of({with_tax_in_it(1490, 238)}, {pickup}));
  EXPECT_EQ(session.lines[0].totals, (LineTotals{{1490}, {0}, {1490}, {0}, {1490}, {96}}));
  EXPECT_EQ(session.totals.included_tax, Amount{96});
  EXPECT_EQ(session.totals.total, Amount{1490});
}

TEST(IncludedTax, GoesWithTheOrder) {
  const Quote quote = quote_of({with_tax_in_it(1490, 238)}, {parcel(490, 78, {0})});
  CreateCommand command = create_command({{"mug", 1}});
  command.buyer = buyer("ann@example.com");
  CountingIds ids;
  const Session session = open_session(command, quote, ids).value();
  ASSERT_EQ(session.status, Status::ready_for_payment);
  const Session paying = begin_payment(session, {}, kNow);
  const Session paid =
      complete_paid(paying, ids.make<OrderId>(), "https://shop.example", {"ch_1"}, kNow);
  ASSERT_TRUE(paid.order.has_value());
  EXPECT_EQ(paid.order->lines[0].included_tax, Amount{238});
  EXPECT_EQ(paid.order->totals, session.totals);
}

struct RoundedTaxRow {
  const char* name;
  std::int64_t unit;
  std::int64_t included;
  std::int64_t delivery;
  std::int64_t delivery_tax;
  std::int64_t total;
  std::int64_t tax_in_total;
};

// Dinars that are charged in tens: what is paid is rounded, the tax within it stays as reckoned.
TEST(IncludedTax, IsNotRoundedAndNeverMoreThanWhatIsPaid) {
  constexpr RoundedTaxRow kRows[] = {
      {"nothing over", 4950, 790, 500, 79, 5450, 869},
      {"a price between", 4957, 791, 500, 79, 5450, 870},
      {"a delivery between", 4950, 790, 505, 80, 5460, 870},
      {"a delivery that is rounded to nothing", 4950, 790, 4, 1, 4950, 790},
      {"a price of less than a step", 7, 7, 0, 0, 0, 0},
  };
  for (const RoundedTaxRow& row : kRows) {
    Quote quote = quote_of({with_tax_in_it(row.unit, row.included)},
                           {parcel(row.delivery, row.delivery_tax, {0})});
    CountingIds ids;
    const CreateCommand command = create_command({{"thing", 1}});
    Draft draft = begin_session(command, "agent-a", kLifetime, {kNow, ids});
    round_quote(draft, {10, {}, std::nullopt}, quote);
    const Session session =
        price(std::move(draft), quote, std::nullopt, &command.lines, kNow).value();
    EXPECT_EQ(session.totals.total, Amount{row.total}) << row.name;
    EXPECT_EQ(session.totals.included_tax, Amount{row.tax_in_total}) << row.name;
    EXPECT_EQ(session.totals.tax, Amount{0}) << row.name;
  }
}

}  // namespace
}  // namespace till::checkout
