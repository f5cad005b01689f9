// Carts over HTTP: statuses, keys, and what a cart answers once it is over (A20).
#include <gmock/gmock.h>

#include "http/api.h"
#include "http/api_shop.h"

namespace till::http {
namespace {

using test::ApiShop;
using test::drop_header;
using test::get;
using test::header_of;
using test::post;
using test::raw_at;
using test::text_at;

constexpr const char* kTwoMugs = R"({"line_items":[{"id":"mug-blue","quantity":2}]})";

net::Request put(std::string path, std::string body, std::string key) {
  net::Request request = post(std::move(path), std::move(body), std::move(key));
  request.method = "PUT";
  return request;
}

TEST(CartApi, LeadsFromCreateToCancel) {  // CT-01 to CT-04
  ApiShop shop;
  const auto made = shop.send(post("/carts", kTwoMugs, "k1"));
  ASSERT_EQ(made.status, 201) << made.body;
  const std::string path = "/carts/" + text_at(made, "/id");
  EXPECT_EQ(shop.send(get(path)).body, made.body);
  const auto replaced =
      shop.send(put(path, R"({"line_items":[{"id":"mug-blue","quantity":3}]})", "k2"));
  EXPECT_EQ(replaced.status, 200) << replaced.body;
  EXPECT_EQ(raw_at(replaced, "/line_items/0/quantity"), "3");
  const auto canceled = shop.send(post(path + "/cancel", "", "k3"));
  EXPECT_EQ(canceled.status, 200);
  EXPECT_EQ(canceled.body, replaced.body);
  for (const auto& request :
       {get(path), put(path, kTwoMugs, "k4"), post(path + "/cancel", "{}", "k5")}) {
    const auto response = shop.send(request);
    EXPECT_EQ(response.status, 404) << request.method;
    EXPECT_EQ(text_at(response, "/code"), "not_found");
  }
}

TEST(CartApi, NeedsAKeyToMakeAndToCancelButNotToReplace) {  // ID-21
  ApiShop shop;
  const auto made = shop.send(post("/carts", kTwoMugs, "k1"));
  const std::string path = "/carts/" + text_at(made, "/id");
  for (auto request : {post("/carts", kTwoMugs, ""), post(path + "/cancel", "{}", "")}) {
    drop_header(request, "Idempotency-Key");
    EXPECT_EQ(text_at(shop.send(request), "/code"), "idempotency_key_required");
  }
  auto keyless = put(path, kTwoMugs, "");
  drop_header(keyless, "Idempotency-Key");
  EXPECT_EQ(shop.send(keyless).status, 200);
  const auto replayed = shop.send(post("/carts", kTwoMugs, "k1"));
  EXPECT_EQ(replayed.status, 201);
  EXPECT_EQ(replayed.body, made.body);
  EXPECT_EQ(header_of(replayed, "Idempotent-Replayed"), "true");
}

TEST(CartApi, RefusesWhatIsNoCart) {
  ApiShop shop;
  const struct {
    const char* rule;
    const char* body;
    const char* param;
  } rows[] = {
      {"CT-03", "{}", "$.line_items"},
      {"CT-03", R"({"line_items":[]})", "$.line_items"},
      {"CT-17", R"({"line_items":[{"id":"mug-blue","quantity":0}]})", "$.line_items[0].quantity"},
      {"CT-07", R"({"line_items":[{"id":"no-such-item"}]})", "$.line_items[0].id"},
      {"CT-13", R"({"line_items":[{"id":"mug-blue"}],"buyer":{}})", "$.buyer.email"},
  };
  int key = 0;
  for (const auto& row : rows) {
    const auto response = shop.send(post("/carts", row.body, "key-" + std::to_string(++key)));
    EXPECT_EQ(response.status, 400) << row.rule << row.body;
    EXPECT_EQ(text_at(response, "/param"), row.param) << row.rule;
  }
}

TEST(CartApi, MakesNoSessionOfACart) {  // CT-16
  ApiShop shop;
  const std::string id = text_at(shop.send(post("/carts", kTwoMugs, "k1")), "/id");
  const auto bare =
      shop.send(post("/checkout_sessions",
                     R"({"cart_id":")" + id + R"(","currency":"usd","capabilities":{}})", "k2"));
  EXPECT_EQ(bare.status, 400);
  EXPECT_EQ(text_at(bare, "/param"), "$.line_items");
  EXPECT_EQ(shop.send(get("/carts/" + id)).status, 200);
}

}  // namespace
}  // namespace till::http
