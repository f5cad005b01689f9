#include "wire/acp/response.h"

#include <gmock/gmock.h>
#include <simdjson.h>

#include "wire/sessions.h"

namespace till::wire {
namespace {

using checkout::MessageCode;
using checkout::MessageType;
using checkout::Session;
using checkout::Status;
using test::completed_session;
using test::discounted_session;
using test::incomplete_session;
using test::ready_session;
using test::seller;
using ::testing::HasSubstr;
using ::testing::Not;

std::string rendered(const Session& session) { return SessionRenderer(seller()).render(session); }

// The JSON at a pointer of a rendered text; "absent" when there is none.
std::string at(const std::string& text, std::string_view pointer) {
  simdjson::dom::parser parser;
  simdjson::dom::element root;
  simdjson::dom::element found;
  EXPECT_EQ(parser.parse(text).get(root), simdjson::SUCCESS) << text;
  if (root.at_pointer(pointer).get(found) != simdjson::SUCCESS) return "absent";
  return simdjson::minify(found);
}

TEST(RenderedSession, HoldsEveryMemberASessionNeeds) {
  const std::string text = rendered(incomplete_session());
  const struct {
    const char* rule;
    const char* pointer;
    const char* json;
  } rows[] = {
      {"VE-07", "/protocol", R"({"version":"2026-04-17"})"},
      {"ST-01", "/status", R"("incomplete")"},
      {"SE-04", "/currency", R"("usd")"},
      {"SE-01", "/fulfillment_options", "[]"},
      {"SE-01", "/line_items/0/quantity", "1"},
      {"SE-01", "/totals/6/amount", "1000"},
      {"CP-04", "/capabilities/interventions",
       R"({"supported":[],"required":[],"enforcement":"conditional"})"},
      {"XT-02", "/capabilities/extensions", "absent"},
      {"SE-03", "/buyer", "absent"},
      {"SE-03", "/fulfillment_details", "absent"},
      {"SE-03", "/fulfillment_groups", "absent"},
      {"SE-03", "/metadata", "absent"},
      {"SE-03", "/order", "absent"},
      {"DC-04", "/discounts", "absent"},
      {"SE-06", "/continue_url", "absent"},
      {"SE-05", "/created_at", R"("2026-11-24T10:00:00Z")"},
      {"SE-05", "/updated_at", R"("2026-11-24T10:05:00Z")"},
      {"SE-05", "/expires_at", R"("2026-11-24T16:00:00Z")"},
      {"SE-11", "/links/0", R"({"type":"terms_of_use","url":"https://shop.example.com/terms"})"},
      {"SE-11", "/links/1",
       R"({"type":"privacy_policy","url":"https://shop.example.com/privacy"})"},
      {"SE-11", "/links/2", R"({"type":"return_policy","url":"https://shop.example.com/returns"})"},
      {"ME-03", "/messages/0",
       R"({"type":"error","code":"missing","resolution":"requires_buyer_input",)"
       R"("param":"$.fulfillment_details.address","content_type":"plain",)"
       R"("content":"Where shall it go?"})"},
  };
  for (const auto& row : rows) EXPECT_EQ(at(text, row.pointer), row.json) << row.rule;
}

TEST(RenderedSession, OffersOnePaymentHandler) {
  const std::string text = rendered(incomplete_session());
  const std::string handler = "/capabilities/payment/handlers/0";
  EXPECT_EQ(at(text, "/capabilities/payment/handlers/1"), "absent");
  const struct {
    const char* rule;
    const char* member;
    const char* json;
  } rows[] = {
      {"PM-02", "/id", R"("card_main")"},
      {"PM-03", "/name", R"("dev.acp.tokenized.card")"},
      {"PM-08", "/requires_delegate_payment", "true"},
      {"PM-09", "/requires_pci_compliance", "false"},
      {"PM-04", "/psp", R"("sandbox")"},
      {"PM-04", "/config/psp", R"("sandbox")"},
      {"PM-04", "/config/merchant_id", R"("acct_1")"},
      {"PM-05", "/config/merchant_display_name", R"("Elm & Co")"},
      {"PM-17", "/display_order", "absent"},
  };
  for (const auto& row : rows) EXPECT_EQ(at(text, handler + row.member), row.json) << row.rule;
  EXPECT_NE(at(text, handler + "/config/accepted_brands/0"), "absent") << "PM-06";
  EXPECT_NE(at(text, handler + "/instrument_schemas/0"), "absent") << "PM-07";
}

TEST(RenderedSession, ShowsLinesWithTheirTotals) {
  const std::string text = rendered(ready_session());
  EXPECT_EQ(at(text, "/line_items/1/item"),
            R"({"id":"item_2","name":"Mug \"2\"","unit_amount":2000})");
  EXPECT_EQ(at(text, "/line_items/1/id"), '"' + ready_session().lines[1].id.text() + '"');
  EXPECT_EQ(at(text, "/line_items/1/description"), R"("Blue")");
  EXPECT_EQ(at(text, "/line_items/0/description"), "absent");
  EXPECT_EQ(at(text, "/line_items/2/tax_exempt"), "true");
  const struct {
    const char* type;
    const char* amount;
  } line[] = {{"items_base_amount", "4000"},
              {"items_discount", "0"},
              {"subtotal", "4000"},
              {"tax", "330"},
              {"total", "4330"}},
    whole[] = {{"items_base_amount", "5500"},
               {"items_discount", "0"},
               {"subtotal", "5500"},
               {"discount", "0"},
               {"fulfillment", "500"},
               {"tax", "495"},
               {"total", "6495"}};
  for (std::size_t i = 0; i < std::size(line); ++i) {
    const std::string pointer = "/line_items/1/totals/" + std::to_string(i);
    EXPECT_EQ(at(text, pointer + "/type"), '"' + std::string(line[i].type) + '"') << "LT-10";
    EXPECT_EQ(at(text, pointer + "/amount"), line[i].amount) << "LT-10";
    EXPECT_NE(at(text, pointer + "/display_text"), "absent") << "LT-02";
  }
  for (std::size_t i = 0; i < std::size(whole); ++i) {
    const std::string pointer = "/totals/" + std::to_string(i);
    EXPECT_EQ(at(text, pointer + "/type"), '"' + std::string(whole[i].type) + '"') << "LT-09";
    EXPECT_EQ(at(text, pointer + "/amount"), whole[i].amount) << "LT-09";
  }
}

Session with_tax_in_the_prices() {
  Session session = ready_session();
  session.currency = "eur";
  for (checkout::LineItem& line : session.lines) {
    session.totals.total.minor -= line.totals.tax.minor;
    session.totals.tax.minor -= line.totals.tax.minor;
    line.totals.included_tax = line.totals.tax;
    line.totals.total = line.totals.subtotal;
    line.totals.tax = {};
    session.totals.included_tax.minor += line.totals.included_tax.minor;
  }
  return session;
}

// Every total of type tax is added to the others, hence it is none of them.
TEST(RenderedSession, TellsOfATaxWithinThePricesBesideTheTotals) {  // LT-21
  Session session = with_tax_in_the_prices();
  session.options[0].included_tax = {80};
  const std::string text = rendered(session);
  EXPECT_EQ(at(text, "/line_items/1/totals/3"),
            R"({"type":"tax","display_text":"Additional tax","amount":0,)"
            R"("description":"The price includes €3.30 of tax."})");
  EXPECT_EQ(at(text, "/line_items/1/totals/4"),
            R"({"type":"total","display_text":"Total","amount":4000})");
  EXPECT_EQ(at(text, "/fulfillment_options/0/totals/1/description"),
            R"("The price includes €0.80 of tax.")");
  EXPECT_EQ(at(text, "/totals/5"), R"({"type":"tax","display_text":"Additional tax","amount":41,)"
                                   R"("description":"The price includes €4.54 of tax."})");
  EXPECT_EQ(at(text, "/totals/6"), R"({"type":"total","display_text":"Total","amount":6041,)"
                                   R"("description":"The price includes €4.54 of tax."})");
  session.language = Language::de;
  EXPECT_EQ(at(rendered(session), "/totals/6/description"),
            "\"Der Preis enthält 4,54 € Steuern.\"");
}

TEST(RenderedSession, SaysWhichLinesAreNotThere) {
  Session session = ready_session();
  session.lines[1].in_stock = false;
  const std::string text = rendered(session);
  EXPECT_EQ(at(text, "/line_items/0/availability_status"), R"("in_stock")");
  EXPECT_EQ(at(text, "/line_items/1/availability_status"), R"("out_of_stock")");
}

TEST(RenderedSession, NamesChosenLinesByItemWhereTheAgentDoesAndItIsClear) {  // FU-07
  Session session = ready_session();
  session.selected_by_item = true;
  session.selected = {session.selected[0]};
  session.selected[0].lines.clear();
  for (auto& line : session.lines) {
    line.item_id = "mug";
    session.selected[0].lines.push_back(line.id);
  }
  const std::string ids = "/selected_fulfillment_options/0/item_ids";
  EXPECT_EQ(at(rendered(session), ids), R"(["mug"])");
  session.selected[0].lines.pop_back();  // One mug goes another way.
  EXPECT_EQ(at(rendered(session), ids + "/0"), '"' + session.lines[0].id.text() + '"');
}

TEST(RenderedSession, ShowsOptionsByTheirType) {
  const Session session = ready_session();
  const std::string text = rendered(session);
  EXPECT_EQ(at(text, "/fulfillment_options/0/carrier"), R"("USPS")") << "FU-04";
  EXPECT_EQ(at(text, "/fulfillment_options/0/totals/2"),
            R"({"type":"total","display_text":"Total","amount":500})");
  EXPECT_EQ(at(text, "/fulfillment_options/1/location/name"), R"("Elm Store")") << "FU-02";
  EXPECT_EQ(at(text, "/fulfillment_options/1/location/address/city"), R"("Austin")");
  EXPECT_EQ(at(text, "/fulfillment_options/2/type"), R"("digital")");
  EXPECT_EQ(at(text, "/fulfillment_options/3/type"), R"("local_delivery")");
  EXPECT_EQ(at(text, "/selected_fulfillment_options/0/option_id"), R"("standard")");
  EXPECT_EQ(at(text, "/selected_fulfillment_options/0/item_ids/2"),
            '"' + session.lines[2].id.text() + '"')
      << "FU-07";
  EXPECT_EQ(at(text, "/fulfillment_groups/0/destination_type"), R"("pickup")") << "FU-11";
}

TEST(RenderedSession, EchoesWhatTheAgentSaidAndNothingSecret) {
  const std::string text = rendered(completed_session());
  EXPECT_EQ(at(text, "/metadata"), R"({"a":{"b":[1,null]}})") << "SE-09";
  EXPECT_EQ(at(text, "/locale"), R"("en-US")");
  EXPECT_EQ(at(text, "/timezone"), R"("America/Chicago")");
  EXPECT_EQ(at(text, "/fulfillment_details/phone_number"), R"("+1")") << "SE-14";
  EXPECT_EQ(at(text, "/buyer/loyalty/points_balance"), "120");
  EXPECT_EQ(at(text, "/order/checkout_session_id"), at(text, "/id")) << "SE-15";
  for (const char* hidden : {"never_echoed", "agent_one", "charge_secret"}) {
    EXPECT_THAT(text, Not(HasSubstr(hidden))) << "SE-07";
  }
}

TEST(RenderedSession, ShowsDiscountsWhenTheyWereAskedFor) {
  const std::string text = rendered(discounted_session());
  EXPECT_EQ(at(text, "/discounts/codes"), R"(["Save10","five","old"])") << "DC-02";
  EXPECT_EQ(at(text, "/discounts/applied/0"),
            R"({"id":"ad_1","code":"Save10","coupon":{"id":"Save10","name":"Ten percent",)"
            R"("percent_off":10},"amount":550,"method":"each","priority":1,"allocations":[)"
            R"({"path":"$.line_items[0]","amount":100},{"path":"$.line_items[1]","amount":400},)"
            R"({"path":"$.line_items[2]","amount":50}]})")
      << "DC-05";
  EXPECT_EQ(at(text, "/discounts/applied/1"),
            R"({"id":"ad_2","code":"five","coupon":{"id":"five","name":"Five off",)"
            R"("amount_off":500,"currency":"usd"},"amount":500,"method":"across","priority":2})")
      << "DC-06";
  EXPECT_EQ(at(text, "/discounts/applied/2"),
            R"({"id":"ad_3","coupon":{"id":"spring","name":"Spring","amount_off":90,)"
            R"("currency":"usd"},"amount":90,"automatic":true,"start":"2026-11-24T10:00:00Z",)"
            R"("end":"2026-11-24T11:00:00Z","method":"across","priority":3,"allocations":[)"
            R"({"path":"$.line_items[0]","amount":90}]})")
      << "DC-05, DC-11";
  EXPECT_EQ(at(text, "/line_items/0/disclosures"),
            R"([{"type":"disclaimer","content_type":"markdown","content":"**Hot** when hot."},)"
            R"({"type":"disclaimer","content_type":"plain","content":"a < b"}])")
      << "MD-04";
  EXPECT_EQ(at(text, "/discounts/rejected/1"),
            R"({"code":"old","reason":"discount_code_expired","message":"This code has expired."})")
      << "DC-12";
  EXPECT_EQ(at(text, "/capabilities/extensions/0/name"), R"("discount@2026-01-27")") << "XT-08";
  EXPECT_EQ(at(text, "/capabilities/extensions/0/extends/2"), R"("$.CheckoutSession.discounts")");
  Session empty = incomplete_session();
  empty.discounts_requested = true;
  EXPECT_EQ(at(rendered(empty), "/discounts"), R"({"codes":[],"applied":[],"rejected":[]})")
      << "DC-04";
}

TEST(RenderedSession, ShowsWhatAppliedWithoutBeingAskedFor) {
  Session session = incomplete_session();
  session.discounts.applied = {{"", "Spring", 10, {}, {5}, 1, {{0, {5}}}, "spring"}};
  EXPECT_EQ(at(rendered(session), "/discounts/applied/0/automatic"), "true");
}

TEST(RenderedSession, SaysWhichInterventionsBothSidesCanDoAndWhatIsRequired) {
  using checkout::Enforcement;
  const struct {
    Enforcement enforcement;
    const char* json;
  } rows[] = {{Enforcement::always, R"("always")"},
              {Enforcement::conditional, R"("conditional")"},
              {Enforcement::optional, R"("optional")"}};
  for (const auto& row : rows) {
    Session session = incomplete_session();
    session.capabilities.three_ds = session.capabilities.address_verification = true;
    session.capabilities.three_ds_required = session.capabilities.biometric_required = true;
    session.capabilities.enforcement = row.enforcement;
    const std::string text = rendered(session);
    const std::string interventions = "/capabilities/interventions";
    EXPECT_EQ(at(text, interventions + "/supported"), R"(["3ds","address_verification"])");
    EXPECT_EQ(at(text, interventions + "/required"), R"(["3ds","biometric"])") << "CP-05";
    EXPECT_EQ(at(text, interventions + "/enforcement"), row.json) << "CP-05";
  }
}

TEST(RenderedSession, SpellsEveryStatus) {
  const struct {
    Status status;
    const char* json;
  } rows[] = {
      {Status::incomplete, R"("incomplete")"},
      {Status::not_ready_for_payment, R"("not_ready_for_payment")"},
      {Status::requires_escalation, R"("requires_escalation")"},
      {Status::authentication_required, R"("authentication_required")"},
      {Status::ready_for_payment, R"("ready_for_payment")"},
      {Status::pending_approval, R"("pending_approval")"},
      {Status::complete_in_progress, R"("complete_in_progress")"},
      {Status::completed, R"("completed")"},
      {Status::canceled, R"("canceled")"},
      {Status::in_progress, R"("in_progress")"},
      {Status::expired, R"("expired")"},
  };
  for (const auto& row : rows) {
    Session session = incomplete_session();
    session.status = row.status;
    const std::string text = rendered(session);
    EXPECT_EQ(at(text, "/status"), row.json) << "ST-01";
    const std::string resume = "\"https://shop.example.com/checkout/" + session.id.text() + "\"";
    EXPECT_EQ(at(text, "/continue_url"),
              row.status == Status::requires_escalation ? resume : "absent")
        << "SE-06";
  }
}

TEST(RenderedSession, GivesInfosNoCode) {
  const std::string text = rendered(ready_session());
  EXPECT_EQ(at(text, "/messages/0/code"), "absent") << "ME-01";
  EXPECT_EQ(at(text, "/messages/0/param"), R"("$.line_items[0]")") << "ME-06";
  EXPECT_EQ(at(text, "/messages/1/code"), R"("price_change")") << "ME-02";
  EXPECT_EQ(at(text, "/messages/1/param"), "absent") << "ME-07";
}

TEST(RenderedSession, EscapesWhatPeopleWrote) {
  Session session = incomplete_session();
  session.lines[0].title = "\"\\\n\x01 \xE2\x82\xAC </script>";
  EXPECT_EQ(at(rendered(session), "/line_items/0/name"),
            "\"\\\"\\\\\\n\\u0001 \xE2\x82\xAC </script>\"");
}

TEST(RenderedSession, TellsWhatAnAuthenticationNeeds) {
  const std::string text = rendered(test::authenticating_session());
  const std::pair<const char*, const char*> rows[] = {
      {"/status", R"("authentication_required")"},
      {"/authentication_metadata/acquirer_details",
       R"({"acquirer_bin":"400000","acquirer_country":"US","acquirer_merchant_id":"acct_1",)"
       R"("merchant_name":"Elm & Co","requestor_id":"requestor"})"},
      {"/authentication_metadata/directory_server", R"("mastercard")"},
      {"/authentication_metadata/flow_preference",
       R"({"type":"challenge","challenge":{"type":"preferred"}})"},
      {"/capabilities/interventions/supported", R"(["3ds"])"},
  };
  for (const auto& [pointer, json] : rows) EXPECT_EQ(at(text, pointer), json) << "CO-09, CO-10";
  EXPECT_THAT(text, Not(HasSubstr("never_echoed"))) << "SE-07, AT-04, CX-04, MK-09";
  EXPECT_EQ(at(rendered(ready_session()), "/authentication_metadata"), "absent");
}

TEST(RenderedSession, OffersConsentWhileItIsOpen) {  // MK-01
  EXPECT_EQ(at(rendered(ready_session()), "/marketing_consent_options"),
            R"([{"channel":"email","display_text":"News of Elm & Co",)"
            R"("privacy_policy_url":"https://shop.example.com/privacy"}])");
  EXPECT_EQ(at(rendered(test::completed_session()), "/marketing_consent_options"), "absent");
}

TEST(RenderedToken, HoldsNothingButItsThreeMembers) {
  EXPECT_EQ(render_token("vt_1", *parse_rfc3339("2026-11-24T10:00:00Z"),
                         {{"a \"b\"", "c\n"}, {"source", "agent"}}),
            R"({"id":"vt_1","created":"2026-11-24T10:00:00Z",)"
            R"("metadata":{"a \"b\"":"c\n","source":"agent"}})")
      << "DL-01, DL-02";
}

TEST(RenderedCart, HoldsWhatACartNeedsAndNothingOfACheckout) {
  const std::string text = SessionRenderer(seller()).render_cart(test::cart_session());
  const std::string id = CartId{test::cart_session().id.bytes}.text();
  const struct {
    const char* rule;
    const char* pointer;
    std::string json;
  } rows[] = {
      {"CT-05", "/id", '"' + id + '"'},
      {"CT-05", "/currency", R"("usd")"},
      {"CT-05", "/totals/0/type", R"("items_base_amount")"},
      {"CT-09", "/messages/0/type", R"("error")"},
      {"CT-09", "/messages/0/code", R"("out_of_stock")"},
      {"CT-10", "/continue_url", R"("https://shop.example.com/cart/)" + id + '"'},
      {"CT-10", "/expires_at", at(rendered(ready_session()), "/expires_at")},
      {"CT-12", "/status", "absent"},
      {"CT-12", "/capabilities", "absent"},
      {"CT-12", "/fulfillment_options", "absent"},
  };
  for (const auto& row : rows) EXPECT_EQ(at(text, row.pointer), row.json) << row.rule;
  EXPECT_THAT(text, Not(HasSubstr(R"("type":"tax")"))) << "CT-14";
  EXPECT_THAT(text, Not(HasSubstr(R"("type":"fulfillment")"))) << "CT-14";
}

TEST(RenderedDiscovery, TellsWhatIsServedAndNoMerchant) {
  const std::string text = render_discovery(seller(), true);
  EXPECT_EQ(text,
            R"({"protocol":{"name":"acp","version":"2026-04-17","supported_versions":)"
            R"(["2026-04-17"]},"api_base_url":"https://api.example.com","transports":["rest"],)"
            R"("capabilities":{"services":["checkout","delegate_payment","carts"],)"
            R"("extensions":[{"name":"discount"}],"intervention_types":["3ds"],)"
            R"("supported_currencies":["usd","eur"],)"
            R"("supported_locales":["en","fr","de","es","ja"]}})")
      << "DV-04 to DV-13";
  EXPECT_THAT(text, Not(HasSubstr("acct_1"))) << "DV-10";
  EXPECT_EQ(at(render_discovery(seller(), false), "/capabilities/services"),
            R"(["checkout","carts"])")
      << "DV-07";
}

}  // namespace
}  // namespace till::wire
