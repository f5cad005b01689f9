#include "json/value.h"

#include <gtest/gtest.h>

#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace till::json {
namespace {

// A text and the value of it; absent when it cannot be read.
struct Read {
  explicit Read(std::string_view text) : root(document.parse(text).value_or(Value())) {}
  Document document;
  Value root;
};

TEST(Value, IsOfOneKind) {
  const std::pair<const char*, Kind> rows[] = {
      {"null", Kind::null},
      {"true", Kind::boolean},
      {"false", Kind::boolean},
      {"0", Kind::integer},
      {"-9223372036854775808", Kind::integer},
      {"9223372036854775807", Kind::integer},
      {"9223372036854775808", Kind::natural},
      {"18446744073709551615", Kind::natural},
      {"18446744073709551616", Kind::large},
      {"-9223372036854775809", Kind::large},
      {"1.0", Kind::real},
      {"1e3", Kind::real},
      {R"("")", Kind::text},
      {R"("99999999999999999999")", Kind::text},
      {R"("\uffff9")", Kind::text},
      {"[]", Kind::list},
      {"{}", Kind::object},
      {"", Kind::absent},
  };
  for (const auto& [text, kind] : rows) EXPECT_EQ(Read(text).root.kind(), kind) << text;
}

TEST(Value, IsGivenUnlessItIsAbsentOrNull) {
  EXPECT_FALSE(Value().given());
  EXPECT_FALSE(Read("null").root.given());
  for (const char* text : {"false", "0", R"("")", "[]", "{}"}) {
    EXPECT_TRUE(Read(text).root.given()) << text;
  }
}

// What reading one as another kind gives.
TEST(Value, OfAnotherTypeReadsAsEmpty) {
  for (const char* text : {"", "null", "true", "1", "18446744073709551615", "99999999999999999999",
                           "1.5", R"("a")", "[[1]]", R"({"a":1})"}) {
    const Read read(text);
    const Value value = read.root;
    const Kind kind = value.kind();
    EXPECT_EQ(value.text(), kind == Kind::text ? "a" : "") << text;
    EXPECT_EQ(value.flag(), kind == Kind::boolean) << text;
    EXPECT_EQ(value.whole(), kind == Kind::integer ? std::optional<std::int64_t>(1) : std::nullopt)
        << text;
    EXPECT_EQ(value.natural(),
              kind == Kind::natural ? std::numeric_limits<std::uint64_t>::max() : 0)
        << text;
    EXPECT_EQ(value.real(), kind == Kind::real ? 1.5 : 0) << text;
    EXPECT_EQ(value.large(), kind == Kind::large ? "99999999999999999999" : "") << text;
    EXPECT_EQ(value.entries().size(), kind == Kind::list ? 1 : 0) << text;
    EXPECT_EQ(value.entries().empty(), kind != Kind::list) << text;
    EXPECT_EQ(value.members().size(), kind == Kind::object ? 1 : 0) << text;
    EXPECT_EQ(value.at("a").given(), kind == Kind::object) << text;
    EXPECT_EQ(value.json(), text) << text;
  }
}

TEST(Value, HasMembersByName) {
  const Read read(R"({"a":{"b":[1,"x",null]},"a":2,"":3,"\u00e9":4})");
  EXPECT_EQ(read.root.at("a").at("b").json(), R"([1,"x",null])") << "the first of two";
  EXPECT_EQ(read.root.at("").whole(), 3);
  EXPECT_EQ(read.root.at("\xC3\xA9").whole(), 4);
  EXPECT_TRUE(read.root.at("b").absent());
  EXPECT_TRUE(read.root.at("x").at("y").absent());
}

TEST(Value, IsWalkedThroughInItsOrder) {
  const Read read(R"({"b":[1,[2,3],{"x":4},99999999999999999999],"a":"t"})");
  std::vector<std::string> entries;
  for (const Value entry : read.root.at("b").entries()) entries.push_back(entry.json());
  EXPECT_EQ(entries,
            (std::vector<std::string>{"1", "[2,3]", R"({"x":4})", "99999999999999999999"}));
  std::vector<std::string> members;
  for (const Member member : read.root.members()) members.emplace_back(member.name);
  EXPECT_EQ(members, (std::vector<std::string>{"b", "a"}));
  EXPECT_EQ((*read.root.at("b").entries().begin()).whole(), 1);
  EXPECT_EQ(read.root.members().size(), 2);
}

TEST(Document, ReadsOneTextAfterTheOther) {
  Document document;
  EXPECT_EQ(document.parse(R"({"a":1})")->at("a").whole(), 1);
  EXPECT_FALSE(document.parse("{").has_value());
  EXPECT_EQ(document.parse("99999999999999999999")->kind(), Kind::large);
  EXPECT_EQ(document.parse(R"("\uffff1")")->kind(), Kind::text);
  EXPECT_GE(document.capacity(), 7);
}

TEST(Document, KeepsItsValuesWhenItIsMoved) {
  Document document;
  const Value root = *document.parse(R"({"a":"kept"})");
  const Document moved = std::move(document);
  EXPECT_EQ(root.at("a").text(), "kept");
}

TEST(Document, SaysWhyATextIsNoJson) {
  for (const char* text : {"", " ", "{", "[1,]", "{} {}", "nul", "01", "1e400", "\"\xFF\"",
                           R"(["\uffff",99999999999999999999])", "\xEF\xBB\xBF{}"}) {
    const auto root = Document().parse(text);
    ASSERT_FALSE(root.has_value()) << text;
    EXPECT_FALSE(root.error().why.empty()) << text;
  }
}

TEST(ByteOrderMark, IsPassedOverOnceAndOnlyAtTheBeginning) {
  EXPECT_EQ(without_byte_order_mark("\xEF\xBB\xBF{}"), "{}");
  EXPECT_EQ(without_byte_order_mark("\xEF\xBB\xBF\xEF\xBB\xBF"), "\xEF\xBB\xBF");
  EXPECT_EQ(without_byte_order_mark("{}\xEF\xBB\xBF"), "{}\xEF\xBB\xBF");
  EXPECT_EQ(without_byte_order_mark("\xEF\xBB"), "\xEF\xBB");
}

}  // namespace
}  // namespace till::json
