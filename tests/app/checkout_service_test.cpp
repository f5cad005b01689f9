#include "app/checkout_service.h"

#include <gtest/gtest.h>

#include "app/shop.h"

namespace till::app {
namespace {

using checkout::Field;
using checkout::Member;
using checkout::RefusalCode;
using checkout::Status;

TEST(Create, AnswersTheFirstVersionAndHoldsItsStock) {
  Shop shop;
  const auto session = shop.created(cart({{"mug-blue", 2}}));
  EXPECT_EQ(session->version, 1U);
  EXPECT_EQ(session->status, Status::ready_for_payment);
  EXPECT_EQ(shop.available("mug-blue"), 999'998);
}

TEST(Create, RefusesAnUnknownItemWithItsParam) {
  Shop shop;
  const auto reply = shop.create("k", cart({{"mug-blue", 1}, {"no-such-item", 1}}));
  const auto& refusal = std::get<checkout::Refusal>(reply.content);
  EXPECT_EQ(refusal.code, RefusalCode::item_not_found);
  EXPECT_EQ(refusal.field, Field(Member::line_id, 1));
}

TEST(Create, RefusesAnAmountThatCannotBeStated) {
  Shop shop;
  const auto reply = shop.create("k", cart({{"desk-oak", 999'999'999'999}}));
  const auto& refusal = std::get<checkout::Refusal>(reply.content);
  EXPECT_EQ(refusal.code, RefusalCode::amount_too_large);
  EXPECT_EQ(refusal.field, Field(Member::line_quantity, 0));
}

TEST(Idempotency, GivesTheFirstAnswerAgainWithoutItsEffects) {  // ID-10, ID-11
  Shop shop;
  const auto first = shop.create("k", cart({{"poster-limited", 2}}));
  const auto again = shop.create("k", cart({{"poster-limited", 2}}));
  EXPECT_FALSE(first.replayed);
  EXPECT_TRUE(again.replayed);
  EXPECT_EQ(*Shop::session_of(first), *Shop::session_of(again));
  EXPECT_EQ(std::get<SessionReply>(again.content).success, Success::created);
  EXPECT_EQ(shop.available("poster-limited"), 1);
}

TEST(Idempotency, RefusesAnotherBodyUnderTheSameKey) {  // ID-12
  Shop shop;
  shop.create("k", cart({{"mug-blue", 1}}));
  const auto reply = shop.run(
      by_agent(shop.service).create(shop.context("k", "another body"), cart({{"mug-blue", 2}})));
  EXPECT_EQ(Shop::code_of(reply), RefusalCode::idempotency_conflict);
}

TEST(Idempotency, KeepsARefusalUnderItsKey) {  // ID-15
  Shop shop;
  shop.create("k", cart({{"no-such-item", 1}}));
  const auto again = shop.create("k", cart({{"mug-blue", 1}}));
  EXPECT_TRUE(again.replayed);
  EXPECT_EQ(Shop::code_of(again), RefusalCode::item_not_found);
}

TEST(Idempotency, AnUpdateIsReplayedAsItWasThoughTheSessionMovedOn) {  // ID-18
  Shop shop;
  const auto session = shop.created(cart({{"mug-blue", 1}}));
  checkout::UpdateCommand to_ny, to_or;
  to_ny.fulfillment_details.kind = checkout::Patch<checkout::FulfillmentDetails>::Kind::given;
  to_ny.fulfillment_details.value.address = address_in("NY");
  to_or = to_ny;
  to_or.fulfillment_details.value.address = address_in("OR");
  const auto first = Shop::session_of(shop.update("u1", session->id, to_ny));
  shop.update("u2", session->id, to_or);
  const auto again = shop.update("u1", session->id, to_ny);
  EXPECT_TRUE(again.replayed);
  EXPECT_EQ(*Shop::session_of(again), *first);
  EXPECT_EQ(first->totals.tax.minor, 129);  // 1450 * 8.875 %
}

TEST(Get, HidesASessionFromEveryOtherAgent) {  // EP-09
  Shop shop;
  const auto session = shop.created(cart({{"mug-blue", 1}}));
  EXPECT_EQ(Shop::session_of(shop.get(session->id))->id, session->id);
  EXPECT_EQ(Shop::code_of(shop.get(session->id, "agent-b")), RefusalCode::not_found);
  const auto stolen = shop.run(
      by_agent(shop.service)
          .cancel(shop.context("c", "", "agent-b"), session->id, checkout::CancelCommand{}));
  EXPECT_EQ(Shop::code_of(stolen), RefusalCode::not_found);
}

TEST(Cancel, GivesTheStockBackOnceAndIsOver) {  // EP-05, ID-25
  Shop shop;
  const auto session = shop.created(cart({{"poster-limited", 3}}));
  EXPECT_EQ(Shop::session_of(shop.cancel("c1", session->id))->status, Status::canceled);
  EXPECT_EQ(shop.available("poster-limited"), 3);
  EXPECT_TRUE(shop.cancel("c1", session->id).replayed);
  EXPECT_EQ(Shop::code_of(shop.cancel("c2", session->id)), RefusalCode::session_over);
  EXPECT_EQ(shop.available("poster-limited"), 3);
}

TEST(Update, ASmallerQuantityGivesStockBackAndItsOwnHoldNeverBlocksIt) {
  Shop shop;
  const auto session = shop.created(cart({{"poster-limited", 3}}));
  checkout::UpdateCommand change;
  change.lines.kind = checkout::Patch<std::vector<checkout::RequestedLine>>::Kind::given;
  change.lines.value = cart({{"poster-limited", 3}}).lines;
  EXPECT_EQ(Shop::session_of(shop.update("u1", session->id, change))->status,
            Status::ready_for_payment);
  change.lines.value = cart({{"poster-limited", 1}}).lines;
  EXPECT_EQ(Shop::session_of(shop.update("u2", session->id, change))->status,
            Status::ready_for_payment);
  EXPECT_EQ(shop.available("poster-limited"), 2);
}

TEST(Expiry, GivesTheStockBackAndRefusesChanges) {  // ST-15
  Shop shop;
  const auto session = shop.created(cart({{"poster-limited", 2}}));
  shop.clock.advance(Milliseconds(6 * 3600 * 1000));
  EXPECT_EQ(Shop::session_of(shop.get(session->id))->status, Status::expired);
  EXPECT_EQ(Shop::code_of(shop.cancel("c", session->id)), RefusalCode::session_over);
  const auto due =
      shop.run(shop.memory.lease_deadlines(shop.clock.now(), Milliseconds(0), 10, shop.executor));
  ASSERT_EQ(due->size(), 1U);
  EXPECT_TRUE(shop.run(shop.service.expire(due->front(), shop.executor)));
  EXPECT_EQ(shop.available("poster-limited"), 3);
  EXPECT_TRUE(
      shop.run(shop.memory.lease_deadlines(shop.clock.now(), Milliseconds(0), 10, shop.executor))
          ->empty());
}

// Takes a piece away between every quote and its commit, as a hurried rival would.
class RacingCommerce final : public Commerce {
 public:
  RacingCommerce(Commerce& inner, Store& store, int rivals)
      : inner_(inner), store_(store), rivals_(rivals) {}
  Task<checkout::QuoteResult> quote(const checkout::QuoteRequest& request,
                                    Executor& executor) override {
    auto quoted = co_await inner_.quote(request, executor);
    if (rivals_-- > 0) {
      Changeset theft;
      theft.stock.push_back({"poster-limited", 1});
      co_await store_.commit(std::move(theft), executor);
    }
    co_return quoted;
  }

 private:
  Commerce& inner_;
  Store& store_;
  int rivals_;
};

TEST(Create, DecidesAgainWhenTheStockWentMeanwhile) {
  Shop shop;
  RacingCommerce racing(shop.commerce, shop.memory, 2);
  CheckoutService service({shop.store, racing, shop.gateway, shop.clock, shop.ids, shop.events,
                           shop.observer, shop.profile, nullptr, [](const OutboxEvent&) {}});
  const auto reply =
      shop.run(by_agent(service).create(shop.context("k", "b"), cart({{"poster-limited", 3}})));
  const auto session = Shop::session_of(reply);
  EXPECT_EQ(session->status, Status::not_ready_for_payment);
  EXPECT_TRUE(session->holds.empty());
  EXPECT_EQ(shop.available("poster-limited"), 1);
}

// So that it can be written again as it was.
TEST(Replies, NameTheDialectInWhichTheyWereGivenFirst) {
  constexpr DialectId kOther{2};
  Shop shop;
  const auto in_other = [&shop](const std::string& key, const std::string& body) {
    auto context = shop.context(key, body);
    context.dialect = kOther;
    return context;
  };
  const auto mugs = cart({{"mug-blue", 2}});
  const auto first = shop.run(by_agent(shop.service).create(in_other("k", "k-body"), mugs));
  EXPECT_EQ(first.dialect, std::nullopt) << "it is given in that of the request";
  EXPECT_EQ(shop.create("k", mugs).dialect, kOther);
  const auto refused = cart({{"unknown", 1}});
  shop.run(by_agent(shop.service).create(in_other("r", "r-body"), refused));
  EXPECT_EQ(shop.create("r", refused).dialect, kOther);
  EXPECT_EQ(shop.create("acp", mugs).dialect, std::nullopt);
  EXPECT_EQ(shop.create("acp", mugs).dialect, DialectId::acp_2026_04_17);
}

TEST(Replies, OfACompleteThatIsSettledLaterNameTheDialectInWhichItBegan) {
  constexpr DialectId kOther{2};
  Shop shop;
  const auto session = shop.created(cart({{"mug-blue", 2}}));
  const auto token = shop.token_for(*session);
  auto context = shop.context("pay", token);
  context.dialect = kOther;
  shop.gateway.silent = true;
  shop.run(by_agent(shop.service).complete(context, session->id, shop.payment(token)));
  shop.gateway.silent = false;
  for (const auto& attempt : shop.open_attempts()) {
    EXPECT_TRUE(shop.run(shop.service.settle(attempt, shop.executor)));
  }
  const auto settled = shop.complete("pay", session->id, token);
  EXPECT_TRUE(settled.replayed);
  EXPECT_EQ(settled.dialect, kOther);
}

}  // namespace
}  // namespace till::app
