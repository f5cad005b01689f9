// What the shop's own backend is told of orders, and what becomes of it when that fails.
#include "app/shop_teller.h"

#include <algorithm>

#include "app/mail_events.h"
#include "app/selling_shop.h"
#include "checkout/buyer_news.h"

namespace till::app {
namespace {

using checkout::OrderStatus;
using checkout::ShopState;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

TEST(ShopOrders, AreToldOnceAndKnownByTheirNumberFromThenOn) {
  SellingShop shop;
  const auto order = shop.sell();
  EXPECT_EQ(order.shop.state, ShopState::told);
  shop.look();
  ASSERT_THAT(shop.backend.told, SizeIs(1));
  EXPECT_EQ(shop.backend.told[0].type, EventType::order_create);
  const auto now = shop.now(order);
  EXPECT_EQ(now.shop.state, ShopState::taken);
  EXPECT_EQ(now.shop.number, "10000");
  EXPECT_EQ(now.shop.permalink_url, "https://shop.example/o/10000");
  EXPECT_EQ(now.permalink_url, order.permalink_url) << "the agent keeps Till's link";
  shop.look_after(1h);
  EXPECT_THAT(shop.backend.told, SizeIs(1));
}

TEST(ShopOrders, TellTheAgentOnceOfTheNumber) {
  SellingShop shop;
  const auto order = shop.sell();
  shop.look();
  const auto told = shop.outbox(order, EventReceiver::agent);
  ASSERT_THAT(told, SizeIs(2));
  EXPECT_THAT(told[0].body, Not(HasSubstr("order_number")));
  EXPECT_THAT(told[1].body, HasSubstr(R"("order_number":"10000")"));
  EXPECT_THAT(told[1].body, Not(HasSubstr("https://shop.example/o/")));
}

TEST(ShopOrders, AreNotToldWhereNoShopWantsThem) {
  SellingShop shop;
  shop.backend.wanted = false;
  const auto order = shop.sell();
  shop.change(order, checkout::HoldOrder{});
  shop.backend.wanted = true;
  shop.change(order, checkout::ApproveOrder{});
  shop.change(order, checkout::CancelOrder{});
  shop.look();
  EXPECT_THAT(shop.backend.told, IsEmpty());
  EXPECT_EQ(order.shop, checkout::AtShop{});
}

TEST(ShopOrders, AreFollowedByWhatStopsThemAndTheirMoney) {
  SellingShop shop;
  const auto order = shop.sell();
  shop.change(order, checkout::HoldOrder{});
  shop.change(order, checkout::ApproveOrder{});
  shop.change(order, checkout::RefundOrder{Amount{100}, "Late"});
  shop.change(order, checkout::CancelOrder{"Lost"});
  shop.look();
  EXPECT_THAT(shop.told(),
              ElementsAre("order", "held", "released", "refunded", "canceled", "refunded"));
  EXPECT_THAT(shop.backend.told[3].body, HasSubstr(R"("reason":"Late","amount":100)"));
}

TEST(ShopOrders, AreNotFollowedByWhatTheShopDidItself) {
  SellingShop shop;
  const auto order = shop.sell();
  shop.look();
  shop.change(order, checkout::ShipOrder{});
  shop.change(order, checkout::DeliverOrder{});
  shop.change(order, checkout::RefundOrder{Amount{100}, {}}, Doer::shop);
  const auto other = shop.sell();
  shop.change(other, checkout::HoldOrder{}, Doer::shop);
  shop.change(other, checkout::CancelOrder{}, Doer::shop);
  shop.look();
  EXPECT_THAT(shop.told(), ElementsAre("order", "order"));
}

TEST(ShopOrders, AreToldOfARefundOnlyOnceItWentThrough) {
  SellingShop shop;
  const auto order = shop.sell();
  shop.look();
  shop.gateway.silent = true;
  shop.change(order, checkout::RefundOrder{Amount{100}, {}});
  shop.look();
  EXPECT_THAT(shop.told(), ElementsAre("order"));
  shop.gateway.silent = false;
  for (PaymentAttempt& attempt : shop.open_attempts()) shop.run(shop.orders.settle(attempt));
  shop.look();
  EXPECT_THAT(shop.told(), ElementsAre("order", "refunded"));
}

TEST(ShopOrders, AreToldAgainUntilTheyAreTakenUnderTheSameKeyWithLaterEventsWaiting) {
  SellingShop shop;
  for (int i = 0; i < 5; ++i) shop.backend.silent();
  const auto order = shop.sell();
  shop.change(order, checkout::HoldOrder{});
  shop.look();
  const std::string id = shop.backend.told.at(0).id.text();
  const std::vector<Milliseconds> waits{800ms, 3200ms, 3200ms, 3200ms};
  for (std::size_t i = 0; i < waits.size(); ++i) {
    shop.look_after(waits[i] - 1ms);
    EXPECT_THAT(shop.backend.told, SizeIs(i + 1)) << "too early";
    shop.look_after(1ms);
    ASSERT_THAT(shop.backend.told, SizeIs(i + 2));
    EXPECT_EQ(shop.backend.told.back().id.text(), id);
  }
  EXPECT_EQ(shop.logged("shop_still_not_told"), 3);
  shop.look_after(3200ms);
  EXPECT_THAT(shop.told(),
              ElementsAre("order", "order", "order", "order", "order", "order", "held"));
}

TEST(ShopOrders, AreToldAgainWhenTheirNumberCouldNotBeKept) {
  SellingShop shop;
  const auto order = shop.sell();
  shop.faulty().fail_nth_call(1, CommitOutcome::busy);
  shop.look();
  EXPECT_EQ(shop.now(order).shop.state, ShopState::told);
  shop.look_after(1min);
  ASSERT_THAT(shop.backend.told, SizeIs(2));
  EXPECT_EQ(shop.backend.told[0].id, shop.backend.told[1].id);
  EXPECT_EQ(shop.now(order).shop.number, "10000");
}

TEST(ShopOrders, KeepTheFirstNumber) {
  SellingShop shop;
  const auto order = shop.sell();
  shop.look();
  shop.backend.answers.emplace_back(ShopTaken{"other", {}});
  EXPECT_EQ(shop.run(shop.shop_orders->push(order.id, {}, shop.executor)), Pushed::told);
  shop.look();
  EXPECT_EQ(shop.now(order).shop.number, "10000");
  EXPECT_EQ(shop.now(order).shop.state, ShopState::taken);
  EXPECT_EQ(shop.logged("shop_changed_number"), 1);
}

TEST(ShopOrders, AreTakenUpAfterARestart) {
  SellingShop shop;
  const auto order = shop.sell();
  shop.backend.held = true;
  shop.look();
  ASSERT_THAT(shop.backend.told, SizeIs(1));
  shop.backend.held = false;
  const auto old_orders = std::move(shop.shop_orders);
  const auto old = std::move(shop.teller);
  shop.start();
  shop.look_after(2min);  // The lease of the process before has ended.
  ASSERT_THAT(shop.backend.told, SizeIs(2));
  shop.backend.line.run_all();
  shop.executor.run_all();
  EXPECT_EQ(shop.now(order).shop.number, "10000");
}

TEST(ShopOrders, ThatAreRefusedAreHeldOnceWithAnAlarm) {
  SellingShop shop;
  shop.backend.refuse();
  const auto order = shop.sell();
  shop.look();
  const auto now = shop.now(order);
  EXPECT_TRUE(now.held);
  EXPECT_EQ(now.status, OrderStatus::manual_review);
  EXPECT_EQ(now.shop.state, ShopState::refused);
  EXPECT_EQ(shop.logged("shop_refused_order"), 1);
  EXPECT_EQ(shop.refusals.count, 1);
  const auto events = shop.outbox(order, EventReceiver::shop);
  ASSERT_THAT(events, SizeIs(1)) << "it hears nothing more of it";
  EXPECT_EQ(events[0].state, EventState::dead);
  EXPECT_EQ(events[0].last_error, "refused: sold_out");
  EXPECT_THAT(shop.outbox(order, EventReceiver::agent).back().body, HasSubstr("manual_review"));
  shop.look_after(24h);
  EXPECT_THAT(shop.backend.told, SizeIs(1));
}

TEST(ShopOrders, ThatAreRefusedTakeWhatWasToBeToldLaterWithThem) {
  SellingShop shop;
  shop.backend.refuse();
  const auto order = shop.sell();
  shop.change(order, checkout::HoldOrder{});
  shop.look();
  EXPECT_THAT(shop.told(), ElementsAre("order"));
  const auto events = shop.outbox(order, EventReceiver::shop);
  ASSERT_THAT(events, SizeIs(2));
  for (const auto& event : events) EXPECT_EQ(event.state, EventState::dead);
}

TEST(ShopOrders, ThatAreRefusedAreGivenBackWhereTheSellerSaysSo) {
  SellingShop shop(OnRefused::refund);
  shop.backend.refuse();
  const auto order = shop.sell();
  shop.look();
  const auto now = shop.now(order);
  EXPECT_EQ(now.status, OrderStatus::canceled);
  EXPECT_EQ(checkout::amount_refunded(now), now.totals.total);
  EXPECT_THAT(shop.gateway.refunds, SizeIs(1));
  EXPECT_THAT(shop.outbox(order, EventReceiver::agent).back().body, HasSubstr("canceled"));
  EXPECT_EQ(shop.logged("shop_refused_order"), 1);
}

// What buyers would be written.
struct ToBuyers final : MailEvents {
  void add(const OrderNews& news, Timestamp, std::vector<OutboxEvent>&) override {
    for (const auto& each : checkout::buyer_news(news.before, *news.session.order)) {
      written.push_back(each.type);
    }
  }
  std::vector<checkout::BuyerNewsType> written;
};

TEST(ShopOrders, ThatAreTakenAfterTheyWereRefusedTellTheShopWhatHappenedAndTheirBuyerNothingTwice) {
  using enum checkout::BuyerNewsType;
  SellingShop shop(OnRefused::refund);
  ToBuyers buyers;
  shop.events.mail(&buyers);
  shop.backend.refuse();
  const auto order = shop.sell();
  shop.look();
  ASSERT_THAT(buyers.written, ElementsAre(confirmed, canceled, refunded));
  const auto event = shop.outbox(order, EventReceiver::shop).at(0);
  shop.run(shop.memory.update_events({{event.id, EventState::pending, 0, shop.clock.now(), ""}},
                                     shop.executor));
  shop.look();
  EXPECT_EQ(shop.now(order).shop.state, ShopState::taken);
  EXPECT_THAT(shop.told(), ElementsAre("order", "order", "refunded", "canceled"));
  EXPECT_THAT(buyers.written, ElementsAre(confirmed, canceled, refunded));
}

TEST(ShopOrders, ThatAreRefusedAreGivenBackOnceAlsoWhenTheOutcomeWasLost) {
  SellingShop shop(OnRefused::refund);
  shop.backend.refuse();
  shop.backend.refuse();
  const auto order = shop.sell();
  shop.faulty().fail_nth_call(2, CommitOutcome::busy);
  shop.look();
  shop.look_after(1min);
  EXPECT_EQ(shop.now(order).status, OrderStatus::canceled);
  EXPECT_THAT(shop.gateway.refunds, SizeIs(1));
}

TEST(ShopOrders, ThatHaveLeftInPartAreHeldInsteadOfGivenBack) {
  SellingShop shop(OnRefused::refund);
  auto command = cart({{"poster-limited", 1}, {"ebook-acp", 1}});
  const auto session = shop.created(command);
  shop.complete("complete", session->id, shop.token_for(*session));
  const auto order = Shop::session_of(shop.get(session->id))->order.value();
  shop.change(order, checkout::ShipOrder{{{"ebook-acp", {}}}, {}, {}, {}});
  shop.backend.refuse();
  shop.look();
  EXPECT_TRUE(shop.now(order).held);
  EXPECT_EQ(checkout::amount_refunded(shop.now(order)), Amount{0});
}

// That it was taken got lost, so it is told once more; and a cancel waits behind it.
TEST(ShopOrders, AreNotTouchedByARefusalThatComesAfterTheyWereTaken) {
  SellingShop shop(OnRefused::refund);
  const auto order = shop.sell();
  shop.look();
  const auto event = shop.outbox(order, EventReceiver::shop).at(0);
  shop.run(shop.memory.update_events({{event.id, EventState::pending, 0, shop.clock.now(), ""}},
                                     shop.executor));
  shop.backend.refuse();
  shop.change(order, checkout::CancelOrder{});
  shop.look();
  EXPECT_THAT(shop.told(), ElementsAre("order", "order", "canceled", "refunded"));
  EXPECT_EQ(shop.now(order).shop.state, ShopState::taken);
  EXPECT_EQ(shop.logged("shop_refused_order"), 0);
  EXPECT_EQ(shop.logged("shop_refused_what_it_has"), 1);
  EXPECT_EQ(shop.refusals.count, 0);
}

TEST(ShopOrders, HearWhatHappensToThemAlsoWhileTheShopTakesNoNewOnes) {
  SellingShop shop;
  const auto order = shop.sell();
  shop.backend.wanted = false;
  shop.change(order, checkout::HoldOrder{});
  shop.look();
  EXPECT_THAT(shop.told(), ElementsAre("order", "held"));
}

TEST(ShopOrders, AreWorkedOnUntilWhatCameOfThemIsWritten) {
  SellingShop shop;
  shop.backend.held = true;
  shop.sell();
  shop.look();
  EXPECT_FALSE(shop.teller->idle());
  shop.backend.held = false;
  shop.backend.line.run_all();
  EXPECT_FALSE(shop.teller->idle()) << "the answer is not kept yet";
  shop.executor.run_all();
  EXPECT_TRUE(shop.teller->idle());
}

TEST(ShopOrders, ThatAreTakenAfterARefusalAreFollowedByWhatHappenedMeanwhile) {
  SellingShop shop;
  shop.backend.refuse();
  const auto order = shop.sell();
  shop.look();
  const auto event = shop.outbox(order, EventReceiver::shop).at(0);
  shop.run(shop.memory.update_events({{event.id, EventState::pending, 0, shop.clock.now(), ""}},
                                     shop.executor));
  shop.look();
  EXPECT_THAT(shop.told(), ElementsAre("order", "order", "held"));
  EXPECT_EQ(shop.now(order).shop.number, "10000");
}

TEST(ShopOrders, KnowARefusedEventFromARefusedOrder) {
  SellingShop shop;
  const auto order = shop.sell();
  shop.look();
  shop.change(order, checkout::HoldOrder{});
  shop.backend.refuse("unknown_order");
  shop.change(order, checkout::ApproveOrder{});
  shop.look();
  EXPECT_EQ(shop.logged("shop_refused_event"), 1);
  EXPECT_EQ(shop.refusals.count, 1);
  EXPECT_THAT(shop.told(), ElementsAre("order", "held", "released"));
  EXPECT_FALSE(shop.now(order).held);
}

TEST(ShopOrders, AreFewAtOnce) {
  SellingShop shop;
  shop.backend.held = true;
  for (int i = 0; i < 6; ++i) {
    auto command = cart({{"ebook-acp", 1}});
    const auto session = shop.created(command);
    shop.complete("complete-" + std::to_string(i), session->id, shop.token_for(*session));
  }
  shop.look();
  EXPECT_THAT(shop.backend.told, SizeIs(4));
  EXPECT_FALSE(shop.teller->idle());
  shop.backend.held = false;
  shop.backend.line.run_all();
  shop.executor.run_all();
  EXPECT_THAT(shop.backend.told, SizeIs(6));
  EXPECT_TRUE(shop.teller->idle());
}

TEST(ShopOrders, WaitInTheStoreOnceTheTellerIsStopped) {
  SellingShop shop;
  shop.teller->stop();
  shop.sell();
  shop.look();
  EXPECT_THAT(shop.backend.told, IsEmpty());
}

TEST(ShopOrders, ThatKeepFailingAreTriedOneAtATime) {
  SellingShop shop;
  for (int i = 0; i < 20; ++i) shop.backend.silent();
  for (int i = 0; i < 10; ++i) {
    auto command = cart({{"ebook-acp", 1}});
    const auto session = shop.created(command);
    shop.complete("complete-" + std::to_string(i), session->id, shop.token_for(*session));
  }
  shop.look();
  EXPECT_EQ(shop.logged("shop_failing"), 1);
  const std::size_t before = shop.backend.told.size();
  EXPECT_LE(before, 8U);
  shop.look_after(1s);
  EXPECT_THAT(shop.backend.told, SizeIs(before + 1));
  shop.backend.answers.clear();
  shop.look_after(1s);
  EXPECT_EQ(shop.logged("shop_recovered"), 1);
}

}  // namespace
}  // namespace till::app
