// What the backend is asked about a cart.
#include "commerce/remote/quote_question.h"

#include <gtest/gtest.h>

namespace till::commerce::remote {
namespace {

using checkout::QuotePurpose;
using checkout::QuoteRequest;

constexpr const char* kSession = "cs_00000000000000000000000000";

QuoteRequest request() {
  QuoteRequest asked;
  asked.currency = "usd";
  asked.agent = "demo-agent";
  asked.lines = {{"mug-blue", 2, std::nullopt}};
  asked.now = {1'796'119'200'000};
  return asked;
}

std::string head(const std::string& purpose) {
  return std::string("{\"session_id\":\"") + kSession +
         "\",\"agent\":\"demo-agent\",\"purpose\":\"" + purpose + "\",\"currency\":\"usd\"";
}
constexpr const char* kLines = ",\"lines\":[{\"index\":0,\"item_id\":\"mug-blue\",\"quantity\":2}]";
constexpr const char* kEnd = ",\"now\":\"2026-12-01T10:00:00Z\"}";

TEST(QuoteQuestion, LeavesOutWhatIsNotKnown) {
  EXPECT_EQ(quote_question(request()), head("create") + kLines + kEnd);
}

TEST(QuoteQuestion, SaysWhatTheAgentDoes) {
  const struct {
    QuotePurpose purpose;
    const char* spelling;
  } rows[] = {{QuotePurpose::create, "create"},
              {QuotePurpose::update, "update"},
              {QuotePurpose::complete, "complete"}};
  for (const auto& row : rows) {
    QuoteRequest asked = request();
    asked.purpose = row.purpose;
    EXPECT_EQ(quote_question(asked), head(row.spelling) + kLines + kEnd);
  }
}

TEST(QuoteQuestion, NamesACartAsAgentsDo) {
  QuoteRequest asked = request();
  asked.purpose = QuotePurpose::cart;
  EXPECT_TRUE(quote_question(asked).starts_with(
      "{\"session_id\":\"cart_00000000000000000000000000\",\"agent\":\"demo-agent\","
      "\"purpose\":\"cart\""));
}

TEST(QuoteQuestion, TellsThePriceOfAFeedThatTheAgentShowed) {
  QuoteRequest asked = request();
  asked.lines[0].honored = Amount{1200};
  EXPECT_EQ(quote_question(asked),
            head("create") +
                ",\"lines\":[{\"index\":0,\"item_id\":\"mug-blue\",\"quantity\":2,"
                "\"published_amount\":1200}]" +
                kEnd);
}

TEST(QuoteQuestion, TellsAllThatIsKnown) {
  QuoteRequest asked = request();
  asked.locale = "de-DE";
  asked.quote_id = "offer-7";
  asked.ship_to = checkout::Address{"Ada", "1 Pine", "Flat 2", "Austin", "TX", "US", "73301"};
  asked.groups = {{"g1", checkout::FulfillmentType::pickup, std::nullopt, "store"}};
  asked.groups[0].ship_to =
      checkout::Address{"Bo", "2 Oak", std::nullopt, "Bern", "", "CH", "3000"};
  asked.lines[0].group = 0;
  asked.discount_codes = {"SAVE10", "save\"10"};
  asked.email = "Ada@Example.com";
  asked.buyer = "ada@example.com";
  asked.buyer_logged_in = true;
  asked.exemption = checkout::TaxExemption{};
  EXPECT_EQ(
      quote_question(asked),
      head("create") + ",\"locale\":\"de-DE\",\"quote_id\":\"offer-7\"" +
          ",\"lines\":[{\"index\":0,\"item_id\":\"mug-blue\",\"quantity\":2,\"group_id\":\"g1\"}]"
          ",\"ship_to\":{\"name\":\"Ada\",\"line_one\":\"1 Pine\",\"line_two\":\"Flat 2\","
          "\"city\":\"Austin\",\"state\":\"TX\",\"country\":\"US\",\"postal_code\":\"73301\"}"
          ",\"groups\":[{\"id\":\"g1\",\"type\":\"pickup\",\"ship_to\":{\"name\":\"Bo\","
          "\"line_one\":\"2 Oak\",\"city\":\"Bern\",\"state\":\"\",\"country\":\"CH\","
          "\"postal_code\":\"3000\"},\"location_id\":\"store\"}]"
          ",\"discount_codes\":[\"SAVE10\",\"save\\\"10\"]"
          ",\"buyer\":{\"email\":\"Ada@Example.com\",\"logged_in\":true,\"tax_exempt\":true}" +
          kEnd);
}

}  // namespace
}  // namespace till::commerce::remote
