// delegate_payment: what a card and its allowance must look like (A24).
#include <gmock/gmock.h>

#include <map>

#include "wire/requests.h"

namespace till::wire {
namespace {

using checkout::RefusalCode;
using test::body_of;

const Timestamp kNow = *parse_rfc3339("2026-11-24T10:00:00Z");

using Members = std::map<std::string, std::string>;

std::string object(const Members& members) {
  std::string text = "{";
  for (const auto& [name, value] : members) {
    if (value.empty()) continue;
    if (text.size() > 1) text += ',';
    text += "\"" + name + "\":" + value;
  }
  return text + "}";
}

// A request that is accepted, with some of its members replaced or, when "", left out.
struct Request {
  Members card{{"type", R"("card")"},
               {"card_number_type", R"("fpan")"},
               {"number", R"("4242424242424242")"},
               {"exp_month", R"("11")"},
               {"exp_year", R"("2026")"},
               {"display_card_funding_type", R"("credit")"},
               {"metadata", "{}"},
               {"cvc", R"("123")"},
               {"display_last4", R"("4242")"}};
  Members allowance{{"reason", R"("one_time")"},    {"max_amount", "2444"},
                    {"currency", R"("usd")"},       {"checkout_session_id", R"("cs_1")"},
                    {"merchant_id", R"("acct_1")"}, {"expires_at", R"("2026-11-24T16:00:00Z")"}};
  Members rest{{"risk_signals", R"([{"type":"card_testing","score":5,"action":"authorized"}])"},
               {"metadata", R"({"source":"agent"})"}};

  std::string text() const {
    Members all{{"payment_method", object(card)}, {"allowance", object(allowance)}};
    for (const auto& [name, value] : rest) all[name] = value;
    return object(all);
  }
};

auto decode(const std::string& text) { return decode_delegate_payment(body_of(text), kNow); }

TEST(DelegatePayment, ReadsACardAndItsAllowance) {
  const auto command = decode(Request{}.text());
  ASSERT_TRUE(command.has_value()) << command.error().field.place;
  EXPECT_EQ(command->number.reveal(), "4242424242424242");
  EXPECT_EQ(command->max_amount.minor, 2444);
  EXPECT_EQ(command->currency, "usd");
  EXPECT_EQ(command->checkout_session_id, "cs_1");
  EXPECT_EQ(command->merchant_id, "acct_1");
  EXPECT_EQ(format_rfc3339(command->expires_at), "2026-11-24T16:00:00Z");
  EXPECT_FALSE(command->blocked);
  EXPECT_EQ(command->metadata, (std::map<std::string, std::string>{{"source", "agent"}}));
}

enum class Part { card, allowance, rest };

struct Row {
  const char* rule;
  Part part;
  const char* name;
  std::string value;
};

std::string replaced(const Row& row) {
  Request request;
  switch (row.part) {
    case Part::card: request.card[row.name] = row.value; break;
    case Part::allowance: request.allowance[row.name] = row.value; break;
    case Part::rest: request.rest[row.name] = row.value; break;
  }
  return request.text();
}

std::string param_of(const Row& row) {
  switch (row.part) {
    case Part::card: return std::string("$.payment_method.") + row.name;
    case Part::allowance: return std::string("$.allowance.") + row.name;
    case Part::rest: break;
  }
  return std::string("$.") + row.name;
}

TEST(DelegatePayment, TakesWhatItsSchemaAllows) {
  const Row rows[] = {
      {"DL-05", Part::card, "virtual", "true"},
      {"DL-05", Part::card, "virtual", ""},
      {"DL-06", Part::card, "exp_month", ""},
      {"DL-06", Part::card, "exp_year", ""},
      {"DL-07", Part::card, "cvc", "\"1234\""},
      {"DL-07", Part::card, "iin", "\"42424242\""},
      {"DL-07", Part::card, "eci_value", "\"05\""},
      {"DL-08", Part::card, "checks_performed", R"(["avs","cvv","ani","auth0"])"},
      {"DL-09", Part::card, "cryptogram", "\"AAAA\""},
      {"DL-22", Part::card, "number", "\"378282246310005\""},
      {"DL-22", Part::card, "number", "\"5555555555554444\""},
      {"DL-22", Part::card, "number", "\"6011000990139424\""},
      {"DL-10", Part::allowance, "max_amount", "1"},
      {"DL-10", Part::allowance, "max_amount", "10.0"},
      {"DL-10", Part::allowance, "expires_at", "\"2026-11-24T11:00:01+01:00\""},
      {"DL-13", Part::rest, "risk_signals", "[]"},
      {"DL-15", Part::rest, "metadata", "{}"},
      {"DL-21", Part::rest, "billing_address",
       R"({"name":"A","line_one":"1","city":"B","country":"DE","postal_code":"1"})"},
      {"CU-14", Part::rest, "x_more", "[1]"},
  };
  for (const auto& row : rows) {
    const auto command = decode(replaced(row));
    EXPECT_TRUE(command.has_value()) << row.rule << " " << row.name << row.value << ": "
                                     << (command ? "" : command.error().text.words);
  }
}

TEST(DelegatePayment, ChecksTheDigitOfRealNumbersOnly) {
  Request request;
  request.card["number"] = "\"4242424242424241\"";
  EXPECT_FALSE(decode(request.text()).has_value());
  request.card["card_number_type"] = "\"network_token\"";
  EXPECT_TRUE(decode(request.text()).has_value());
}

TEST(DelegatePayment, AnswersEveryFaultOfAFieldWithInvalidCard) {
  const std::string long_text = "\"" + std::string(257, 'm') + "\"";
  const Row rows[] = {
      {"DL-03", Part::card, "type", ""},
      {"DL-03", Part::card, "type", "\"bank\""},
      {"DL-04", Part::card, "card_number_type", ""},
      {"DL-04", Part::card, "card_number_type", "\"dpan\""},
      {"DL-04", Part::card, "number", ""},
      {"DL-04", Part::card, "number", "null"},
      {"DL-04", Part::card, "display_card_funding_type", ""},
      {"DL-04", Part::card, "display_card_funding_type", "\"gift\""},
      {"DL-04", Part::card, "metadata", ""},
      {"DL-04", Part::card, "metadata", "[]"},
      {"DL-05", Part::card, "virtual", "\"no\""},
      {"DL-06", Part::card, "exp_month", "\"13\""},
      {"DL-06", Part::card, "exp_month", "\"00\""},
      {"DL-06", Part::card, "exp_month", "\"1\""},
      {"DL-06", Part::card, "exp_month", "\"1x\""},
      {"DL-06", Part::card, "exp_month", "11"},
      {"DL-06", Part::card, "exp_year", "\"26\""},
      {"DL-06", Part::card, "exp_year", "\"2025\""},
      {"DL-07", Part::card, "cvc", "\"12345\""},
      {"DL-07", Part::card, "cvc", "\"12a\""},
      {"DL-07", Part::card, "iin", "\"424242424\""},
      {"DL-07", Part::card, "display_last4", "\"424\""},
      {"DL-07", Part::card, "eci_value", "\"005\""},
      {"DL-08", Part::card, "checks_performed", "\"avs\""},
      {"DL-10", Part::allowance, "reason", ""},
      {"DL-10", Part::allowance, "reason", "\"recurring\""},
      {"DL-11", Part::allowance, "max_amount", "0"},
      {"DL-11", Part::allowance, "max_amount", "-1"},
      {"DL-10", Part::allowance, "max_amount", "1.5"},
      {"DL-10", Part::allowance, "max_amount", "\"100\""},
      {"DL-10", Part::allowance, "max_amount", "9007199254740992"},
      {"DL-10", Part::allowance, "max_amount", ""},
      {"DL-10", Part::allowance, "currency", ""},
      {"DL-10", Part::allowance, "currency", "\"dollar\""},
      {"DL-10", Part::allowance, "currency", "\"USD\""},
      {"DL-10", Part::allowance, "currency", "\" usd\""},
      {"DL-10", Part::allowance, "checkout_session_id", ""},
      {"DL-10", Part::allowance, "merchant_id", ""},
      {"DL-10", Part::allowance, "merchant_id", long_text},
      {"DL-10", Part::allowance, "expires_at", ""},
      {"DL-10", Part::allowance, "expires_at", "\"tomorrow\""},
      {"DL-11", Part::allowance, "expires_at", "\"2026-11-24T10:00:00Z\""},
      {"DL-11", Part::allowance, "expires_at", "\"2026-11-24T10:30:00+01:00\""},
      {"DL-13", Part::rest, "risk_signals", ""},
      {"DL-13", Part::rest, "risk_signals", "{}"},
      {"DL-15", Part::rest, "metadata", ""},
      {"DL-15", Part::rest, "metadata", "[]"},
      {"DL-01", Part::rest, "payment_method", ""},
      {"DL-01", Part::rest, "payment_method", "[]"},
      {"DL-01", Part::rest, "allowance", ""},
      {"DL-01", Part::rest, "allowance", "7"},
  };
  for (const auto& row : rows) {
    const std::string text = replaced(row);
    test::expect_refused({row.rule, text, RefusalCode::invalid_card, param_of(row).c_str()},
                         [](const Body& body) { return decode_delegate_payment(body, kNow); });
    const auto result = decode(text);
    const bool is_missing = row.value.empty() || row.value == "null";
    EXPECT_EQ(result.error().text.words.find("missing") != std::string::npos, is_missing)
        << row.rule << row.name << ": " << result.error().text.words;
  }
}

TEST(DelegatePayment, TakesTextsOnlyAsMetadataOfACard) {  // DL-04
  Request request;
  request.card["metadata"] = R"({"issuer":"bank"})";
  EXPECT_TRUE(decode(request.text()).has_value());
  request.card["metadata"] = R"({"issuer":1})";
  const auto command = decode(request.text());
  ASSERT_FALSE(command.has_value());
  EXPECT_EQ(command.error().field.place, "$.payment_method.metadata.issuer");
}

TEST(DelegatePayment, NamesTheEntryOfAListThatIsAtFault) {
  const struct {
    const char* name;
    const char* value;
    const char* param;
  } rows[] = {
      {"risk_signals", "[1]", "$.risk_signals[0]"},
      {"risk_signals", R"([{"score":1,"action":"blocked"}])", "$.risk_signals[0].type"},
      {"risk_signals", R"([{"type":"card_testing","action":"blocked"}])",
       "$.risk_signals[0].score"},
      {"risk_signals", R"([{"type":"card_testing","score":1.5,"action":"blocked"}])",
       "$.risk_signals[0].score"},
      {"risk_signals", R"([{"type":"card_testing","score":1}])", "$.risk_signals[0].action"},
      {"risk_signals", R"([{"type":"card_testing","score":1,"action":"maybe"}])",
       "$.risk_signals[0].action"},
      {"risk_signals", R"([{"type":"weather","score":1,"action":"blocked"}])",
       "$.risk_signals[0].type"},
      {"metadata", R"({"source":1})", "$.metadata.source"},
      {"billing_address", R"({"name":"A"})", "$.billing_address.line_one"},
  };
  for (const auto& row : rows) {
    test::expect_refused({"DL-18", replaced({"DL-18", Part::rest, row.name, row.value}),
                          RefusalCode::invalid_card, row.param},
                         [](const Body& body) { return decode_delegate_payment(body, kNow); });
  }
}

TEST(DelegatePayment, IsBlockedByARiskSignalThatSaysSo) {
  const struct {
    std::vector<std::string> actions;
    bool blocked;
  } rows[] = {
      {{"blocked"}, true},
      {{"manual_review"}, false},
      {{"authorized"}, false},
      {{"authorized", "blocked", "manual_review"}, true},
  };
  for (const auto& row : rows) {
    std::string signals;
    for (const auto& action : row.actions) {
      signals.append(signals.empty() ? "" : ",");
      signals.append(R"({"type":"card_testing","score":1,"action":")").append(action).append("\"}");
    }
    const auto command =
        decode(replaced({"DL-14", Part::rest, "risk_signals", "[" + signals + "]"}));
    ASSERT_TRUE(command.has_value()) << signals;
    EXPECT_EQ(command->blocked, row.blocked) << "DL-14 " << signals;
  }
}

TEST(DelegatePayment, NeverRepeatsACardNumberInARefusal) {
  for (const char* number : {"\"4242424242424241\"", "\"4242 4242 4242 4242\"",
                             "\"42424242424242424242\"", "4242424242424242"}) {
    const auto result = decode(replaced({"TR-11", Part::card, "number", number}));
    ASSERT_FALSE(result.has_value()) << number;
    EXPECT_EQ((result.error().text.words + result.error().field.place).find("4242"),
              std::string::npos);
  }
}

}  // namespace
}  // namespace till::wire
