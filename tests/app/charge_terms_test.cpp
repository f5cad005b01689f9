// What the provider is asked for: by whom it is paid, when it began, who is authenticated.
#include <gtest/gtest.h>

#include "app/shop.h"

namespace till::app {
namespace {

using checkout::Enforcement;
using checkout::Status;

ChargeRequest asked_for(Shop& shop, const checkout::CreateCommand& command) {
  const auto session = shop.created(command);
  shop.complete("pay-" + session->id.text(), session->id, shop.token_for(*session));
  return shop.gateway.requests.back();
}

TEST(ACharge, AuthenticatesEveryBuyerOnlyWhereTheSellerAlwaysWantsIt) {  // CP-05
  struct Row {
    bool required;
    Enforcement enforcement;
    bool authenticate;
  };
  for (const Row& row :
       {Row{true, Enforcement::always, true}, Row{true, Enforcement::conditional, false},
        Row{true, Enforcement::optional, false}, Row{false, Enforcement::always, false}}) {
    Shop shop;
    shop.profile.capabilities.three_ds_required = row.required;
    shop.profile.capabilities.enforcement = row.enforcement;
    auto command = cart({{"mug-blue", 1}});
    command.capabilities.three_ds = true;
    EXPECT_EQ(asked_for(shop, command).authenticate, row.authenticate);
  }
}

TEST(ACharge, NamesTheSellerThePurchaseAndWhoGetsTheReceipt) {
  Shop shop;
  auto command = cart({{"mug-blue", 1}});
  command.fulfillment_details->email = "home@example.com";
  const ChargeRequest request = asked_for(shop, command);
  EXPECT_EQ(request.merchant_id, "till_demo");
  EXPECT_EQ(request.merchant_name, "Demo shop");
  EXPECT_EQ(request.currency, "usd");
  EXPECT_EQ(request.receipt_email, "home@example.com");
  EXPECT_FALSE(request.capture_later);
  ASSERT_TRUE(request.shipping.has_value());
  EXPECT_EQ(request.shipping->name, "Ann Lee");
  EXPECT_EQ(request.shipping->address, address_in("CA"));
}

TEST(ACharge, BeganWithItsAttemptHoweverLateItIsAskedForAgain) {
  Shop shop;
  const Timestamp begun = shop.clock.now();
  shop.gateway.silent = true;
  const ChargeRequest first = asked_for(shop, cart({{"mug-blue", 1}}));
  shop.clock.advance(std::chrono::hours(1));
  shop.run(shop.service.settle(shop.open_attempts().at(0), shop.executor));
  ASSERT_EQ(shop.gateway.requests.size(), 2U);
  EXPECT_EQ(first.begun_at, begun);
  EXPECT_EQ(shop.gateway.requests[1].begun_at, begun);
}

TEST(AProof, ThatNobodyAskedForIsNotSent) {  // CO-11
  Shop shop;
  const auto session = shop.created(cart({{"mug-blue", 1}}));
  auto command = shop.payment(shop.token_for(*session));
  command.authentication = checkout::AuthenticationResult{
      checkout::AuthenticationOutcome::authenticated,
      checkout::AuthenticationProof{Secret("cavv"), "05", "ds", "2.2.0"}};
  const auto reply =
      shop.run(by_agent(shop.service).complete(shop.context("k", "b"), session->id, command));
  EXPECT_EQ(Shop::session_of(reply)->status, Status::completed);
  EXPECT_FALSE(shop.gateway.requests.at(0).authentication.has_value());
}

TEST(NothingToPay, IsNoCharge) {
  Shop shop;
  commerce::Catalog free = shop.catalog;
  free.items[3].unit_amount = commerce::Prices::of({{"usd", Amount{0}}});
  shop.commerce.replace(free);
  const auto session = shop.created(cart({{"ebook-acp", 1}}));
  ASSERT_EQ(session->totals.total, Amount{0});
  const auto done = Shop::session_of(shop.complete("k", session->id, "vt_any"));
  EXPECT_EQ(done->status, Status::completed);
  EXPECT_EQ(shop.gateway.calls, 0);
}

}  // namespace
}  // namespace till::app
