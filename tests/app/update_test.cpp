// What an update asks for reaches the rules: choices, lines and where they stand.
#include <gtest/gtest.h>

#include "app/shop.h"

namespace till::app {
namespace {

using checkout::Field;
using checkout::Patch;
using checkout::RefusalCode;
using checkout::RequestedLine;
using checkout::RequestedSelection;

TEST(AnUpdate, ChoosesTheDeliveryItAsksFor) {
  Shop shop;
  const auto session = shop.created(cart({{"mug-blue", 1}}));
  checkout::UpdateCommand command;
  command.selected = Patch<std::vector<RequestedSelection>>::of(
      {{checkout::FulfillmentType::shipping, "express", {session->lines[0].id.text()}}});
  const auto updated = Shop::session_of(shop.update("u", session->id, command));
  ASSERT_EQ(updated->selected.size(), 1U);
  EXPECT_EQ(updated->selected[0].option_id, "express");
  EXPECT_EQ(updated->totals.fulfillment, Amount{1'500});
}

TEST(AnUpdate, RefusesAnUnknownItemWhereTheAgentWroteIt) {
  Shop shop;
  const auto session = shop.created(cart({{"mug-blue", 1}}));
  checkout::UpdateCommand command;
  command.lines = Patch<std::vector<RequestedLine>>::of(
      {{"mug-blue", 1, Field::spelled("a"), Field::spelled("b")},
       {"no-such-item", 1, Field::spelled("c"), Field::spelled("d")}});
  const auto reply = shop.update("u", session->id, command);
  EXPECT_EQ(Shop::code_of(reply), RefusalCode::item_not_found);
  EXPECT_EQ(std::get<checkout::Refusal>(reply.content).field, Field::spelled("c"));
  EXPECT_EQ(Shop::session_of(shop.get(session->id))->version, session->version);
}

}  // namespace
}  // namespace till::app
