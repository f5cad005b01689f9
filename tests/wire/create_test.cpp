// Create and update as agents may write them, and what is said when they may not.
#include <gmock/gmock.h>

#include "base/limits.h"
#include "wire/requests.h"
#include "wire/spelling.h"

namespace till::wire {
namespace {

using checkout::RefusalCode;
using test::address_with;
using test::create_with;
using test::created;
using test::RefusedRow;
using test::updated;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::string lines(const std::string& entries) {
  return R"({"currency":"usd","capabilities":{},"line_items":[)" + entries + "]}";
}

std::string details(const std::string& address) {
  return create_with(R"("fulfillment_details":{"address":)" + address + "}");
}

TEST(CreateLines, AreReadInEveryKnownShape) {
  const struct {
    const char* rule;
    const char* text;
    std::int64_t quantity;
    const char* id_param;
    const char* quantity_param;
  } rows[] = {
      {"CU-02", R"({"line_items":[{"id":"mug"}])", 1, "$.line_items[0].id", "$.line_items[0]"},
      {"CU-02", R"({"line_items":[{"id":"mug","quantity":3}])", 3, "$.line_items[0].id",
       "$.line_items[0].quantity"},
      {"CU-02", R"({"line_items":[{"item":{"id":"mug"},"quantity":3}])", 3,
       "$.line_items[0].item.id", "$.line_items[0].quantity"},
      {"CU-02", R"({"line_items":[{"item":{"id":"mug","quantity":4}}])", 4,
       "$.line_items[0].item.id", "$.line_items[0].item.quantity"},
      {"CU-02", R"({"items":[{"id":"mug","quantity":2}])", 2, "$.items[0].id",
       "$.items[0].quantity"},
      {"CU-02", R"({"line_items":null,"items":[{"id":"mug"}])", 1, "$.items[0].id", "$.items[0]"},
      {"CU-03", R"({"line_items":[{"id":"mug","quantity":2.0}])", 2, "$.line_items[0].id",
       "$.line_items[0].quantity"},
      {"CU-03", R"({"line_items":[{"id":"mug","quantity":1000000000}])", 1'000'000'000,
       "$.line_items[0].id", "$.line_items[0].quantity"},
      {"CU-07", R"({"line_items":[{"id":"mug","quantity":null}])", 1, "$.line_items[0].id",
       "$.line_items[0]"},
      {"CU-04", R"({"line_items":[{"id":"mug","name":"Gold","unit_amount":1}])", 1,
       "$.line_items[0].id", "$.line_items[0]"},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(std::string(row.rule) + " " + row.text);
    const auto command = created(std::string(row.text) + R"(,"currency":"usd","capabilities":{}})");
    ASSERT_EQ(command.lines.size(), 1U);
    EXPECT_EQ(command.lines[0].item_id, "mug");
    EXPECT_EQ(command.lines[0].quantity, row.quantity);
    EXPECT_EQ(path_of(command.lines[0].id_field), row.id_param);
    EXPECT_EQ(path_of(command.lines[0].quantity_field), row.quantity_param);
  }
}

TEST(CreateLines, KeepTheirOrderUpToTheirBound) {
  std::string entries = R"({"id":"x0"})";
  for (std::size_t i = 1; i < limits::kLineItems; ++i) {
    entries += R"(,{"id":"x)" + std::to_string(i) + "\"}";
  }
  const auto command = created(lines(entries));
  ASSERT_EQ(command.lines.size(), limits::kLineItems);
  EXPECT_EQ(command.lines[7].item_id, "x7");
  EXPECT_EQ(path_of(command.lines[7].id_field), "$.line_items[7].id");
  test::expect_refused(
      {"CU-02", lines(entries + R"(,{"id":"more"})"), RefusalCode::invalid, "$.line_items"},
      decode_create);
}

TEST(Create, NamesTheFirstFaultAndItsPath) {
  const std::string long_id(256, 'x');
  const RefusedRow rows[] = {
      {"CU-01", "{}", RefusalCode::missing, "$.line_items"},
      {"CU-01", R"({"line_items":[{"id":"a"}],"capabilities":{}})", RefusalCode::missing,
       "$.currency"},
      {"CP-02", R"({"line_items":[{"id":"a"}],"currency":"usd"})", RefusalCode::missing,
       "$.capabilities"},
      {"CP-02", R"({"line_items":[{"id":"a"}],"currency":"usd","capabilities":null})",
       RefusalCode::missing, "$.capabilities"},
      {"CP-01", R"({"line_items":[{"id":"a"}],"currency":"usd","capabilities":[]})",
       RefusalCode::invalid, "$.capabilities"},
      {"CU-01", lines(""), RefusalCode::invalid, "$.line_items"},
      {"CU-01", R"({"line_items":{},"currency":"usd","capabilities":{}})", RefusalCode::invalid,
       "$.line_items"},
      {"CU-02", lines("{}"), RefusalCode::missing, "$.line_items[0].id"},
      {"CU-02", lines("7"), RefusalCode::invalid, "$.line_items[0]"},
      {"CU-02", lines(R"({"item":"mug"})"), RefusalCode::invalid, "$.line_items[0].item"},
      {"CU-02", lines(R"({"item":{}})"), RefusalCode::missing, "$.line_items[0].item.id"},
      {"CU-02", lines(R"({"id":5})"), RefusalCode::invalid, "$.line_items[0].id"},
      {"CU-02", lines(R"({"id":""})"), RefusalCode::invalid, "$.line_items[0].id"},
      {"CU-02", lines(R"({"id":")" + long_id + "\"}"), RefusalCode::invalid, "$.line_items[0].id"},
      {"CU-02", lines(R"({"id":"a"},{"id":null})"), RefusalCode::missing, "$.line_items[1].id"},
      {"CU-02", R"({"items":[{"id":1}],"currency":"usd","capabilities":{}})", RefusalCode::invalid,
       "$.items[0].id"},
      {"CU-03", lines(R"({"id":"a","quantity":0})"), RefusalCode::invalid,
       "$.line_items[0].quantity"},
      {"CU-03", lines(R"({"id":"a","quantity":-1})"), RefusalCode::invalid,
       "$.line_items[0].quantity"},
      {"CU-03", lines(R"({"id":"a","quantity":1.5})"), RefusalCode::invalid,
       "$.line_items[0].quantity"},
      {"CU-03", lines(R"({"id":"a","quantity":"1"})"), RefusalCode::invalid,
       "$.line_items[0].quantity"},
      {"CU-03", lines(R"({"id":"a","quantity":1000000001})"), RefusalCode::invalid,
       "$.line_items[0].quantity"},
      {"CU-03", lines(R"({"id":"a","quantity":18446744073709551615})"), RefusalCode::invalid,
       "$.line_items[0].quantity"},
      {"CU-03", lines(R"({"id":"a","quantity":1e300})"), RefusalCode::invalid,
       "$.line_items[0].quantity"},
      {"ER-07", lines(R"({"id":1},{"id":2})"), RefusalCode::invalid, "$.line_items[0].id"},
  };
  for (const auto& row : rows) test::expect_refused(row, decode_create);
}

TEST(Create, ReadsCurrenciesInAnyCase) {
  EXPECT_EQ(created(R"({"line_items":[{"id":"a"}],"currency":"EuR","capabilities":{}})").currency,
            "eur");
  for (const std::string text : {"\"us\"", "\"usdx\"", "\"u$d\"", "\"\"", "840", "[\"usd\"]"}) {
    test::expect_refused(
        {"SE-04", R"({"line_items":[{"id":"a"}],"capabilities":{},"currency":)" + text + "}",
         RefusalCode::invalid, "$.currency"},
        decode_create);
  }
}

TEST(Create, CountsNullAsAbsent) {
  const auto command = created(create_with(
      R"("buyer":null,"fulfillment_details":null,"fulfillment_groups":null,"discounts":null,
         "selected_fulfillment_options":null,"locale":null,"timezone":null,"metadata":null,
         "order_notes":null,"quote_id":null,"coupons":null)"));
  EXPECT_FALSE(command.buyer || command.fulfillment_details || command.selected ||
               command.discount_codes || command.locale || command.timezone ||
               command.metadata_json || command.order_notes);
  EXPECT_THAT(command.groups, IsEmpty());
}

TEST(Create, IgnoresMembersItDoesNotKnow) {
  EXPECT_EQ(created(create_with(R"("x_more":{"deep":[1]},"risk_signals":{})")).currency, "usd");
}

TEST(CreateBuyer, IsReadWhole) {
  const auto command = created(create_with(
      R"("buyer":{"first_name":"Ann","last_name":"Lee","full_name":"Ann Lee","email":"ann@x.org",
      "phone_number":"+15125550100","customer_id":"c1","account_type":"business",
      "authentication_status":"requires_signin","company":{"name":"Elm","tax_id":"T"},
      "loyalty":{"tier":"gold","points_balance":-5,"member_since":"2020-01-02T03:04:05Z"},
      "tax_exemption":{"certificate_id":"x","certificate_type":"resale",
      "exempt_regions":["TX"]}})"));
  ASSERT_TRUE(command.buyer);
  EXPECT_EQ(command.buyer->email, "ann@x.org");
  EXPECT_EQ(command.buyer->full_name, "Ann Lee");
  EXPECT_EQ(command.buyer->account_type, checkout::AccountType::business);
  EXPECT_EQ(command.buyer->authentication_status, checkout::AuthenticationStatus::requires_signin);
  EXPECT_EQ(command.buyer->company->tax_id, "T");
  EXPECT_EQ(command.buyer->loyalty->points_balance, -5);
  EXPECT_THAT(command.buyer->tax_exemption->exempt_regions, ElementsAre("TX"));
}

TEST(CreateBuyer, IsRefusedWithThePathOfItsFault) {
  const auto buyer = [](const std::string& text) { return create_with(R"("buyer":)" + text); };
  const auto more = [&buyer](const std::string& text) {
    return buyer(R"({"email":"a@b.c",)" + text + "}");
  };
  const RefusedRow rows[] = {
      {"SE-12", buyer("\"Ann\""), RefusalCode::invalid, "$.buyer"},
      {"SE-12", buyer("[]"), RefusalCode::invalid, "$.buyer"},
      {"SE-12", buyer("{}"), RefusalCode::missing, "$.buyer.email"},
      {"SE-12", buyer(R"({"email":null})"), RefusalCode::missing, "$.buyer.email"},
      {"SE-12", buyer(R"({"email":"ann"})"), RefusalCode::invalid, "$.buyer.email"},
      {"SE-12", buyer(R"({"email":"@x.org"})"), RefusalCode::invalid, "$.buyer.email"},
      {"SE-12", buyer(R"({"email":7})"), RefusalCode::invalid, "$.buyer.email"},
      {"SE-12", buyer(R"({"email":"a@)" + std::string(256, 'b') + "\"}"), RefusalCode::invalid,
       "$.buyer.email"},
      {"SE-12", more(R"("first_name":5)"), RefusalCode::invalid, "$.buyer.first_name"},
      {"SE-12", more(R"("phone_number":")" + std::string(33, '1') + "\""), RefusalCode::invalid,
       "$.buyer.phone_number"},
      {"SE-12", more(R"("account_type":"admin")"), RefusalCode::invalid, "$.buyer.account_type"},
      {"SE-12", more(R"("authentication_status":"yes")"), RefusalCode::invalid,
       "$.buyer.authentication_status"},
      {"SE-12", more(R"("company":{})"), RefusalCode::missing, "$.buyer.company.name"},
      {"SE-12", more(R"("loyalty":{"points_balance":"5"})"), RefusalCode::invalid,
       "$.buyer.loyalty.points_balance"},
      {"SE-12", more(R"("loyalty":{"member_since":"soon"})"), RefusalCode::invalid,
       "$.buyer.loyalty.member_since"},
      {"SE-12", more(R"("tax_exemption":{"certificate_type":"resale"})"), RefusalCode::missing,
       "$.buyer.tax_exemption.certificate_id"},
      {"SE-12", more(R"("tax_exemption":{"certificate_id":"x","certificate_type":"none"})"),
       RefusalCode::invalid, "$.buyer.tax_exemption.certificate_type"},
  };
  for (const auto& row : rows) test::expect_refused(row, decode_create);
}

TEST(CreateAddress, IsReadWithItsCountryInUpperCase) {
  const auto command = created(details(address_with(
      R"("line_two":"","state":"TX","country":"us","postal_code":"73301","company":"E")")));
  const auto& address = *command.fulfillment_details->address;
  EXPECT_EQ(address.country, "US");
  EXPECT_EQ(address.state, "TX");
  EXPECT_EQ(address.line_two, std::nullopt);
  EXPECT_EQ(address.postal_code, "73301");
  const auto abroad = created(details(address_with(R"("country":"DE","postal_code":"10115")")));
  EXPECT_EQ(abroad.fulfillment_details->address->state, "");
}

TEST(CreateAddress, MeasuresTextsInCharacters) {
  std::string name;
  for (int i = 0; i < 60; ++i) name += "\xE6\x9D\xB1";
  const std::string rest = R"(,"name":"A","line_one":"1","country":"JP","postal_code":"1"})";
  EXPECT_EQ(
      created(details(R"({"city":")" + name + "\"" + rest)).fulfillment_details->address->city,
      name);
  test::expect_refused({"DL-21", details(R"({"city":")" + name + "x\"" + rest),
                        RefusalCode::invalid, "$.fulfillment_details.address.city"},
                       decode_create);
}

TEST(CreateAddress, IsRefusedWithThePathOfItsFault) {
  const std::string at = "$.fulfillment_details.address";
  const struct {
    const char* address;
    RefusalCode code;
    const char* member;
  } rows[] = {
      {R"("Elm St")", RefusalCode::invalid, ""},
      {R"({"line_one":"5","city":"A","state":"TX","country":"US","postal_code":"1"})",
       RefusalCode::missing, ".name"},
      {R"({"name":"A","city":"A","state":"TX","country":"US","postal_code":"1"})",
       RefusalCode::missing, ".line_one"},
      {R"({"name":"A","line_one":"5","state":"TX","country":"US","postal_code":"1"})",
       RefusalCode::missing, ".city"},
      {R"({"name":"A","line_one":"5","city":"A","country":"US","postal_code":"1"})",
       RefusalCode::missing, ".state"},
      {R"({"name":"A","line_one":"5","city":"A","country":"ca","postal_code":"1"})",
       RefusalCode::missing, ".state"},
      {R"({"name":"A","line_one":"5","city":"A","state":"TX","postal_code":"1"})",
       RefusalCode::missing, ".country"},
      {R"({"name":"A","line_one":"5","city":"A","state":"TX","country":"USA","postal_code":"1"})",
       RefusalCode::invalid, ".country"},
      {R"({"name":"A","line_one":"5","city":"A","state":"TX","country":"U1","postal_code":"1"})",
       RefusalCode::invalid, ".country"},
      {R"({"name":"A","line_one":"5","city":"A","state":"TX","country":"US"})",
       RefusalCode::missing, ".postal_code"},
      {R"({"name":"A","line_one":"5","city":"A","state":"TX","country":"US","postal_code":73301})",
       RefusalCode::invalid, ".postal_code"},
      {R"({"name":"A","line_one":"5","city":"A","state":"TX","country":"US",
          "postal_code":"123456789012345678901"})",
       RefusalCode::invalid, ".postal_code"},
  };
  for (const auto& row : rows) {
    const std::string param = at + row.member;
    test::expect_refused({"SE-13", details(row.address), row.code, param.c_str()}, decode_create);
  }
}

TEST(CreateDetails, HoldMembersOfTheirOwn) {
  const auto command = created(
      create_with(R"("fulfillment_details":{"name":"Ann","phone_number":"1","email":"a@b.c"})"));
  EXPECT_EQ(command.fulfillment_details->phone_number, "1");
  const RefusedRow rows[] = {
      {"SE-14", create_with(R"("fulfillment_details":"home")"), RefusalCode::invalid,
       "$.fulfillment_details"},
      {"SE-14", create_with(R"("fulfillment_details":{"email":"none"})"), RefusalCode::invalid,
       "$.fulfillment_details.email"},
      {"SE-14", create_with(R"("fulfillment_details":{"phone_number":1})"), RefusalCode::invalid,
       "$.fulfillment_details.phone_number"},
  };
  for (const auto& row : rows) test::expect_refused(row, decode_create);
}

TEST(Update, TellsAbsentNullAndGivenApart) {
  using Kind = checkout::Patch<std::string>::Kind;
  const auto absent = updated("{}");
  EXPECT_EQ(static_cast<int>(absent.lines.kind), static_cast<int>(Kind::absent));
  EXPECT_EQ(static_cast<int>(absent.buyer.kind), static_cast<int>(Kind::absent));
  EXPECT_EQ(absent.order_notes.kind, Kind::absent);
  const auto cleared = updated(
      R"({"line_items":null,"buyer":null,"fulfillment_details":null,"fulfillment_groups":null,
          "selected_fulfillment_options":null,"discounts":null,"order_notes":null})");
  for (const int kind :
       {static_cast<int>(cleared.lines.kind), static_cast<int>(cleared.buyer.kind),
        static_cast<int>(cleared.fulfillment_details.kind), static_cast<int>(cleared.groups.kind),
        static_cast<int>(cleared.selected.kind), static_cast<int>(cleared.discount_codes.kind),
        static_cast<int>(cleared.order_notes.kind)}) {
    EXPECT_EQ(kind, static_cast<int>(Kind::cleared));
  }
  const auto given = updated(R"({"line_items":[],"order_notes":"","discounts":{"codes":[]}})");
  EXPECT_EQ(given.lines, checkout::Patch<std::vector<checkout::RequestedLine>>::of({}));
  EXPECT_EQ(given.order_notes.kind, Kind::absent);  // Blank is absent.
  EXPECT_EQ(given.discount_codes, checkout::Patch<std::vector<std::string>>::of({}));
}

TEST(Update, NeedsNothingButRefusesFaults) {
  const RefusedRow rows[] = {
      {"CU-03", R"({"line_items":[{"id":"a","quantity":0}]})", RefusalCode::invalid,
       "$.line_items[0].quantity"},
      {"CU-02", R"({"items":[{}]})", RefusalCode::missing, "$.items[0].id"},
      {"CU-05", R"({"buyer":"Ann"})", RefusalCode::invalid, "$.buyer"},
      {"CU-05", R"({"fulfillment_details":{"address":{}}})", RefusalCode::missing,
       "$.fulfillment_details.address.name"},
      {"SE-08", R"({"order_notes":1})", RefusalCode::invalid, "$.order_notes"},
  };
  for (const auto& row : rows) test::expect_refused(row, decode_update);
}

}  // namespace
}  // namespace till::wire
