#include "payments/sandbox/sandbox_gateway.h"

#include <gtest/gtest.h>

#include "app/shop.h"

namespace till::payments {
namespace {

using app::ChargeApproved;
using app::ChargeInDoubt;
using app::ChargeRefused;
using app::ChargeRequest;
using checkout::PaymentFailure;

// A token for a session of 1450 usd-cents, and the request that it was made for.
ChargeRequest request_of(app::Shop& shop, const checkout::Session& session,
                         const char* number = "4242424242424242") {
  ChargeRequest request;
  request.gateway_key = "key-1";
  request.token = Secret(shop.token_for(session, number));
  request.amount = session.totals.total;
  request.currency = "usd";
  request.session = session.id;
  request.merchant_id = shop.profile.merchant_id;
  return request;
}

app::ChargeOutcome charge(app::Shop& shop, ChargeRequest request) {
  return shop.run(shop.sandbox.charge(std::move(request), shop.executor));
}

PaymentFailure failure_of(const app::ChargeOutcome& outcome) {
  return std::get<ChargeRefused>(outcome).failure;
}

TEST(Sandbox, ATokenPaysOnceAndARepeatedKeyGivesTheSameCharge) {  // DL-12
  app::Shop shop;
  const auto session = shop.created(app::cart({{"mug-blue", 1}}));
  auto request = request_of(shop, *session);
  const auto first = charge(shop, request);
  const auto again = charge(shop, request);
  EXPECT_EQ(std::get<ChargeApproved>(first).reference, std::get<ChargeApproved>(again).reference);
  request.gateway_key = "key-2";
  EXPECT_EQ(failure_of(charge(shop, request)), PaymentFailure::token_used);
}

// The spent token may be on disk although the store says it is not.
class Forgetful final : public app::VaultTokens {
 public:
  explicit Forgetful(app::VaultTokens& tokens) : tokens_(tokens) {}
  Task<app::StoreResult<std::optional<app::VaultToken>>> token(TokenId id,
                                                               Executor& executor) override {
    return tokens_.token(id, executor);
  }
  Task<app::CommitOutcome> spend(app::VaultToken token, Executor& executor) override {
    co_await tokens_.spend(std::move(token), executor);
    co_return app::CommitOutcome::failed;
  }

 private:
  app::VaultTokens& tokens_;
};

TEST(Sandbox, AChargeWhoseTokenMayBeSpentIsInDoubt) {
  app::Shop shop;
  const auto session = shop.created(app::cart({{"mug-blue", 1}}));
  const auto request = request_of(shop, *session);
  Forgetful tokens(shop.store);
  SandboxGateway forgetful(tokens, shop.clock);
  EXPECT_TRUE(
      std::holds_alternative<ChargeInDoubt>(shop.run(forgetful.charge(request, shop.executor))));
  EXPECT_TRUE(std::holds_alternative<ChargeApproved>(charge(shop, request)));
}

struct Misuse {
  const char* name;
  void (*change)(ChargeRequest&);
  PaymentFailure failure;
};

TEST(Sandbox, ATokenIsBoundToItsPurchase) {  // PM-15
  const Misuse rows[] = {
      {"unknown", [](ChargeRequest& r) { r.token = Secret(TokenId{}.text()); },
       PaymentFailure::token_unknown},
      {"no token of ours", [](ChargeRequest& r) { r.token = Secret("spt_123"); },
       PaymentFailure::token_unknown},
      {"session", [](ChargeRequest& r) { r.session = SessionId{}; },
       PaymentFailure::token_other_session},
      {"merchant", [](ChargeRequest& r) { r.merchant_id = "other"; },
       PaymentFailure::token_other_merchant},
      {"currency", [](ChargeRequest& r) { r.currency = "eur"; },
       PaymentFailure::token_other_currency},
      {"amount", [](ChargeRequest& r) { ++r.amount.minor; },
       PaymentFailure::token_amount_too_small},
  };
  app::Shop shop;
  const auto session = shop.created(app::cart({{"mug-blue", 1}}));
  for (const Misuse& row : rows) {
    auto request = request_of(shop, *session);
    const ChargeRequest right = request;
    row.change(request);
    EXPECT_EQ(shop.run(shop.sandbox.look(request, shop.executor)), row.failure) << row.name;
    EXPECT_EQ(shop.run(shop.sandbox.look(right, shop.executor)), std::nullopt);
    EXPECT_EQ(failure_of(charge(shop, request)), row.failure) << row.name;
    EXPECT_TRUE(std::holds_alternative<ChargeApproved>(charge(shop, right)))
        << row.name << ": a refused use must not spend the token";
  }
}

TEST(Sandbox, ATokenIsInvalidFromItsExpiryOn) {  // DL-12
  app::Shop shop;
  const auto session = shop.created(app::cart({{"mug-blue", 1}}));
  const auto request = request_of(shop, *session);
  shop.clock.advance(Milliseconds(3600'000));
  EXPECT_EQ(failure_of(charge(shop, request)), PaymentFailure::token_expired);
}

TEST(Sandbox, ASmallerChargeThanAllowedIsFine) {
  app::Shop shop;
  const auto session = shop.created(app::cart({{"mug-blue", 1}}));
  auto request = request_of(shop, *session);
  --request.amount.minor;
  EXPECT_TRUE(std::holds_alternative<ChargeApproved>(charge(shop, request)));
}

TEST(Sandbox, TheTimingOutCardIsChargedAndTellsSoOnlyWhenAskedAgain) {
  app::Shop shop;
  const auto session = shop.created(app::cart({{"mug-blue", 1}}));
  const auto request = request_of(shop, *session, "4000000000000119");
  EXPECT_TRUE(std::holds_alternative<ChargeInDoubt>(charge(shop, request)));
  EXPECT_TRUE(std::holds_alternative<ChargeApproved>(charge(shop, request)));
}

TEST(Sandbox, ACardThatNeedsAuthenticationIsChargedWithItsProofOnly) {  // CO-09
  app::Shop shop;
  const auto session = shop.created(app::cart({{"mug-blue", 1}}));
  auto request = request_of(shop, *session, "4000000000003220");
  request.merchant_name = "A name of more than forty characters, sw\xC3\xA9";
  for (int asked = 0; asked < 2; ++asked) {
    const auto outcome = charge(shop, request);
    const auto& wanted = std::get<app::ChargeNeedsAuthentication>(outcome).request;
    EXPECT_EQ(wanted.acquirer_merchant_id, shop.profile.merchant_id);
    EXPECT_EQ(wanted.merchant_name, "A name of more than forty characters, sw");
  }
  request.gateway_key = "key-2";
  request.authentication = checkout::AuthenticationProof{Secret("cavv"), "05", "ds", "2.2.0"};
  EXPECT_TRUE(std::holds_alternative<ChargeApproved>(charge(shop, request)));
  EXPECT_TRUE(std::holds_alternative<ChargeApproved>(charge(shop, request)));
  request.gateway_key = "key-3";
  EXPECT_EQ(failure_of(charge(shop, request)), PaymentFailure::token_used);
}

TEST(Sandbox, AProofThatNobodyWasAuthenticatedIsDeclined) {
  app::Shop shop;
  const auto session = shop.created(app::cart({{"mug-blue", 1}}));
  auto request = request_of(shop, *session, "4000000000003220");
  request.authentication = checkout::AuthenticationProof{Secret("cavv"), "07", "ds", "2.2.0"};
  EXPECT_EQ(failure_of(charge(shop, request)), PaymentFailure::declined);
}

TEST(Sandbox, TakesOnlyTestCards) {  // DL-22
  app::Shop shop;
  EXPECT_EQ(shop.sandbox.card_of(Secret("5555555555554444")).error().field,
            checkout::Member::card_number);
}

TEST(Sandbox, GivesBackWhatItChargedAndTheSameForTheSameKey) {
  app::Shop shop;
  const auto session = shop.created(app::cart({{"mug-blue", 1}}));
  const auto charged = charge(shop, request_of(shop, *session));
  const std::string reference = std::get<ChargeApproved>(charged).reference;
  const app::ChargeStep good{"refund-1", reference, session->totals.total, "usd"};
  const auto refund = [&shop](app::ChargeStep request) {
    return shop.run(shop.sandbox.refund(std::move(request), shop.executor));
  };
  const auto first = std::get<app::StepDone>(refund(good)).reference;
  EXPECT_EQ(std::get<app::StepDone>(refund(good)).reference, first);
  struct Row {
    const char* name;
    void (*change)(app::ChargeStep&);
  };
  const Row rows[] = {
      {"no charge of ours", [](app::ChargeStep& r) { r.charge = "ch_1"; }},
      {"unknown charge",
       [](app::ChargeStep& r) {
         r.charge.back() = '0';
         r.charge[8] = '7';
       }},
      {"currency", [](app::ChargeStep& r) { r.currency = "eur"; }},
      {"amount", [](app::ChargeStep& r) { ++r.amount.minor; }},
  };
  for (const Row& row : rows) {
    app::ChargeStep wrong = good;
    row.change(wrong);
    EXPECT_TRUE(std::holds_alternative<app::StepRefused>(refund(wrong))) << row.name;
  }
}

TEST(Sandbox, AuthorizesAndCapturesOrLetsGoWhatItCharged) {
  app::Shop shop;
  const auto session = shop.created(app::cart({{"mug-blue", 1}}));
  auto request = request_of(shop, *session);
  request.capture_later = true;
  const auto charged = std::get<ChargeApproved>(charge(shop, request));
  EXPECT_FALSE(charged.captured);
  app::ChargeStep step{"capture-1", charged.reference, session->totals.total, "usd"};
  EXPECT_TRUE(
      std::holds_alternative<app::StepDone>(shop.run(shop.sandbox.capture(step, shop.executor))));
  EXPECT_TRUE(
      std::holds_alternative<app::StepDone>(shop.run(shop.sandbox.cancel(step, shop.executor))));
  step.charge = "ch_1";
  EXPECT_TRUE(std::holds_alternative<app::StepRefused>(
      shop.run(shop.sandbox.capture(step, shop.executor))));
}

TEST(Sandbox, FindsThePurchaseOfItsCharge) {
  app::Shop shop;
  const auto session = shop.created(app::cart({{"mug-blue", 1}}));
  const auto charged = std::get<ChargeApproved>(charge(shop, request_of(shop, *session)));
  const auto found = shop.run(shop.sandbox.find(charged.reference, shop.executor));
  EXPECT_EQ(std::get<app::ChargeOrigin>(found).session, session->id);
  EXPECT_TRUE(std::holds_alternative<app::ChargeUnknown>(
      shop.run(shop.sandbox.find("pi_1", shop.executor))));
}

TEST(Sandbox, GivesNothingBackOfADeclinedCharge) {
  app::Shop shop;
  const auto session = shop.created(app::cart({{"mug-blue", 1}}));
  auto request = request_of(shop, *session, "4000000000000002");
  const std::string token = request.token.reveal();
  charge(shop, std::move(request));
  const app::ChargeStep wrong{"refund-1", "sandbox_" + token.substr(3), Amount{1}, "usd"};
  EXPECT_TRUE(std::holds_alternative<app::StepRefused>(
      shop.run(shop.sandbox.refund(wrong, shop.executor))));
}

}  // namespace
}  // namespace till::payments
