#include "json/node.h"

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "json/told_faults.h"

namespace till::json {
namespace {

using test::ToldFaults;

struct Tree {
  explicit Tree(std::string_view text, Blanks blanks = Blanks::values)
      : faults(blanks), root(document.parse(text).value_or(Value()), faults) {}
  Document document;
  ToldFaults faults;
  Node root;
};

// What a read of the member `a` gives as text, and the fault it tells of: kind, path, sentence.
struct ReadRow {
  const char* text;
  std::function<std::string(const Node&)> read;
  const char* result;
  const char* kind;
  const char* sentence;
};

std::string text_read(const Node& node) { return node.text(); }
std::string words_read(const Node& node) { return node.words({2, 4}); }
std::string integer_read(const Node& node) { return std::to_string(node.integer(-2, 100)); }
std::string boolean_read(const Node& node) { return node.boolean() ? "true" : "false"; }
std::string entries_read(const Node& node) { return std::to_string(node.entries(2).size()); }
std::string object_read(const Node& node) { return node.expect_object() ? "yes" : "no"; }

constexpr const char* kText = "Send a text of 1 to 256 characters here.";
constexpr const char* kWords = "Send a text of 2 to 4 characters here.";
constexpr const char* kInteger = "Send an integer from -2 to 100 here.";
constexpr const char* kBoolean = "Send true or false here.";

TEST(Node, ReadsWhatIsAskedForOrTellsWhatToSend) {
  const ReadRow rows[] = {
      {R"({"a":"x"})", text_read, "x", "", ""},
      {R"({"a":" x "})", text_read, " x ", "", ""},
      {R"({"a":""})", text_read, "", "invalid", kText},
      {R"({"a":1})", text_read, "", "invalid", kText},
      {R"({"a":99999999999999999999})", text_read, "", "invalid", kText},
      {R"({"a":null})", text_read, "", "invalid", kText},
      {R"({})", text_read, "", "invalid", kText},
      {R"({"a":" abcd "})", words_read, "abcd", "", ""},
      {R"({"a":"abcde"})", words_read, "", "invalid", kWords},
      {R"({"a":" a "})", words_read, "", "invalid", kWords},
      {R"({"a":"\u00e9\u00e9\u00e9\u00e9"})", words_read, "\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9", "",
       ""},
      {R"({"a":"\u00e9"})", words_read, "", "invalid", kWords},
      {R"({"a":100})", integer_read, "100", "", ""},
      {R"({"a":-2})", integer_read, "-2", "", ""},
      {R"({"a":1.0})", integer_read, "1", "", ""},
      {R"({"a":1e2})", integer_read, "100", "", ""},
      {R"({"a":1.5})", integer_read, "-2", "invalid", kInteger},
      {R"({"a":1e300})", integer_read, "-2", "invalid", kInteger},
      {R"({"a":101})", integer_read, "-2", "invalid", kInteger},
      {R"({"a":-3})", integer_read, "-2", "invalid", kInteger},
      {R"({"a":18446744073709551615})", integer_read, "-2", "invalid", kInteger},
      {R"({"a":99999999999999999999})", integer_read, "-2", "invalid", kInteger},
      {R"({"a":"1"})", integer_read, "-2", "invalid", kInteger},
      {R"({"a":true})", boolean_read, "true", "", ""},
      {R"({"a":false})", boolean_read, "false", "", ""},
      {R"({"a":0})", boolean_read, "false", "invalid", kBoolean},
      {R"({"a":"true"})", boolean_read, "false", "invalid", kBoolean},
      {R"({"a":[1,2]})", entries_read, "2", "", ""},
      {R"({"a":[1,2,3]})", entries_read, "0", "invalid", "Send a list of at most 2 entries here."},
      {R"({"a":{}})", entries_read, "0", "invalid", "Send a list here."},
      {R"({"a":{}})", object_read, "yes", "", ""},
      {R"({"a":[]})", object_read, "no", "invalid", "Send an object here."},
  };
  for (const ReadRow& row : rows) {
    const Tree tree(row.text);
    EXPECT_EQ(row.read(tree.root.member("a")), row.result) << row.text;
    EXPECT_EQ(tree.faults.kind, row.kind) << row.text;
    EXPECT_EQ(tree.faults.path, *row.kind == '\0' ? "" : "$.a") << row.text;
    EXPECT_EQ(tree.faults.sentence, row.sentence) << row.text;
  }
}

TEST(Node, KnowsItsPlace) {
  const Tree tree(R"({"a":{"b c":[{"1":0},{"it's":0}]},"_x9":0})");
  const Node a = tree.root.member("a");
  const Node list = a.member("b c");
  const std::vector<Node> entries = list.entries(2);
  EXPECT_EQ(tree.root.path(), "$");
  EXPECT_EQ(list.path(), "$.a['b c']");
  EXPECT_EQ(entries[1].member("it's").path(), R"($.a['b c'][1]['it\'s'])");
  EXPECT_EQ(entries[0].members().front().second.path(), "$.a['b c'][0]['1']");
  EXPECT_EQ(tree.root.member("_x9").path(), "$._x9");
  ToldFaults others;
  const Node anew = entries[0].as_root(others);
  EXPECT_EQ(anew.member("y").path(), "$.y");
}

TEST(Node, TellsOfTheFirstFaultOnly) {
  const Tree tree(R"({"a":1,"b":2})");
  tree.root.member("b").text();
  tree.root.need("c");
  tree.root.member("a").refuse("Another.");
  EXPECT_EQ(tree.faults.path, "$.b");
  EXPECT_EQ(tree.faults.kind, "invalid");
}

struct NeedRow {
  const char* text;
  Blanks blanks;
  const char* kind;
  const char* sentence;
};

TEST(Node, IsMissedWhereItIsNeeded) {
  const NeedRow rows[] = {
      {R"({"a":1})", Blanks::values, "", ""},
      {R"({"a":" "})", Blanks::values, "", ""},
      {R"({"a":" "})", Blanks::absent, "invalid", "Send what is not blank here."},
      {R"({"a":99999999999999999999})", Blanks::absent, "", ""},
      {R"({"a":null})", Blanks::values, "missing", "Send a: it is missing."},
      {"{}", Blanks::values, "missing", "Send a: it is missing."},
      {"[]", Blanks::values, "missing", "Send a: it is missing."},
  };
  for (const NeedRow& row : rows) {
    const Tree tree(row.text, row.blanks);
    EXPECT_EQ(tree.root.need("a").given(), *row.kind == '\0') << row.text;
    EXPECT_EQ(tree.faults.kind, row.kind) << row.text;
    EXPECT_EQ(tree.faults.sentence, row.sentence) << row.text;
  }
}

TEST(Node, SaysOfWhatTypeItIs) {
  const Tree tree(R"({"t":"","i":1,"n":18446744073709551615,"l":99999999999999999999,"r":1.0,
                      "a":[],"o":{}})");
  std::string texts, integers, lists, objects;
  for (const auto& [name, node] : tree.root.members()) {
    if (node.is_text()) texts += name;
    if (node.is_integer()) integers += name;
    if (node.is_list()) lists += name;
    if (node.is_object()) objects += name;
  }
  EXPECT_EQ(texts + " " + integers + " " + lists + " " + objects, "t in a o");
  EXPECT_EQ(tree.root.member("l").json(), "99999999999999999999");
  EXPECT_EQ(tree.root.member("x").json(), "null");
}

TEST(Node, MayExpectSomeMembersOnly) {
  const NeedRow rows[] = {
      {R"({"a":1})", Blanks::values, "", ""},
      {"{}", Blanks::values, "", ""},
      {R"({"c":1})", Blanks::values, "invalid",
       "There is no member c here; send only these: a, b."},
      {R"({"a":null})", Blanks::values, "invalid",
       "null is no value of a; send one, or leave it out."},
      {R"({"a":" "})", Blanks::values, "invalid",
       "An empty text is no value of a; send one, or leave it out."},
  };
  for (const NeedRow& row : rows) {
    const Tree tree(row.text, row.blanks);
    tree.root.expect_only({"a", "b"});
    EXPECT_EQ(tree.faults.kind, row.kind) << row.text;
    EXPECT_EQ(tree.faults.sentence, row.sentence) << row.text;
  }
  const Tree tree(R"({"c":1})");
  tree.root.expect_only({});
  EXPECT_EQ(tree.faults.sentence, "There is no member c here; send none.");
}

TEST(OptionalText, IsNothingUnlessItIsGiven) {
  const Tree tree(R"({"a":" x ","b":null,"c":" "})", Blanks::absent);
  EXPECT_EQ(optional_text(tree.root, "a"), "x");
  EXPECT_EQ(optional_text(tree.root, "b"), std::nullopt);
  EXPECT_EQ(optional_text(tree.root, "c"), std::nullopt);
  EXPECT_EQ(optional_text(tree.root, "d"), std::nullopt);
  EXPECT_FALSE(tree.faults.found());
}

}  // namespace
}  // namespace till::json
