// Selections, groups, discounts, capabilities and texts of create and update.
#include <gmock/gmock.h>

#include "base/limits.h"
#include "wire/requests.h"

namespace till::wire {
namespace {

using checkout::FulfillmentType;
using checkout::RefusalCode;
using test::body_of;
using test::create_with;
using test::RefusedRow;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

checkout::CreateCommand created_with(const std::string& more) {
  auto command = decode_create(body_of(create_with(more)));
  EXPECT_TRUE(command.has_value()) << more << (command ? "" : command.error().field.place);
  return command ? *command : checkout::CreateCommand{};
}

void expect_all_refused(std::initializer_list<RefusedRow> rows) {
  for (const RefusedRow& row : rows) {
    RefusedRow whole = row;
    whole.body = create_with(row.body);
    test::expect_refused(whole, decode_create);
    whole.body = "{" + row.body + "}";
    test::expect_refused(whole, decode_update);
  }
}

TEST(Selections, AreReadFlatAndNested) {
  const auto command = created_with(
      R"("selected_fulfillment_options":[{"type":"pickup","option_id":"p","item_ids":["a","b"]},
      {"type":"digital","option_id":"d"},
      {"type":"shipping","shipping":{"option_id":"s","item_ids":["c"]}}])");
  ASSERT_EQ(command.selected->size(), 3U);
  EXPECT_EQ(command.selected->at(0).type, FulfillmentType::pickup);
  EXPECT_THAT(command.selected->at(0).item_ids, ElementsAre("a", "b"));
  EXPECT_EQ(command.selected->at(1).option_id, "d");
  EXPECT_THAT(command.selected->at(1).item_ids, IsEmpty());
  EXPECT_EQ(command.selected->at(2).option_id, "s");
  EXPECT_THAT(command.selected->at(2).item_ids, ElementsAre("c"));
}

TEST(Selections, AreRefusedWithThePathOfTheirFault) {
  const std::string name = R"("selected_fulfillment_options":)";
  expect_all_refused({
      {"FU-06", name + "{}", RefusalCode::invalid, "$.selected_fulfillment_options"},
      {"FU-06", name + R"(["s"])", RefusalCode::invalid, "$.selected_fulfillment_options[0]"},
      {"FU-06", name + R"([{"option_id":"s"}])", RefusalCode::missing,
       "$.selected_fulfillment_options[0].type"},
      {"FU-06", name + R"([{"type":"drone","option_id":"s"}])", RefusalCode::invalid,
       "$.selected_fulfillment_options[0].type"},
      {"FU-06", name + R"([{"type":"shipping"}])", RefusalCode::missing,
       "$.selected_fulfillment_options[0].option_id"},
      {"FU-06", name + R"([{"type":"shipping","shipping":{}}])", RefusalCode::missing,
       "$.selected_fulfillment_options[0].shipping.option_id"},
      {"FU-07", name + R"([{"type":"shipping","option_id":"s","item_ids":"a"}])",
       RefusalCode::invalid, "$.selected_fulfillment_options[0].item_ids"},
      {"FU-07", name + R"([{"type":"shipping","option_id":"s","item_ids":["a",1]}])",
       RefusalCode::invalid, "$.selected_fulfillment_options[0].item_ids[1]"},
  });
}

TEST(Groups, AreKeptAsTheAgentWroteThem) {
  const auto command = created_with(
      R"("fulfillment_groups":[{"id":"g1","item_ids":["a"],"destination_type":"pickup",
      "location_id":"l1","instructions":"ring"},
      {"id":"g2","item_ids":[],"destination_type":"shipping",
      "fulfillment_details":{"name":"Ann"}}])");
  ASSERT_EQ(command.groups.size(), 2U);
  EXPECT_EQ(command.groups[0].destination_type, FulfillmentType::pickup);
  EXPECT_EQ(command.groups[0].location_id, "l1");
  EXPECT_EQ(command.groups[1].fulfillment_details->name, "Ann");
}

TEST(Groups, AreRefusedWithThePathOfTheirFault) {
  const std::string name = R"("fulfillment_groups":)";
  expect_all_refused({
      {"FU-11", name + "{}", RefusalCode::invalid, "$.fulfillment_groups"},
      {"FU-11", name + "[1]", RefusalCode::invalid, "$.fulfillment_groups[0]"},
      {"FU-11", name + R"([{"item_ids":[],"destination_type":"pickup"}])", RefusalCode::missing,
       "$.fulfillment_groups[0].id"},
      {"FU-11", name + R"([{"id":"g","destination_type":"pickup"}])", RefusalCode::missing,
       "$.fulfillment_groups[0].item_ids"},
      {"FU-11", name + R"([{"id":"g","item_ids":[]}])", RefusalCode::missing,
       "$.fulfillment_groups[0].destination_type"},
      {"FU-11", name + R"([{"id":"g","item_ids":[],"destination_type":"moon"}])",
       RefusalCode::invalid, "$.fulfillment_groups[0].destination_type"},
  });
}

TEST(DiscountCodes, AreReadFromDiscountsBeforeCoupons) {
  const struct {
    const char* rule;
    const char* text;
    std::vector<std::string> codes;
  } rows[] = {
      {"DC-01", R"("discounts":{"codes":["SAVE10","save10"]})", {"SAVE10", "save10"}},
      {"DC-01", R"("discounts":{"codes":[]})", {}},
      {"DC-03", R"("coupons":["OLD"])", {"OLD"}},
      {"DC-03", R"("coupons":["OLD"],"discounts":{"codes":["NEW"]})", {"NEW"}},
      {"DC-03", R"("coupons":["OLD"],"discounts":{})", {"OLD"}},
  };
  for (const auto& row : rows) {
    const auto command = created_with(row.text);
    ASSERT_TRUE(command.discount_codes) << row.rule;
    EXPECT_EQ(*command.discount_codes, row.codes) << row.rule << row.text;
  }
  EXPECT_FALSE(created_with(R"("discounts":{})").discount_codes);
}

TEST(DiscountCodes, AreRefusedWithThePathOfTheirFault) {
  std::string many = "\"0\"";
  for (std::size_t i = 1; i <= limits::kDiscountCodes; ++i)
    many += ",\"" + std::to_string(i) + "\"";
  const std::string name = R"("discounts":)";
  expect_all_refused({
      {"DC-18", name + "[]", RefusalCode::invalid, "$.discounts"},
      {"DC-18", name + R"({"codes":[],"applied":[]})", RefusalCode::invalid, "$.discounts.applied"},
      {"DC-18", name + R"({"codes":[],"rejected":null})", RefusalCode::invalid,
       "$.discounts.rejected"},
      {"DC-01", name + R"({"codes":"SAVE10"})", RefusalCode::invalid, "$.discounts.codes"},
      {"DC-01", name + R"({"codes":[1]})", RefusalCode::invalid, "$.discounts.codes[0]"},
      {"DC-01", name + R"({"codes":[""]})", RefusalCode::invalid, "$.discounts.codes[0]"},
      {"DC-01", name + R"({"codes":[")" + std::string(101, 'X') + "\"]}", RefusalCode::invalid,
       "$.discounts.codes[0]"},
      {"DC-01", name + R"({"codes":[)" + many + "]}", RefusalCode::invalid, "$.discounts.codes"},
      {"DC-03", R"("coupons":"OLD")", RefusalCode::invalid, "$.coupons"},
  });
}

TEST(CreateCapabilities, KeepWhatIsKnownAndDropTheRest) {
  const auto capable = [](const std::string& text) {
    auto command = decode_create(
        body_of(R"({"line_items":[{"id":"a"}],"currency":"usd","capabilities":)" + text + "}"));
    EXPECT_TRUE(command.has_value()) << text;
    return command ? command->capabilities : checkout::Capabilities{};
  };
  const auto known = capable(
      R"({"interventions":{"supported":["3ds","address_verification","telepathy"],
      "display_context":"webview","redirect_context":"new","max_redirects":0,
      "max_interaction_depth":1},"extensions":["loyalty","discount","discount@2026-01-27"],
      "payment":{"handlers":[]},"x":1})");
  EXPECT_TRUE(known.three_ds && known.address_verification);
  EXPECT_FALSE(known.biometric);
  EXPECT_THAT(known.extensions, ElementsAre("discount"));
  EXPECT_THAT(capable(R"({"extensions":["discount@2026-01-27"]})").extensions,
              ElementsAre("discount@2026-01-27"));
  for (const char* name : {"discount@", "discount@latest", "discount@2026-1-27", "Discount",
                           "discounts", "discount@2026-01-277"}) {
    EXPECT_THAT(capable(R"({"extensions":[")" + std::string(name) + "\"]}").extensions, IsEmpty())
        << "XT-03 " << name;
  }
  EXPECT_EQ(capable("{}"), checkout::Capabilities{});
}

TEST(CreateCapabilities, AreRefusedWhenOfAWrongType) {
  const struct {
    const char* text;
    const char* param;
  } rows[] = {
      {R"({"interventions":[]})", "$.capabilities.interventions"},
      {R"({"interventions":{"supported":"3ds"}})", "$.capabilities.interventions.supported"},
      {R"({"interventions":{"supported":[3]}})", "$.capabilities.interventions.supported[0]"},
      {R"({"interventions":{"max_redirects":-1}})", "$.capabilities.interventions.max_redirects"},
      {R"({"interventions":{"max_interaction_depth":0}})",
       "$.capabilities.interventions.max_interaction_depth"},
      {R"({"interventions":{"display_context":1}})",
       "$.capabilities.interventions.display_context"},
      {R"({"extensions":{}})", "$.capabilities.extensions"},
      {R"({"extensions":[{"name":"discount"}]})", "$.capabilities.extensions[0]"},
  };
  for (const auto& row : rows) {
    test::expect_refused({"XT-01",
                          R"({"line_items":[{"id":"a"}],"currency":"usd","capabilities":)" +
                              std::string(row.text) + "}",
                          RefusalCode::invalid, row.param},
                         decode_create);
  }
}

TEST(CreateTexts, AreKeptWithinTheirBounds) {
  const auto command = created_with(
      R"("locale":"en-US","timezone":"America/Chicago","quote_id":"q","order_notes":"ring",
      "metadata":{"b":1.0,"a":"x"})");
  EXPECT_EQ(command.locale, "en-US");
  EXPECT_EQ(command.timezone, "America/Chicago");
  EXPECT_EQ(command.order_notes, "ring");
  EXPECT_EQ(command.metadata_json, R"({"a":"x","b":1})");
  const std::string most(limits::kStringBytes, 'n');
  EXPECT_EQ(created_with(R"("order_notes":")" + most + "\"").order_notes, most);
  const std::string huge(limits::kMetadataBytes, 'm');
  // 16 KiB in canonical form, blanks aside, are the most.
  const std::string value = huge.substr(std::string(R"({"a":""})").size());
  EXPECT_EQ(created_with(R"("metadata":{ "a" : ")" + value + "\" }").metadata_json->size(),
            limits::kMetadataBytes);
  const RefusedRow rows[] = {
      {"SE-08", R"("order_notes":")" + most + "n\"", RefusalCode::invalid, "$.order_notes"},
      {"SE-09", R"("metadata":"x")", RefusalCode::invalid, "$.metadata"},
      {"SE-09", R"("metadata":{"a":"m)" + value + "\"}", RefusalCode::invalid, "$.metadata"},
      {"SE-09", R"("metadata":{"a":")" + huge + "\"}", RefusalCode::invalid, "$.metadata"},
      {"TR-10", R"("locale":1)", RefusalCode::invalid, "$.locale"},
      {"CU-13", R"("quote_id":{})", RefusalCode::invalid, "$.quote_id"},
  };
  for (RefusedRow row : rows) {
    row.body = create_with(row.body);
    test::expect_refused(row, decode_create);
  }
}

}  // namespace
}  // namespace till::wire
