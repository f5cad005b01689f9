// Bounds of what a request names, and the operator's approval.
#include <gtest/gtest.h>

#include "base/limits.h"
#include "wire/acp/request.h"
#include "wire/approval_request.h"
#include "wire/body.h"

namespace till::wire {
namespace {

// A create with `lists` lists of ids in all selections, or groups, and so many ids in each.
std::string create_with(const std::string& member, std::size_t lists, std::size_t ids) {
  std::string entries;
  for (std::size_t i = 0; i < lists; ++i) {
    std::string names;
    for (std::size_t j = 0; j < ids; ++j) names += (j == 0 ? "\"x\"" : ",\"x\"");
    entries += std::string(i == 0 ? "" : ",") + R"({"id":"g)" + std::to_string(i) +
               R"(","destination_type":"shipping","type":"shipping","option_id":"o",)" +
               R"("item_ids":[)" + names + "]}";
  }
  return R"({"line_items":[{"id":"a"}],"currency":"usd","capabilities":{},")" + member + R"(":[)" +
         entries + "]}";
}

TEST(NamedIds, AreBoundedInAllListsTogether) {
  for (const std::string member : {"selected_fulfillment_options", "fulfillment_groups"}) {
    const std::size_t lists = limits::kNamedIds / 40;
    EXPECT_TRUE(decode_create(*parse_body(create_with(member, lists, 40))).has_value());
    const auto refused = decode_create(*parse_body(create_with(member, lists + 1, 40)));
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().code, checkout::RefusalCode::invalid);
    EXPECT_EQ(refused.error().field.place,
              "$." + member + "[" + std::to_string(lists) + "].item_ids");
  }
}

TEST(DecodeApproval, TakesATotalOrNothing) {
  for (const char* body : {"", " \r\n", "{}"}) {
    const auto approval = decode_approval(body);
    ASSERT_TRUE(approval.has_value()) << body;
    EXPECT_EQ(*approval, std::nullopt);
  }
  EXPECT_EQ(*decode_approval(R"({"accept_total":0})"), Amount{0});
  EXPECT_EQ(*decode_approval(R"({"accept_total":1450})"), Amount{1450});
}

TEST(DecodeApproval, RefusesWhatIsNoTotal) {
  const std::pair<const char*, const char*> rows[] = {
      {"[]", ""},
      {"null", ""},
      {R"({"accept_total":null})", "$.accept_total"},
      {R"({"accept_total":""})", "$.accept_total"},
      {R"({"accept_total":-1})", "$.accept_total"},
      {R"({"accept_total":14.5})", "$.accept_total"},
      {R"({"total":1450})", "$.total"}};
  for (const auto& [body, param] : rows) {
    const auto approval = decode_approval(body);
    ASSERT_FALSE(approval.has_value()) << body;
    EXPECT_EQ(approval.error().field.place, param) << body;
  }
}

}  // namespace
}  // namespace till::wire
