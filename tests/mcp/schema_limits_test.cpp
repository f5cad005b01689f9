// What the function calling of models takes of a tool. One that does not fit refuses the whole
// request of a client that hands the schemas on as they are: every tool of every server with it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <simdjson.h>

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "mcp/tools.h"

namespace till::mcp {
namespace {

using simdjson::dom::element;
using simdjson::dom::object;

constexpr std::size_t kMostListBytes = 16'000;
constexpr std::size_t kMostDescription = 1'024;  // OpenAI, Gemini
constexpr std::size_t kMostName = 40;            // Clients put prefixes before it: 60 in all.
constexpr int kMostDepth = 6;

bool has(const element& node, std::string_view key) {
  return node.at_key(key).error() == simdjson::SUCCESS;
}

std::string text_of(const element& node, std::string_view key) {
  std::string_view text;
  return node.at_key(key).get(text) == simdjson::SUCCESS ? std::string(text) : std::string();
}

std::vector<std::string> texts_of(const element& node, std::string_view key) {
  std::vector<std::string> all;
  if (!has(node, key)) return all;
  for (const element one : node[key].get_array()) {
    all.push_back(one.is_string() ? std::string(std::string_view(one)) : "no text");
  }
  return all;
}

// Collects what is wrong with a schema and those within it.
class Judge {
 public:
  void look(const element& schema, const std::string& where, int depth) {
    if (!schema.is_object()) return wrong(where, "a schema that is no object");
    for (const auto field : object(schema)) {
      if (!kKnown.contains(std::string(field.key))) wrong(where, std::string(field.key));
    }
    const std::string type = text_of(schema, "type");
    if (!kTypes.contains(type)) wrong(where, "no type, or several");
    if (depth > kMostDepth) wrong(where, "too deep");
    for (const std::string& value : texts_of(schema, "enum")) {
      if (type != "string" || value == "no text")
        wrong(where, "an enum of other things than texts");
    }
    if (type == "array" && !has(schema, "items")) wrong(where, "an array without items");
    if (type == "array" && has(schema, "items")) look(schema["items"], where + "[]", depth);
    if (type == "object") look_at_members(schema, where, depth);
  }
  std::vector<std::string> faults;

 private:
  void look_at_members(const element& schema, const std::string& where, int depth) {
    std::set<std::string> names;
    if (has(schema, "properties")) {
      for (const auto field : object(schema["properties"])) {
        names.emplace(field.key);
        look(field.value, where + "." + std::string(field.key), depth + 1);
      }
    }
    if (names.empty()) wrong(where, "an object without properties");
    for (const std::string& name : texts_of(schema, "required")) {
      if (!names.contains(name)) wrong(where, "requires what it does not describe: " + name);
    }
  }
  void wrong(const std::string& where, const std::string& what) {
    faults.push_back(where + ": " + what);
  }
  inline static const std::set<std::string> kTypes{"object",  "array",  "string",
                                                   "integer", "number", "boolean"};
  // Known to all three. Not $ref, anyOf, oneOf, allOf, const, default, format, null as a type, …
  inline static const std::set<std::string> kKnown{
      "type",     "description", "properties", "required",  "items",   "enum",
      "minItems", "maxItems",    "minLength",  "maxLength", "minimum", "maximum"};
};

class ToolSchemas : public ::testing::Test {
 protected:
  ToolSchemas() : text_(render_tools({})), root_(parser_.parse(text_)) {}
  std::string text_;
  simdjson::dom::parser parser_;
  element root_;
};

TEST_F(ToolSchemas, AreWithinWhatGeminiOpenAiAndAnthropicTake) {
  for (const element tool : root_["tools"].get_array()) {
    Judge judge;
    judge.look(tool["inputSchema"], text_of(tool, "name"), 0);
    EXPECT_THAT(judge.faults, ::testing::IsEmpty());
    EXPECT_EQ(text_of(tool["inputSchema"], "type"), "object");
    EXPECT_EQ(text_of(tool["outputSchema"], "type"), "object");
  }
}

TEST_F(ToolSchemas, AreCalledAndDescribedAsAllOfThemTake) {
  for (const element tool : root_["tools"].get_array()) {
    const std::string name = text_of(tool, "name");
    EXPECT_LE(name.size(), kMostName) << name;
    EXPECT_TRUE(std::all_of(name.begin(), name.end(), [](char c) {
      return (c >= 'a' && c <= 'z') || c == '_';
    })) << name;
    EXPECT_LE(text_of(tool, "description").size(), kMostDescription) << name;
  }
}

// They stand in every conversation of a model, whether or not it buys.
TEST_F(ToolSchemas, AreShort) { EXPECT_LT(text_.size(), kMostListBytes); }

TEST(SchemaLimits, FindWhatIsNotTaken) {
  const char* const rows[] = {
      R"({"type":["string","null"]})",
      R"({"type":"null"})",
      R"({"enum":["a"]})",
      R"({"type":"string","enum":["a",null]})",
      R"({"type":"integer","enum":[1]})",
      R"({"$ref":"#/$defs/A"})",
      R"({"anyOf":[{"type":"string"},{"type":"null"}]})",
      R"({"type":"array"})",
      R"({"type":"object"})",
      R"({"type":"object","properties":{"a":{"type":"string","format":"email"}}})",
      R"({"type":"object","properties":{"a":{"type":"string"}},"required":["b"]})",
      R"({"type":"object","properties":{"a":{"type":"string"}},"additionalProperties":false})",
      "true",
  };
  for (const std::string row : rows) {
    simdjson::dom::parser parser;
    Judge judge;
    judge.look(parser.parse(row), "", 0);
    EXPECT_FALSE(judge.faults.empty()) << row;
  }
}

}  // namespace
}  // namespace till::mcp
