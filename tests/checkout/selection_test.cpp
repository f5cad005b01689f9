// Which option carries which line (A10).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "checkout/builders.h"

namespace till::checkout {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr FulfillmentType kShipping = FulfillmentType::shipping;
constexpr FulfillmentType kDigital = FulfillmentType::digital;
constexpr FulfillmentType kPickedUp = FulfillmentType::pickup;
constexpr FulfillmentType kBroughtLocally = FulfillmentType::local_delivery;

// Lines 0 mug, 1 desk, 2 ebook, 3 mug. Only the desk can be picked up.
const ItemCounts kItems = {{"mug", 1}, {"desk", 1}, {"ebook", 1}, {"mug", 2}};

Quote shop_quote() {
  return quote_of(
      {physical_line(100), physical_line(900), digital_line(50), physical_line(100)},
      {quoted_option(kDigital, "digital", 0, {2}), shipping("express", 1500, {0, 1, 3}),
       shipping("standard", 500, {0, 1, 3}), quoted_option(kPickedUp, "pickup", 0, {1})});
}

// The id of a line as CountingIds gives it: the session has the first.
std::string line_id(std::size_t index) {
  LineItemId id;
  id.bytes[15] = static_cast<std::uint8_t>(index + 2);
  return id.text();
}

Session with_selections(std::optional<std::vector<RequestedSelection>> selections) {
  CreateCommand command = create_command(kItems);
  command.selected = std::move(selections);
  return open_session(command, shop_quote());
}

struct PreselectRow {
  const char* rule;
  std::vector<QuotedOption> options;
  std::string chosen;
};

TEST(Preselection, TakesTheCheapestShippingAndPickupOnlyWhereNothingCanBeShipped) {
  const PreselectRow rows[] = {
      {"nothing offered", {}, ""},
      {"the cheapest",
       {shipping("express", 1500, {0}), shipping("standard", 500, {0})},
       "standard:0"},
      {"the first of equals", {shipping("a", 500, {0}), shipping("b", 500, {0})}, "a:0"},
      {"by total, with tax",
       {quoted_option(kShipping, "taxed", 490, {0}, 20), shipping("plain", 500, {0})},
       "plain:0"},
      {"shipping before a cheaper pickup",
       {quoted_option(kPickedUp, "pickup", 0, {0}), shipping("standard", 500, {0})},
       "standard:0"},
      {"shipping before a cheaper pickup that comes later",
       {shipping("standard", 500, {0}), quoted_option(kPickedUp, "pickup", 0, {0})},
       "standard:0"},
      {"the cheapest other way",
       {quoted_option(kBroughtLocally, "local", 20, {0}),
        quoted_option(kPickedUp, "pickup", 10, {0})},
       "pickup:0"},
      {"only what covers the line",
       {shipping("free", 0, {}), shipping("standard", 500, {0})},
       "standard:0"},
  };
  for (const PreselectRow& row : rows) {
    const Session session =
        open_session(create_command({{"mug", 1}}), quote_of({physical_line(100)}, row.options));
    EXPECT_EQ(choices(session), row.chosen) << row.rule;
  }
}

TEST(Preselection, ChoosesForEveryLineAndGroupsByOptionInTheOrderOffered) {
  EXPECT_EQ(choices(with_selections(std::nullopt)), "digital:2 standard:0,1,3");
}

TEST(Options, CarryWhatTheShopSaidAndTheIdsOfTheirLines) {
  QuotedOption quoted = quoted_option(kPickedUp, "pickup", 10, {1}, 2);
  quoted.description = "At the desk";
  quoted.carrier = "None";
  const Session session = open_session(
      create_command({{"mug", 1}, {"desk", 1}}),
      quote_of({physical_line(100), physical_line(900)}, {quoted, shipping("standard", 5, {0})}));
  ASSERT_EQ(session.options.size(), 2U);
  const FulfillmentOption& option = session.options.front();
  EXPECT_EQ(option.type, kPickedUp);
  EXPECT_EQ(option.id, "pickup");
  EXPECT_EQ(option.title, "pickup");
  EXPECT_EQ(option.description, "At the desk");
  EXPECT_EQ(option.carrier, "None");
  EXPECT_EQ(option.location, quoted.location);
  EXPECT_EQ(option.subtotal, Amount{10});
  EXPECT_EQ(option.tax, Amount{2});
  EXPECT_THAT(option.covers, ElementsAre(session.lines[1].id));
}

struct SelectionRow {
  const char* rule;
  std::vector<RequestedSelection> selections;
  std::string chosen;
  std::vector<Field> invalid;
};

std::vector<SelectionRow> selection_rows() {
  const std::string standard = "digital:2 standard:0,1,3";
  return {
      {"nothing", {}, standard, {}},
      {"FU-07 a line item id",
       {{kShipping, "express", {line_id(1)}}},
       "digital:2 express:1 standard:0,3",
       {}},
      {"FU-07 an item id stands for all its lines",
       {{kShipping, "express", {"mug"}}},
       "digital:2 express:0,3 standard:1",
       {}},
      {"both kinds of id",
       {{kShipping, "express", {"desk", line_id(3)}}},
       "digital:2 express:1,3 standard:0",
       {}},
      {"no ids stand for all lines", {{kShipping, "express", {}}}, "digital:2 express:0,1,3", {}},
      {"no ids stand for all other lines",
       {{kPickedUp, "pickup", {"desk"}}, {kShipping, "express", {}}},
       "digital:2 express:0,3 pickup:1",
       {}},
      {"pickup where it is asked for",
       {{kPickedUp, "pickup", {"desk"}}},
       "digital:2 standard:0,3 pickup:1",
       {}},
      {"a file under shipping stays a file",
       {{kShipping, "express", {"mug", "ebook"}}},
       "digital:2 express:0,3 standard:1",
       {}},
      {"the same option twice",
       {{kShipping, "express", {"desk"}}, {kShipping, "express", {"desk", line_id(0)}}},
       "digital:2 express:0,1 standard:3",
       {}},
      {"FU-05 an option that is not offered",
       {{kShipping, "drone", {"mug"}}},
       standard,
       {Field(Member::selection_option, 0)}},
      {"FU-06 another type",
       {{kPickedUp, "express", {"mug"}}},
       standard,
       {Field(Member::selection_option, 0)}},
      {"FU-08 an unknown id",
       {{kShipping, "express", {"desk", "cap"}}},
       "digital:2 express:1 standard:0,3",
       {Field(Member::selection_line, 0, 1)}},
      {"FU-08 a line id of another session",
       {{kShipping, "express", {line_id(9)}}},
       standard,
       {Field(Member::selection_line, 0, 0)}},
      {"goods that the option cannot carry",
       {{kPickedUp, "pickup", {"mug"}}},
       standard,
       {Field(Member::selection_line, 0, 0)}},
      {"FU-08 a line in two selections",
       {{kShipping, "express", {"desk"}}, {kShipping, "standard", {line_id(0), "desk"}}},
       "digital:2 express:1 standard:0,3",
       {Field(Member::selection_line, 1, 1)}},
      {"FU-08 all lines in two selections",
       {{kShipping, "express", {}}, {kShipping, "standard", {}}},
       "digital:2 express:0,1,3",
       {Field(Member::selection_lines, 1)}},
  };
}

TEST(Selection, FollowsWhatTheAgentAskedFor) {
  for (const SelectionRow& row : selection_rows()) {
    const Session session = with_selections(row.selections);
    EXPECT_EQ(choices(session), row.chosen) << row.rule;
    std::vector<Told> told;
    for (const Field& field : row.invalid) {
      told.push_back({MessageType::error, MessageCode::invalid, field});
    }
    EXPECT_EQ(told_by(session), told) << row.rule;
    EXPECT_EQ(session.status,
              told.empty() ? Status::ready_for_payment : Status::not_ready_for_payment)
        << row.rule;
  }
}

TEST(Selection, RemembersByWhichIdsTheAgentNamesLines) {  // FU-07
  const struct {
    std::optional<std::vector<RequestedSelection>> selections;
    bool by_item;
  } rows[] = {
      {std::nullopt, false},
      {{{{kShipping, "express", {}}}}, false},
      {{{{kShipping, "express", {line_id(1)}}}}, false},
      {{{{kShipping, "express", {"mug"}}}}, true},
      {{{{kShipping, "express", {"mug"}}, {kPickedUp, "pickup", {"desk"}}}}, true},
      {{{{kShipping, "express", {"mug", line_id(1)}}}}, false},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(with_selections(row.selections).selected_by_item, row.by_item);
  }
  CountingIds ids;
  CreateCommand command = create_command(kItems);
  command.selected = {{kPickedUp, "pickup", {"desk"}}};
  const Session before = open_session(command, shop_quote(), ids).value();
  EXPECT_TRUE(updated(before, UpdateCommand{}, shop_quote(), ids).selected_by_item);
}

TEST(Selection, IsKeptAsLongAsItIsOffered) {
  CountingIds ids;
  CreateCommand command = create_command(kItems);
  command.selected = {{kShipping, "express", {line_id(0)}}, {kPickedUp, "pickup", {"desk"}}};
  const Session before = open_session(command, shop_quote(), ids).value();
  ASSERT_EQ(choices(before), "digital:2 express:0 standard:3 pickup:1");
  EXPECT_EQ(choices(updated(before, UpdateCommand{}, shop_quote(), ids)), choices(before));

  Quote without_express = shop_quote();
  without_express.options.erase(without_express.options.begin() + 1);
  const Session after = updated(before, UpdateCommand{}, without_express, ids);
  EXPECT_EQ(choices(after), "digital:2 standard:0,3 pickup:1");  // CU-10
  EXPECT_THAT(after.messages, IsEmpty());

  Quote nearer = shop_quote();
  nearer.options[1].covers = {1};
  EXPECT_EQ(choices(updated(before, UpdateCommand{}, nearer, ids)),
            "digital:2 standard:0,3 pickup:1");
}

TEST(Selection, StaysWithItsLineWhenOthersComeAndGo) {
  CountingIds ids;
  CreateCommand command = create_command(kItems);
  command.selected = {{kPickedUp, "pickup", {"desk"}}};
  const Session before = open_session(command, shop_quote(), ids).value();
  const Session after = updated(
      before, update_lines({{"mug", 1}, {"lamp", 1}, {"desk", 2}}),
      quote_of({physical_line(100), physical_line(30), physical_line(900)},
               {shipping("standard", 500, {0, 1, 2}), quoted_option(kPickedUp, "pickup", 0, {2})}),
      ids);
  EXPECT_EQ(choices(after), "standard:0,1 pickup:2");
}

TEST(Selection, AskedForAnewStandsBeforeTheOneOfBefore) {
  CountingIds ids;
  CreateCommand command = create_command(kItems);
  command.selected = {{kShipping, "express", {}}};
  const Session before = open_session(command, shop_quote(), ids).value();
  UpdateCommand update;
  update.selected = Patch<std::vector<RequestedSelection>>::of({{kShipping, "standard", {"desk"}}});
  EXPECT_EQ(choices(updated(before, update, shop_quote(), ids)),
            "digital:2 express:0,3 standard:1");
}

TEST(Selection, ThatWasInvalidDoesNotBlockTheNextVersion) {
  CountingIds ids;
  CreateCommand command = create_command(kItems);
  command.selected = {{kShipping, "drone", {}}};
  const Session before = open_session(command, shop_quote(), ids).value();
  ASSERT_EQ(before.status, Status::not_ready_for_payment);
  EXPECT_EQ(updated(before, UpdateCommand{}, shop_quote(), ids).status, Status::ready_for_payment);
}

TEST(Selection, IsChargedForTheOptionsThatWereChosen) {
  const Session session = with_selections(std::vector<RequestedSelection>{
      {kShipping, "express", {"mug"}}, {kPickedUp, "pickup", {"desk"}}});
  EXPECT_EQ(session.totals.fulfillment, Amount{1500});
}

}  // namespace
}  // namespace till::checkout
