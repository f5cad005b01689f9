#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "checkout/builders.h"

namespace till::checkout {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Two mugs of 1450 less 290 taxed 189, one file of 999; standard for 500 and 36 tax; 300 off.
Session priced_session() {
  CreateCommand command = create_command({{"mug", 2}, {"ebook", 1}});
  command.discount_codes = {"SAVE10", "TAKE3"};
  QuotedLine mug = physical_line(1450, 10, 189);
  mug.items_discount = {290};
  Quote quote = quote_of({mug, digital_line(999)},
                         {quoted_option(FulfillmentType::digital, "digital", 0, {1}),
                          quoted_option(FulfillmentType::shipping, "standard", 500, {0}, 36),
                          quoted_option(FulfillmentType::shipping, "express", 1500, {0}, 99)});
  quote.applied = {AppliedDiscount{"SAVE10", "10 % off", 10, {}, {290}, 1, {{0, {290}}}},
                   AppliedDiscount{"TAKE3", "3.00 off", {}, Amount{300}, {300}, 1, {}}};
  return open_session(command, quote);
}

TEST(Totals, OfALineFollowFromUnitQuantityDiscountAndTax) {
  const Session session = priced_session();
  EXPECT_EQ(session.lines[0].totals, (LineTotals{{2900}, {290}, {2610}, {189}, {2799}}));
  EXPECT_EQ(session.lines[1].totals, (LineTotals{{999}, {0}, {999}, {0}, {999}}));
}

TEST(Totals, OfTheSessionFollowFromItsLinesOptionsAndDiscounts) {
  const OrderTotals totals = priced_session().totals;
  EXPECT_EQ(totals.items_base_amount, Amount{3899});        // LT-05
  EXPECT_EQ(totals.items_discount, Amount{290});            // LT-06, DC-08
  EXPECT_EQ(totals.subtotal, Amount{3609});                 // LT-07
  EXPECT_EQ(totals.discount, Amount{300});                  // LT-08, DC-08
  EXPECT_EQ(totals.fulfillment, Amount{500});               // LT-13: the chosen option only.
  EXPECT_EQ(totals.tax, Amount{189 + 36});                  // LT-11
  EXPECT_EQ(totals.total, Amount{3609 - 300 + 500 + 225});  // LT-09
}

TEST(Totals, ChargeAnOptionOnceForAllItsLines) {
  const Session session = open_session(
      create_command({{"mug", 1}, {"tee", 1}}),
      quote_of({physical_line(100), physical_line(100)}, {shipping("standard", 500, {0, 1})}));
  EXPECT_EQ(session.totals.fulfillment, Amount{500});
}

TEST(Totals, AreNothingForGoodsThatAreFree) {
  const Session session = open_session(
      create_command({{"flyer", 3}}),
      quote_of({digital_line(0)}, {quoted_option(FulfillmentType::digital, "digital", 0, {0})}));
  EXPECT_EQ(session.totals, OrderTotals{});
  EXPECT_EQ(session.status, Status::ready_for_payment);
}

TEST(Facts, ComeFromTheShopOnly) {
  QuotedLine quoted = physical_line(1450);
  quoted.title = "Blue mug";
  quoted.description = "Holds coffee";
  quoted.tax_exempt = true;
  const Session session = open_session(create_command({{"mug", 1}}), quote_of(
                                                                         {
                                                                             quoted,
                                                                         },
                                                                         {}));
  const LineItem& line = session.lines.front();
  EXPECT_EQ(line.title, "Blue mug");
  EXPECT_EQ(line.description, "Holds coffee");
  EXPECT_EQ(line.unit_amount, Amount{1450});
  EXPECT_TRUE(line.physical);
  EXPECT_TRUE(line.tax_exempt);
}

struct OverflowRow {
  const char* what;
  ItemCounts items;
  std::vector<QuotedLine> lines;
  std::vector<QuotedOption> options;
  Field field;  // The whole when the amounts can be stated.
};

TEST(Totals, RefuseAnOverflowInsteadOfWrapping) {
  const OverflowRow rows[] = {
      {"the largest", {{"a", 1}}, {physical_line(kAmountMax)}, {}, {}},
      {"a product", {{"a", 2}}, {physical_line(kAmountMax)}, {}, Field(Member::line_quantity, 0)},
      {"beyond 64 bits",
       {{"a", 1}, {"b", 1'000'000'000}},
       {physical_line(1), physical_line(kAmountMax)},
       {},
       Field(Member::line_quantity, 1)},
      {"tax", {{"a", 1}}, {physical_line(kAmountMax, 9, 1)}, {}, Field(Member::line_quantity, 0)},
      {"a sum",
       {{"a", 1}, {"b", 1}},
       {physical_line(kAmountMax), physical_line(1)},
       {},
       Member::lines},
      {"fulfillment",
       {{"a", 1}},
       {physical_line(kAmountMax)},
       {shipping("standard", 1, {0})},
       Member::lines},
  };
  for (const OverflowRow& row : rows) {
    CountingIds ids;
    const auto session =
        open_session(create_command(row.items), quote_of(row.lines, row.options), ids);
    EXPECT_EQ(session.has_value(), (row.field == Field())) << row.what;
    if (session) continue;
    EXPECT_EQ(session.error().code, RefusalCode::amount_too_large) << row.what;
    EXPECT_EQ(session.error().field, row.field) << row.what;
    EXPECT_FALSE(session.error().text.empty()) << row.what;
  }
}

TEST(Totals, NameTheQuantityAsTheAgentWroteItWhenTheyOverflow) {
  CountingIds ids;
  CreateCommand command = create_command({{"a", 2}});
  command.lines.front().quantity_field = Field::spelled("$.items[0].quantity");
  const Quote quote = quote_of({physical_line(kAmountMax)});
  EXPECT_EQ(open_session(command, quote, ids).error().field, Field::spelled("$.items[0].quantity"));
  const Draft draft = begin_session(command, "agent-a", kLifetime, {kNow, ids});
  EXPECT_EQ(price(Draft(draft), quote, {}, nullptr, kNow).error().field,
            Field(Member::line_quantity, 0));
}

TEST(RejectedCodes, WarnWhereTheAgentWroteThemAndNeverBlock) {
  CreateCommand command = create_command({{"mug", 1}});
  command.discount_codes = {"SAVE10", "nope", "save10", "OLD", "Save10"};
  Quote quote = simple_quote();
  quote.rejected = {{"nope", MessageCode::discount_code_invalid},
                    {"save10", MessageCode::discount_code_already_applied},
                    {"OLD", MessageCode::discount_code_expired},
                    {"Save10", MessageCode::discount_code_already_applied}};
  const Session session = open_session(command, quote);
  const auto warning = [](MessageCode code, Field field) {
    return Told{MessageType::warning, code, std::move(field)};
  };
  EXPECT_THAT(
      told_by(session),
      ElementsAre(
          warning(MessageCode::discount_code_invalid, Field(Member::discount_code, 1)),
          warning(MessageCode::discount_code_already_applied, Field(Member::discount_code, 2)),
          warning(MessageCode::discount_code_expired, Field(Member::discount_code, 3)),
          warning(MessageCode::discount_code_already_applied, Field(Member::discount_code, 4))));
  EXPECT_EQ(session.status, Status::ready_for_payment);        // DC-16
  EXPECT_EQ(session.discounts.codes, command.discount_codes);  // The next version warns again.
  EXPECT_EQ(session.discounts.rejected, quote.rejected);
}

TEST(RejectedCodes, AreToldAtTheirOwnPlaceWhenOneIsRejectedTwice) {
  CreateCommand command = create_command({{"mug", 1}});
  command.discount_codes = {"OLD", "old"};
  Quote quote = simple_quote();
  quote.rejected = {{"OLD", MessageCode::discount_code_expired},
                    {"old", MessageCode::discount_code_expired}};
  const Session session = open_session(command, quote);
  ASSERT_EQ(session.messages.size(), 2U);
  EXPECT_EQ(session.messages[0].field, Field(Member::discount_code, 0));
  EXPECT_EQ(session.messages[1].field, Field(Member::discount_code, 1));
}

TEST(RejectedCodes, SayWhyInWordsOfTheirOwn) {
  std::vector<TextId> texts;
  for (const MessageCode code :
       {MessageCode::discount_code_invalid, MessageCode::discount_code_expired,
        MessageCode::discount_code_already_applied, MessageCode::discount_code_minimum_not_met,
        MessageCode::discount_code_user_not_logged_in}) {
    CreateCommand command = create_command({{"mug", 1}});
    command.discount_codes = {"CODE"};
    Quote quote = simple_quote();
    quote.rejected = {{"CODE", code}};
    texts.push_back(open_session(command, quote).messages.front().text.id);
  }
  std::sort(texts.begin(), texts.end());
  EXPECT_EQ(std::unique(texts.begin(), texts.end()), texts.end());
}

TEST(PriceChanged, AsksForAReviewOnTopOfWhatElseIsToSay) {
  const Session session = price_changed(ready_session());
  EXPECT_THAT(told_by(session),
              ElementsAre(Told{MessageType::warning, MessageCode::price_change, Member::totals}));
  EXPECT_EQ(session.messages.back().resolution, Resolution::requires_buyer_review);
  EXPECT_EQ(session.status, Status::ready_for_payment);
  const Session blocked =
      open_session(create_command({{"mug", 2}}), quote_of({physical_line(5, 0)}));
  EXPECT_EQ(price_changed(blocked).messages.size(), blocked.messages.size() + 1);
  EXPECT_EQ(price_changed(blocked).status, Status::not_ready_for_payment);
}

TEST(DeliveryChanged, AsksForAReview) {
  const Session session = delivery_changed(ready_session());
  EXPECT_THAT(told_by(session), ElementsAre(Told{MessageType::warning, MessageCode::price_change,
                                                 Member::selections}));
  EXPECT_EQ(session.status, Status::ready_for_payment);
}

TEST(Delivery, IsAsShownWhileEveryLineIsHadInItsWayAndAtItsPlace) {
  const auto pickup = [](const char* id) {
    return quoted_option(FulfillmentType::pickup, id, 0, {0, 1});
  };
  CreateCommand command = create_command({{"mug", 1}, {"desk", 1}});
  command.selected = {
      {{FulfillmentType::pickup, "north", {"mug"}}, {FulfillmentType::pickup, "south", {"desk"}}}};
  const auto session = [&](std::vector<QuotedOption> options) {
    return open_session(command, quote_of({physical_line(5), physical_line(5)}, options));
  };
  const Session shown = session({pickup("north"), pickup("south")});
  EXPECT_TRUE(is_delivered_as_shown(shown, shown));
  EXPECT_TRUE(is_delivered_as_shown(shown, session({pickup("south"), pickup("north")})));
  EXPECT_FALSE(is_delivered_as_shown(shown, session({pickup("north")})));
  EXPECT_FALSE(is_delivered_as_shown(session({pickup("north")}), shown));
  QuotedOption moved = pickup("south");
  moved.location->address.line_one = "2 New St";
  EXPECT_FALSE(is_delivered_as_shown(shown, session({pickup("north"), moved})));
}

}  // namespace
}  // namespace till::checkout
