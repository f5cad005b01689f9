// Complete, by what comes of the payment, and delegate_payment.
#include "golden/states.h"

namespace till::golden {
namespace {

// A complete by this card, of a session that can be led through 3-D Secure or not.
void pay_by(Transcript& kept, const char* card, const std::string& capabilities = "{}") {
  GoldenShop shop(kept);
  const std::string session = shop.begin(wanted(line("mug", 2), kTown + "," + kAnn, capabilities));
  const std::string body = shop.payment(session, card);
  shop.ask(shop.to(session + "/complete", body));
  shop.ask(get(session));
}

void pay_with_all_members(Transcript& kept) {
  GoldenShop shop(kept);
  const std::string session = shop.begin(wanted(line("mug") + "," + line("ebook"), kTown));
  std::string body = with(shop.payment(session), kAnn + R"(,"order_notes":"Ring")");
  body = with(body, R"("marketing_consents":[{"channel":"email","opted_in":true}],)"
                    R"("risk_signals":{"ip_address":"192.0.2.1","user_agent":"agent"},)"
                    R"("affiliate_attribution":{"provider":"ads.example","publisher_id":"p1",)"
                    R"("touchpoint":"last"})");
  shop.ask(shop.to(session + "/complete", body));
}

void pay_by_an_older_token(Transcript& kept) {
  GoldenShop shop(kept);
  const std::string session = shop.begin();
  const auto vaulted =
      shop.quietly(shop.to(kDelegatePayment, shop.card_for(GoldenShop::id_in(session))));
  shop.ask(shop.to(session + "/complete", R"({"payment_data":{"token":")" +
                                              text_at(vaulted, "/id") +
                                              R"(","provider":"till_sandbox"}})"));
}

void pay_by_a_token_of_another_session(Transcript& kept) {
  GoldenShop shop(kept);
  const std::string body = shop.payment(shop.begin());
  shop.ask(shop.to(shop.begin() + "/complete", body));
}

void pay_a_new_price(Transcript& kept) {
  GoldenShop shop(kept);
  const std::string session = shop.begin();
  const std::string body = shop.payment(session);
  shop.reprice("mug", 1500);
  shop.ask(shop.to(session + "/complete", body));
}

void pay_digital(Transcript& kept) {
  GoldenShop shop(kept);
  const std::string session = shop.begin(wanted(line("ebook"), kAnn + R"(,"locale":"de")"));
  const std::string body = shop.payment(session);
  shop.ask(shop.to(session + "/complete", body));
}

// What came of the proof of a session that asks for one.
void prove(Transcript& kept, const std::string& result) {
  GoldenShop shop(kept);
  const std::string session = begin_3ds(shop);
  const std::string body = shop.payment(session, kNeeds3ds);
  shop.ask(shop.to(session + "/complete", with(body, result)));
  shop.ask(get(session));
}

void pay_in_doubt(Transcript& kept) {
  GoldenShop shop(kept);
  const std::string session = shop.begin();
  const std::string body = shop.payment(session);
  shop.shop.gateway.silent = true;
  shop.ask(shop.to(session + "/complete", body));
  shop.shop.gateway.silent = false;
  shop.settle();
  shop.ask(get(session));
}

void pay_in_doubt_and_refused(Transcript& kept) {
  GoldenShop shop(kept);
  const std::string session = begin_in_doubt(shop);
  shop.shop.gateway.refuses = true;
  shop.settle();
  shop.ask(get(session));
}

// A purchase that waits for the seller, and what came of it.
void wait_for_approval(Transcript& kept, bool by_card, bool approve) {
  GoldenShop shop(kept);
  const std::string session = shop.begin();
  std::string body = on_account(shop);
  if (by_card) {
    body = shop.payment(session);
    body.insert(body.find("\"handler_id\""), R"("approval_required":true,)");
  }
  shop.ask(shop.to(session + "/complete", body));
  app::CheckoutService& service = shop.shop.service;
  const SessionId id = shop.session_id(session);
  if (approve) {
    shop.shop.run(service.approve(id, std::nullopt, shop.shop.executor));
  } else {
    shop.shop.run(service.deny(id, shop.shop.executor));
  }
  shop.ask(get(session));
}

void pay_tax_exempt(Transcript& kept) {
  GoldenShop shop(kept);
  const std::string session = shop.begin(
      wanted(line("mug"), kTown + R"(,"buyer":{"email":"ann@example.com","tax_exemption":)"
                                  R"({"certificate_id":"cert-1","certificate_type":)"
                                  R"("government"}})"));
  const std::string body = shop.payment(session);
  shop.ask(shop.to(session + "/complete", body));
}

void vault(Transcript& kept) {
  GoldenShop shop(kept);
  const std::string session = GoldenShop::id_in(shop.begin());
  shop.ask(shop.to(kDelegatePayment, shop.card_for(session)));
  auto older = shop.to(kDelegatePayment, shop.card_for(session));
  set_header(older, "API-Version", "2025-09-29");
  shop.ask(older);
}

void vault_refused(Transcript& kept) {
  GoldenShop shop(kept);
  const std::string session = GoldenShop::id_in(shop.begin());
  std::string blocked = shop.card_for(session);
  blocked.replace(blocked.find("authorized"), 10, "blocked");
  std::string late = shop.card_for(session);
  late.replace(late.find("2026-11-24T12"), 13, "2026-11-24T09");
  for (const std::string& body :
       {std::string("{}"), std::string("["), blocked, late,
        shop.card_for(session, "4242424242424241"), shop.card_for(session, "378282246310005")}) {
    shop.ask(shop.to(kDelegatePayment, body));
  }
}

void vault_closed(Transcript& kept) {
  GoldenShop shop(kept, nullptr, {0, 0}, false);
  shop.ask(shop.to(kDelegatePayment, "{}"));
}

Scenarios outcomes() {
  return {
      {"complete_paid", [](Transcript& kept) { pay_by(kept, kApproved); }},
      {"complete_declined", [](Transcript& kept) { pay_by(kept, kDeclined); }},
      {"complete_insufficient_funds", [](Transcript& kept) { pay_by(kept, kPoor); }},
      {"complete_asks_for_3ds", [](Transcript& kept) { pay_by(kept, kNeeds3ds, kThreeDs); }},
      {"complete_needs_3ds_of_an_agent_without", [](Transcript& kept) { pay_by(kept, kNeeds3ds); }},
      {"complete_times_out", [](Transcript& kept) { pay_by(kept, kTimesOut); }},
      {"complete_in_doubt", pay_in_doubt},
      {"complete_in_doubt_and_refused", pay_in_doubt_and_refused},
      {"complete_with_all_members", pay_with_all_members},
      {"complete_by_an_older_token", pay_by_an_older_token},
      {"complete_by_a_token_of_another_session", pay_by_a_token_of_another_session},
      {"complete_a_new_price", pay_a_new_price},
      {"complete_digital_in_german", pay_digital},
      {"complete_tax_exempt", pay_tax_exempt},
  };
}

}  // namespace

Scenarios payment_scenarios() {
  Scenarios scenarios = outcomes();
  const Scenario more[] = {
      {"complete_3ds_proved", [](Transcript& kept) { prove(kept, kProof); }},
      {"complete_3ds_denied",
       [](Transcript& kept) { prove(kept, R"("authentication_result":{"outcome":"denied"})"); }},
      {"complete_3ds_canceled",
       [](Transcript& kept) { prove(kept, R"("authentication_result":{"outcome":"canceled"})"); }},
      {"complete_on_account_approved",
       [](Transcript& kept) { wait_for_approval(kept, false, true); }},
      {"complete_on_account_denied",
       [](Transcript& kept) { wait_for_approval(kept, false, false); }},
      {"complete_by_card_approved", [](Transcript& kept) { wait_for_approval(kept, true, true); }},
      {"complete_by_card_denied", [](Transcript& kept) { wait_for_approval(kept, true, false); }},
      {"delegate_payment", vault},
      {"delegate_payment_refused", vault_refused},
      {"delegate_payment_closed", vault_closed},
  };
  scenarios.insert(scenarios.end(), std::begin(more), std::end(more));
  return scenarios;
}

}  // namespace till::golden
