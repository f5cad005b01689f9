// The whole way of a request through the API, from the request's bytes to the answer's.
#include "http/api.h"

#include <gmock/gmock.h>

#include "http/api_shop.h"

namespace till::http {
namespace {

using test::ApiShop;
using test::get;
using test::header_of;
using test::kCart;
using test::post;
using test::raw_at;
using test::set_header;
using test::text_at;
using ::testing::AllOf;
using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(Api, LeadsFromACartToAnOrder) {  // EP-01 to EP-04
  ApiShop shop;
  const auto created = shop.send(post("/checkout_sessions", kCart, "key-1"));
  ASSERT_EQ(created.status, 201) << created.body;
  EXPECT_EQ(text_at(created, "/status"), "ready_for_payment");
  const std::string id = text_at(created, "/id");
  const std::string path = "/checkout_sessions/" + id;

  const auto updated =
      shop.send(post(path, R"({"line_items":[{"id":"mug-blue","quantity":1}]})", "key-2"));
  EXPECT_EQ(updated.status, 200) << updated.body;
  EXPECT_EQ(raw_at(updated, "/line_items/0/quantity"), "1");
  const auto seen = shop.send(get(path));
  EXPECT_EQ(seen.status, 200);
  EXPECT_EQ(seen.body, updated.body);

  const auto vaulted =
      shop.send(post("/agentic_commerce/delegate_payment", shop.card_for(id), "key-3"));
  ASSERT_EQ(vaulted.status, 201) << vaulted.body;
  EXPECT_EQ(text_at(vaulted, "/metadata/source"), "test");
  EXPECT_EQ(text_at(vaulted, "/metadata/merchant_id"), "till_demo") << "DL-15";
  EXPECT_EQ(text_at(vaulted, "/metadata/idempotency_key"), "key-3") << "DL-15";

  const auto paid =
      shop.send(post(path + "/complete", shop.payment_with(text_at(vaulted, "/id")), "key-4"));
  EXPECT_EQ(paid.status, 200) << paid.body;
  EXPECT_EQ(text_at(paid, "/status"), "completed");
  EXPECT_EQ(text_at(paid, "/order/checkout_session_id"), id);
  EXPECT_EQ(shop.shop.announced.size(), 1U);
  for (const auto* response : {&created, &updated, &seen, &vaulted, &paid}) {
    EXPECT_EQ(header_of(*response, "Content-Type"), "application/json");
  }
}

TEST(Api, CancelsWithAndWithoutABody) {  // EP-05, ID-26
  ApiShop shop;
  for (const char* body : {"", "{}", R"({"intent_trace":{"reason_code":"other"}})"}) {
    const std::string path = "/checkout_sessions/" + shop.create("create" + std::string(body));
    const auto response = shop.send(post(path + "/cancel", body, "key" + std::string(body)));
    EXPECT_EQ(response.status, 200) << body << response.body;
    EXPECT_EQ(text_at(response, "/status"), "canceled");
  }
}

TEST(Api, TakesNoBodyOnCancelForTheEmptyObject) {  // ID-26
  ApiShop shop;
  const std::string path = "/checkout_sessions/" + shop.create() + "/cancel";
  const auto first = shop.send(post(path, "", "key-1"));
  for (const char* body : {" { } ", "null", " null\n", " \r\n"}) {
    const auto again = shop.send(post(path, body, "key-1"));
    EXPECT_EQ(again.status, 200) << body;
    EXPECT_EQ(again.body, first.body);
    EXPECT_EQ(header_of(again, "Idempotent-Replayed"), "true");
  }
  auto blank = post(path, "\n", "key-1");
  std::erase_if(blank.headers, [](const auto& header) { return header.name == "Content-Type"; });
  EXPECT_EQ(shop.send(blank).status, 200);
  EXPECT_EQ(shop.send(post(path, "null null", "key-2")).status, 400);
}

TEST(Api, GivesTheFirstAnswerOfAKeyAgain) {  // ID-06, ID-08, ID-10, TR-09
  ApiShop shop;
  const auto first = shop.send(post("/checkout_sessions", kCart, "key-1"));
  EXPECT_EQ(header_of(first, "Idempotent-Replayed"), std::nullopt);
  const std::string respelled =
      R"({"fulfillment_details":{"address":{"state":"CA","city":"Town","line_one":"5 Elm St",
          "name":"Ann Lee","country":"US","postal_code":"94105"}},"capabilities":{},
          "currency":"usd","line_items":[{"quantity":2.0,"id":"mug-blue"}]})";
  for (const std::string& body : {std::string(kCart), respelled}) {
    const auto again = shop.send(post("/checkout_sessions", body, "key-1"));
    EXPECT_EQ(again.status, 201);
    EXPECT_EQ(again.body, first.body);
    EXPECT_EQ(header_of(again, "Idempotent-Replayed"), "true");
  }
}

TEST(Api, KeepsKeysApartByAgentPathAndKey) {  // ID-03, ID-04
  ApiShop shop;
  const auto first = shop.send(post("/checkout_sessions", kCart, "key-1"));
  auto other_agent = post("/checkout_sessions", kCart, "key-1");
  set_header(other_agent, "Authorization", "Bearer token-b");
  auto other_token = post("/checkout_sessions", kCart, "key-1");
  set_header(other_token, "Authorization", "Bearer token-a-new");
  EXPECT_NE(shop.send(other_agent).body, first.body);
  EXPECT_EQ(shop.send(other_token).body, first.body) << "a new token is the same agent";
  const std::string path = "/checkout_sessions/" + text_at(first, "/id");
  EXPECT_EQ(shop.send(post(path, "{}", "key-1")).status, 200);
  const std::string second = "/checkout_sessions/" + shop.create("key-2");
  EXPECT_EQ(header_of(shop.send(post(second, "{}", "key-1")), "Idempotent-Replayed"), std::nullopt);
}

struct AnswerRow {
  const char* rule;
  std::string path;
  std::string body;
  int status;
  const char* code;
};

TEST(Api, RefusesByName) {
  ApiShop shop;
  const std::string open = "/checkout_sessions/" + shop.create("open");
  const std::string over = "/checkout_sessions/" + shop.create("over");
  ASSERT_EQ(shop.send(post(over + "/cancel", "", "cancel")).status, 200);
  const std::string unknown = "/checkout_sessions/" + SessionId{{1, 2, 3}}.text();
  const std::string payment = shop.payment_with("vt_unknown");
  const AnswerRow rows[] = {
      {"EP-08", unknown, "{}", 404, "not_found"},
      {"EP-08", unknown + "/complete", payment, 404, "not_found"},
      {"EP-08", unknown + "/cancel", "", 404, "not_found"},
      {"EP-08", "/checkout_sessions/no-id-of-ours", "{}", 404, "not_found"},
      {"EP-08", "/checkout_sessions/%00/cancel", "", 404, "not_found"},
      {"EP-10", over, "{}", 405, "session_closed"},
      {"EP-05", over + "/cancel", "", 405, "session_closed"},
      {"EP-12", "/checkout_sessions",
       R"({"line_items":[{"id":"nothing"}],"currency":"usd","capabilities":{}})", 400,
       "invalid_item_id"},
      {"CU-01", "/checkout_sessions", "{}", 400, "missing"},
      {"DL-22", "/agentic_commerce/delegate_payment", "{}", 400, "invalid_card"},
      {"C-14", "/agentic_commerce/delegate_payment", "", 400, "invalid_card"},
      {"PM-01", open + "/complete", "{}", 400, "missing"},
      {"TR-12", open + "/complete", "", 400, "invalid_json"},
      {"TR-12", open, "", 400, "invalid_json"},
  };
  int count = 0;
  for (const AnswerRow& row : rows) {
    SCOPED_TRACE(std::string(row.rule) + " " + row.path);
    const std::string key = "refused-" + std::to_string(++count);
    const auto response = shop.send(post(row.path, row.body, key));
    EXPECT_EQ(response.status, row.status) << response.body;
    EXPECT_EQ(text_at(response, "/code"), row.code);
    EXPECT_EQ(header_of(response, "Idempotency-Key"), key);  // TR-07
  }
}

TEST(Api, ShowsASessionToItsOwnAgentOnly) {  // EP-03, EP-09
  ApiShop shop;
  const std::string path = "/checkout_sessions/" + shop.create();
  auto request = get(path);
  set_header(request, "Authorization", "Bearer token-b");
  const auto hidden = shop.send(request);
  request.path = "/checkout_sessions/" + SessionId{{9}}.text();
  const auto unknown = shop.send(request);
  EXPECT_EQ(hidden.status, 404);
  EXPECT_EQ(hidden.body, unknown.body) << "nothing tells that it exists";
  EXPECT_EQ(shop.send(get(path)).status, 200);
  EXPECT_EQ(shop.send(get("/checkout_sessions/no-id-of-ours")).status, 404);
}

TEST(Api, ShowsAnOrderToTheAgentThatBoughtOnly) {  // OD-16
  ApiShop shop;
  const auto session = shop.shop.created(app::cart({{"mug-blue", 1}}));
  shop.shop.complete("complete", session->id, shop.shop.token_for(*session));
  const auto paid = shop.send(get("/checkout_sessions/" + session->id.text()));
  const std::string path = "/orders/" + text_at(paid, "/order/id");
  const auto shown = shop.send(get(path));
  EXPECT_EQ(shown.status, 200);
  EXPECT_EQ(raw_at(shown, ""), raw_at(paid, "/order"));
  auto request = get(path);
  set_header(request, "Authorization", "Bearer token-b");
  const auto hidden = shop.send(request);
  EXPECT_EQ(hidden.status, 404);
  EXPECT_EQ(text_at(hidden, "/code"), "not_found");
  EXPECT_EQ(hidden.body, shop.send(get("/orders/" + OrderId{{9}}.text())).body);
  EXPECT_EQ(shop.send(get("/orders/no-id-of-ours")).status, 404);
  request = get(path);
  test::drop_header(request, "API-Version");
  EXPECT_EQ(text_at(shop.send(request), "/code"), "missing_api_version");
  test::drop_header(request, "Authorization");
  EXPECT_EQ(shop.send(request).status, 401);
  request = get(path);
  request.method = "POST";
  const auto wrong = shop.send(request);
  EXPECT_EQ(wrong.status, 405);
  EXPECT_EQ(header_of(wrong, "Allow"), "GET, HEAD");
}

TEST(Api, GivesARefusalAgainUnderItsKey) {  // ID-15
  ApiShop shop;
  for (const char* path : {"/checkout_sessions", "/checkout_sessions/no-id-of-ours"}) {
    const auto first = shop.send(post(path, "{}", "key-1"));
    const auto again = shop.send(post(path, "{}", "key-1"));
    EXPECT_EQ(again.status, first.status);
    EXPECT_EQ(again.body, first.body);
    EXPECT_EQ(header_of(first, "Idempotent-Replayed"), std::nullopt);
    EXPECT_EQ(header_of(again, "Idempotent-Replayed"), "true");
  }
}

TEST(Api, AnswersAnotherBodyUnderAUsedKeyWithAConflict) {  // ID-12
  ApiShop shop;
  shop.create("key-1");
  const auto response = shop.send(post("/checkout_sessions", "{}", "key-1"));
  EXPECT_EQ(response.status, 422);
  EXPECT_EQ(text_at(response, "/code"), "idempotency_conflict");
  EXPECT_EQ(header_of(response, "Idempotent-Replayed"), std::nullopt);
}

TEST(Api, SaysWithAnyConflictOfStateWhenToComeAgain) {  // ID-13
  ApiShop shop;
  const auto created = shop.send(
      post("/checkout_sessions",
           R"({"line_items":[{"id":"mug-blue"}],"currency":"usd","capabilities":{}})", "key-1"));
  const std::string path = "/checkout_sessions/" + text_at(created, "/id");
  const auto response = shop.send(post(path + "/complete", shop.payment_with("vt_x"), "key-2"));
  EXPECT_EQ(response.status, 409) << response.body;
  EXPECT_EQ(header_of(response, "Retry-After"), "1");
}

TEST(Api, EchoesWhatTheClientCalledItsRequest) {  // TR-07, TR-08
  ApiShop shop;
  auto request = post("/checkout_sessions", kCart, "key-1");
  request.headers.push_back({"request-id", "req-7"});
  const auto response = shop.send(request);
  EXPECT_EQ(header_of(response, "Idempotency-Key"), "key-1");
  EXPECT_EQ(header_of(response, "Request-Id"), "req-7");
  EXPECT_EQ(header_of(shop.send(get("/nothing")), "Request-Id"), std::nullopt);
}

TEST(Api, EchoesNothingThatCannotStandInAHeader) {
  for (const std::string& value : {std::string("a\r\nSet-Cookie: b"), std::string("\xc3\xa4"),
                                   std::string(256, 'x'), std::string("a\x7f"), std::string()}) {
    ApiShop shop;
    auto request = get("/nothing");
    request.headers.push_back({"Request-Id", value});
    request.headers.push_back({"Idempotency-Key", value});
    const auto response = shop.send(request);
    EXPECT_EQ(header_of(response, "Request-Id"), std::nullopt) << value;
    EXPECT_EQ(header_of(response, "Idempotency-Key"), std::nullopt) << value;
    ASSERT_EQ(shop.log.lines.size(), 1U);
    EXPECT_THAT(shop.log.lines[0], HasSubstr("request_id=req_")) << "the log gets one of ours";
  }
}

TEST(Discovery, NeedsNothing) {  // DV-01 to DV-03
  ApiShop shop;
  net::Request request;
  request.method = "GET";
  request.path = "/.well-known/acp.json";
  const auto response = shop.send(request);
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(header_of(response, "Cache-Control"), "public, max-age=3600");
  EXPECT_EQ(header_of(response, "Content-Type"), "application/json");
  EXPECT_EQ(text_at(response, "/api_base_url"), shop.shop.profile.public_url);
  request.method = "POST";
  const auto refused = shop.send(request);
  EXPECT_EQ(refused.status, 405) << "its other methods need no token either";
  EXPECT_EQ(header_of(refused, "Allow"), "GET, HEAD");
}

TEST(DelegatePayment, IsNotThereWhereTheVaultIsClosed) {
  ApiShop shop({0, 0}, nullptr, false);
  const auto response = shop.send(post("/agentic_commerce/delegate_payment", "{}", "key-1"));
  EXPECT_EQ(response.status, 404);
  const auto other = shop.send(get("/agentic_commerce/delegate_payment"));
  EXPECT_EQ(other.status, 404) << other.body;
}

TEST(RequestLog, HasOneLineARequestAndNoSecret) {  // TR-11
  ApiShop shop;
  auto request = post("/checkout_sessions", kCart, "key-1");
  request.headers.push_back({"Request-Id", "req-7"});
  const auto created = shop.send(request);
  shop.send(request);
  const std::string id = text_at(created, "/id");
  const std::string token = shop.token_for(id);
  shop.send(post("/checkout_sessions/" + id + "/complete", shop.payment_with(token), "key-2"));
  shop.send(get("/wp-admin/" + token));
  ASSERT_EQ(shop.log.lines.size(), 5U);
  EXPECT_EQ(shop.log.lines[0],
            "request request_id=req-7 agent=agent-a method=POST route=POST /checkout_sessions "
            "status=201 duration_us=_ replayed=no peer=");
  EXPECT_THAT(shop.log.lines[1], HasSubstr("status=201 duration_us=_ replayed=yes"));
  EXPECT_THAT(shop.log.lines[4], HasSubstr("method=GET route=unmatched status=404"));
  EXPECT_THAT(shop.log.lines, Each(AllOf(Not(HasSubstr("token-a")), Not(HasSubstr(token)),
                                         Not(HasSubstr("4242")), Not(HasSubstr("Elm")))));
}

TEST(RequestObservers, SeeRoutesAndNeverRawPaths) {
  ApiShop shop;
  const std::string id = shop.create();
  shop.send(get("/checkout_sessions/" + id));
  shop.send(get("/checkout_sessions/anything"));
  shop.send(get("/no/such/path"));
  using Seen = std::vector<std::pair<std::string, int>>;
  EXPECT_EQ(shop.observer.seen, (Seen{{"POST /checkout_sessions", 201},
                                      {"GET /checkout_sessions/{id}", 200},
                                      {"GET /checkout_sessions/{id}", 404},
                                      {"unmatched", 404}}));
}

TEST(ApiAgents, AreReplacedForRequestsToCome) {
  ApiShop shop;
  EXPECT_EQ(shop.send(get("/nothing")).status, 404);
  shop.api.set_agents(std::make_shared<const Agents>(
      std::vector<Agent>{{"agent-a", {sha256("token-next")}, std::nullopt}}));
  EXPECT_EQ(shop.send(get("/nothing")).status, 401);
  auto request = get("/nothing");
  set_header(request, "Authorization", "Bearer token-next");
  EXPECT_EQ(shop.send(request).status, 404);
}

}  // namespace
}  // namespace till::http
