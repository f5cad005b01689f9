// Carts: each operation, while the cart is there and once it is over; and discovery.
#include "golden/golden_shop.h"

namespace till::golden {
namespace {

std::string items(const std::string& lines, const std::string& more = {}) {
  return R"({"line_items":[)" + lines + "]" + (more.empty() ? "" : "," + more) + "}";
}
std::string begin_cart(GoldenShop& shop) {
  const auto response = shop.quietly(shop.to("/carts", items(line("mug", 2))));
  EXPECT_EQ(response.status, 201) << response.body;
  return "/carts/" + text_at(response, "/id");
}
net::Request put(GoldenShop& shop, const std::string& path, const std::string& body) {
  auto request = shop.to(path, body);
  request.method = "PUT";
  return request;
}

Scenarios made() {
  const struct {
    const char* name;
    std::string body;
  } rows[] = {
      {"cart_create", items(line("mug", 2) + "," + line("ebook"))},
      {"cart_create_for_a_buyer", items(line("mug"), kAnn)},
      {"cart_create_sold_out", items(line("cap") + "," + line("poster", 9))},
      {"cart_create_in_french", items(line("cap") + "," + line("mug"), R"("locale":"fr-CA")")},
      {"cart_create_of_many", items(line("mug", 12))},
      {"cart_create_refused", "{}"},
      {"cart_create_of_an_unknown_item", items(line("no-such"))},
  };
  Scenarios scenarios;
  for (const auto& row : rows) {
    scenarios.push_back({row.name, [body = row.body](Transcript& kept) {
                           GoldenShop shop(kept);
                           shop.ask(shop.to("/carts", body));
                         }});
  }
  return scenarios;
}

void get_cart(Transcript& kept) {
  GoldenShop shop(kept);
  auto request = get(begin_cart(shop));
  shop.ask(request);
  request.head_only = true;
  shop.ask(request);
  request.path = "/carts/cart_none";
  shop.ask(request);
}

void replace_cart(Transcript& kept) {
  GoldenShop shop(kept);
  const std::string cart = begin_cart(shop);
  shop.ask(put(shop, cart, items(line("mug", 3))));
  auto keyless = put(shop, cart, items(line("ebook"), kAnn));
  drop_header(keyless, "Idempotency-Key");
  shop.ask(keyless);
  shop.ask(put(shop, cart, "{}"));
}

void cancel_cart(Transcript& kept) {
  GoldenShop shop(kept);
  const std::string cart = begin_cart(shop);
  shop.ask(shop.to(cart + "/cancel"));
  shop.ask(get(cart));
  shop.ask(put(shop, cart, items(line("mug"))));
  shop.ask(shop.to(cart + "/cancel", "{}"));
}

void expired_cart(Transcript& kept) {
  GoldenShop shop(kept);
  const std::string cart = begin_cart(shop);
  shop.shop.clock.advance(shop.shop.profile.cart_lifetime);
  shop.ask(get(cart));
}

void discover(Transcript& kept) {
  GoldenShop shop(kept);
  net::Request request;
  request.method = "GET";
  request.path = "/.well-known/acp.json";
  shop.ask(request);
  request.head_only = true;
  shop.ask(request);
  request.head_only = false;
  request.method = "POST";
  shop.ask(request);
  request.method = "OPTIONS";
  request.headers = {{"Origin", "https://page.example"}, {"Access-Control-Request-Method", "GET"}};
  shop.ask(request);
}

void discover_without_a_vault(Transcript& kept) {
  GoldenShop shop(kept, nullptr, {0, 0}, false);
  shop.shop.profile.serves_mcp = true;
  shop.api.set_currencies({"eur"});
  net::Request request;
  request.method = "GET";
  request.path = "/.well-known/acp.json";
  shop.ask(request);
}

}  // namespace

Scenarios cart_scenarios() {
  Scenarios scenarios = made();
  const Scenario more[] = {
      {"cart_get", get_cart},       {"cart_replace", replace_cart},
      {"cart_cancel", cancel_cart}, {"cart_expired", expired_cart},
      {"discovery", discover},      {"discovery_without_a_vault", discover_without_a_vault},
  };
  scenarios.insert(scenarios.end(), std::begin(more), std::end(more));
  return scenarios;
}

}  // namespace till::golden
