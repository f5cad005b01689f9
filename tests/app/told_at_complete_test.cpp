// What a complete tells and is told: the buyer it names, the price it was shown, its key.
#include <gtest/gtest.h>

#include "app/shop.h"

namespace till::app {
namespace {

using checkout::Member;
using checkout::MessageCode;
using checkout::RefusalCode;
using checkout::Status;

TEST(WhatACompleteTells, OfTheBuyerIsKeptWithThePurchase) {
  Shop shop;
  auto asked = cart({{"mug-blue", 1}});
  asked.buyer.emplace().email = "ann@example.com";
  const auto session = shop.created(asked);
  auto command = shop.payment(shop.token_for(*session));
  command.buyer.emplace().email = "bo@example.com";
  command.buyer->first_name = "Bo";
  command.buyer->phone_number = "+14155550100";
  command.order_notes = "Ring twice.";
  const auto reply =
      shop.run(by_agent(shop.service).complete(shop.context("k", "b"), session->id, command));
  const auto done = Shop::session_of(reply);
  EXPECT_EQ(done->status, Status::completed);
  EXPECT_EQ(done->buyer, command.buyer);
  EXPECT_EQ(done->order->notes, "Ring twice.");
  EXPECT_EQ(shop.gateway.requests.at(0).receipt_email, "bo@example.com");
}

TEST(WhatACompleteTells, LeavesTheBuyerOfBeforeWhenItNamesNone) {
  Shop shop;
  auto asked = cart({{"mug-blue", 1}});
  asked.buyer.emplace().email = "ann@example.com";
  const auto session = shop.created(asked);
  const auto done = Shop::session_of(shop.complete("k", session->id, shop.token_for(*session)));
  EXPECT_EQ(done->buyer, asked.buyer);
}

TEST(APriceThatFell, IsShownBeforeAnythingIsCharged) {  // CO-15
  Shop shop;
  const auto session = shop.created(cart({{"mug-blue", 1}}));
  commerce::Catalog cheaper = shop.catalog;
  cheaper.items.front().unit_amount = commerce::Prices::of({{"usd", Amount{1000}}});
  shop.commerce.replace(cheaper);
  const auto token = shop.token_for(*session);
  const auto changed = Shop::session_of(shop.complete("k", session->id, token));
  EXPECT_EQ(changed->status, Status::ready_for_payment);
  ASSERT_EQ(changed->messages.size(), 1U);
  EXPECT_EQ(changed->messages.front().code, MessageCode::price_change);
  EXPECT_LT(changed->totals.total.minor, session->totals.total.minor);
  EXPECT_EQ(shop.gateway.calls, 0);
  const auto paid = Shop::session_of(shop.complete("k2", session->id, token));
  EXPECT_EQ(paid->status, Status::completed);
  EXPECT_EQ(shop.gateway.amounts, std::vector<Amount>{changed->totals.total});
}

TEST(AKeyThatIsPaying, IsRefusedForGoodWithAnotherBody) {  // ID-12, ID-13
  Shop shop;
  const auto session = shop.created(cart({{"mug-blue", 1}}));
  const auto token = shop.token_for(*session);
  shop.gateway.silent = true;
  shop.complete("k", session->id, token);
  const auto again = [&](const std::string& body) {
    return Shop::code_of(
        shop.run(by_agent(shop.service)
                     .complete(shop.context("k", body), session->id, shop.payment(token))));
  };
  EXPECT_EQ(again(token), RefusalCode::idempotency_in_flight);
  EXPECT_EQ(again("another body"), RefusalCode::idempotency_conflict);
}

// Its own answer would find no place any more, and the money no order.
TEST(AKeyThatIsPaying, KeepsNoRefusalOfABodyThatCannotBeRead) {
  Shop shop;
  const auto session = shop.created(cart({{"mug-blue", 1}}));
  const auto token = shop.token_for(*session);
  shop.gateway.silent = true;
  shop.complete("k", session->id, token);
  const auto broken =
      shop.run(by_agent(shop.service)
                   .complete(shop.context("k", "another body"), session->id,
                             refused(checkout::Refusal{RefusalCode::invalid, {}, {}})));
  EXPECT_EQ(Shop::code_of(broken), RefusalCode::idempotency_conflict);
  shop.gateway.silent = false;
  EXPECT_TRUE(shop.run(shop.service.settle(shop.open_attempts().at(0), shop.executor)));
  const auto paid = Shop::session_of(shop.complete("k", session->id, token));
  EXPECT_EQ(paid->status, Status::completed);
}

// As an earlier version may have left it.
TEST(AKeyThatIsPaying, WhoseAnswerIsAnotherLeavesTheOrderToItsPayment) {
  Shop shop;
  const auto session = shop.created(cart({{"mug-blue", 1}}));
  const auto token = shop.token_for(*session);
  shop.gateway.silent = true;
  shop.complete("k", session->id, token);
  Changeset lost;
  lost.idempotency =
      IdempotencyRecord{shop.context("k", token).idempotency_scope, sha256("another body"),
                        DialectId::acp_2026_04_17, checkout::Refusal{}, shop.clock.now()};
  EXPECT_EQ(shop.run(shop.store.commit(std::move(lost), shop.executor)), CommitOutcome::committed);
  shop.gateway.silent = false;
  EXPECT_TRUE(shop.run(shop.service.settle(shop.open_attempts().at(0), shop.executor)));
  EXPECT_TRUE(Shop::session_of(shop.get(session->id))->order.has_value());
}

// What a retry may overcome is decided anew under the same key (ID-15).
TEST(AKey, ThatWasRefusedWhileAnApprovalWasPendingIsDecidedAnew) {
  Shop shop;
  const auto session = shop.created(cart({{"mug-blue", 1}}));
  const auto token = shop.token_for(*session);
  auto command = shop.payment(token);
  command.approval_required = true;
  shop.run(by_agent(shop.service).complete(shop.context("ask", "b"), session->id, command));
  EXPECT_EQ(Shop::code_of(shop.complete("k", session->id, token)), RefusalCode::approval_pending);
  EXPECT_EQ(Shop::code_of(shop.update("u", session->id, {})), RefusalCode::approval_pending);
  shop.run(shop.service.deny(session->id, shop.executor));
  EXPECT_EQ(Shop::session_of(shop.update("u", session->id, {}))->status, Status::ready_for_payment);
  EXPECT_EQ(Shop::session_of(shop.complete("k", session->id, token))->status, Status::completed);
}

TEST(AKey, ThatWasRefusedWhileAPaymentWasUnderWayIsDecidedAnew) {
  Shop shop;
  const auto session = shop.created(cart({{"mug-blue", 1}}));
  const auto token = shop.token_for(*session);
  shop.gateway.silent = true;
  shop.complete("k", session->id, token);
  EXPECT_EQ(Shop::code_of(shop.complete("k2", session->id, token)),
            RefusalCode::payment_in_progress);
  shop.gateway.silent = false;
  EXPECT_TRUE(shop.run(shop.service.settle(shop.open_attempts().at(0), shop.executor)));
  const auto anew = Shop::session_of(shop.complete("k2", session->id, token));
  EXPECT_EQ(anew->status, Status::completed);
}

TEST(TwoAttempts, WithOneTokenAreTwoChargesAtTheProvider) {
  Shop shop;
  const auto session = shop.created(cart({{"mug-blue", 1}}));
  const auto token = shop.token_for(*session);
  shop.gateway.refuses = true;
  shop.complete("k", session->id, token);
  shop.gateway.refuses = false;
  EXPECT_EQ(Shop::session_of(shop.complete("k2", session->id, token))->status, Status::completed);
  ASSERT_EQ(shop.gateway.keys.size(), 2U);
  EXPECT_NE(shop.gateway.keys[0], shop.gateway.keys[1]);
}

TEST(ADeliveryThatIsGone, IsShownBeforeAnythingIsChargedThoughTheOtherCostsTheSame) {  // CO-15
  for (const bool moved : {true, false}) {
    Shop shop;
    auto asked = cart({{"desk-oak", 1}});
    asked.selected = {{{checkout::FulfillmentType::pickup, "pickup-store", {}}}};
    const auto session = shop.created(asked);
    const auto token = shop.token_for(*session);
    commerce::Catalog other = shop.catalog;
    if (moved) {
      other.pickup[0].location.address.line_one = "2 New St";
    } else {
      other.pickup[0].id = "pickup-elsewhere";
      other.shipping.clear();
      other.local_delivery.clear();
    }
    shop.commerce.replace(other);
    const auto changed = Shop::session_of(shop.complete("k", session->id, token));
    EXPECT_EQ(changed->totals, session->totals);
    EXPECT_EQ(changed->status, Status::ready_for_payment);
    ASSERT_EQ(changed->messages.size(), 1U);
    EXPECT_EQ(changed->messages.front().field, Member::selections);
    EXPECT_EQ(shop.gateway.calls, 0);
    const auto paid = Shop::session_of(shop.complete("k2", session->id, token));
    EXPECT_EQ(paid->status, Status::completed);
    EXPECT_EQ(paid->order->lines[0].pickup->address, other.pickup[0].location.address);
  }
}

}  // namespace
}  // namespace till::app
