#include "wire/error_body.h"

#include <gmock/gmock.h>
#include <simdjson.h>

#include <set>

#include "wire/acp/response.h"
#include "wire/error_codes.h"
#include "wire/spelling.h"

namespace till::wire {
namespace {

using checkout::RefusalCode;

constexpr CodeList kLists[] = {CodeList::checkout, CodeList::delegate_payment};

// Every enumerator, by its place; the tables of error_codes.cpp stop at the last one.
std::vector<Fault> faults() {
  std::vector<Fault> all;
  for (int i = 0; i <= static_cast<int>(Fault::internal); ++i) all.push_back(Fault(i));
  return all;
}
std::vector<RefusalCode> refusals() {
  std::vector<RefusalCode> all;
  for (std::size_t i = 0; i < refusal_code_count(); ++i) all.push_back(RefusalCode(i));
  return all;
}

// The members of an Error; nothing when it has others or none of those it needs (ER-01, ER-05).
std::map<std::string, std::string> members_of(const std::string& text) {
  simdjson::dom::parser parser;
  simdjson::dom::object object;
  std::map<std::string, std::string> members;
  EXPECT_EQ(parser.parse(text).get(object), simdjson::SUCCESS) << text;
  for (const auto field : object) {
    std::string_view value;
    if (field.value.get(value) != simdjson::SUCCESS) value = "no text";
    members.emplace(field.key, value);
  }
  return members;
}

void expect_error(const Answer& answer, CodeList codes) {
  const auto members = members_of(answer.body);
  std::set<std::string> types{"invalid_request", "processing_error", "service_unavailable"};
  if (codes == CodeList::delegate_payment) types.insert("rate_limit_exceeded");
  ASSERT_TRUE(members.contains("type") && members.contains("code") && members.contains("message"));
  for (const auto& [name, value] : members) {
    EXPECT_THAT(name, testing::AnyOf("type", "code", "message", "param", "supported_versions"));
    EXPECT_FALSE(value.empty()) << name;
  }
  const std::string& type = members.at("type");
  EXPECT_TRUE(types.contains(type)) << "ER-02 " << answer.body;
  EXPECT_EQ(type == "processing_error", answer.status == 500) << "ER-04 " << answer.body;
  EXPECT_EQ(type == "service_unavailable", answer.status == 503) << "ER-04 " << answer.body;
  EXPECT_TRUE(answer.status >= 400 && answer.status < 600);
  EXPECT_EQ(members.at("message").back(), '.') << answer.body;
}

TEST(Errors, AreFlatAndCompleteForEveryFault) {
  for (const CodeList codes : kLists) {
    for (const Fault fault : faults()) {
      const auto answer = render_fault(fault, codes);
      expect_error(answer, codes);
      EXPECT_EQ(answer.status, status_of(fault));
    }
  }
}

TEST(Errors, AreFlatAndCompleteForEveryRefusal) {
  for (const CodeList codes : kLists) {
    for (const RefusalCode code : refusals()) {
      const auto answer = render_refusal({code, {}, {}}, codes);
      expect_error(answer, codes);
      EXPECT_EQ(answer.status, status_of(code));
    }
  }
}

TEST(Errors, HaveTheStatusAndCodeOfTheirFault) {
  const struct {
    const char* rule;
    Fault fault;
    int status;
    const char* code;
  } rows[] = {
      {"TR-12", Fault::bad_request, 400, "bad_request"},
      {"ER-06", Fault::request_timeout, 408, "request_timeout"},
      {"ER-06", Fault::headers_too_large, 431, "headers_too_large"},
      {"ER-06", Fault::payload_too_large, 413, "payload_too_large"},
      {"TR-04", Fault::unauthorized, 401, "unauthorized"},
      {"operators", Fault::forbidden, 403, "forbidden"},
      {"EP-13", Fault::rate_limited, 429, "rate_limited"},
      {"EP-08", Fault::path_not_found, 404, "not_found"},
      {"ER-06", Fault::method_not_allowed, 405, "method_not_allowed"},
      {"VE-03", Fault::missing_api_version, 400, "missing_api_version"},
      {"VE-03", Fault::unsupported_api_version, 400, "unsupported_api_version"},
      {"TR-05", Fault::unsupported_media_type, 415, "unsupported_media_type"},
      {"SG-03", Fault::signature_missing, 401, "signature_missing"},
      {"SG-03", Fault::signature_invalid, 401, "signature_invalid"},
      {"SG-03", Fault::signature_stale, 401, "signature_stale"},
      {"SG-07", Fault::signature_replayed, 401, "signature_replayed"},
      {"ID-01", Fault::idempotency_key_required, 400, "idempotency_key_required"},
      {"ID-02", Fault::idempotency_key_invalid, 400, "idempotency_key_invalid"},
      {"ER-04", Fault::internal, 500, "internal_error"},
  };
  EXPECT_EQ(std::size(rows), faults().size());
  for (const auto& row : rows) {
    EXPECT_EQ(status_of(row.fault), row.status) << row.rule;
    EXPECT_EQ(code_of(row.fault), row.code) << row.rule;
  }
}

TEST(Errors, HaveTheStatusAndCodeOfTheirRefusal) {
  const struct {
    const char* rule;
    RefusalCode refusal;
    int status;
    const char* code;
  } rows[] = {
      {"TR-12", RefusalCode::malformed_json, 400, "invalid_json"},
      {"CP-02", RefusalCode::missing, 400, "missing"},
      {"CU-03", RefusalCode::invalid, 400, "invalid"},
      {"ID-12", RefusalCode::idempotency_conflict, 422, "idempotency_conflict"},
      {"ID-13", RefusalCode::idempotency_in_flight, 409, "idempotency_in_flight"},
      {"EP-08", RefusalCode::not_found, 404, "not_found"},
      {"EP-10", RefusalCode::session_over, 405, "session_closed"},
      {"EP-10", RefusalCode::payment_in_progress, 409, "payment_in_progress"},
      {"EP-10", RefusalCode::not_ready_for_payment, 409, "not_ready_for_payment"},
      {"CU-16", RefusalCode::unsupported_currency, 400, "unsupported"},
      {"EP-12", RefusalCode::item_not_found, 400, "invalid_item_id"},
      {"TR-03", RefusalCode::amount_too_large, 400, "amount_too_large"},
      {"PM-10", RefusalCode::unsupported, 400, "unsupported"},
      {"DL-16", RefusalCode::invalid_card, 400, "invalid_card"},
      {"ER-04", RefusalCode::unavailable, 503, "service_unavailable"},
      {"ER-04", RefusalCode::internal, 500, "internal_error"},
      {"AT-05", RefusalCode::invalid_type, 400, "invalid_type"},
      {"AT-06", RefusalCode::personal_data, 400, "pii_not_allowed"},
      {"CO-04", RefusalCode::authentication_missing, 400, "requires_3ds"},
      {"ST-08", RefusalCode::approval_pending, 409, "approval_pending"},
      {"ST-08", RefusalCode::approval_not_awaited, 422, "approval_not_awaited"},
      {"CU-13", RefusalCode::quote_not_found, 400, "not_found"},
      {"no rule", RefusalCode::payment_not_in_doubt, 422, "payment_not_in_doubt"},
      {"no rule", RefusalCode::too_many_declines, 409, "too_many_declines"},
      {"no rule", RefusalCode::provider_not_configured, 422, "provider_not_configured"},
      {"no rule", RefusalCode::too_many_open_sessions, 429, "too_many_open_sessions"},
      {"no rule", RefusalCode::session_too_large, 400, "session_too_large"},
      {"no rule", RefusalCode::total_changed, 409, "total_changed"},
  };
  EXPECT_EQ(std::size(rows), refusals().size());
  for (const auto& row : rows) {
    EXPECT_EQ(status_of(row.refusal), row.status) << row.rule;
    EXPECT_EQ(code_of(row.refusal), row.code) << row.rule;
  }
}

TEST(Errors, KeepToTheClosedCodesOfDelegatePayment) {
  const struct {
    RefusalCode refusal;
    const char* code;
  } rows[] = {
      {RefusalCode::malformed_json, "invalid_card"},
      {RefusalCode::missing, "invalid_card"},
      {RefusalCode::invalid, "invalid_card"},
      {RefusalCode::invalid_card, "invalid_card"},
      {RefusalCode::idempotency_conflict, "idempotency_conflict"},
      {RefusalCode::idempotency_in_flight, "idempotency_in_flight"},
  };
  for (const auto& row : rows) {
    const auto answer = render_refusal({row.refusal, {}, {}}, CodeList::delegate_payment);
    EXPECT_EQ(members_of(answer.body).at("code"), row.code);
  }
  const auto limited = render_fault(Fault::rate_limited, CodeList::delegate_payment);
  EXPECT_EQ(limited.status, 429);
  EXPECT_EQ(members_of(limited.body).at("type"), "rate_limit_exceeded");
  EXPECT_EQ(members_of(limited.body).at("code"), "too_many_requests");
}

TEST(Errors, SayTheDetailAndItsParamWithEscapes) {
  const auto answer = render_refusal(refusal(RefusalCode::invalid, "$.a['\"']", "Say \"a\"\n."),
                                     CodeList::checkout);
  const auto members = members_of(answer.body);
  EXPECT_EQ(members.at("message"), "Say \"a\"\n.");
  EXPECT_EQ(members.at("param"), "$.a['\"']");
  EXPECT_FALSE(
      members_of(render_fault(Fault::unauthorized, CodeList::checkout).body).contains("param"));
  EXPECT_EQ(members_of(render_fault(Fault::bad_request, CodeList::checkout, "Why.", "$.b").body)
                .at("message"),
            "Why.");
}

TEST(VersionErrors, ListTheVersionsNewestFirst) {
  EXPECT_EQ(render_version_fault(Fault::missing_api_version, CodeList::delegate_payment,
                                 kDelegatePaymentVersions)
                .body,
            R"({"type":"invalid_request","code":"missing_api_version","message":"Send an )"
            R"(API-Version header with one of supported_versions.","supported_versions":)"
            R"(["2026-04-17","2025-09-29"]})")
      << "VE-04";
  EXPECT_THAT(kSupportedVersions, testing::ElementsAre("2026-04-17"));
}

}  // namespace
}  // namespace till::wire
