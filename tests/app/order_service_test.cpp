// An order after its sale: decided, committed, told, and money given back as a saga (A22, A23).
#include "app/order_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/background.h"
#include "app/faulty_store.h"
#include "app/shop.h"
#include "wire/acp/order_json.h"

namespace till::app {
namespace {

using checkout::AdjustmentStatus;
using checkout::OrderCommand;
using checkout::OrderRefusalCode;
using checkout::OrderStatus;
using checkout::RefusalCode;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

struct Sold : Shop {
  explicit Sold(std::function<std::unique_ptr<Store>(Store&)> wrap = nullptr,
                const char* card = "4242424242424242")
      : Shop(std::move(wrap)) {
    const auto session = created(cart({{"poster-limited", 2}, {"ebook-acp", 1}}));
    complete("complete", session->id, token_for(*session, card));
    if (!open_attempts().empty()) settle_all();
    sold = session_of(get(session->id))->order.value();
    announced.clear();
  }
  void settle_all() {
    for (PaymentAttempt& attempt : open_attempts()) run(service.settle(attempt, executor));
  }
  OrderAnswer change(const OrderCommand& command, std::optional<OperatorKey> key = {}) {
    return run(orders.change(sold.id, command, key, executor));
  }
  checkout::Order now() { return run(memory.order(sold.id, executor)).value().value(); }

  checkout::Order sold;
};

OperatorKey key_of(const std::string& key, const std::string& body = "body") {
  return {sha256(key), sha256(body)};
}

const checkout::Order& order_in(const OrderAnswer& answer) {
  if (!std::holds_alternative<OrderReply>(answer)) throw std::logic_error("refused");
  return std::get<OrderReply>(answer).order;
}

OrderRefusalCode refusal_in(const OrderAnswer& answer) {
  return std::get<checkout::OrderRefusal>(answer).code;
}

RefusalCode fault_in(const OrderAnswer& answer) { return std::get<checkout::Refusal>(answer).code; }

TEST(Orders, AreShownToTheAgentThatBought) {
  Sold shop;
  EXPECT_EQ(order_in(shop.run(shop.orders.get(shop.sold.id, "agent-a", shop.executor))), shop.sold);
  EXPECT_EQ(order_in(shop.run(shop.orders.get(shop.sold.id, {}, shop.executor))), shop.sold);
  EXPECT_EQ(fault_in(shop.run(shop.orders.get(shop.sold.id, "agent-b", shop.executor))),
            RefusalCode::not_found);
  EXPECT_EQ(fault_in(shop.run(shop.orders.get(OrderId{}, "agent-a", shop.executor))),
            RefusalCode::not_found);
}

TEST(Orders, TellTheirAgentOfEachChangeOnce) {  // WH-03, WH-04
  Sold shop;
  const std::vector<OrderCommand> commands{
      checkout::HoldOrder{}, checkout::ApproveOrder{}, checkout::RefundOrder{Amount{100}, {}},
      checkout::ShipOrder{}, checkout::DeliverOrder{}, checkout::RefundOrder{}};
  for (const OrderCommand& command : commands) {
    const std::size_t before = shop.announced.size();
    const auto order = order_in(shop.change(command));
    ASSERT_THAT(shop.announced, SizeIs(before + 1));
    const OutboxEvent& event = shop.announced.back();
    EXPECT_EQ(event.type, EventType::order_update);
    EXPECT_EQ(event.agent, "agent-a");
    EXPECT_EQ(event.body, wire::acp::order_event_body(EventType::order_update, order));
    EXPECT_TRUE(shop.run(shop.memory.event(event.id, shop.executor)).value().has_value());
    EXPECT_EQ(shop.now(), order);
  }
}

TEST(Orders, AreSeenChangedOnTheirSessionToo) {
  Sold shop;
  shop.change(checkout::ShipOrder{});
  const auto session = Shop::session_of(shop.get(shop.sold.checkout_session_id));
  EXPECT_EQ(session->order->status, OrderStatus::shipped);
  EXPECT_EQ(session->status, checkout::Status::completed);
}

TEST(Orders, ThatAreRefusedChangeNothingAndTellNobody) {
  Sold shop;
  shop.change(checkout::ShipOrder{});
  shop.announced.clear();
  const auto before = shop.now();
  EXPECT_EQ(refusal_in(shop.change(checkout::CancelOrder{})),
            OrderRefusalCode::order_already_shipped);
  EXPECT_EQ(shop.now(), before);
  EXPECT_THAT(shop.announced, IsEmpty());
  EXPECT_EQ(
      fault_in(shop.run(shop.orders.change(OrderId{}, checkout::ShipOrder{}, {}, shop.executor))),
      RefusalCode::not_found);
}

TEST(CancelingAnOrder, GivesTheMoneyBackAndTheGoodsToTheShelf) {
  Sold shop;
  EXPECT_EQ(shop.available("poster-limited"), 1);
  const auto order = order_in(shop.change(checkout::CancelOrder{}));
  EXPECT_EQ(order.status, OrderStatus::canceled);
  EXPECT_EQ(checkout::amount_refunded(order), order.totals.total);
  EXPECT_EQ(shop.available("poster-limited"), 3);
  EXPECT_THAT(shop.announced, SizeIs(1));
  EXPECT_THAT(shop.announced.back().body, HasSubstr("\"amount_refunded\""));
}

TEST(RefundingAnOrder, AsksTheGatewayOfItsChargeUnderAKeyOfItsOwn) {
  Sold shop;
  shop.change(checkout::RefundOrder{Amount{100}, {}});
  shop.change(checkout::RefundOrder{Amount{200}, {}});
  ASSERT_THAT(shop.gateway.refunds, SizeIs(2));
  EXPECT_EQ(shop.gateway.refunds[0].charge, shop.sold.payment_reference);
  EXPECT_EQ(shop.gateway.refunds[0].amount, Amount{100});
  EXPECT_EQ(shop.gateway.refunds[0].currency, "usd");
  EXPECT_EQ(shop.gateway.refunds[1].amount, Amount{200});
  EXPECT_NE(shop.gateway.refunds[0].gateway_key, shop.gateway.refunds[1].gateway_key);
  EXPECT_THAT(shop.open_attempts(), IsEmpty());
}

TEST(ARefundInDoubt, IsNeitherDoneNorRefusedUntilItIsTakenUpAgain) {
  Sold shop;
  shop.gateway.silent = true;
  const auto answer = shop.change(checkout::RefundOrder{Amount{100}, {}});
  const auto pending = order_in(answer);
  EXPECT_TRUE(std::get<OrderReply>(answer).refund_under_way);
  EXPECT_EQ(pending.adjustments.at(0).status, AdjustmentStatus::pending);
  EXPECT_EQ(checkout::amount_refunded(pending), Amount{0});
  EXPECT_THAT(shop.announced, IsEmpty());
  ASSERT_THAT(shop.open_attempts(), SizeIs(1));
  EXPECT_FALSE(shop.run(shop.orders.settle(shop.open_attempts().at(0))));

  NoLog log;
  Background background(
      {shop.service, shop.orders, shop.store, shop.store, shop.store, shop.clock, log}, {},
      shop.executor);
  shop.gateway.silent = false;
  shop.clock.advance(Milliseconds(60'000));
  background.settle_due();
  shop.executor.run_all();
  EXPECT_EQ(shop.now().adjustments.at(0).status, AdjustmentStatus::completed);
  EXPECT_THAT(shop.announced, SizeIs(1));
  EXPECT_THAT(shop.open_attempts(), IsEmpty());
  for (const ChargeStep& request : shop.gateway.refunds) {
    EXPECT_EQ(request.gateway_key, shop.gateway.refunds.front().gateway_key);
  }
}

TEST(ARefundInDoubt, IsSettledOnceByWhoeverComesFirst) {
  Sold shop;
  shop.gateway.silent = true;
  shop.change(checkout::RefundOrder{Amount{100}, {}});
  const PaymentAttempt attempt = shop.open_attempts().at(0);
  shop.gateway.silent = false;
  EXPECT_TRUE(shop.run(shop.orders.settle(attempt)));
  EXPECT_TRUE(shop.run(shop.orders.settle(attempt)));
  EXPECT_EQ(checkout::amount_refunded(shop.now()), Amount{100});
  EXPECT_THAT(shop.announced, SizeIs(1));
}

TEST(ARefundInDoubt, LetsNoOtherTakeTheSameMoney) {
  Sold shop;
  shop.gateway.silent = true;
  shop.change(checkout::RefundOrder{});
  shop.gateway.silent = false;
  EXPECT_EQ(refusal_in(shop.change(checkout::RefundOrder{})), OrderRefusalCode::nothing_to_refund);
}

TEST(ARefusedRefund, StandsInTheOrderAsFailedAndIsTold) {
  Sold shop;
  shop.gateway.refuses_refunds = true;
  EXPECT_EQ(refusal_in(shop.change(checkout::RefundOrder{})), OrderRefusalCode::refund_refused);
  EXPECT_EQ(shop.now().adjustments.at(0).status, AdjustmentStatus::failed);
  EXPECT_THAT(shop.announced, SizeIs(1));
  EXPECT_THAT(shop.open_attempts(), IsEmpty());
  shop.gateway.refuses_refunds = false;
  const auto order = order_in(shop.change(checkout::RefundOrder{}));
  EXPECT_EQ(checkout::amount_refunded(order), order.totals.total);
}

TEST(ACardThatTimesOut, IsRefundedOnTheSecondAsking) {
  Sold shop(nullptr, "4000000000000119");
  const auto pending = order_in(shop.change(checkout::RefundOrder{}));
  EXPECT_EQ(pending.adjustments.at(0).status, AdjustmentStatus::pending);
  EXPECT_TRUE(shop.run(shop.orders.settle(shop.open_attempts().at(0))));
  EXPECT_EQ(checkout::amount_refunded(shop.now()), shop.sold.totals.total);
}

TEST(AnOperatorsKey, LetsARepeatedRequestDoNothingAgain) {
  Sold shop;
  const OrderCommand some = checkout::RefundOrder{Amount{100}, {}};
  EXPECT_FALSE(std::get<OrderReply>(shop.change(some, key_of("a"))).replayed);
  const auto again = shop.change(some, key_of("a"));
  EXPECT_TRUE(std::get<OrderReply>(again).replayed);
  EXPECT_EQ(order_in(again), shop.now());
  EXPECT_EQ(checkout::amount_refunded(shop.now()), Amount{100});
  EXPECT_EQ(fault_in(shop.change(some, key_of("a", "other"))), RefusalCode::idempotency_conflict);
  shop.change(some, key_of("b"));
  EXPECT_EQ(checkout::amount_refunded(shop.now()), Amount{200});
}

TEST(AnOperatorsKey, IsBusyUntilItsFirstRequestHasEnded) {
  FaultyStore* faulty = nullptr;
  Sold shop([&faulty](Store& inner) {
    auto made = std::make_unique<FaultyStore>(inner);
    faulty = made.get();
    return made;
  });
  faulty->held = true;
  std::optional<OrderAnswer> first;
  const OrderCommand some = checkout::RefundOrder{Amount{100}, {}};
  spawn(shop.orders.change(shop.sold.id, some, key_of("a"), shop.executor),
        [&first](OrderAnswer answer) { first = std::move(answer); });
  shop.executor.run_all();
  EXPECT_EQ(fault_in(shop.change(some, key_of("a"))), RefusalCode::idempotency_in_flight);
  EXPECT_EQ(fault_in(shop.change(some, key_of("a", "other"))), RefusalCode::idempotency_conflict);
  faulty->held = false;
  faulty->line.run_all();
  shop.executor.run_all();
  ASSERT_TRUE(first.has_value());
  EXPECT_EQ(checkout::amount_refunded(order_in(*first)), Amount{100});
}

TEST(TwoOperators, DoNotOverwriteEachOther) {
  FaultyStore* faulty = nullptr;
  Sold shop([&faulty](Store& inner) {
    auto made = std::make_unique<FaultyStore>(inner);
    faulty = made.get();
    return made;
  });
  faulty->before_commit = [&shop] { shop.change(checkout::ShipOrder{}); };
  EXPECT_EQ(refusal_in(shop.change(checkout::CancelOrder{})),
            OrderRefusalCode::order_already_shipped);
  EXPECT_EQ(shop.now().status, OrderStatus::shipped);

  faulty->before_commit = [&shop] { shop.change(checkout::RefundOrder{Amount{100}, {}}); };
  const auto delivered = order_in(shop.change(checkout::DeliverOrder{}));
  EXPECT_EQ(checkout::amount_refunded(delivered), Amount{100});
  EXPECT_EQ(delivered.status, OrderStatus::completed);
}

TEST(AStoreThatFails, LosesNoRefundThatTheGatewayMade) {
  for (int nth = 1; nth <= 12; ++nth) {
    for (const CommitOutcome outcome : {CommitOutcome::busy, CommitOutcome::session_changed}) {
      SCOPED_TRACE(nth);
      FaultyStore* faulty = nullptr;
      Sold shop([&faulty](Store& inner) {
        auto made = std::make_unique<FaultyStore>(inner);
        faulty = made.get();
        return made;
      });
      faulty->fail_nth_call(nth, outcome);
      shop.change(checkout::RefundOrder{});
      faulty->fail_nth_call(0, outcome);
      for (const PaymentAttempt& attempt : shop.open_attempts()) {
        EXPECT_TRUE(shop.run(shop.orders.settle(attempt)));
      }
      EXPECT_THAT(shop.open_attempts(), IsEmpty());
      const bool asked = !shop.gateway.refunds.empty();
      EXPECT_EQ(checkout::amount_refunded(shop.now()), asked ? shop.sold.totals.total : Amount{0});
      EXPECT_THAT(shop.announced, SizeIs(asked ? 1 : 0));
      for (const ChargeStep& request : shop.gateway.refunds) {
        EXPECT_EQ(request.gateway_key, shop.gateway.refunds.front().gateway_key);
      }
    }
  }
}

}  // namespace
}  // namespace till::app
