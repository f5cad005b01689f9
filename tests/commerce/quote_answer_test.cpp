// What is read of a backend's quote, and what is refused with its place.
#include "commerce/remote/quote_answer.h"

#include <gtest/gtest.h>

#include "json/body.h"

namespace till::commerce::remote {
namespace {

using checkout::FulfillmentType;
using checkout::MessageCode;
using checkout::QuoteRequest;
using checkout::TaxPlace;

constexpr const char* kAddress =
    R"({"name":"Shop","line_one":"1 Market St","city":"San Francisco","state":"CA",)"
    R"("country":"US","postal_code":"94105"})";

// Two mugs and an e-book to an address in California, as the guide has them.
const std::string kQuote =
    R"({"lines":[{"index":0,"sold":true,"title":"Blue mug","description":"Stoneware",)"
    R"("unit_amount":1450,"physical":true,"available":12,"tax":189},)"
    R"({"index":1,"title":"E-book","unit_amount":999,"physical":false,"available":null,)"
    R"("tax":0}],)"
    R"("options":[{"id":"standard","type":"shipping","title":"Standard","amount":500,"tax":0,)"
    R"("covers":[0],"carrier":"UPS","earliest":"2026-12-04T10:00:00Z",)"
    R"("latest":"2026-12-06T10:00:00Z"},)"
    R"({"id":"store","type":"pickup","title":"Store","amount":0,"covers":[0],)"
    R"("pickup_type":"in_store",)"
    R"("location":{"name":"Shop","phone":"1","address":)" +
    std::string(kAddress) +
    R"(},"line_taxes":[{"index":0,"tax":200}]},)"
    R"({"id":"download","type":"digital","title":"Download","amount":0,"covers":[1]}],)"
    R"("discounts":{"applied":[{"code":"save10","title":"10% off","percent_off":10,)"
    R"("allocations":[{"index":0,"amount":290},{"index":1,"amount":100}]}],)"
    R"("rejected":[{"code":"OLD","reason":"expired"}]},)"
    R"("region_served":true,"expires_at":"2026-12-01T10:30:00Z","later":[{"x":1}]})";

QuoteRequest two_lines() {
  QuoteRequest request;
  request.currency = "usd";
  request.lines = {{"mug-blue", 2, std::nullopt}, {"ebook-acp", 1, std::nullopt}};
  request.ship_to = checkout::Address{"Ada", "1 Pine", std::nullopt, "SF", "CA", "US", "94105"};
  request.discount_codes = {"SAVE10", "OLD"};
  return request;
}

std::string with(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  if (at != std::string::npos) text.replace(at, from.size(), to);
  return text;
}

Result<checkout::Quote, AnswerFault> read(const std::string& text, const QuoteRequest& request) {
  const auto body = json::Body::parse(text);
  if (!body) return refused(AnswerFault{"$", body.error().why});
  AnswerFaults left_out;
  return read_quote(body->root(), request, left_out);
}

checkout::Quote good(const std::string& text, const QuoteRequest& request = two_lines()) {
  auto quote = read(text, request);
  EXPECT_TRUE(quote.has_value()) << quote.error().place << ": " << quote.error().sentence;
  return quote ? *quote : checkout::Quote{};
}

std::string place(const std::string& text, const QuoteRequest& request = two_lines()) {
  const auto quote = read(text, request);
  return quote ? "(none)" : quote.error().place;
}

TEST(QuoteAnswer, GivesTheFactsOfTheLines) {
  const checkout::Quote quote = good(kQuote);
  ASSERT_EQ(quote.lines.size(), 2U);
  EXPECT_EQ(quote.lines[0].title, "Blue mug");
  EXPECT_EQ(quote.lines[0].description, "Stoneware");
  EXPECT_EQ(quote.lines[0].unit_amount, Amount{1450});
  EXPECT_EQ(quote.lines[0].available, 12);
  EXPECT_EQ(quote.lines[0].tax, Amount{189});
  EXPECT_EQ(quote.lines[0].items_discount, Amount{290});
  EXPECT_EQ(quote.lines[0].tax_place, TaxPlace::known);
  EXPECT_TRUE(quote.lines[0].physical);
  EXPECT_FALSE(quote.lines[1].physical);
  EXPECT_FALSE(quote.lines[1].available.has_value());
  EXPECT_EQ(quote.quote_expires_at, parse_rfc3339("2026-12-01T10:30:00Z"));
}

// One stock is behind both.
TEST(QuoteAnswer, SaysTheSameOfTwoLinesOfOneItem) {
  QuoteRequest request = two_lines();
  request.lines[1].item_id = "mug-blue";
  const auto answer = [](const std::string& first, const std::string& second) {
    const std::string line = R"("title":"Mug","unit_amount":700,"tax":0)";
    return R"({"lines":[{"index":0,)" + line + first + R"(},{"index":1,)" + line + second +
           R"(}],"options":[]})";
  };
  const std::string both = R"(,"available":3,"max_per_order":5)";
  EXPECT_EQ(place(answer(both, both), request), "(none)");
  EXPECT_EQ(place(answer("", ""), request), "(none)");
  for (const auto& [first, second] :
       {std::pair(R"(,"available":3)", ""), std::pair("", R"(,"available":3)"),
        std::pair(R"(,"max_per_order":1)", ""), std::pair("", R"(,"max_per_order":1)"),
        std::pair(R"(,"available":3)", R"(,"available":4)"), std::pair(R"(,"sold":false)", "")}) {
    EXPECT_EQ(place(answer(first, second), request), "$.lines") << first << second;
  }
}

TEST(QuoteAnswer, SendsLinesToTwoAddressesByTwoOptions) {
  QuoteRequest request = two_lines();
  request.lines[1] = {"poster", 1, 0};
  request.groups = {{"g1", FulfillmentType::shipping, request.ship_to, std::nullopt}};
  const auto answer = [](const std::string& type, const std::string& covers) {
    return R"({"lines":[{"index":0,"title":"Mug","unit_amount":700,"tax":0},)"
           R"({"index":1,"title":"Poster","unit_amount":900,"tax":0}],"options":[{"id":"o",)"
           R"("type":")" +
           type + R"(","title":"O","amount":500,"covers":)" + covers +
           R"(,"location":{"name":"Shop","address":)" + kAddress +
           R"(},"line_taxes":[{"index":0,"tax":0}]}]})";
  };
  EXPECT_EQ(place(answer("shipping", "[0]"), request), "(none)");
  EXPECT_EQ(place(answer("shipping", "[0,1]"), request), "$.options[0].covers");
  EXPECT_EQ(place(answer("local_delivery", "[0,1]"), request), "$.options[0].covers");
}

TEST(QuoteAnswer, GivesTheOptionsAndDiscounts) {
  const checkout::Quote quote = good(kQuote);
  ASSERT_EQ(quote.options.size(), 3U);
  EXPECT_EQ(quote.options[0].type, FulfillmentType::shipping);
  EXPECT_EQ(quote.options[0].subtotal, Amount{500});
  EXPECT_EQ(quote.options[0].carrier, "UPS");
  EXPECT_TRUE(quote.options[0].window.has_value());
  EXPECT_EQ(quote.options[1].location->address.postal_code, "94105");
  ASSERT_EQ(quote.options[1].line_taxes.size(), 1U);
  EXPECT_EQ(quote.options[1].line_taxes[0].tax, Amount{200});
  EXPECT_EQ(quote.options[2].covers, std::vector<std::size_t>{1});
  ASSERT_EQ(quote.applied.size(), 1U);
  EXPECT_EQ(quote.applied[0].code, "SAVE10") << "as it was typed";
  EXPECT_EQ(quote.applied[0].amount, Amount{390});
  EXPECT_EQ(quote.applied[0].percent_off, 10);
  EXPECT_FALSE(quote.applied[0].amount_off.has_value());
  ASSERT_EQ(quote.rejected.size(), 1U);
  EXPECT_EQ(quote.rejected[0].reason, MessageCode::discount_code_expired);
}

TEST(QuoteAnswer, TakesLinesInAnyOrder) {
  const checkout::Quote quote =
      good(R"({"lines":[{"index":1,"title":"B","unit_amount":2,"tax":0},)"
           R"({"index":0,"title":"A","unit_amount":1,"tax":0}],"options":[]})");
  EXPECT_EQ(quote.lines[0].title, "A");
  EXPECT_EQ(quote.lines[1].title, "B");
}

TEST(QuoteAnswer, KnowsEveryReasonOfARejection) {
  const struct {
    const char* reason;
    MessageCode code;
  } rows[] = {{"invalid", MessageCode::discount_code_invalid},
              {"expired", MessageCode::discount_code_expired},
              {"already_applied", MessageCode::discount_code_already_applied},
              {"minimum_not_met", MessageCode::discount_code_minimum_not_met},
              {"not_logged_in", MessageCode::discount_code_user_not_logged_in},
              {"not_eligible", MessageCode::discount_code_user_ineligible},
              {"combination", MessageCode::discount_code_combination_disallowed},
              {"usage_limit_reached", MessageCode::discount_code_usage_limit_reached}};
  for (const auto& row : rows) {
    const checkout::Quote quote =
        good(with(kQuote, "\"expired\"", '"' + std::string(row.reason) + '"'));
    ASSERT_EQ(quote.rejected.size(), 1U);
    EXPECT_EQ(quote.rejected[0].reason, row.code) << row.reason;
  }
}

TEST(QuoteAnswer, SaysWhatBecomesOfACodeAsOftenAsItWasTyped) {
  const std::string both = with(kQuote, "\"code\":\"OLD\"", "\"code\":\"Save10\"");
  EXPECT_EQ(place(both), "$.discounts.rejected[0].code") << "applied and rejected";
  QuoteRequest request = two_lines();
  request.discount_codes.emplace_back("save10");
  EXPECT_EQ(place(both, request), "(none)");
}

TEST(QuoteAnswer, WaitsForAnAddressWhereNoTaxIsTold) {
  QuoteRequest request = two_lines();
  request.ship_to.reset();
  const std::string absent = with(kQuote, ",\"tax\":189", "");
  const std::string null = with(kQuote, "\"tax\":189", "\"tax\":null");
  for (const std::string& text : {absent, null}) {
    EXPECT_EQ(good(text, request).lines[0].tax_place, TaxPlace::address_missing);
    EXPECT_EQ(good(text, request).lines[1].tax_place, TaxPlace::known) << "zero means none";
    EXPECT_EQ(place(text), "$.lines[0].tax") << "it is known where it goes";
  }
}

TEST(QuoteAnswer, AsksForTheTaxesOfAPickupWhereNoOtherIsKnown) {
  QuoteRequest request = two_lines();
  request.ship_to.reset();
  const std::string untaxed =
      with(with(kQuote, ",\"tax\":189", ""), ",\"line_taxes\":[{\"index\":0,\"tax\":200}]", "");
  EXPECT_EQ(place(untaxed, request), "$.options[1].line_taxes");
}

TEST(QuoteAnswer, ServesNoRegionThatTheBackendDoesNotServe) {
  const std::string unserved = with(kQuote, "\"region_served\":true", "\"region_served\":false");
  EXPECT_EQ(place(unserved), "$.options[0].covers[0]") << "and yet it is shipped there";
  const std::string location =
      "\"location\":{\"name\":\"S\",\"address\":" + std::string(kAddress) + "}";
  const std::string fetched =
      with(unserved, "\"type\":\"shipping\"", "\"type\":\"pickup\"," + location);
  const checkout::Quote quote = good(fetched);
  EXPECT_EQ(quote.lines[0].unserved, checkout::Unserved::country);
  EXPECT_FALSE(quote.lines[1].unserved.has_value()) << "it is not brought";
  EXPECT_EQ(place(with(fetched, ",\"tax\":189", "")), "$.options[0].line_taxes")
      << "no tax is asked for there, but where it is fetched";
}

TEST(QuoteAnswer, CountsAZeroTaxAsFreedWhereACertificateWasTold) {
  QuoteRequest request = two_lines();
  EXPECT_FALSE(good(kQuote, request).lines[1].exempted);
  request.exemption = checkout::TaxExemption{};
  const checkout::Quote quote = good(kQuote, request);
  EXPECT_FALSE(quote.lines[0].exempted) << "it is taxed";
  EXPECT_TRUE(quote.lines[1].exempted);
  EXPECT_TRUE(quote.options[0].exempted);
  EXPECT_FALSE(quote.options[1].line_taxes[0].exempted);
}

TEST(QuoteAnswer, NeedsNothingOfALineThatIsNotSold) {
  QuoteRequest request = two_lines();
  request.lines_stand = true;
  const checkout::Quote quote =
      good(R"({"lines":[{"index":0,"sold":false},)"
           R"({"index":1,"title":"E","unit_amount":999,"physical":false,"tax":0}],"options":[]})",
           request);
  EXPECT_FALSE(quote.lines[0].sold);
  EXPECT_TRUE(quote.lines[1].sold);
}

TEST(QuoteAnswer, StatesADiscountWithoutASizeByWhatItTakesOff) {
  const checkout::Quote quote = good(with(kQuote, "\"percent_off\":10,", ""));
  EXPECT_EQ(quote.applied[0].amount_off, Amount{390});
  EXPECT_TRUE(quote.applied[0].across);
}

struct Wrong {
  const char* from;
  const char* to;
  const char* place;
};

TEST(QuoteAnswer, NamesTheMemberThatIsOfNoUse) {
  const Wrong rows[] = {
      {"\"unit_amount\":1450", "\"unit_amount\":-1", "$.lines[0].unit_amount"},
      {"\"unit_amount\":1450", "\"unit_amount\":\"1450\"", "$.lines[0].unit_amount"},
      {"\"unit_amount\":1450", "\"unit_amount\":14.5", "$.lines[0].unit_amount"},
      {"\"unit_amount\":1450", "\"unit_amount\":1e30", "$.lines[0].unit_amount"},
      {"\"unit_amount\":1450", "\"unit_amount\":null", "$.lines[0].unit_amount"},
      {"\"unit_amount\":1450", "\"unit_amount\":9007199254740992", "$.lines[0].unit_amount"},
      {"\"unit_amount\":1450", "\"unit_amount\":9007199254740991", "$.lines[0].unit_amount"},
      {"\"unit_amount\":1450,", "", "$.lines[0].unit_amount"},
      {"\"title\":\"Blue mug\"", "\"title\":\"\"", "$.lines[0].title"},
      {"\"title\":\"Blue mug\"", "\"title\":7", "$.lines[0].title"},
      {"\"sold\":true", "\"sold\":1", "$.lines[0].sold"},
      {"\"physical\":true", "\"physical\":null", "$.lines[0].physical"},
      {"\"available\":12", "\"available\":-1", "$.lines[0].available"},
      {"\"available\":12", "\"available\":12,\"max_per_order\":0", "$.lines[0].max_per_order"},
      {"\"tax\":189", "\"tax\":-189", "$.lines[0].tax"},
      {"\"tax\":189", "\"tax\":189,\"tax_included\":1", "$.lines[0].tax_included"},
      {"\"tax\":189", "\"tax\":2611,\"tax_included\":true", "$.lines[0].tax"},
      {"\"amount\":500,\"tax\":0", "\"amount\":500,\"tax\":501,\"tax_included\":true",
       "$.options[0].tax"},
      {"\"tax\":189", "\"tax\":9007199254740991", "$.lines"},
      {"\"tax\":189", "\"tax\":189,\"disclosures\":[{\"content_type\":\"html\",\"content\":\"x\"}]",
       "$.lines[0].disclosures[0].content_type"},
      {"\"tax\":189",
       "\"tax\":189,\"disclosures\":[{\"content_type\":\"markdown\",\"content\":\"<b>x</b>\"}]",
       "$.lines[0].disclosures[0].content"},
      {"\"index\":1,\"title\"", "\"index\":0,\"title\"", "$.lines[1].index"},
      {"\"index\":1,\"title\"", "\"index\":2,\"title\"", "$.lines[1].index"},
      {"\"index\":1,\"title\"", "\"index\":-1,\"title\"", "$.lines[1].index"},
      {"\"index\":1,\"title\"", "\"title\"", "$.lines[1].index"},
      {"\"lines\":[", "\"lines\":[7,", "$.lines[0]"},
      {"\"lines\"", "\"rows\"", "$.lines"},
      {"\"options\"", "\"ways\"", "$.options"},
      {"\"id\":\"store\"", "\"id\":\"standard\"", "$.options[1].id"},
      {"\"id\":\"store\"", "\"id\":\"\"", "$.options[1].id"},
      {"\"type\":\"pickup\"", "\"type\":\"drone\"", "$.options[1].type"},
      {"\"amount\":500", "\"amount\":-500", "$.options[0].amount"},
      {"\"amount\":500,\"tax\":0", "\"amount\":9007199254740991,\"tax\":1", "$.options[0].tax"},
      {"\"covers\":[0],\"carrier\"", "\"covers\":[],\"carrier\"", "$.options[0].covers"},
      {"\"covers\":[0],\"carrier\"", "\"covers\":[2],\"carrier\"", "$.options[0].covers[0]"},
      {"\"covers\":[0],\"carrier\"", "\"covers\":[0,0],\"carrier\"", "$.options[0].covers[1]"},
      {"\"covers\":[1]", "\"covers\":[0]", "$.options[2].covers[0]"},
      {"\"location\"", "\"place\"", "$.options[1].location"},
      {"\"country\":\"US\"", "\"country\":\"us\"", "$.options[1].location.address.country"},
      {"\"in_store\"", "\"on_roof\"", "$.options[1].pickup_type"},
      {"\"line_taxes\":[{\"index\":0", "\"line_taxes\":[{\"index\":1",
       "$.options[1].line_taxes[0].index"},
      {"\"line_taxes\":[{\"index\":0,\"tax\":200}", "\"line_taxes\":[", "$.options[1].line_taxes"},
      {"\"tax\":200", "\"tax\":9007199254740991", "$.options[1].line_taxes[0].tax"},
      {"2026-12-06T10:00:00Z", "2026-12-03T10:00:00Z", "$.options[0].latest"},
      {"2026-12-06T10:00:00Z", "2026-12-06T10:00:00+01:00", "$.options[0].latest"},
      {"\"code\":\"save10\"", "\"code\":\"OTHER\"", "$.discounts.applied[0].code"},
      {"\"percent_off\":10", "\"percent_off\":101", "$.discounts.applied[0].percent_off"},
      {"\"percent_off\":10", "\"percent_off\":10,\"amount_off\":5",
       "$.discounts.applied[0].amount_off"},
      {"\"percent_off\":10", "\"amount_off\":389", "$.discounts.applied[0].amount_off"},
      {"\"amount\":290", "\"amount\":2901", "$.discounts.applied[0].allocations[0].amount"},
      {"\"amount\":290", "\"amount\":-290", "$.discounts.applied[0].allocations[0].amount"},
      {"{\"index\":1,\"amount\":100}", "{\"index\":0,\"amount\":100}",
       "$.discounts.applied[0].allocations[1].index"},
      {"\"reason\":\"expired\"", "\"reason\":\"moody\"", "$.discounts.rejected[0].reason"},
      {"\"code\":\"OLD\"", "\"code\":\"NEVER\"", "$.discounts.rejected[0].code"},
      {"\"region_served\":true", "\"region_served\":\"yes\"", "$.region_served"},
      {"2026-12-01T10:30:00Z", "soon", "$.expires_at"},
      {"\"discounts\":{", "\"discounts\":[],\"others\":{", "$.discounts"},
  };
  for (const Wrong& row : rows)
    EXPECT_EQ(place(with(kQuote, row.from, row.to)), row.place) << row.to;
}

TEST(QuoteAnswer, TakesTwoDiscountsOffALineOnlyAsFarAsItGoes) {
  const std::string second = R"(,{"title":"More","amount_off":2611,)"
                             R"("allocations":[{"index":0,"amount":2611}]}],"rejected")";
  EXPECT_EQ(place(with(kQuote, "],\"rejected\"", second)),
            "$.discounts.applied[1].allocations[0].amount");
  const std::string all = with(second, "\"amount\":2611", "\"amount\":2610");
  EXPECT_EQ(good(with(kQuote, "],\"rejected\"", all)).lines[0].items_discount, Amount{2900});
}

TEST(QuoteAnswer, TakesATaxThatIsPartOfThePrice) {
  const std::string included = with(kQuote, "\"tax\":189", "\"tax\":417,\"tax_included\":true");
  const checkout::Quote quote = good(included);
  EXPECT_EQ(quote.lines[0].unit_amount, Amount{1450});
  EXPECT_EQ(quote.lines[0].included_tax, Amount{417});
  EXPECT_EQ(quote.lines[0].tax, Amount{0});
  ASSERT_EQ(quote.options[1].line_taxes.size(), 1U);
  EXPECT_EQ(quote.options[1].line_taxes[0].included_tax, Amount{200}) << "the line says so";
  EXPECT_EQ(quote.options[1].line_taxes[0].tax, Amount{0});
  EXPECT_EQ(quote.options[0].included_tax, Amount{0}) << "an option says it for itself";
  const std::string all =
      with(included, "\"amount\":500,\"tax\":0", "\"amount\":500,\"tax\":80,\"tax_included\":true");
  EXPECT_EQ(good(all).options[0].included_tax, Amount{80});
  EXPECT_EQ(good(all).options[0].tax, Amount{0});
}

TEST(QuoteAnswer, TakesNoMoreOfAPriceForTaxThanTheLineCostsAfterDiscounts) {
  const auto taxed = [](const char* tax) {
    return with(kQuote, "\"tax\":189", std::string("\"tax_included\":true,\"tax\":") + tax);
  };
  EXPECT_EQ(good(taxed("2610")).lines[0].included_tax, Amount{2610}) << "2 x 1450 - 290";
  EXPECT_EQ(place(taxed("2611")), "$.lines[0].tax");
  EXPECT_EQ(place(with(taxed("417"), "\"tax\":200", "\"tax\":2611")),
            "$.options[1].line_taxes[0].tax");
}

TEST(QuoteAnswer, LeavesAnIncludedTaxUnknownUntilThereIsAnAddress) {
  QuoteRequest request = two_lines();
  request.ship_to.reset();
  const std::string unknown = with(kQuote, "\"tax\":189", "\"tax_included\":true");
  const checkout::Quote quote = good(unknown, request);
  EXPECT_EQ(quote.lines[0].tax_place, TaxPlace::address_missing);
  EXPECT_EQ(quote.lines[0].included_tax, Amount{0});
  EXPECT_EQ(quote.options[1].line_taxes[0].included_tax, Amount{200});
  EXPECT_EQ(place(unknown), "$.lines[0].tax") << "it is known where it goes";
}

TEST(QuoteAnswer, CountsAnIncludedTaxOfZeroAsFreedByTheCertificate) {
  QuoteRequest request = two_lines();
  request.exemption.emplace();
  EXPECT_TRUE(good(with(kQuote, "\"tax\":189", "\"tax\":0,\"tax_included\":true"), request)
                  .lines[0]
                  .exempted);
  EXPECT_FALSE(good(with(kQuote, "\"tax\":189", "\"tax\":7,\"tax_included\":true"), request)
                   .lines[0]
                   .exempted);
}

TEST(QuoteAnswer, IsBoundedInEveryTextAndList) {
  const std::string long_text(limits::kStringBytes + 1, 'x');
  EXPECT_EQ(place(with(kQuote, "Blue mug", long_text)), "$.lines[0].title");
  EXPECT_EQ(place(with(kQuote, "Stoneware", long_text)), "$.lines[0].description");
  EXPECT_EQ(place(with(kQuote, "\"id\":\"standard\"", "\"id\":\"" + std::string(256, 'x') + "\"")),
            "$.options[0].id");
  std::string options;
  for (std::size_t i = 0; i <= limits::kListEntries; ++i) {
    options += (i == 0 ? "" : ",") + std::string("{\"id\":\"o") + std::to_string(i) +
               "\",\"type\":\"shipping\",\"title\":\"O\",\"amount\":1,\"covers\":[0]}";
  }
  EXPECT_EQ(place(R"({"lines":[{"index":0,"title":"A","unit_amount":1,"tax":0},)"
                  R"({"index":1,"title":"B","unit_amount":1,"tax":0}],"options":[)" +
                  options + "]}"),
            "$.options");
}

}  // namespace
}  // namespace till::commerce::remote
