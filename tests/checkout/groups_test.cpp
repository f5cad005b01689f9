// Fulfilment groups bind the choices of their lines, and what each choice costs (FU-08, FU-11).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "builders.h"
#include "checkout/order_rules.h"

namespace till::checkout {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

FulfillmentGroup group_of(std::string id, FulfillmentType type, std::vector<std::string> items,
                          std::optional<Address> to = std::nullopt) {
  FulfillmentGroup group;
  group.id = std::move(id);
  group.item_ids = std::move(items);
  group.destination_type = type;
  if (to) group.fulfillment_details = to_address(*std::move(to));
  return group;
}

// A desk and a mug. Both ship, to the session's address or to the one of group g; the desk is also
// picked up in two places or brought in a van.
Quote two_lines() {
  return quote_of({physical_line(5000), physical_line(1000)},
                  {shipping("standard", 500, {0, 1}), shipping("express", 1500, {0, 1}),
                   quoted_option(FulfillmentType::local_delivery, "van", 2000, {0}, 145),
                   quoted_option(FulfillmentType::pickup, "north", 0, {0}),
                   quoted_option(FulfillmentType::pickup, "south", 100, {0})});
}

CreateCommand desk_and_mug(std::vector<FulfillmentGroup> groups) {
  CreateCommand command = create_command({{"desk", 1}, {"mug", 1}});
  command.groups = std::move(groups);
  return command;
}

TEST(Groups, DecideTheWayAndThePriceOfTheirLines) {
  auto south = group_of("g", FulfillmentType::pickup, {"desk"});
  south.location_id = "south";
  const struct {
    std::vector<FulfillmentGroup> groups;
    const char* choices;
    std::int64_t fulfillment, tax;
  } rows[] = {
      {{}, "standard:0,1", 500, 0},
      {{group_of("g", FulfillmentType::shipping, {"desk"})}, "standard:0,1", 500, 0},
      {{group_of("g", FulfillmentType::pickup, {"desk"})}, "standard:1 north:0", 500, 0},
      {{south}, "standard:1 south:0", 600, 0},
      {{group_of("g", FulfillmentType::local_delivery, {"desk"})}, "standard:1 van:0", 2500, 145},
  };
  for (const auto& row : rows) {
    const Session session = open_session(desk_and_mug(row.groups), two_lines());
    EXPECT_EQ(choices(session), row.choices);
    EXPECT_EQ(session.totals.fulfillment.minor, row.fulfillment) << row.choices;
    EXPECT_EQ(session.totals.tax.minor, row.tax) << row.choices;
    EXPECT_EQ(session.totals.total.minor, 6000 + row.fulfillment + row.tax) << row.choices;
    EXPECT_EQ(session.status, Status::ready_for_payment) << row.choices;
  }
}

TEST(Groups, NameAPlaceOnlyWhereThereArePlaces) {
  auto shipped = group_of("g", FulfillmentType::shipping, {"desk"});
  shipped.location_id = "south";
  EXPECT_THAT(told_by(open_session(desk_and_mug({shipped}), two_lines())), IsEmpty());
  auto brought = group_of("g", FulfillmentType::local_delivery, {"desk"}, address_in());
  brought.location_id = "van";
  const Quote quote = quote_of({physical_line(5000), physical_line(1000)},
                               {shipping("standard", 500, {1}),
                                quoted_option(FulfillmentType::local_delivery, "van@g", 9, {0})});
  EXPECT_EQ(choices(open_session(desk_and_mug({brought}), quote)), "standard:1 van@g:0");
}

TEST(Groups, TellWhatTheyCannotBe) {
  auto elsewhere = group_of("g", FulfillmentType::pickup, {"desk"});
  elsewhere.location_id = "west";
  const auto told = [](MessageCode code, Field field) {
    return Told{MessageType::error, code, std::move(field)};
  };
  const struct {
    std::vector<FulfillmentGroup> groups;
    std::vector<Told> messages;
  } rows[] = {
      {{group_of("g", FulfillmentType::shipping, {"desk", "chair"})},
       {told(MessageCode::invalid, Field(Member::group_line, 0, 1))}},
      {{group_of("g", FulfillmentType::shipping, {"mug"}),
        group_of("h", FulfillmentType::shipping, {"desk", "mug"})},
       {told(MessageCode::invalid, Field(Member::group_line, 1, 1))}},
      {{group_of("g", FulfillmentType::pickup, {"mug"})},
       {told(MessageCode::unsupported, Field(Member::line, 1))}},
      {{elsewhere},
       {told(MessageCode::invalid, Field(Member::group_place, 0)),
        told(MessageCode::unsupported, Field(Member::line, 0))}},
  };
  for (const auto& row : rows) {
    const Session session = open_session(desk_and_mug(row.groups), two_lines());
    EXPECT_EQ(told_by(session), row.messages);
    EXPECT_EQ(session.status, Status::not_ready_for_payment);
  }
}

TEST(Groups, BindTheChoicesAsked) {
  auto command = desk_and_mug({group_of("g", FulfillmentType::pickup, {"desk"})});
  command.selected = {{FulfillmentType::shipping, "express", {"desk"}},
                      {FulfillmentType::shipping, "express", {"mug"}}};
  const Session refused = open_session(command, two_lines());
  EXPECT_EQ(choices(refused), "express:1 north:0");
  EXPECT_THAT(told_by(refused), ElementsAre(Told{MessageType::error, MessageCode::invalid,
                                                 Field(Member::selection_line, 0, 0)}));
  command.selected = {{FulfillmentType::pickup, "south", {"desk"}},
                      {FulfillmentType::shipping, "express", {"mug"}}};
  EXPECT_EQ(choices(open_session(command, two_lines())), "express:1 south:0");
}

TEST(Groups, ShipToTheirOwnAddressAsAShipmentOfItsOwn) {
  const Quote quote = quote_of({physical_line(5000), physical_line(1000)},
                               {shipping("standard", 500, {0}), shipping("standard@g", 500, {1}),
                                shipping("express@g", 1500, {1})});
  auto command = desk_and_mug({group_of("g", FulfillmentType::shipping, {"mug"}, address_in())});
  const Session session = open_session(command, quote);
  EXPECT_EQ(choices(session), "standard:0 standard@g:1");
  EXPECT_EQ(session.totals.fulfillment.minor, 1000);
  command.selected = {{FulfillmentType::shipping, "standard", {"desk", "mug"}}};
  EXPECT_EQ(choices(open_session(command, quote)), "standard:0 standard@g:1") << "named plainly";
  command.selected = {{FulfillmentType::shipping, "express@g", {"mug"}}};
  EXPECT_EQ(choices(open_session(command, quote)), "standard:0 express@g:1");
}

TEST(Groups, NeedTheSessionsAddressOnlyForLinesThatGoThere) {  // FU-09
  const auto told = [](std::vector<FulfillmentGroup> groups, const Quote& quote) {
    auto command = desk_and_mug(std::move(groups));
    command.fulfillment_details.reset();
    return told_by(open_session(command, quote));
  };
  const auto missing = Told{MessageType::error, MessageCode::missing, Member::address};
  const Quote none = quote_of({physical_line(5000), physical_line(1000)});
  const Quote picked_up = quote_of({physical_line(5000), physical_line(1000)},
                                   {quoted_option(FulfillmentType::pickup, "north", 0, {0, 1})});
  EXPECT_THAT(told({}, none), ElementsAre(missing));
  EXPECT_THAT(told({group_of("g", FulfillmentType::shipping, {"desk", "mug"})}, none),
              ElementsAre(missing));
  EXPECT_THAT(told({group_of("g", FulfillmentType::pickup, {"desk"})}, picked_up),
              ElementsAre(missing));
  EXPECT_THAT(told({group_of("g", FulfillmentType::pickup, {"desk", "mug"})}, picked_up),
              IsEmpty());
}

TEST(Groups, SayWhichAddressIsNotServed) {  // FU-12
  Quote quote =
      quote_of({physical_line(5000), physical_line(1000)}, {shipping("standard", 500, {0})});
  quote.lines[1].unserved = Unserved::country;
  const Session session = open_session(
      desk_and_mug({group_of("g", FulfillmentType::shipping, {"mug"}, address_in("", "BR"))}),
      quote);
  EXPECT_THAT(told_by(session), ElementsAre(Told{MessageType::error, MessageCode::region_restricted,
                                                 Field(Member::group_country, 0)}));
}

TEST(Groups, AreAskedOfTheShopWithTheirAddressAndPlace) {
  auto group = group_of("g", FulfillmentType::local_delivery, {"mug"}, address_in("NY"));
  group.location_id = "van";
  CountingIds ids;
  const QuoteRequest request = quote_request(
      begin_session(desk_and_mug({group}), "agent", kLifetime, {kNow, ids}), true, kNow);
  ASSERT_EQ(request.groups.size(), 1U);
  EXPECT_EQ(request.groups[0].ship_to, address_in("NY"));
  EXPECT_EQ(request.groups[0].location_id, "van");
  EXPECT_EQ(request.groups[0].type, FulfillmentType::local_delivery);
  EXPECT_FALSE(request.lines[0].group);
  EXPECT_EQ(request.lines[1].group, 0U);
}

TEST(Groups, LeaveToTheirAddressesOnceSold) {
  const Quote quote = quote_of({physical_line(5000), physical_line(1000)},
                               {shipping("standard", 500, {0}), shipping("standard@g", 500, {1})});
  const Session ready = open_session(
      desk_and_mug({group_of("g", FulfillmentType::shipping, {"mug"}, address_in("NY"))}), quote);
  const Session paying = begin_payment(ready, open_payment(), kNow);
  const Session sold = complete_paid(paying, OrderId{}, "https://shop.example", {"ch_1"}, kNow);
  CountingIds ids;
  const auto shipped = change_order(*sold.order, ShipOrder{}, {kNow, ids});
  ASSERT_TRUE(shipped.has_value());
  ASSERT_EQ(shipped->order.fulfillments.size(), 2U);
  EXPECT_EQ(shipped->order.fulfillments[0].destination, address_in("CA"));
  EXPECT_EQ(shipped->order.fulfillments[1].destination, address_in("NY"));
}

}  // namespace
}  // namespace till::checkout
