// The shop that every golden answer comes from, and the bodies that agents send it. Time, ids and
// randomness are those of the test, so that each answer has the same bytes each time.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "golden/catalog.h"
#include "golden/transcript.h"
#include "http/api_shop.h"

namespace till::golden {

using http::test::drop_header;
using http::test::get;
using http::test::post;
using http::test::set_header;
using http::test::text_at;

inline constexpr const char* kSessions = "/checkout_sessions";
inline constexpr const char* kDelegatePayment = "/agentic_commerce/delegate_payment";
inline constexpr const char* kApproved = "4242424242424242";
inline constexpr const char* kDeclined = "4000000000000002";
inline constexpr const char* kPoor = "4000000000009995";
inline constexpr const char* kNeeds3ds = "4000000000003220";
inline constexpr const char* kTimesOut = "4000000000000119";

inline const std::string kTown =
    R"("fulfillment_details":{"name":"Ann Lee","phone_number":"+14155550123",)"
    R"("email":"ann@example.com","address":{"name":"Ann Lee","line_one":"5 Elm St",)"
    R"("line_two":"Flat 2","city":"San Francisco","state":"CA","country":"US",)"
    R"("postal_code":"94110"}})";
inline const std::string kAnn =
    R"("buyer":{"first_name":"Ann","last_name":"Lee","email":"ann@example.com",)"
    R"("phone_number":"+14155550123"})";

// The same catalogue with pictures and a page of the mug.
inline commerce::Catalog pictured_catalog() {
  std::string text = kCatalog;
  const std::string stock = R"("stock": 1000,)";
  text.insert(text.find(stock),
              R"("images": ["https://shop.example/mug.jpg", "https://shop.example/mug-2.jpg"],)"
              R"("link": "https://shop.example/mug?colour=blue&size=m",)");
  return *commerce::parse_catalog(text);
}

// The body of a create: these lines, and what more there is.
inline std::string wanted(const std::string& lines, const std::string& more = {},
                          const std::string& capabilities = "{}") {
  return R"({"currency":"usd","capabilities":)" + capabilities + R"(,"line_items":[)" + lines +
         "]" + (more.empty() ? "" : "," + more) + "}";
}
inline std::string line(std::string_view item, int quantity = 1) {
  return R"({"id":")" + std::string(item) + R"(","quantity":)" + std::to_string(quantity) + "}";
}
inline const std::string kReady = wanted(line("mug", 2), kTown + "," + kAnn);
inline const std::string kThreeDs = R"({"interventions":{"supported":["3ds"]}})";

// Puts the catalogue and the seller of the golden answers into a shop.
inline void furnish(http::test::ApiShop& api) {
  app::Shop& shop = api.shop;
  const commerce::Catalog catalog = *commerce::parse_catalog(kCatalog);
  std::vector<app::Store::StatedStock> stock;
  for (const auto& item : catalog.items) {
    if (!item.digital) stock.push_back({item.id, item.stock});
  }
  EXPECT_TRUE(shop.memory.state_stock(stock, shop.clock.now()).has_value());
  shop.commerce.replace(catalog);
  shop.profile.currencies = {"usd", "jpy", "kwd"};
  shop.profile.marketing_options = {
      {"email", "Tell me about offers", "https://shop.example/privacy"}};
  api.dialects = wire::Dialects(shop.profile, api.options);
  api.api.set_currencies(shop.profile.currencies);
}

struct GoldenShop : http::test::ApiShop {
  using Wrap = std::function<std::unique_ptr<app::Store>(app::Store&)>;
  explicit GoldenShop(Transcript& transcript, Wrap wrap = nullptr, http::RateLimit limit = {0, 0},
                      bool vault_open = true)
      : ApiShop(limit, std::move(wrap), vault_open), kept(transcript) {
    furnish(*this);
  }

  // Sends without keeping the answer. Each request has a name, or the log would use up an id.
  net::Response quietly(net::Request request) {
    set_header(request, "Request-Id", "req-" + std::to_string(++requests));
    return send(std::move(request));
  }
  net::Response ask(net::Request request) {
    set_header(request, "Request-Id", "req-" + std::to_string(++requests));
    net::Response response = send(request);
    kept.add(request, response);
    return response;
  }
  net::Request to(std::string path, std::string body = {}) {
    return post(std::move(path), std::move(body), "key-" + std::to_string(++keys));
  }
  // The path of a new session.
  std::string begin(const std::string& body = kReady) {
    const auto response = quietly(to(kSessions, body));
    EXPECT_EQ(response.status, 201) << response.body;
    return std::string(kSessions) + "/" + text_at(response, "/id");
  }
  static std::string id_in(const std::string& path) { return path.substr(path.rfind('/') + 1); }
  // The body of a complete by a card that was vaulted for the session.
  std::string payment(const std::string& session, const char* card = kApproved) {
    std::string body = card_for(id_in(session), card);
    const std::string most = R"("max_amount":10000)";
    body.insert(body.find(most) + most.size(), "0");  // Enough for a desk.
    const auto response = quietly(to(kDelegatePayment, std::move(body)));
    EXPECT_EQ(response.status, 201) << response.body;
    return payment_with(text_at(response, "/id"));
  }
  net::Response pay(const std::string& session, const char* card = kApproved) {
    return quietly(to(session + "/complete", payment(session, card)));
  }
  SessionId session_id(const std::string& path) { return *SessionId::parse(id_in(path)); }
  // What is in doubt is asked for again.
  void settle() {
    for (const auto& attempt : shop.open_attempts()) {
      EXPECT_TRUE(shop.run(shop.service.settle(attempt, shop.executor)));
    }
  }
  // The shop sells `item` at another price from now on.
  void reprice(std::string_view item, std::int64_t price) {
    commerce::Catalog catalog = *commerce::parse_catalog(kCatalog);
    for (auto& each : catalog.items) {
      if (each.id == item) each.unit_amount = commerce::Prices::of({{"usd", Amount{price}}});
    }
    shop.commerce.replace(catalog);
  }

  Transcript& kept;
  int keys = 0;
  int requests = 0;
};

inline std::string with(std::string body, std::string_view more) {
  body.pop_back();
  return body.append(",").append(more).append("}");
}

inline const std::string kProof =
    R"("authentication_result":{"outcome":"authenticated","outcome_details":{)"
    R"("three_ds_cryptogram":"AAIBBYNoEwAAACcKhAJkdQAAAAA=",)"
    R"("electronic_commerce_indicator":"05","transaction_id":"c4e59ceb","version":"2.2.0"}})";

// One list a file; main() of the test plays them all.
Scenarios create_scenarios();
Scenarios session_scenarios();
Scenarios payment_scenarios();
Scenarios cart_scenarios();
Scenarios order_scenarios();
Scenarios refusal_scenarios();
Scenarios limit_scenarios();
Scenarios replay_scenarios();
Scenarios mcp_scenarios();
Scenarios modern_mcp_scenarios();
Scenarios shipping_scenarios();

}  // namespace till::golden
