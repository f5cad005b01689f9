// A shop with several payment providers: whom a purchase is charged by, and who is asked about it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/provider_events.h"
#include "app/shop.h"
#include "app/toy_gateway.h"

namespace till::app {
namespace {

using checkout::OrderRefusalCode;
using checkout::RefusalCode;
using checkout::Status;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

struct LoggedShop : Shop {
  FakeLog log;
};

// What serves a shop with these providers, the first of which is the default.
struct Served {
  Served(LoggedShop& shop, std::vector<PaymentGateway*> providers)
      : gateways(std::move(providers)),
        checkout({shop.store, shop.commerce, gateways, shop.clock, shop.ids, shop.events,
                  shop.observer, shop.profile, &shop.sandbox, [](const OutboxEvent&) {}}),
        orders({shop.store, shop.store, shop.store, gateways, shop.clock, shop.ids, shop.events,
                shop.executor, [](const OutboxEvent&) {}}),
        events({checkout, orders, shop.store, shop.store, gateways, shop.clock, shop.log,
                shop.executor}) {}
  Gateways gateways;
  CheckoutService checkout;
  OrderService orders;
  ProviderEvents events;
};

// Two providers that are offered, and the shop as it was, is, and may be served.
struct Several : LoggedShop {
  Several()
      : sandbox_first(*this, {&gateway, &toy}),
        toy_first(*this, {&toy, &gateway}),
        toy_alone(*this, {&toy}) {
    profile.handlers = {{"card_tokenized", "till_sandbox", "sandbox"},
                        {"card_tokenized_toy", "toys", "toy"}};
  }
  checkout::SessionPtr created(const checkout::CreateCommand& command) {
    const std::string key = "create " + std::to_string(++creates);
    return session_of(run(by_agent(sandbox_first.checkout).create(context(key, key), command)));
  }
  checkout::CompleteCommand pay(const checkout::Session& session, bool by_toy) {
    auto command = payment(by_toy ? "toy_token" : token_for(session));
    if (by_toy) command.handler_id = "card_tokenized_toy";
    return command;
  }
  Reply complete(Served& by, const SessionId& id, const checkout::CompleteCommand& command) {
    const std::string key = "complete " + std::to_string(++completes);
    return run(by_agent(by.checkout).complete(context(key, key), id, command));
  }
  checkout::Order bought(bool by_toy) {
    const auto session = created(cart({{"mug-blue", 1}}));
    return session_of(complete(sandbox_first, session->id, pay(*session, by_toy)))->order.value();
  }
  OrderAnswer refund(Served& by, const checkout::Order& order) {
    return run(by.orders.change(order.id, checkout::RefundOrder{}, {}, executor));
  }

  ToyGateway toy;
  Served sandbox_first;
  Served toy_first;
  Served toy_alone;
  int creates = 0;
  int completes = 0;
};

TEST(APurchase, IsChargedByTheProviderOfTheHandlerThatTheAgentChose) {
  Several shop;
  const auto by_sandbox = shop.bought(false);
  EXPECT_EQ(by_sandbox.provider, "sandbox");
  EXPECT_THAT(shop.toy.charges, IsEmpty());
  const auto by_toy = shop.bought(true);
  EXPECT_EQ(by_toy.provider, "toy");
  EXPECT_THAT(shop.toy.charges, SizeIs(1));
  EXPECT_EQ(shop.gateway.calls, 1);
  const auto attempts =
      *shop.run(shop.memory.attempts_of(by_toy.checkout_session_id, shop.executor));
  EXPECT_EQ(attempts.at(0).handler_id, "card_tokenized_toy");
}

TEST(APurchase, InTheOlderFormIsChargedByTheProviderThatItNames) {
  Several shop;
  const struct {
    const char* psp;
    bool by_toy;
  } rows[] = {{"toys", true}, {"till_sandbox", false}, {"nobody", false}, {"", false}};
  for (const auto& row : rows) {
    const auto session = shop.created(cart({{"mug-blue", 1}}));
    auto command = shop.pay(*session, row.by_toy);
    command.handler_id.clear();
    command.psp = row.psp;
    const auto order =
        shop.session_of(shop.complete(shop.sandbox_first, session->id, command))->order.value();
    EXPECT_EQ(order.provider, row.by_toy ? "toy" : "sandbox") << row.psp;
  }
}

TEST(APurchase, ByAHandlerThatIsNotOfferedIsRefused) {  // PM-11
  Several shop;
  const auto session = shop.created(cart({{"mug-blue", 1}}));
  auto command = shop.pay(*session, true);
  command.handler_id = "card_tokenized_other";
  const auto reply = shop.complete(shop.sandbox_first, session->id, command);
  EXPECT_EQ(Shop::code_of(reply), RefusalCode::invalid);
  EXPECT_THAT(shop.toy.charges, IsEmpty());
  EXPECT_EQ(shop.gateway.calls, 0);
}

TEST(APurchase, IsNotBegunOnlyWhenItsOwnProviderIsDown) {
  Several shop;
  shop.toy.down = true;
  const auto session = shop.created(cart({{"mug-blue", 1}}));
  EXPECT_EQ(Shop::code_of(shop.complete(shop.sandbox_first, session->id, shop.pay(*session, true))),
            RefusalCode::unavailable);
  const auto paid = shop.complete(shop.sandbox_first, session->id, shop.pay(*session, false));
  EXPECT_EQ(Shop::session_of(paid)->status, Status::completed);
}

TEST(APurchase, CostsWhatEveryProviderThatIsOfferedCanCharge) {
  Several shop;
  shop.gateway.charges = {4, {50}, Amount{5000}};
  shop.toy.charges_within = {10, {70}, Amount{4000}};
  const auto& handlers = shop.profile.handlers;
  const auto limits = shop.sandbox_first.gateways.limits(handlers, "usd");
  EXPECT_EQ(limits.step, 20);
  EXPECT_EQ(limits.least, Amount{70});
  EXPECT_EQ(limits.most, Amount{4000});
  const auto alone = shop.sandbox_first.gateways.limits({handlers[0]}, "usd");
  EXPECT_EQ(alone.step, 4) << "one that is not offered charges nothing new";
}

TEST(AnOrder, IsRefundedByWhoeverChargedItAfterAnotherBecameTheDefault) {
  Several shop;
  const auto by_sandbox = shop.bought(false);
  const auto by_toy = shop.bought(true);
  EXPECT_TRUE(std::holds_alternative<OrderReply>(shop.refund(shop.toy_first, by_sandbox)));
  EXPECT_THAT(shop.gateway.refunds, SizeIs(1));
  EXPECT_THAT(shop.toy.refunds, IsEmpty());
  EXPECT_TRUE(std::holds_alternative<OrderReply>(shop.refund(shop.toy_first, by_toy)));
  EXPECT_THAT(shop.gateway.refunds, SizeIs(1));
  ASSERT_THAT(shop.toy.refunds, SizeIs(1));
  EXPECT_EQ(shop.toy.refunds[0].charge, by_toy.payment_reference);
}

TEST(AnOrder, OfAProviderThatIsNotConfiguredIsRefusedBesideOthers) {
  Several shop;
  const auto order = shop.bought(false);
  const auto answer = shop.refund(shop.toy_alone, order);
  const auto* refusal = std::get_if<checkout::OrderRefusal>(&answer);
  ASSERT_NE(refusal, nullptr);
  EXPECT_EQ(refusal->code, OrderRefusalCode::provider_not_configured);
  EXPECT_THAT(refusal->text.arguments, testing::Contains("sandbox"));
  EXPECT_THAT(shop.toy.refunds, IsEmpty());
}

TEST(AnOrder, OfAnOlderFormatIsThatOfTheFirstProvider) {
  Several shop;
  EXPECT_EQ(shop.sandbox_first.gateways.of("")->name(), "sandbox");
  EXPECT_EQ(shop.toy_first.gateways.of("")->name(), "toy");
  EXPECT_EQ(shop.toy_alone.gateways.of("sandbox"), nullptr);
}

TEST(APayment, InDoubtIsSettledByWhoeverItWasBegunAt) {
  Several shop;
  shop.toy.silent = true;
  const auto session = shop.created(cart({{"mug-blue", 1}}));
  shop.complete(shop.sandbox_first, session->id, shop.pay(*session, true));
  shop.toy.silent = false;
  const PaymentAttempt open = shop.open_attempts().at(0);
  EXPECT_TRUE(shop.run(shop.sandbox_first.checkout.settle(open, shop.executor)));
  EXPECT_THAT(shop.toy.charges, SizeIs(2));
  EXPECT_EQ(shop.gateway.calls, 0);
  EXPECT_EQ(Shop::session_of(shop.get(session->id))->order->provider, "toy");
}

// A purchase that waits for the seller, to be paid by the second handler.
struct Waiting : Several {
  Waiting() {
    const auto session = created(cart({{"mug-blue", 1}}));
    auto command = pay(*session, true);
    command.approval_required = true;
    complete(sandbox_first, session->id, command);
    id = session->id;
  }
  Reply approve(Served& by) { return run(by.checkout.approve(id, {}, executor)).reply; }
  SessionId id;
};

TEST(AnApproval, ChargesByTheHandlerThatTheTokenIsFor) {
  for (const bool first : {true, false}) {
    Waiting shop;
    if (first) {  // As they are told apart then.
      std::swap(shop.profile.handlers[0].id, shop.profile.handlers[1].id);
      std::swap(shop.profile.handlers[0], shop.profile.handlers[1]);
    }
    const auto sold = Shop::session_of(shop.approve(first ? shop.toy_first : shop.sandbox_first));
    EXPECT_EQ(sold->order.value().provider, "toy");
    EXPECT_THAT(shop.toy.charges, SizeIs(1));
    EXPECT_EQ(shop.gateway.calls, 0);
  }
}

TEST(AnApproval, ForAProviderThatTakesNoPurchasesAnyMoreIsRefused) {
  Waiting shop;
  Served sandbox_alone(shop, {&shop.gateway});
  shop.profile.handlers.pop_back();
  for (Served* const served : {&sandbox_alone, &shop.sandbox_first}) {
    EXPECT_EQ(Shop::code_of(shop.approve(*served)), RefusalCode::provider_not_configured);
  }
  EXPECT_EQ(shop.gateway.calls, 0);
  EXPECT_THAT(shop.toy.charges, IsEmpty());
  const auto denied = shop.run(shop.sandbox_first.checkout.deny(shop.id, shop.executor));
  EXPECT_EQ(Shop::session_of(denied)->status, Status::ready_for_payment) << "to be paid otherwise";
}

TEST(AReport, IsAboutTheChargesOfTheProviderThatReports) {
  Several shop;
  const auto order = shop.bought(true);
  const auto report = [&](const char* id, const char* provider) {
    ChargeReported fraud{
        order.payment_reference, order.checkout_session_id, {}, ChargeState::canceled};
    EXPECT_TRUE(shop.run(shop.sandbox_first.events.receive({id, fraud, provider}, shop.executor)));
    return std::exchange(shop.log.events, {});
  };
  EXPECT_THAT(report("evt_1", "sandbox"), ElementsAre("other_charge_reported"));
  EXPECT_THAT(report("evt_2", ""), ElementsAre("other_charge_reported")) << "the first one's";
}

TEST(AReport, OfOneProviderIsNotMistakenForThatOfAnother) {
  Several shop;
  const auto order = shop.bought(true);
  const FraudReported fraud{order.payment_reference};
  EXPECT_TRUE(shop.run(shop.toy_first.events.receive({"evt_1", fraud, "sandbox"}, shop.executor)));
  EXPECT_EQ(shop.toy.finds, 0) << "the sandbox is asked about what it reports";
  EXPECT_TRUE(shop.run(shop.toy_first.events.receive({"evt_1", fraud, "toy"}, shop.executor)));
  EXPECT_EQ(shop.toy.finds, 1);
  EXPECT_THAT(shop.log.events, ElementsAre("payment_reported"));
}

TEST(AReport, OfMoneyMovesNothingAtAnotherProvider) {
  Several shop;
  const auto order = shop.bought(true);
  const auto attempts =
      *shop.run(shop.memory.attempts_of(order.checkout_session_id, shop.executor));
  const ChargeReported stray{"stray", order.checkout_session_id, attempts.at(0).id,
                             ChargeState::captured, order.totals.total};
  shop.run(shop.toy_first.events.receive({"evt_1", stray, "sandbox"}, shop.executor));
  EXPECT_THAT(shop.gateway.refunds, IsEmpty());
  EXPECT_THAT(shop.toy.refunds, IsEmpty());
  shop.run(shop.toy_first.events.receive({"evt_2", stray, "toy"}, shop.executor));
  EXPECT_THAT(shop.toy.refunds, SizeIs(1));
}

TEST(AReport, OfATokenSettlesTheAttemptsOfItsProviderAlone) {
  Several shop;
  shop.toy.silent = true;
  const auto session = shop.created(cart({{"mug-blue", 1}}));
  shop.complete(shop.sandbox_first, session->id, shop.pay(*session, true));
  shop.clock.advance(Milliseconds(60'000));
  const TokenReported used{sha256("toy_token")};
  shop.run(shop.sandbox_first.events.receive({"evt_1", used, "sandbox"}, shop.executor));
  EXPECT_THAT(shop.toy.charges, SizeIs(1));
  shop.run(shop.sandbox_first.events.receive({"evt_2", used, "toy"}, shop.executor));
  EXPECT_THAT(shop.toy.charges, SizeIs(2));
}

}  // namespace
}  // namespace till::app
