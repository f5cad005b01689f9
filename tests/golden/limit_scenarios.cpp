// Requests that are refused because of what the shop is in or allows, not for what they are.
#include <memory>

#include "app/faulty_store.h"
#include "golden/states.h"

namespace till::golden {
namespace {

void rate_limited(Transcript& kept) {
  GoldenShop shop(kept, nullptr, {1, 1});
  shop.quietly(get("/nowhere"));
  shop.ask(shop.to(kSessions, kReady));
  shop.ask(shop.to(kDelegatePayment, "{}"));
}

void too_many_open_sessions(Transcript& kept) {
  GoldenShop shop(kept);
  shop.shop.profile.policy.holds.open_sessions = 1;
  shop.begin();
  shop.ask(shop.to(kSessions, kReady));
}

void too_many_declines(Transcript& kept) {
  GoldenShop shop(kept);
  shop.shop.profile.most_declines = 1;
  const std::string session = shop.begin();
  shop.pay(session, kDeclined);
  const std::string body = shop.payment(session);
  shop.ask(shop.to(session + "/complete", body));
  shop.ask(get(session));
}

// Enough long instructions to be more than a session may have.
void session_too_large(Transcript& kept) {
  GoldenShop shop(kept);
  std::string groups;
  for (int i = 0; i < 60; ++i) {
    groups += (groups.empty() ? "" : ",") + std::string(R"({"id":"g)") + std::to_string(i) +
              R"(","item_ids":["mug"],"destination_type":"shipping","instructions":")" +
              std::string(4'900, 'x') + "\"}";
  }
  shop.ask(shop.to(kSessions, wanted(line("mug"), R"("fulfillment_groups":[)" + groups + "]")));
}

void on_account_not_offered(Transcript& kept) {
  GoldenShop shop(kept);
  shop.shop.profile.policy.approvals = {};
  const std::string session = shop.begin();
  shop.ask(shop.to(session + "/complete", on_account(shop)));
}

void provider_down(Transcript& kept) {
  GoldenShop shop(kept);
  const std::string session = shop.begin();
  const std::string body = shop.payment(session);
  shop.shop.gateway.down = true;
  shop.ask(shop.to(session + "/complete", body));
}

// A shop whose store does as the scenario says.
struct FaultyShop {
  explicit FaultyShop(Transcript& kept)
      : golden(kept, [this](app::Store& inner) {
          auto made = std::make_unique<app::FaultyStore>(inner);
          store = made.get();
          return made;
        }) {}
  app::FaultyStore* store = nullptr;
  GoldenShop golden;
};

void store_fails(Transcript& kept, app::CommitOutcome outcome) {
  FaultyShop shop(kept);
  shop.store->fail_nth_call(2, outcome);  // The load succeeds, the commit does not.
  const auto request = shop.golden.to(kSessions, kReady);
  shop.golden.ask(request);
  shop.golden.ask(request);
}

void store_cannot_be_read(Transcript& kept) {
  FaultyShop shop(kept);
  const std::string session = shop.golden.begin();
  shop.store->fail_nth_call(1, app::CommitOutcome::failed);
  shop.golden.ask(get(session));
}

void in_flight(Transcript& kept) {
  FaultyShop shop(kept);
  GoldenShop& golden = shop.golden;
  const auto request = golden.to(kSessions, kReady);
  shop.store->held = true;
  auto first = request;
  set_header(first, "Request-Id", "req-0");
  std::optional<net::Response> answer;
  spawn(golden.api.handle(first, golden.shop.executor),
        [&answer](net::Response response) { answer = std::move(response); });
  golden.shop.executor.run_all();
  golden.ask(request);
  auto other = request;
  http::test::set_body(other, "{}");
  golden.ask(other);
  shop.store->held = false;
  shop.store->line.run_all();
  golden.shop.executor.run_all();
  ASSERT_TRUE(answer.has_value());
  kept.add(first, *answer);
}

}  // namespace

Scenarios limit_scenarios() {
  return {
      {"refused_rate_limited", rate_limited},
      {"refused_too_many_open_sessions", too_many_open_sessions},
      {"refused_too_many_declines", too_many_declines},
      {"refused_session_too_large", session_too_large},
      {"refused_on_account", on_account_not_offered},
      {"refused_provider_down", provider_down},
      {"refused_store_busy", [](Transcript& kept) { store_fails(kept, app::CommitOutcome::busy); }},
      {"refused_store_failed",
       [](Transcript& kept) { store_fails(kept, app::CommitOutcome::failed); }},
      {"refused_store_unread", store_cannot_be_read},
      {"refused_in_flight", in_flight},
  };
}

}  // namespace till::golden
