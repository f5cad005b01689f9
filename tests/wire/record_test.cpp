// What a complete, a create and a cancel tell the seller alone, and the result of an
// authentication (A15 to A18).
#include <gtest/gtest.h>

#include "base/limits.h"
#include "wire/acp/personal_data.h"
#include "wire/acp/request.h"
#include "wire/requests.h"

namespace till::wire {
namespace {

using checkout::AuthenticationOutcome;
using checkout::RefusalCode;
using test::body_of;
using test::completed;
using test::create_with;
using test::RefusedRow;

constexpr const char* kProof =
    R"("outcome_details":{"three_ds_cryptogram":"c2","electronic_commerce_indicator":"05",)"
    R"("transaction_id":"ds","version":"2.2.0"})";

std::string complete_with(const std::string& more) {
  return R"({"payment_data":{"handler_id":"card","instrument":{"type":"card","credential":)"
         R"({"type":"spt","token":"vt_1"}}},)" +
         more + "}";
}

std::string result(const std::string& text) {
  return complete_with(R"("authentication_result":)" + text);
}

TEST(AuthenticationResult, ReadsEveryOutcome) {  // CO-06, CO-07
  const std::pair<const char*, AuthenticationOutcome> rows[] = {
      {"abandoned", AuthenticationOutcome::abandoned},
      {"attempt_acknowledged", AuthenticationOutcome::attempt_acknowledged},
      {"authenticated", AuthenticationOutcome::authenticated},
      {"canceled", AuthenticationOutcome::canceled},
      {"denied", AuthenticationOutcome::denied},
      {"informational", AuthenticationOutcome::informational},
      {"internal_error", AuthenticationOutcome::internal_error},
      {"not_supported", AuthenticationOutcome::not_supported},
      {"processing_error", AuthenticationOutcome::processing_error},
      {"rejected", AuthenticationOutcome::rejected}};
  for (const auto& [name, outcome] : rows) {
    const auto command =
        completed(result(std::string(R"({"outcome":")") + name + "\"," + kProof + "}"));
    ASSERT_TRUE(command.authentication) << name;
    EXPECT_EQ(command.authentication->outcome, outcome) << name;
    EXPECT_EQ(command.authentication->proof.has_value(), checkout::has_proof(outcome)) << name;
  }
  const auto proven =
      completed(result(std::string(R"({"outcome":"authenticated",)") + kProof + "}"));
  EXPECT_EQ(proven.authentication->proof->cryptogram.reveal(), "c2");
  EXPECT_EQ(proven.authentication->proof->indicator, "05");
  EXPECT_FALSE(completed(complete_with(R"("x":1)")).authentication);
}

TEST(AuthenticationResult, IsRefusedAtItsMember) {
  const std::string partial = R"("outcome_details":{"transaction_id":"ds","version":"2"})";
  const RefusedRow rows[] = {
      {"CO-06", result("{}"), RefusalCode::missing, "$.authentication_result.outcome"},
      {"CO-06", result(R"({"outcome":"fine"})"), RefusalCode::invalid,
       "$.authentication_result.outcome"},
      {"CO-07", result(R"({"outcome":"authenticated"})"), RefusalCode::missing,
       "$.authentication_result.outcome_details"},
      {"CO-07", result(R"({"outcome":"authenticated",)" + partial + "}"), RefusalCode::missing,
       "$.authentication_result.outcome_details.three_ds_cryptogram"},
  };
  for (const auto& row : rows) test::expect_refused(row, decode_complete);
  EXPECT_FALSE(completed(result(R"({"outcome":"denied",)" + partial + "}")).authentication->proof)
      << "C-40";
}

std::string attribution(const std::string& text) {
  return create_with(R"("affiliate_attribution":)" + text);
}

TEST(Attribution, ReadsEveryMember) {  // AT-02, AT-08, AT-13
  const auto command = decode_create(body_of(attribution(
      R"({"provider":"p","token":"atp_12345678","publisher_id":"12345678","campaign_id":"c",
      "creative_id":"r","sub_id":"s","source":{"type":"url","url":"https://a.example/+4912345678"},
      "issued_at":"2026-02-11T10:00:00Z","expires_at":"2026-02-11T11:00:00Z","touchpoint":"last",
      "metadata":{"b":1,"a":true},"tomorrow":[]})")));
  ASSERT_TRUE(command.has_value()) << command.error().field.place;
  const auto& read = *command->attribution;
  EXPECT_EQ(read.provider, "p");
  EXPECT_EQ(read.token->reveal(), "atp_12345678");
  EXPECT_EQ(read.publisher_id, "12345678");
  EXPECT_EQ(read.source_type, "url");
  EXPECT_EQ(read.metadata_json, R"({"a":true,"b":1})");
}

TEST(Attribution, KeepsMetadataOfAtMostSixteenKibibytes) {  // AT-03
  const auto with_text = [](std::size_t size) {
    return decode_create(
        body_of(attribution(R"({"provider":"p","token":"atp_1","metadata":{"a": ")" +
                            std::string(size, 'm') + "\"}}")));
  };
  const std::size_t most = limits::kMetadataBytes - std::string(R"({"a":""})").size();
  const auto whole = with_text(most);
  ASSERT_TRUE(whole.has_value()) << whole.error().field.place;
  EXPECT_EQ(whole->attribution->metadata_json->size(), limits::kMetadataBytes);
  const auto longer = with_text(most + 1);
  ASSERT_FALSE(longer.has_value());
  EXPECT_EQ(longer.error().field.place, "$.affiliate_attribution.metadata");
}

TEST(Attribution, IsRefusedWithItsOwnCodes) {  // AT-02, AT-03, AT-05, AT-06
  const auto type = RefusalCode::invalid_type;
  const auto person = RefusalCode::personal_data;
  const RefusedRow rows[] = {
      {"AT-05", attribution("7"), type, "$.affiliate_attribution"},
      {"AT-02", attribution("{}"), type, "$.affiliate_attribution.provider"},
      {"AT-02", attribution(R"({"provider":"p"})"), type, "$.affiliate_attribution.token"},
      {"AT-13", attribution(R"({"provider":"p","token":"t","source":{"type":"url","url":"no"}})"),
       type, "$.affiliate_attribution.source.url"},
      {"AT-13", attribution(R"({"provider":"p","token":"t","issued_at":"now"})"), type,
       "$.affiliate_attribution.issued_at"},
      {"AT-03", attribution(R"({"provider":"p","token":"t","metadata":{"a":null}})"), type,
       "$.affiliate_attribution.metadata.a"},
      {"AT-06", attribution(R"({"provider":"p","token":"t","metadata":{"email":"x"}})"), person,
       "$.affiliate_attribution.metadata.email"},
      {"AT-06", attribution(R"({"provider":"p","token":"t","campaign_id":"+14155550100"})"), person,
       "$.affiliate_attribution.campaign_id"},
  };
  for (const auto& row : rows) test::expect_refused(row, decode_create);
}

TEST(IntentTrace, KeepsNoPersonAndCountsLaterCodesAsOther) {  // CX-05, CX-11
  const auto command = decode_cancel(body_of(
      R"({"intent_trace":{"reason_code":"moon_phase","metadata":{"b":1,"a":"x"},
      "trace_summary":"Ask ann@example.com or 415-555-0100, not 1234567890"}})"));
  ASSERT_TRUE(command.has_value());
  EXPECT_EQ(command->intent_trace->reason_code, "other");
  EXPECT_EQ(command->intent_trace->summary, "Ask [removed] or [removed], not 1234567890");
  EXPECT_EQ(command->intent_trace->metadata_json, R"({"a":"x","b":1})");
  EXPECT_FALSE(decode_cancel(body_of("{}"))->intent_trace);
}

TEST(Consents, ThatCannotBeReadArePassedOver) {  // MK-07, MK-08
  const auto command = completed(complete_with(
      R"("marketing_consents":[{"channel":"email","opted_in":false},{"channel":"x"},7,null,
      {"opted_in":true},{"channel":"carrier_pigeon","opted_in":true},
      {"channel":"a","opted_in":1}])"));
  EXPECT_EQ(command.consents,
            (std::vector<checkout::ConsentDecision>{{"email", false}, {"carrier_pigeon", true}}));
}

TEST(Terms, AreReadWithThePayment) {  // PM-16
  const auto command = completed(
      R"({"payment_data":{"purchase_order_number":"PO-7","payment_terms":"net_90",
      "due_date":"2026-12-01T00:00:00Z","approval_required":true},
      "risk_signals":{"ip_address":"192.0.2.1","session_id":"s"}})");
  EXPECT_EQ(command.payment_terms, checkout::PaymentTerms::net_90);
  EXPECT_EQ(command.due_date, "2026-12-01T00:00:00Z");
  EXPECT_TRUE(command.approval_required);
  EXPECT_EQ(command.risk_signals->ip_address, "192.0.2.1");
  EXPECT_EQ(command.risk_signals->session_id, "s");
}

TEST(PersonalData, IsAnAddressOrAMarkedNumber) {
  for (const char* text :
       {"a@b.example", "call +49 170", "x, ann@example.com!", "+4917012345678"}) {
    EXPECT_EQ(names_a_person(text), std::string(text) != "call +49 170") << text;
  }
  for (const char* text : {"", "@", "a@b", "1234567890", "2026-01-01", "a-b-c"}) {
    EXPECT_FALSE(names_a_person(text)) << text;
  }
  EXPECT_TRUE(is_personal_name("user_email"));
  EXPECT_FALSE(is_personal_name("emailed"));
}

}  // namespace
}  // namespace till::wire
