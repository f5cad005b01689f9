// Each POST sent again under its key, after the session went on; and with another body.
#include "golden/states.h"

namespace till::golden {
namespace {

// The request is asked, the session changed, and the request asked again as it was and changed.
void twice(GoldenShop& shop, const net::Request& request, const std::string& changed = {}) {
  shop.ask(request);
  shop.shop.clock.advance(Milliseconds(60'000));
  if (!changed.empty()) shop.quietly(shop.to(changed, R"({"order_notes":"Meanwhile"})"));
  shop.ask(request);
  auto other = request;
  http::test::set_body(other, R"({"changed":true})");
  set_header(other, "Content-Type", "application/json");
  shop.ask(other);
}

void again_create(Transcript& kept) {
  GoldenShop shop(kept);
  const auto request = shop.to(kSessions, kReady);
  const auto first = shop.ask(request);
  shop.quietly(shop.to(std::string(kSessions) + "/" + text_at(first, "/id") + "/cancel"));
  twice(shop, request);
}

void again_update(Transcript& kept) {
  GoldenShop shop(kept);
  const std::string session = shop.begin();
  twice(shop, shop.to(session, R"({"discounts":{"codes":["SAVE10"]}})"), session);
}

void again_complete(Transcript& kept, const char* card) {
  GoldenShop shop(kept);
  const std::string session = shop.begin();
  const std::string body = shop.payment(session, card);
  twice(shop, shop.to(session + "/complete", body), session);
}

// The answer in progress is not the last one: a replay tells what came of it.
void again_in_doubt(Transcript& kept) {
  GoldenShop shop(kept);
  const std::string session = shop.begin();
  const std::string body = shop.payment(session);
  const auto request = shop.to(session + "/complete", body);
  shop.shop.gateway.silent = true;
  shop.ask(request);
  shop.ask(request);
  shop.shop.gateway.silent = false;
  shop.settle();
  shop.ask(request);
}

void again_cancel(Transcript& kept) {
  GoldenShop shop(kept);
  twice(shop, shop.to(shop.begin() + "/cancel"));
}

void again_refused(Transcript& kept) {
  GoldenShop shop(kept);
  twice(shop, shop.to(kSessions, "{}"));
}

void again_vault(Transcript& kept) {
  GoldenShop shop(kept);
  const std::string session = GoldenShop::id_in(shop.begin());
  twice(shop, shop.to(kDelegatePayment, shop.card_for(session)));
}

void again_cart(Transcript& kept) {
  GoldenShop shop(kept);
  const auto request = shop.to("/carts", R"({"line_items":[{"id":"mug"}]})");
  twice(shop, request);
  const auto cart = "/carts/" + text_at(shop.quietly(request), "/id");
  auto put = shop.to(cart, R"({"line_items":[{"id":"ebook"}]})");
  put.method = "PUT";
  twice(shop, put);
  twice(shop, shop.to(cart + "/cancel"));
}

}  // namespace

Scenarios replay_scenarios() {
  return {
      {"replay_create", again_create},
      {"replay_update", again_update},
      {"replay_complete", [](Transcript& kept) { again_complete(kept, kApproved); }},
      {"replay_declined", [](Transcript& kept) { again_complete(kept, kDeclined); }},
      {"replay_in_doubt", again_in_doubt},
      {"replay_cancel", again_cancel},
      {"replay_refused", again_refused},
      {"replay_delegate_payment", again_vault},
      {"replay_carts", again_cart},
  };
}

}  // namespace till::golden
