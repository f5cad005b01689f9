// A line that is fetched is taxed where it is fetched (FU-03, decision 12).
#include <gtest/gtest.h>

#include "checkout/builders.h"
#include "checkout/tax_exemption.h"

namespace till::checkout {
namespace {

// Two lines at 7 and 3 of tax by the address; a pickup where they are taxed 20 and 10.
Quote quote_with_pickup(bool exempted = false) {
  QuotedLine desk = physical_line(100);
  QuotedLine mug = physical_line(50);
  desk.tax = {7};
  mug.tax = {3};
  QuotedOption pickup = quoted_option(FulfillmentType::pickup, "north", 0, {0, 1});
  pickup.line_taxes = {{{exempted ? 0 : 20}, exempted}, {{10}, false}};
  return quote_of({desk, mug}, {shipping("standard", 5, {0, 1}), pickup});
}

RequestedSelection pickup_of(std::vector<std::string> items) {
  return {FulfillmentType::pickup, "north", std::move(items)};
}

TEST(PlaceTaxes, OfEachLineFollowItsChoice) {
  const struct {
    std::vector<RequestedSelection> selections;
    std::int64_t desk;
    std::int64_t mug;
  } rows[] = {{{}, 7, 3},
              {{pickup_of({})}, 20, 10},
              {{pickup_of({"desk"})}, 20, 3},
              {{pickup_of({"mug"}), {FulfillmentType::shipping, "standard", {"desk"}}}, 7, 10}};
  for (const auto& row : rows) {
    CreateCommand command = create_command({{"desk", 1}, {"mug", 1}});
    command.selected = row.selections;
    const Session session = open_session(command, quote_with_pickup());
    EXPECT_EQ(session.lines[0].totals.tax.minor, row.desk);
    EXPECT_EQ(session.lines[0].totals.total.minor, 100 + row.desk);
    EXPECT_EQ(session.lines[1].totals.tax.minor, row.mug);
    EXPECT_EQ(session.totals.tax.minor, row.desk + row.mug);
    EXPECT_EQ(session.totals.total.minor,
              session.totals.fulfillment.minor + 150 + row.desk + row.mug);
  }
}

TEST(PlaceTaxes, OfWhatIsFetchedNeedNoStateOfTheBuyer) {
  Quote quote = quote_with_pickup();
  for (QuotedLine& line : quote.lines) line.tax_place = TaxPlace::state_missing;
  CreateCommand command = create_command({{"desk", 1}, {"mug", 1}});
  EXPECT_EQ(open_session(command, quote).status, Status::incomplete);
  command.selected = std::vector{pickup_of({})};
  EXPECT_EQ(open_session(command, quote).status, Status::ready_for_payment);
}

TEST(PlaceTaxes, TellWhichLinesACertificateFrees) {
  CreateCommand command = create_command({{"desk", 1}, {"mug", 1}});
  EXPECT_FALSE(
      needs_a_look(open_session(command, quote_with_pickup(true)), ExemptionPolicy::approval));
  command.selected = std::vector{pickup_of({})};
  const Session session = open_session(command, quote_with_pickup(true));
  EXPECT_TRUE(session.lines[0].exempted);
  EXPECT_TRUE(session.lines[0].tax_exempt);
  EXPECT_FALSE(session.lines[1].exempted);
  EXPECT_FALSE(session.lines[1].tax_exempt);
  EXPECT_TRUE(needs_a_look(session, ExemptionPolicy::approval));
  EXPECT_FALSE(needs_a_look(session, ExemptionPolicy::believe));
  EXPECT_FALSE(needs_a_look(session, ExemptionPolicy::never));
}

TEST(PlaceTaxes, AreRefusedWhenTheyCannotBeStated) {
  Quote quote = quote_with_pickup();
  quote.options[1].line_taxes[0].tax = {kAmountMax};
  CreateCommand command = create_command({{"desk", 1}, {"mug", 1}});
  command.selected = std::vector{pickup_of({})};
  CountingIds ids;
  const Draft draft = begin_session(command, "agent", kLifetime, {kNow, ids});
  const auto priced = price(Draft(draft), quote, command.selected, &command.lines, kNow);
  ASSERT_FALSE(priced.has_value());
  EXPECT_EQ(priced.error().code, RefusalCode::amount_too_large);
}

TEST(PlaceTaxes, OfADeliveryThatACertificateFreesNeedALook) {
  Quote quote = quote_with_pickup();
  quote.lines[0].tax_exempt = quote.lines[1].tax_exempt = true;
  quote.options[0].exempted = true;
  CreateCommand command = create_command({{"desk", 1}, {"mug", 1}});
  EXPECT_TRUE(needs_a_look(open_session(command, quote), ExemptionPolicy::approval));
  command.selected = std::vector{pickup_of({})};
  EXPECT_FALSE(needs_a_look(open_session(command, quote), ExemptionPolicy::approval));
  command.selected = std::vector{pickup_of({"mug"})};
  const Session both = open_session(command, quote);
  EXPECT_TRUE(both.lines[0].exempted);
  EXPECT_FALSE(both.lines[1].exempted);
}

}  // namespace
}  // namespace till::checkout
