// Requests as people and forms fill them in: blanks, empty members, e-mails, places, large numbers.
#include <gmock/gmock.h>

#include "wire/requests.h"

namespace till::wire {
namespace {

using checkout::RefusalCode;
using test::address_with;
using test::body_of;
using test::create_with;
using test::created;
using ::testing::ElementsAre;

std::string at_address(const std::string& address) {
  return create_with(R"("fulfillment_details":{"address":)" + address + "}");
}

checkout::Address address_of(const std::string& more) {
  return created(at_address(address_with(more))).fulfillment_details->address.value();
}

void refuses(const std::string& body, const std::string& param) {
  test::expect_refused({"SE-13", body, RefusalCode::invalid, param.c_str()}, decode_create);
}

TEST(Typed, ShortTextsLoseTheBlanksAroundThem) {
  const auto command = created(
      R"({"line_items":[{"id":" mug "}],"currency":" USD","capabilities":{},
          "discounts":{"codes":[" SAVE10","SAVE10\u00a0","\tSAVE10\n"]},
          "buyer":{"email":" ada@example.com\n","first_name":" Ada ","phone_number":" +1 "},
          "selected_fulfillment_options":[{"type":"shipping","option_id":" standard ",
                                           "item_ids":[" mug"]}]})");
  EXPECT_EQ(command.lines[0].item_id, "mug");
  EXPECT_EQ(command.currency, "usd");
  EXPECT_THAT(*command.discount_codes, ElementsAre("SAVE10", "SAVE10", "SAVE10"));
  EXPECT_EQ(command.buyer->email, "ada@example.com");
  EXPECT_EQ(command.buyer->first_name, "Ada");
  EXPECT_EQ(command.buyer->phone_number, "+1");
  EXPECT_EQ(command.selected->at(0).option_id, "standard");
  EXPECT_THAT(command.selected->at(0).item_ids, ElementsAre("mug"));
}

TEST(Typed, ABlankIsAbsentWhereAMemberMayBe) {
  for (const std::string blank : {R"("")", R"("  ")", R"("\u00a0\t")"}) {
    SCOPED_TRACE(blank);
    std::string more;
    for (const char* name : {"buyer", "fulfillment_details", "fulfillment_groups", "discounts",
                             "coupons", "selected_fulfillment_options", "locale", "timezone",
                             "quote_id", "metadata", "order_notes", "affiliate_attribution"}) {
      more.append(more.empty() ? "\"" : ",\"").append(name).append("\":").append(blank);
    }
    const auto command = created(create_with(more));
    EXPECT_FALSE(command.buyer || command.fulfillment_details || command.selected ||
                 command.discount_codes || command.locale || command.timezone ||
                 command.metadata_json || command.order_notes || command.attribution ||
                 command.quote_id);
    const auto buyer =
        created(create_with(R"("buyer":{"email":"a@b.example","first_name":)" + blank +
                            R"(,"company":)" + blank + R"(,"account_type":)" + blank + "}"))
            .buyer.value();
    EXPECT_FALSE(buyer.first_name || buyer.company || buyer.account_type);
    const auto update = decode_update(body_of(R"({"buyer":)" + blank + R"(,"line_items":)" + blank +
                                              R"(,"discounts":)" + blank + "}"));
    ASSERT_TRUE(update.has_value());
    EXPECT_EQ(static_cast<int>(update->buyer.kind), 0);
    EXPECT_EQ(static_cast<int>(update->lines.kind), 0);
    EXPECT_EQ(static_cast<int>(update->discount_codes.kind), 0);
    refuses(create_with(R"("buyer":{"email":)" + blank + "}"), "$.buyer.email");
    refuses(create_with(R"("discounts":{"codes":[)" + blank + "]}"), "$.discounts.codes[0]");
  }
}

TEST(Typed, AnEmailIsCheckedWhereverOneIsTaken) {
  const auto details = [](const std::string& email) { return R"({"email":")" + email + R"("})"; };
  for (const std::string email : {"ada@example", "ada@@example.com", "ada lovelace@example.com",
                                  "ada@example.com,bob@example.com", "ada", "@example.com"}) {
    const std::string with = details(email);
    refuses(create_with(R"("buyer":)" + with), "$.buyer.email");
    refuses(create_with(R"("fulfillment_details":)" + with), "$.fulfillment_details.email");
    refuses(create_with(R"("fulfillment_groups":[{"id":"g","item_ids":["mug"],
                        "destination_type":"shipping","fulfillment_details":)" +
                        with + "}]"),
            "$.fulfillment_groups[0].fulfillment_details.email");
    const test::RefusedRow row{"SE-12", R"({"buyer":)" + with + "}", RefusalCode::invalid,
                               "$.buyer.email"};
    test::expect_refused(row, decode_update);
    const std::string complete = R"({"payment_data":{"purchase_order_number":"1"},"buyer":)";
    test::expect_refused({"SE-12", complete + with + "}", RefusalCode::invalid, "$.buyer.email"},
                         decode_complete);
    test::expect_refused({"SE-12", R"({"line_items":[{"id":"mug"}],"buyer":)" + with + "}",
                          RefusalCode::invalid, "$.buyer.email"},
                         decode_cart);
  }
}

TEST(Typed, AStateIsKnownByNameAndRefusedByMember) {
  const std::string rest = R"(,"country":"US","postal_code":"94105")";
  for (const std::string state : {"CA", "ca", " CA", "California", "CALIFORNIA", "US-CA"}) {
    EXPECT_EQ(address_of(R"("state":")" + state + "\"" + rest).state, "CA") << state;
  }
  for (const std::string state : {"Kalifornien", "XX", "Ontario", "-", " "}) {
    refuses(at_address(address_with(R"("state":")" + state + "\"" + rest)),
            "$.fulfillment_details.address.state");
  }
  const std::string spain = R"("state":" Cádiz ","country":"ES","postal_code":"11001")";
  EXPECT_EQ(address_of(spain).state, "Cádiz");
}

TEST(Typed, ACountryIsOneOfTheStandard) {
  EXPECT_EQ(address_of(R"("country":"UK","postal_code":"SW1A 1AA")").country, "GB");
  EXPECT_EQ(address_of(R"("country":" gb ","postal_code":" SW1A 1AA ")").postal_code, "SW1A 1AA");
  for (const std::string country : {"ZZ", "AA", "USA", "EU", "", "Germany"}) {
    refuses(at_address(address_with(R"("country":")" + country + R"(","postal_code":"1")")),
            "$.fulfillment_details.address.country");
  }
}

TEST(Typed, APostalCodeMayBeLeftOutWhereThereAreNone) {
  for (const std::string country : {"HK", "AE", "IE"}) {
    for (const std::string code : {"", R"(,"postal_code":"")", R"(,"postal_code":null)"}) {
      EXPECT_EQ(address_of(R"("state":"","country":")" + country + "\"" + code).postal_code, "");
    }
    EXPECT_EQ(address_of(R"("postal_code":"D02 AF30","country":")" + country + "\"").postal_code,
              "D02 AF30");
  }
  for (const std::string country : {R"("US","state":"CA")", R"("DE")", R"("GB")"}) {
    refuses(at_address(address_with(R"("postal_code":"","country":)" + country)),
            "$.fulfillment_details.address.postal_code");
  }
}

TEST(Typed, TwoGroupsOfOneIdAreRefused) {
  const auto groups = [](const std::string& second) {
    return create_with(
        R"("fulfillment_groups":[
          {"id":"g","item_ids":["mug"],"destination_type":"shipping"},
          {"id":")" +
        second + R"(","item_ids":["tee"],"destination_type":"shipping"}])");
  };
  EXPECT_EQ(created(groups("G")).groups.size(), 2U);
  refuses(groups("g"), "$.fulfillment_groups[1].id");
  refuses(groups(" g "), "$.fulfillment_groups[1].id");
}

TEST(Typed, IntegersBeyondSixtyFourBitsAreReadAndToldApart) {
  const auto large = [](const std::string& digits) {
    return body_of(create_with(R"("metadata":{"n":)" + digits + R"(},"x_id":)" + digits));
  };
  const auto body = large("123456789012345678901234567890");
  const auto command = decode_create(body);
  ASSERT_TRUE(command.has_value());
  EXPECT_EQ(command->metadata_json, R"({"n":123456789012345678901234567890})");
  EXPECT_NE(body.fingerprint(), large("123456789012345678901234567891").fingerprint());
  EXPECT_NE(body.fingerprint(), large(R"("123456789012345678901234567890")").fingerprint());
  EXPECT_EQ(body_of(R"({"a":1,"b":99999999999999999999})").fingerprint(),
            body_of(R"({"b":99999999999999999999,"a":1.0})").fingerprint());
  EXPECT_EQ(body_of(R"({"a":100000000000000000000})").fingerprint(),
            body_of(R"({"a":1e20})").fingerprint());
  EXPECT_NE(body_of(R"({"a":"\uffff1"})").fingerprint(), body_of(R"({"a":1})").fingerprint());
  refuses(R"({"line_items":[{"id":99999999999999999999}],"currency":"usd","capabilities":{}})",
          "$.line_items[0].id");
  refuses(R"({"line_items":[{"id":"mug","quantity":99999999999999999999}],"currency":"usd",
              "capabilities":{}})",
          "$.line_items[0].quantity");
}

}  // namespace
}  // namespace till::wire
