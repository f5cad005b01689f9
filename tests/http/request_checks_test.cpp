// What a request must bring, and which lack is answered first.
#include "http/request_checks.h"

#include <gtest/gtest.h>

#include <functional>

#include "http/api_shop.h"

namespace till::http {
namespace {

using test::ApiShop;
using test::drop_header;
using test::get;
using test::header_of;
using test::post;
using test::set_body;
using test::set_header;
using test::text_at;

constexpr const char* kSessions = "/checkout_sessions";
constexpr const char* kVault = "/agentic_commerce/delegate_payment";

struct Row {
  const char* rule;
  std::function<void(net::Request&)> change;  // Of a create that would be accepted.
  int status;
  const char* code;
  const char* header = nullptr;
  const char* value = nullptr;
};

void expect_refused(const Row& row) {
  SCOPED_TRACE(std::string(row.rule) + " expects " + row.code);
  ApiShop shop;
  net::Request request = post(kSessions, test::kCart, "key-1");
  request.headers.push_back({"Request-Id", "req-7"});
  row.change(request);
  const auto response = shop.send(request);
  EXPECT_EQ(response.status, row.status) << response.body;
  EXPECT_EQ(text_at(response, "/code"), row.code);
  EXPECT_EQ(text_at(response, "/type"), "invalid_request");
  EXPECT_FALSE(text_at(response, "/message").empty());
  EXPECT_EQ(header_of(response, "Content-Type"), "application/json");
  EXPECT_EQ(header_of(response, "Request-Id"), "req-7");  // TR-08
  if (row.header != nullptr) {
    EXPECT_EQ(header_of(response, row.header), row.value);
  }
  // Nothing was kept: the same key is still free for a right request (ID-15).
  const auto after = shop.send(post(kSessions, test::kCart, "key-1"));
  EXPECT_EQ(after.status, 201) << after.body;
  EXPECT_EQ(header_of(after, "Idempotent-Replayed"), std::nullopt);
}

TEST(RequestChecks, NameWhatIsMissing) {
  const Row rows[] = {
      {"TR-04", [](auto& r) { drop_header(r, "Authorization"); }, 401, "unauthorized",
       "WWW-Authenticate", "Bearer"},
      {"TR-04", [](auto& r) { set_header(r, "Authorization", "Bearer nobody"); }, 401,
       "unauthorized", "WWW-Authenticate", "Bearer"},
      {"TR-04", [](auto& r) { set_header(r, "Authorization", "Basic token-a"); }, 401,
       "unauthorized"},
      {"TR-04", [](auto& r) { set_header(r, "Authorization", "token-a"); }, 401, "unauthorized"},
      {"TR-04", [](auto& r) { set_header(r, "Authorization", "Bearer"); }, 401, "unauthorized"},
      {"TR-04",
       [](auto& r) {
         r.headers.push_back({"Authorization", "Bearer token-b"});
       },
       401, "unauthorized"},
      {"EP-08", [](auto& r) { r.path = "/nothing"; }, 404, "not_found"},
      {"EP-08", [](auto& r) { r.path = "/checkout_sessions/"; }, 404, "not_found"},
      {"EP-02", [](auto& r) { r.method = "PUT"; }, 405, "method_not_allowed", "Allow", "POST"},
      {"VE-02", [](auto& r) { drop_header(r, "API-Version"); }, 400, "missing_api_version"},
      {"VE-02", [](auto& r) { set_header(r, "API-Version", ""); }, 400, "missing_api_version"},
      {"VE-06", [](auto& r) { set_header(r, "API-Version", "2026-04-18"); }, 400,
       "unsupported_api_version"},
      {"VE-06", [](auto& r) { set_header(r, "API-Version", "2025-09-29"); }, 400,
       "unsupported_api_version"},
      {"TR-05", [](auto& r) { drop_header(r, "Content-Type"); }, 415, "unsupported_media_type"},
      {"TR-05", [](auto& r) { set_header(r, "Content-Type", "text/plain"); }, 415,
       "unsupported_media_type"},
      {"TR-05", [](auto& r) { set_header(r, "Content-Type", "application/json5"); }, 415,
       "unsupported_media_type"},
      {"TR-05", [](auto& r) { set_header(r, "Content-Encoding", "gzip"); }, 415,
       "unsupported_media_type", "Accept-Encoding", "identity"},
      {"ID-01", [](auto& r) { drop_header(r, "Idempotency-Key"); }, 400,
       "idempotency_key_required"},
      {"ID-02", [](auto& r) { set_header(r, "Idempotency-Key", ""); }, 400,
       "idempotency_key_invalid"},
      {"ID-02", [](auto& r) { set_header(r, "Idempotency-Key", std::string(256, 'k')); }, 400,
       "idempotency_key_invalid"},
      {"ID-02", [](auto& r) { set_header(r, "Idempotency-Key", "a\tb"); }, 400,
       "idempotency_key_invalid"},
      {"ID-02",
       [](auto& r) {
         r.headers.push_back({"idempotency-key", "key-1"});
       },
       400, "idempotency_key_invalid"},
      {"TR-12", [](auto& r) { set_body(r, "{"); }, 400, "invalid_json"},
      {"TR-12", [](auto& r) { set_body(r, "[]"); }, 400, "invalid_json"},
      {"TR-12", [](auto& r) { set_body(r, R"({"a":1,"a":2})"); }, 400, "invalid_json"},
      {"TR-12", [](auto& r) { set_body(r, ""); }, 400, "invalid_json"},
  };
  for (const Row& row : rows) expect_refused(row);
}

// Faults of a request in the order in which they are answered (docs/architecture.md).
TEST(RequestChecks, AnswerTheFirstFaultInAFixedOrder) {
  struct Step {
    const char* code;
    std::function<void(net::Request&)> spoil;
  };
  const std::vector<Step> order = {
      {"unauthorized", [](auto& r) { set_header(r, "Authorization", "Bearer nobody"); }},
      {"not_found", [](auto& r) { r.path = "/nothing"; }},
      {"method_not_allowed", [](auto& r) { r.method = "PUT"; }},
      {"unsupported_api_version", [](auto& r) { set_header(r, "API-Version", "2020-01-01"); }},
      {"unsupported_media_type", [](auto& r) { set_header(r, "Content-Type", "text/html"); }},
      {"idempotency_key_required", [](auto& r) { drop_header(r, "Idempotency-Key"); }},
      {"invalid_json", [](auto& r) { set_body(r, "{"); }},
  };
  ApiShop shop;
  for (std::size_t first = 0; first < order.size(); ++first) {
    net::Request request = post(kSessions, test::kCart, "key-1");
    for (std::size_t i = first; i < order.size(); ++i) order[i].spoil(request);
    const auto response = shop.send(request);
    EXPECT_EQ(text_at(response, "/code"), order[first].code) << response.body;
  }
}

TEST(RequestChecks, AcceptEverySpellingOfWhatIsRight) {
  const struct {
    const char* rule;
    std::function<void(net::Request&)> change;
  } rows[] = {
      {"TR-04", [](auto& r) { set_header(r, "Authorization", "bearer token-a"); }},
      {"TR-04", [](auto& r) { set_header(r, "Authorization", "Bearer token-a-new"); }},
      {"TR-05", [](auto& r) { set_header(r, "Content-Type", "application/json; charset=utf-8"); }},
      {"TR-05", [](auto& r) { set_header(r, "Content-Type", "Application/JSON;charset=UTF-8"); }},
      {"ID-02", [](auto& r) { set_header(r, "Idempotency-Key", std::string(255, 'k')); }},
      {"ID-02", [](auto& r) { set_header(r, "Idempotency-Key", "any text, no UUID"); }},
      {"TR-06", [](auto& r) { set_header(r, "Accept", "text/html"); }},
  };
  for (const auto& row : rows) {
    ApiShop shop;
    net::Request request = post(kSessions, test::kCart, "key-1");
    row.change(request);
    const auto response = shop.send(request);
    EXPECT_EQ(response.status, 201) << row.rule << response.body;
  }
}

TEST(RequestChecks, AVersionErrorListsTheVersionsNewestFirst) {  // VE-04
  ApiShop shop;
  net::Request request = get("/checkout_sessions/cs_1");
  set_header(request, "API-Version", "2019-01-01");
  EXPECT_EQ(test::raw_at(shop.send(request), "/supported_versions"), R"(["2026-04-17"])");
  request = post(kVault, "{}", "key-1");
  drop_header(request, "API-Version");
  EXPECT_EQ(test::raw_at(shop.send(request), "/supported_versions"),
            R"(["2026-04-17","2025-09-29"])");
  EXPECT_EQ(test::raw_at(shop.send(get("/nothing")), "/supported_versions"), "");
}

TEST(RequestChecks, OnlyDelegatePaymentTakesItsFirstVersion) {
  ApiShop shop;
  net::Request request = post(kVault, shop.card_for("cs_1"), "key-1");
  set_header(request, "API-Version", "2025-09-29");
  EXPECT_EQ(shop.send(request).status, 201);
  request = get("/checkout_sessions/cs_1");
  set_header(request, "API-Version", "2025-09-29");
  EXPECT_EQ(text_at(shop.send(request), "/code"), "unsupported_api_version");
}

TEST(RequestChecks, AGetNeedsNoKeyAndNoContentType) {  // ID-20
  ApiShop shop;
  const std::string id = shop.create();
  EXPECT_EQ(shop.send(get("/checkout_sessions/" + id)).status, 200);
}

TEST(RequestChecks, TooManyRequestsAreToldWhenToComeAgain) {  // EP-13
  ApiShop shop(RateLimit{1, 2});
  const auto attempt = [&shop](net::Request request) { return shop.send(std::move(request)); };
  EXPECT_EQ(attempt(get("/nothing")).status, 404);
  EXPECT_EQ(attempt(get("/nothing")).status, 404);
  const auto limited = attempt(get("/nothing"));
  EXPECT_EQ(limited.status, 429) << "the rate comes before the path";
  EXPECT_EQ(text_at(limited, "/code"), "rate_limited");
  EXPECT_EQ(header_of(limited, "Retry-After"), "1");
  EXPECT_EQ(text_at(attempt(post(kVault, "{}", "k")), "/code"), "too_many_requests");
  EXPECT_EQ(attempt(get("/.well-known/acp.json")).status, 200);
  net::Request other = get("/nothing");
  set_header(other, "Authorization", "Bearer token-b");
  EXPECT_EQ(attempt(other).status, 404);
  set_header(other, "Authorization", "Bearer nobody");
  EXPECT_EQ(attempt(other).status, 401);
  shop.shop.clock.advance(Milliseconds(1'000));
  EXPECT_EQ(attempt(get("/nothing")).status, 404);
}

}  // namespace
}  // namespace till::http
