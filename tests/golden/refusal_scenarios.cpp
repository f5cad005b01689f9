// Requests that are refused for what they are, before or while their body is read.
#include "golden/states.h"
#include "http/signing.h"

namespace till::golden {
namespace {

struct RefusedRow {
  const char* name;
  std::string path;
  std::string body;
};

// Bodies that no session takes.
std::vector<RefusedRow> bodies() {
  const std::string mug = line("mug");
  const std::string attribution =
      R"("affiliate_attribution":{"provider":"ads.example","token":"att_1",)";
  return {
      {"refused_invalid_json", kSessions, R"({"line_items":[)"},
      {"refused_duplicate_member", kSessions, R"({"currency":"usd","currency":"usd"})"},
      {"refused_no_object", kSessions, "[]"},
      {"refused_missing", kSessions, "{}"},
      {"refused_missing_currency", kSessions,
       R"({"line_items":[)" + mug + R"(],"capabilities":{}})"},
      {"refused_invalid_lines", kSessions, wanted("7")},
      {"refused_invalid_quantity", kSessions, wanted(R"({"id":"mug","quantity":0})")},
      {"refused_invalid_email", kSessions, wanted(mug, R"("buyer":{"email":"no address"})")},
      {"refused_invalid_state", kSessions,
       wanted(mug, R"("fulfillment_details":{"address":{"name":"A","line_one":"B","city":"C",)"
                   R"("state":"Bavaria","country":"US","postal_code":"1"}})")},
      {"refused_invalid_currency", kSessions,
       R"({"line_items":[)" + mug + R"(],"capabilities":{},"currency":"dollars"})"},
      {"refused_unsupported_currency", kSessions,
       R"({"line_items":[)" + mug + R"(],"capabilities":{},"currency":"chf"})"},
      {"refused_unknown_item", kSessions, wanted(line("no-such"))},
      {"refused_item_without_a_price", kSessions,
       R"({"line_items":[{"id":"desk"}],"capabilities":{},"currency":"kwd"})"},
      {"refused_invalid_type", kSessions, wanted(mug, attribution + R"("campaign_id":7})")},
      {"refused_personal_data", kSessions,
       wanted(mug, attribution + R"("sub_id":"ann@example.com"})")},
      {"refused_unknown_quote", kSessions, wanted(mug, R"("quote_id":"nobody's",)" + kAnn)},
      {"refused_discounts_of_an_answer", kSessions,
       wanted(mug, R"("discounts":{"codes":[],"applied":[]})")},
      {"refused_amount_too_large", kSessions, wanted(line("licence", 1'000'000), kTown)},
      {"not_found_session", std::string(kSessions) + "/cs_none", "{}"},
      {"not_found_complete", std::string(kSessions) + "/cs_none/complete",
       R"({"payment_data":{"token":"vt_1","provider":"till_sandbox"}})"},
      {"not_found_cancel", std::string(kSessions) + "/cs_none/cancel", ""},
      {"not_found_path", "/nowhere", "{}"},
      {"method_not_allowed", "/orders/ord_none", "{}"},
      {"not_found_deeper_path", std::string(kSessions) + "/cs_none/complete/x", "{}"},
  };
}

// What a session is asked for that this shop or this session does not take.
std::vector<RefusedRow> of_a_session() {
  const std::string token = R"("credential":{"type":"spt","token":"vt_1"}}}})";
  return {
      {"refused_complete_without_payment", "/complete", "{}"},
      {"refused_unknown_handler", "/complete",
       R"({"payment_data":{"handler_id":"other","instrument":{"type":"card",)" + token},
      {"refused_instrument", "/complete",
       R"({"payment_data":{"handler_id":"card_tokenized","instrument":{"type":"bank_transfer",)" +
           token},
      {"refused_proof_without_details", "/complete",
       with(
           R"({"payment_data":{"handler_id":"card_tokenized","instrument":{"type":"card",)" + token,
           R"("authentication_result":{"outcome":"authenticated"})")},
      {"refused_trace", "/cancel", R"({"intent_trace":{"trace_summary":"x"}})"},
      {"refused_trace_metadata", "/cancel",
       R"({"intent_trace":{"reason_code":"other","metadata":{"a":{}}}})"},
      {"refused_update", "", R"({"line_items":[{"id":7}]})"},
      {"refused_update_of_an_unknown_item", "", R"({"line_items":[{"id":"no-such"}]})"},
  };
}

void headers(Transcript& kept) {
  GoldenShop shop(kept);
  const auto without = [&shop](const char* name) {
    auto request = shop.to(kSessions, kReady);
    drop_header(request, name);
    shop.ask(request);
  };
  const auto other = [&shop](const char* name, const std::string& value) {
    auto request = shop.to(kSessions, kReady);
    set_header(request, name, value);
    shop.ask(request);
  };
  without("Authorization");
  other("Authorization", "Bearer nobody");
  without("API-Version");
  other("API-Version", "2020-01-01");
  without("Content-Type");
  other("Content-Type", "text/plain");
  other("Content-Encoding", "gzip");
  without("Idempotency-Key");
  other("Idempotency-Key", "");
  other("Idempotency-Key", std::string(256, 'k'));
}

void headers_of_the_vault(Transcript& kept) {
  GoldenShop shop(kept);
  for (const char* name : {"Authorization", "API-Version", "Content-Type", "Idempotency-Key"}) {
    auto request = shop.to(kDelegatePayment, "{}");
    drop_header(request, name);
    shop.ask(request);
  }
}

void signatures(Transcript& kept) {
  GoldenShop shop(kept);
  const http::test::Signer signer(http::test::Algorithm::hmac_sha256);
  shop.api.set_agents(http::test::two_agents(signer.verifying_key()));
  const auto signed_at = [&](const char* time, const std::string& body) {
    auto request = shop.to(kSessions, kReady);
    set_header(request, "Signature", http::test::base64url(signer.sign(body)));
    set_header(request, "Timestamp", time);
    shop.ask(request);
  };
  shop.ask(shop.to(kSessions, kReady));
  signed_at("2026-11-24T10:00:00Z", "{}");
  signed_at("2026-11-24T09:00:00Z", kReady);
  signed_at("2026-11-24T10:00:00Z", kReady);
  signed_at("2026-11-24T10:00:00Z", kReady);  // Under another key.
}

void other_agents(Transcript& kept) {
  GoldenShop shop(kept);
  const std::string session = shop.begin();
  for (auto request : {get(session), shop.to(session, "{}"), shop.to(session + "/cancel")}) {
    set_header(request, "Authorization", "Bearer token-b");
    shop.ask(request);
  }
}

// What the server answers to bytes that are no request, or a body that it does not read.
void below_the_api(Transcript& kept) {
  GoldenShop shop(kept);
  for (const int status : {400, 408, 413, 431, 500, 501, 503, 505}) {
    kept.add("(no request: " + std::to_string(status) + ")", shop.api.error(status));
  }
  auto nobody = shop.to(kSessions, kReady);
  drop_header(nobody, "Authorization");
  set_header(nobody, "Request-Id", "req-1");
  const auto refusal = shop.api.refuse_body(nobody);
  ASSERT_TRUE(refusal.has_value());
  kept.add(nobody, *refusal);
}

}  // namespace

Scenarios refusal_scenarios() {
  Scenarios scenarios{
      {"refused_headers", headers},
      {"refused_headers_of_the_vault", headers_of_the_vault},
      {"refused_signatures", signatures},
      {"not_found_of_other_agents", other_agents},
      {"refused_below_the_api", below_the_api},
  };
  for (const RefusedRow& row : bodies()) {
    scenarios.push_back({row.name, [row](Transcript& kept) {
                           GoldenShop shop(kept);
                           shop.ask(shop.to(row.path, row.body));
                         }});
  }
  for (const RefusedRow& row : of_a_session()) {
    scenarios.push_back({row.name, [row](Transcript& kept) {
                           GoldenShop shop(kept);
                           const std::string session = shop.begin();
                           shop.ask(shop.to(session + row.path, row.body));
                         }});
  }
  return scenarios;
}

}  // namespace till::golden
