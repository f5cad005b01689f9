// 3-D Secure through the saga: at most one charge, whatever happens between (A15).
#include <gtest/gtest.h>

#include "app/faulty_store.h"
#include "app/shop.h"

namespace till::app {
namespace {

using checkout::AuthenticationOutcome;
using checkout::AuthenticationProof;
using checkout::AuthenticationResult;
using checkout::RefusalCode;
using checkout::Status;

constexpr const char* kCard = "4000000000003220";

struct Asked : Shop {
  Asked() : Asked(nullptr) {}
  explicit Asked(std::function<std::unique_ptr<Store>(Store&)> wrap) : Shop(std::move(wrap)) {
    auto command = cart({{"poster-limited", 1}});
    command.capabilities.three_ds = true;
    session = created(command);
    token = token_for(*session, kCard);
  }
  Reply complete_with(const std::string& key, std::optional<AuthenticationOutcome> outcome) {
    checkout::CompleteCommand command = payment(token);
    if (outcome) {
      command.authentication = AuthenticationResult{*outcome, std::nullopt};
      if (checkout::has_proof(*outcome)) {
        command.authentication->proof = AuthenticationProof{Secret("cavv"), "05", "ds", "2.2.0"};
      }
    }
    const std::string body = outcome ? std::to_string(static_cast<int>(*outcome)) : "none";
    return run(by_agent(service).complete(context(key, body), session->id, command));
  }
  checkout::SessionPtr now() { return session_of(get(session->id)); }
  std::vector<PaymentAttempt> attempts() { return *run(memory.attempts_of(session->id, executor)); }
  std::size_t charged() {
    std::size_t count = 0;
    for (const auto& attempt : attempts()) {
      count += attempt.state == AttemptState::approved ? 1U : 0U;
    }
    return count;
  }

  checkout::SessionPtr session;
  std::string token;
};

TEST(Authentication, IsAskedForOnceAndThenPaysWithTheSameToken) {
  Asked shop;
  EXPECT_EQ(Shop::session_of(shop.complete_with("k1", {}))->status,
            Status::authentication_required);
  EXPECT_TRUE(shop.complete_with("k1", {}).replayed);
  EXPECT_EQ(Shop::code_of(shop.complete_with("k2", {})), RefusalCode::authentication_missing);
  EXPECT_TRUE(shop.complete_with("k2", {}).replayed);
  const auto done = shop.complete_with("k3", AuthenticationOutcome::authenticated);
  EXPECT_EQ(Shop::session_of(done)->status, Status::completed);
  EXPECT_TRUE(shop.complete_with("k3", AuthenticationOutcome::authenticated).replayed);
  EXPECT_EQ(shop.gateway.calls, 2);
  EXPECT_EQ(shop.charged(), 1U);
  EXPECT_EQ(shop.announced.size(), 1U);
}

TEST(Authentication, WithoutAProofAsksNoProvider) {  // CO-08
  Asked shop;
  shop.complete_with("k1", {});
  const auto back = Shop::session_of(shop.complete_with("k2", AuthenticationOutcome::denied));
  EXPECT_EQ(back->status, Status::ready_for_payment);
  EXPECT_EQ(shop.gateway.calls, 1);
  EXPECT_TRUE(shop.complete_with("k2", AuthenticationOutcome::denied).replayed);
  // The result of before is of no use for the next try (CO-11).
  EXPECT_EQ(
      Shop::session_of(shop.complete_with("k3", AuthenticationOutcome::authenticated))->status,
      Status::authentication_required);
  EXPECT_EQ(shop.charged(), 0U);
}

TEST(Authentication, InDoubtIsSettledWithItsProofAndChargesOnce) {
  Asked shop;
  shop.complete_with("k1", {});
  shop.gateway.silent = true;
  EXPECT_EQ(
      Shop::session_of(shop.complete_with("k2", AuthenticationOutcome::authenticated))->status,
      Status::complete_in_progress);
  const auto open = shop.open_attempts();
  ASSERT_EQ(open.size(), 1U);
  EXPECT_TRUE(open.front().authentication.has_value());
  shop.gateway.silent = false;
  const PaymentAttempt& attempt = open.front();
  EXPECT_TRUE(shop.run(shop.service.settle(attempt, shop.executor)));
  EXPECT_TRUE(shop.run(shop.service.settle(attempt, shop.executor)));
  EXPECT_EQ(shop.now()->status, Status::completed);
  EXPECT_EQ(shop.charged(), 1U);
  EXPECT_EQ(shop.announced.size(), 1U);
  for (const auto& kept : shop.attempts()) {
    EXPECT_FALSE(kept.authentication.has_value());
    EXPECT_TRUE(kept.token.empty());
  }
}

TEST(Authentication, InDoubtBeforeItIsAskedForIsAskedForByTheSettler) {
  Asked shop;
  shop.gateway.silent = true;
  shop.complete_with("k1", {});
  shop.gateway.silent = false;
  EXPECT_TRUE(shop.run(shop.service.settle(shop.open_attempts().front(), shop.executor)));
  EXPECT_EQ(shop.now()->status, Status::authentication_required);
  EXPECT_TRUE(shop.complete_with("k1", {}).replayed);
}

TEST(Authentication, IsVoidOnceThePriceChanged) {  // CO-15
  Asked shop;
  shop.complete_with("k1", {});
  commerce::Catalog dearer = shop.catalog;
  dearer.items[1].unit_amount = commerce::Prices::of({{"usd", Amount{4100}}});
  commerce::EmbeddedCommerce commerce(dearer, shop.store);
  CheckoutService service({shop.store, commerce, shop.gateway, shop.clock, shop.ids, shop.events,
                           shop.observer, shop.profile, nullptr, [](const OutboxEvent&) {}});
  checkout::CompleteCommand command;
  command.token = Secret(shop.token);
  command.authentication = AuthenticationResult{AuthenticationOutcome::authenticated,
                                                AuthenticationProof{Secret("c"), "05", "ds", "2"}};
  const auto reply =
      shop.run(by_agent(service).complete(shop.context("k2", "b"), shop.session->id, command));
  EXPECT_EQ(Shop::session_of(reply)->status, Status::ready_for_payment);
  EXPECT_EQ(Shop::session_of(reply)->authentication, std::nullopt);
  EXPECT_EQ(shop.gateway.calls, 1);
}

// As for any complete: the agent retries with its key and the settler goes on.
TEST(Authentication, WhicheverStoreCallFailsThereIsOneCharge) {
  for (const CommitOutcome fault : {CommitOutcome::busy, CommitOutcome::session_changed}) {
    for (int nth = 1; nth <= 10; ++nth) {
      SCOPED_TRACE(nth);
      FaultyStore* faulty = nullptr;
      Asked shop([&faulty](Store& inner) {
        auto made = std::make_unique<FaultyStore>(inner);
        faulty = made.get();
        return made;
      });
      shop.complete_with("k1", {});
      faulty->fail_nth_call(nth, fault);
      shop.complete_with("k2", AuthenticationOutcome::authenticated);
      faulty->fail_nth_call(0, fault);
      const auto open = shop.open_attempts();
      for (const auto& attempt : open) {
        EXPECT_TRUE(shop.run(shop.service.settle(attempt, shop.executor)));
      }
      const auto done =
          Shop::session_of(shop.complete_with("k2", AuthenticationOutcome::authenticated));
      EXPECT_EQ(done->status, Status::completed);
      EXPECT_EQ(shop.charged(), 1U);
      EXPECT_EQ(shop.announced.size(), 1U);
    }
  }
}

TEST(Authentication, ExpiresWithItsSessionAndGivesTheStockBack) {
  Asked shop;
  shop.complete_with("k1", {});
  EXPECT_EQ(shop.available("poster-limited"), 2);
  shop.clock.advance(Milliseconds(7 * 3600 * 1000));
  EXPECT_TRUE(shop.run(shop.service.expire(shop.session->id, shop.executor)));
  EXPECT_EQ(shop.now()->status, Status::expired);
  EXPECT_EQ(shop.available("poster-limited"), 3);
  EXPECT_EQ(Shop::code_of(shop.complete_with("k2", AuthenticationOutcome::authenticated)),
            RefusalCode::session_over);
}

}  // namespace
}  // namespace till::app
