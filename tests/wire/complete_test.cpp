// Complete and cancel as agents may write them, and what is said when they may not.
#include <gmock/gmock.h>

#include "wire/requests.h"

namespace till::wire {
namespace {

using checkout::RefusalCode;
using test::address_with;
using test::body_of;
using test::completed;
using test::RefusedRow;

constexpr std::string_view kInstrument =
    R"("handler_id":"card",)"
    R"("instrument":{"type":"card","credential":{"type":"spt","token":"vt_1"}})";

std::string paying(std::string_view payment, std::string_view more = {}) {
  std::string text = R"({"payment_data":{)";
  return text.append(payment).append("}").append(more).append("}");
}

std::string paying_well(std::string_view more) { return paying(kInstrument, more); }

TEST(Complete, ReadsTheInstrument) {
  const auto command = completed(paying_well(
      R"(,"buyer":{"email":"a@b.c"},"order_notes":"ring","risk_signals":{},
      "marketing_consents":[],"x":1)"));
  EXPECT_EQ(command.handler_id, "card");
  EXPECT_EQ(command.instrument_type, "card");
  EXPECT_EQ(command.token.reveal(), "vt_1");
  EXPECT_EQ(command.buyer->email, "a@b.c");
  EXPECT_EQ(command.order_notes, "ring");
  EXPECT_FALSE(command.purchase_order_number || command.billing_address);
}

TEST(Complete, ReadsEveryOtherWayToPay) {
  const auto ordered = completed(paying(R"("purchase_order_number":"PO-7")"));
  EXPECT_EQ(ordered.purchase_order_number, "PO-7");
  EXPECT_TRUE(ordered.handler_id.empty() && ordered.token.empty());
  const auto older = completed(paying(R"("token":"vt_2","provider":"stripe")"));
  EXPECT_EQ(older.token.reveal(), "vt_2");
  EXPECT_TRUE(older.handler_id.empty());
  const auto named = completed(paying(R"("token":"vt_2","handler_id":"other")"));
  EXPECT_EQ(named.handler_id, "other");
  const auto repeated = completed(paying(
      R"("handler_id":"card","instrument":{"id":"i","handler_id":"card","type":"card",
      "credential":{"type":"spt","token":"vt_1","x":1}})"));
  EXPECT_EQ(repeated.handler_id, "card");
  const auto billed =
      completed(paying(std::string(kInstrument) + R"(,"billing_address":)" +
                       address_with(R"("state":"TX","country":"US","postal_code":"73301")")));
  EXPECT_EQ(billed.billing_address->city, "Austin");
}

TEST(Complete, NamesTheFirstFaultAndItsPath) {
  const auto instrument = [](const std::string& text) {
    return paying(R"("handler_id":"card","instrument":)" + text);
  };
  const std::string long_token(513, 't');
  const RefusedRow rows[] = {
      {"PM-10", "{}", RefusalCode::missing, "$.payment_data"},
      {"PM-10", R"({"payment_data":null})", RefusalCode::missing, "$.payment_data"},
      {"PM-10", R"({"payment_data":"vt_1"})", RefusalCode::invalid, "$.payment_data"},
      {"PM-10", paying(""), RefusalCode::missing, "$.payment_data.instrument"},
      {"PM-10", paying(R"("handler_id":"card")"), RefusalCode::missing,
       "$.payment_data.instrument"},
      {"PM-10", paying(R"("instrument":{"type":"card","credential":{"type":"spt","token":"v"}})"),
       RefusalCode::missing, "$.payment_data.handler_id"},
      {"PM-10", paying(R"("purchase_order_number":7)"), RefusalCode::invalid,
       "$.payment_data.purchase_order_number"},
      {"PM-11", paying(R"("handler_id":7)"), RefusalCode::invalid, "$.payment_data.handler_id"},
      {"PM-12", instrument("\"card\""), RefusalCode::invalid, "$.payment_data.instrument"},
      {"PM-12", instrument("{}"), RefusalCode::missing, "$.payment_data.instrument.type"},
      {"PM-12", instrument(R"({"type":"card"})"), RefusalCode::missing,
       "$.payment_data.instrument.credential"},
      {"PM-12", instrument(R"({"type":"card","credential":[]})"), RefusalCode::invalid,
       "$.payment_data.instrument.credential"},
      {"PM-12", instrument(R"({"type":"card","credential":{"token":"v"}})"), RefusalCode::missing,
       "$.payment_data.instrument.credential.type"},
      {"PM-12", instrument(R"({"type":"card","credential":{"type":"spt"}})"), RefusalCode::missing,
       "$.payment_data.instrument.credential.token"},
      {"PM-12", instrument(R"({"type":"card","credential":{"type":"spt","token":""}})"),
       RefusalCode::invalid, "$.payment_data.instrument.credential.token"},
      {"PM-12",
       instrument(R"({"type":"card","credential":{"type":"spt","token":")" + long_token + "\"}}"),
       RefusalCode::invalid, "$.payment_data.instrument.credential.token"},
      {"PM-12",
       instrument(R"({"type":"card","handler_id":"x","credential":{"type":"spt","token":"v"}})"),
       RefusalCode::invalid, "$.payment_data.instrument.handler_id"},
      {"PM-18", paying(std::string(kInstrument) + R"(,"billing_address":{})"), RefusalCode::missing,
       "$.payment_data.billing_address.name"},
      {"PM-12", paying(R"("token":"v","provider":7)"), RefusalCode::invalid,
       "$.payment_data.provider"},
      {"SE-12", paying_well(R"(,"buyer":{})"), RefusalCode::missing, "$.buyer.email"},
      {"SE-07", paying_well(R"(,"affiliate_attribution":[])"), RefusalCode::invalid_type,
       "$.affiliate_attribution"},
      {"SE-07", paying_well(R"(,"risk_signals":[])"), RefusalCode::invalid, "$.risk_signals"},
      {"SE-07", paying_well(R"(,"marketing_consents":{})"), RefusalCode::invalid,
       "$.marketing_consents"},
      {"SE-07", paying_well(R"(,"authentication_result":"ok")"), RefusalCode::invalid,
       "$.authentication_result"},
      {"SE-08", paying_well(R"(,"order_notes":[])"), RefusalCode::invalid, "$.order_notes"},
  };
  for (const auto& row : rows) test::expect_refused(row, decode_complete);
}

TEST(Complete, NeverRepeatsATokenInARefusal) {
  const auto result = decode_complete(
      body_of(paying(R"("handler_id":"card","instrument":{"type":"card","handler_id":"vt_secret",
             "credential":{"type":7,"token":"vt_secret"}})")));
  ASSERT_FALSE(result.has_value());
  EXPECT_EQ((result.error().text.words + result.error().field.place).find("vt_secret"),
            std::string::npos);
}

TEST(Cancel, TakesEveryObject) {
  const std::string summary(500, 's');
  const std::string rows[] = {
      "{}",
      R"({"x":[1],"intent_trace":null})",
      R"({"intent_trace":{"reason_code":"price_sensitivity"}})",
      R"({"intent_trace":{"reason_code":"a_reason_of_tomorrow","x":{}}})",
      R"({"intent_trace":{"reason_code":"other","trace_summary":")" + summary + "\"}}",
      R"({"intent_trace":{"reason_code":"other","metadata":{"a":1,"b":"c","d":true}}})",
  };
  for (const auto& text : rows) {
    EXPECT_TRUE(decode_cancel(body_of(text)).has_value()) << "CX-01 " << text;
  }
}

TEST(Cancel, RefusesOnlyAMalformedTrace) {
  const auto trace = [](const std::string& text) {
    return R"({"intent_trace":{"reason_code":"other",)" + text + "}}";
  };
  const RefusedRow rows[] = {
      {"CX-08", R"({"intent_trace":"other"})", RefusalCode::invalid_type, "$.intent_trace"},
      {"CX-05", R"({"intent_trace":{}})", RefusalCode::invalid_type, "$.intent_trace.reason_code"},
      {"CX-05", R"({"intent_trace":{"reason_code":4}})", RefusalCode::invalid_type,
       "$.intent_trace.reason_code"},
      {"CX-06", trace(R"("trace_summary":")" + std::string(501, 's') + "\""),
       RefusalCode::invalid_type, "$.intent_trace.trace_summary"},
      {"CX-06", trace(R"("trace_summary":1)"), RefusalCode::invalid_type,
       "$.intent_trace.trace_summary"},
      {"CX-07", trace(R"("metadata":[])"), RefusalCode::invalid_type, "$.intent_trace.metadata"},
      {"CX-07", trace(R"("metadata":{"a":{}})"), RefusalCode::invalid_type,
       "$.intent_trace.metadata.a"},
      {"CX-07", trace(R"("metadata":{"a":null})"), RefusalCode::invalid_type,
       "$.intent_trace.metadata.a"},
      {"CX-07", trace(R"("metadata":{"it's a key":[]})"), RefusalCode::invalid_type,
       "$.intent_trace.metadata['it\\'s a key']"},
  };
  for (const auto& row : rows) test::expect_refused(row, decode_cancel);
}

}  // namespace
}  // namespace till::wire
