#include "mcp/tools.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <simdjson.h>

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace till::mcp {
namespace {

using simdjson::dom::element;
using simdjson::dom::object;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsSupersetOf;
using ::testing::Not;
using ::testing::UnorderedElementsAre;
using ::testing::UnorderedElementsAreArray;

// The result of tools/list, parsed.
struct Listed {
  explicit Listed(const ToolGroups& groups = {}) : text(render_tools(groups)) {
    root = parser.parse(text);
    for (const element tool : root["tools"].get_array()) tools.push_back(tool);
  }
  std::vector<std::string> names() const {
    std::vector<std::string> all;
    for (const element& tool : tools) all.emplace_back(std::string_view(tool["name"]));
    return all;
  }
  element tool(std::string_view name) const {
    for (const element& one : tools) {
      if (std::string_view(one["name"]) == name) return one;
    }
    throw std::logic_error(std::string(name));
  }

  std::string text;
  simdjson::dom::parser parser;
  element root;
  std::vector<element> tools;
};

std::vector<std::string> texts(const element& list) {
  std::vector<std::string> all;
  for (const element one : list.get_array()) all.emplace_back(std::string_view(one));
  return all;
}

std::vector<std::string> keys(const element& value) {
  std::vector<std::string> all;
  for (const auto field : object(value)) all.emplace_back(field.key);
  return all;
}

TEST(Tools, AreThoseOfTheBindingAndThoseOfTheGroupsAsked) {  // MP-02
  const std::vector<std::string> binding{"create_checkout_session", "get_checkout_session",
                                         "update_checkout_session", "complete_checkout_session",
                                         "cancel_checkout_session"};
  const struct {
    ToolGroups groups;
    std::vector<std::string> beyond;
  } rows[] = {
      {{false, false, false, false}, {}},
      {{true, false, false, false}, {"create_cart", "get_cart", "update_cart", "cancel_cart"}},
      {{false, true, false, false}, {"get_order"}},
      {{false, false, true, false}, {"search_products", "get_product"}},
      {{false, false, false, true}, {"complete_checkout"}},
  };
  for (const auto& row : rows) {
    auto wanted = binding;
    wanted.insert(wanted.end(), row.beyond.begin(), row.beyond.end());
    EXPECT_THAT(Listed(row.groups).names(), UnorderedElementsAreArray(wanted));
    for (const Tool& tool : all_tools()) {
      const bool offered = std::count(wanted.begin(), wanted.end(), tool.name) == 1;
      EXPECT_EQ(find_tool(tool.name, row.groups), offered ? &tool : nullptr) << tool.name;
    }
  }
  EXPECT_EQ(Listed().names().size(), all_tools().size());
  EXPECT_EQ(find_tool("delegate_payment", {}), nullptr) << "MP-15";
  EXPECT_EQ(find_tool("", {}), nullptr);
}

TEST(Tools, TellAModelWhatTheyDoAndWhetherTheyChangeAnything) {
  const Listed listed;
  std::set<std::string> titles;
  for (const element& tool : listed.tools) {
    const auto name = std::string(std::string_view(tool["name"]));
    SCOPED_TRACE(name);
    EXPECT_THAT(keys(tool), ElementsAre("name", "title", "description", "inputSchema",
                                        "outputSchema", "annotations"));
    EXPECT_TRUE(titles.emplace(std::string_view(tool["title"])).second) << "its title is its own";
    EXPECT_GT(std::string_view(tool["description"]).size(), 20U);
    const element hints = tool["annotations"];
    const bool reads = name.starts_with("get_") || name.starts_with("search_");
    const bool ends = name.starts_with("complete_") || name.starts_with("cancel_");
    EXPECT_EQ(bool(hints["readOnlyHint"]), reads);
    EXPECT_EQ(bool(hints["destructiveHint"]), ends);
    EXPECT_TRUE(bool(hints["idempotentHint"]));
    EXPECT_FALSE(bool(hints["openWorldHint"]));
  }
}

TEST(Tools, AskForMetaAndIdAndPayloadAsTheBindingDoes) {  // MP-03, MP-04
  const Listed listed;
  const struct {
    const char* tool;
    std::vector<std::string> properties;
    std::vector<std::string> required;
  } rows[] = {
      {"create_checkout_session", {"meta", "payload"}, {"meta", "payload"}},
      {"get_checkout_session", {"meta", "id"}, {"meta", "id"}},
      {"update_checkout_session", {"meta", "id", "payload"}, {"meta", "id", "payload"}},
      {"complete_checkout_session", {"meta", "id", "payload"}, {"meta", "id", "payload"}},
      {"cancel_checkout_session", {"meta", "id", "payload"}, {"meta", "id"}},
      {"create_cart", {"meta", "payload"}, {"meta", "payload"}},
      {"get_cart", {"meta", "id"}, {"meta", "id"}},
      {"update_cart", {"meta", "id", "payload"}, {"meta", "id", "payload"}},
      {"cancel_cart", {"meta", "id"}, {"meta", "id"}},
      {"get_order", {"meta", "id"}, {"meta", "id"}},
      {"search_products",
       {"query", "in_stock", "min_price", "max_price", "currency", "limit", "offset"},
       {}},
      {"get_product", {"id"}, {"id"}},
      {"complete_checkout",
       {"checkout_session_id", "buyer", "payment_data"},
       {"checkout_session_id", "payment_data"}},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.tool);
    const element schema = listed.tool(row.tool)["inputSchema"];
    EXPECT_EQ(keys(schema["properties"]), row.properties);
    EXPECT_EQ(texts(schema["required"]), row.required);
  }
}

TEST(Tools, AskForAKeyExactlyWhereSomethingChanges) {
  const Listed listed;
  for (const Tool& tool : all_tools()) {
    if (!tool.takes_meta) continue;
    SCOPED_TRACE(tool.name);
    const element schema = listed.tool(tool.name)["inputSchema"];
    const element meta = schema["properties"]["meta"];
    EXPECT_THAT(texts(meta["required"]), Contains("api_version")) << "MP-05";
    const bool keyed = !tool.name.starts_with("get_");
    EXPECT_EQ(tool.changes, keyed);
    EXPECT_EQ(texts(meta["required"]).size(), keyed ? 2U : 1U);
    EXPECT_THAT(keys(meta["properties"]),
                Each(AllOf(Not(HasSubstr("token")), Not(HasSubstr("auth")))))
        << "MP-06";
  }
}

// Whoever looks whether the server works calls the first one without arguments.
TEST(Tools, BeginWithOneThatNeedsNoArguments) {
  EXPECT_EQ(Listed().names().front(), "search_products");
}

TEST(Tools, TakeMembersTheyDoNotKnow) {  // MP-05
  EXPECT_THAT(Listed().text, Not(HasSubstr("additionalProperties")));
}

}  // namespace
}  // namespace till::mcp
