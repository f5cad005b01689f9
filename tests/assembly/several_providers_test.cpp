// A shop whose payment provider changes while it has orders: what the config names is who is asked.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "assembly/configured.h"
#include "assembly/doors.h"
#include "assembly/payment_tools.h"
#include "assembly/toy_provider.h"
#include "base/sync_wait.h"

namespace till::assembly {
namespace {

using payments::Mode;
using test::Configured;
using test::kPlain;
using test::ToyConfig;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// A shop that is served from a store in a file.
class Served {
 public:
  explicit Served(const cli::Config& config) : shop(config) {
    const auto offer = shop.open();
    if (!offer) throw std::runtime_error(offer.error());
    thread_ = std::thread([this] { shop.loop().run(); });
  }
  ~Served() {
    shop.loop().call([this] { shop.loop().stop(); });
    thread_.join();
  }

  app::RequestContext context() {
    const std::string key = shop.ids().make<RequestId>().text();
    return {"agent", sha256(key), sha256(key), app::DialectId::acp_2026_04_17, shop.loop()};
  }
  checkout::SessionPtr created() {
    auto reply =
        sync_wait(app::by_agent(shop.service()).create(context(), app::cart({{"ebook-acp", 1}})));
    return std::get<app::SessionReply>(reply.content).session;
  }
  std::string token_for(const checkout::Session& session) {
    checkout::VaultCommand card{Secret("4242424242424242"),
                                session.totals.total,
                                session.currency,
                                session.id.text(),
                                "m",
                                shop.clock().now() + Milliseconds(3'600'000),
                                false,
                                {}};
    auto reply = sync_wait(app::by_agent(shop.service()).vault(context(), std::move(card)));
    return std::get<app::TokenReply>(reply.content).token.id.text();
  }
  checkout::Order bought(const checkout::Session& session, const std::string& token,
                         const std::string& handler = "card_tokenized") {
    checkout::CompleteCommand pay;
    pay.handler_id = handler;
    pay.instrument_type = "card";
    pay.credential_type = "spt";
    pay.token = Secret(token);
    auto reply =
        sync_wait(app::by_agent(shop.service()).complete(context(), session.id, std::move(pay)));
    return std::get<app::SessionReply>(reply.content).session->order.value();
  }
  checkout::Order bought_in_sandbox() {
    const auto session = created();
    return bought(*session, token_for(*session));
  }
  app::OrderAnswer refund(const checkout::Order& order) {
    return sync_wait(
        shop.orders().change(order.id, checkout::RefundOrder{}, std::nullopt, shop.loop()));
  }
  std::vector<std::string> handlers() const {
    std::vector<std::string> all;
    for (const auto& each : shop.profile().handlers) all.push_back(each.id + " " + each.provider);
    return all;
  }

  Shop shop;

 private:
  std::thread thread_;
};

struct Changing {
  Changing() { configured.write(kPlain, "sqlite:till.db"); }
  cli::ChosenProvider sandbox(bool former = false) const {
    return {configured.config().payments.providers.at(0).config, former};
  }
  cli::ChosenProvider toy(Mode mode = Mode::live) {
    return {std::make_shared<ToyConfig>(gateway, mode), false};
  }
  cli::Config paid_through(std::vector<cli::ChosenProvider> providers) const {
    cli::Config config = configured.config();
    config.payments.providers = std::move(providers);
    return config;
  }
  Configured configured;
  app::ToyGateway gateway;
};

TEST(AShopThatChangedItsProvider, RefundsEarlierOrdersAtTheOldOne) {
  Changing change;
  checkout::Order earlier;
  {
    Served before(change.paid_through({change.sandbox()}));
    EXPECT_THAT(before.handlers(), ElementsAre("card_tokenized sandbox"));
    earlier = before.bought_in_sandbox();
    EXPECT_EQ(earlier.provider, "sandbox");
  }
  Served after(change.paid_through({change.toy(), change.sandbox(true)}));
  EXPECT_THAT(after.handlers(), ElementsAre("card_tokenized toy"));
  const auto later = after.bought(*after.created(), "any");
  EXPECT_EQ(later.provider, "toy");
  EXPECT_TRUE(std::holds_alternative<app::OrderReply>(after.refund(earlier)));
  EXPECT_THAT(change.gateway.refunds, IsEmpty());
  EXPECT_TRUE(std::holds_alternative<app::OrderReply>(after.refund(later)));
  EXPECT_THAT(change.gateway.refunds, SizeIs(1));
}

TEST(AShopThatChangedItsProvider, RefusesEarlierOrdersWhenTheOldOneIsNotNamed) {
  Changing change;
  checkout::Order earlier;
  {
    Served before(change.paid_through({change.sandbox()}));
    earlier = before.bought_in_sandbox();
  }
  Served after(change.paid_through({change.toy()}));
  const auto answer = after.refund(earlier);
  const auto* refusal = std::get_if<checkout::OrderRefusal>(&answer);
  ASSERT_NE(refusal, nullptr);
  EXPECT_EQ(refusal->code, checkout::OrderRefusalCode::provider_not_configured);
  EXPECT_THAT(change.gateway.refunds, IsEmpty());
}

TEST(AShopOfSeveralProviders, OffersTheHandlersOfAll) {
  Changing change;
  Served shop(change.paid_through({change.sandbox(), change.toy(Mode::pretend)}));
  EXPECT_THAT(shop.handlers(), ElementsAre("card_tokenized sandbox", "card_tokenized_toy toy"));
  EXPECT_NE(shop.shop.providers().vault, nullptr);
  EXPECT_EQ(shop.bought_in_sandbox().provider, "sandbox");
  EXPECT_EQ(shop.bought(*shop.created(), "any", "card_tokenized_toy").provider, "toy");
  const std::string answer = shop.shop.renderer().render(*shop.created());
  EXPECT_THAT(answer, testing::HasSubstr(R"("psp":"till_sandbox")"));
  EXPECT_THAT(answer, testing::HasSubstr(R"("psp":"toys")"));
}

TEST(AShopOfSeveralProviders, OffersNoCardsOfTheSandboxBesideMoney) {
  Changing change;
  Served shop(change.paid_through({change.sandbox(), change.toy()}));
  EXPECT_THAT(shop.handlers(), ElementsAre("card_tokenized toy"));
  EXPECT_EQ(shop.shop.providers().vault, nullptr);
}

TEST(AShopOfSeveralProviders, HearsEachAtItsOwnPath) {
  Changing change;
  Served shop(change.paid_through({change.sandbox(), change.toy(Mode::pretend)}));
  const auto order = shop.bought(*shop.created(), "any", "card_tokenized_toy");
  PublicDoor door(shop.shop);
  const auto post = [&](const std::string& body, bool is_toy) {
    net::Request report = test::request("POST", "/webhooks/toy");
    if (is_toy) report.headers.push_back({"Toy", "yes"});
    report.body = body;
    return sync_wait(door.handle(std::move(report), shop.shop.loop())).status;
  };
  EXPECT_EQ(post("toy " + order.payment_reference, false), 400);
  EXPECT_EQ(change.gateway.finds, 0);
  EXPECT_EQ(post("broken", true), 400);
  EXPECT_EQ(post("toy " + order.payment_reference, true), 200);
  EXPECT_EQ(change.gateway.finds, 1);
  const auto told = sync_wait(shop.shop.orders().get(order.id, std::nullopt, shop.shop.loop()));
  EXPECT_TRUE(std::get<app::OrderReply>(told).order.review);
  EXPECT_EQ(test::send(door, test::request("POST", "/webhooks/stripe")).status, 401)
      << "a path like any other";
}

TEST(PaymentTools, AskAProviderWithoutAShop) {
  app::ToyGateway gateway;
  const ToyConfig toy(gateway, Mode::test);
  const auto rows = check_provider(toy, false);
  ASSERT_TRUE(rows.has_value());
  ASSERT_THAT(*rows, SizeIs(1));
  EXPECT_EQ(rows->at(0).detail, "plays");
  EXPECT_EQ(check_provider(toy, true).error(), std::string(toy.name()) + " reckons no taxes");
  EXPECT_EQ(make_test_token(toy, {Amount{100}, "eur", ""}).value(), "toy_eur");
}

}  // namespace
}  // namespace till::assembly
