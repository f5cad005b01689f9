// Bodies within an envelope.
#include <gtest/gtest.h>

#include <string>

#include "base/limits.h"
#include "json/body.h"
#include "json/node.h"
#include "json/told_faults.h"

namespace till::json {
namespace {

std::string nested(std::size_t arrays) {
  return std::string(arrays, '[') + std::string(arrays, ']');
}

TEST(Envelope, IsAnyValueWithinItsDepth) {
  for (const char* text :
       {"{}", "[]", "1", "\"a\"", "null", "true", " [1] ", "[99999999999999999999]"}) {
    EXPECT_TRUE(Body::parse_envelope(text, 4).has_value()) << text;
  }
  EXPECT_TRUE(Body::parse_envelope(nested(4), 4).has_value());
  EXPECT_FALSE(Body::parse_envelope(nested(5), 4).has_value());
  EXPECT_TRUE(Body::parse_envelope(nested(40), 40).has_value());
  EXPECT_FALSE(Body::parse_envelope(nested(5'000), 6'000).has_value())
      << "deeper than the parser goes";
}

TEST(Envelope, IsAsStrictAsABody) {
  for (const char* text :
       {"", "{", "[1,]", "{} {}", R"([{"a":1,"a":1}])", "[\"\xFF\"]", R"(["\ud800"])", "[1e400]"}) {
    const auto document = Body::parse_envelope(text, 8);
    ASSERT_FALSE(document.has_value()) << text;
    EXPECT_FALSE(document.error().why.empty());
  }
}

struct Enclosing {
  explicit Enclosing(const std::string& text)
      : body(std::move(*Body::parse_envelope(text, limits::kJsonDepth + 4))), root(body.root()) {}
  Body body;
  Value root;
};

// So that a key over one door is a key over the other (ID-06).
TEST(BodyPart, HasTheFingerprintItWouldHaveByItself) {
  for (const char* text : {"{}", R"({"b":1,"a":[null,2.0,"é"]})", R"({"a":{"b":{"c":[]}}})",
                           R"({"a":9007199254740993})"}) {
    const Enclosing envelope(R"({"x":[],"payload":)" + std::string(text) + R"(,"y":1})");
    const Value payload = envelope.root.at("payload");
    const auto part = Body::part(payload);
    const auto alone = Body::parse(text);
    ASSERT_TRUE(part.has_value() && alone.has_value()) << text;
    EXPECT_EQ(part->fingerprint(), alone->fingerprint()) << text;
    EXPECT_EQ(part->canonical_text(), alone->canonical_text()) << text;
  }
}

TEST(BodyPart, NamesPlacesFromItsOwnRoot) {
  const Enclosing envelope(R"({"params":{"arguments":{"payload":{"a":{"b":"x"}}}}})");
  const Value params = envelope.root.at("params");
  const Value arguments = params.at("arguments");
  const auto part = Body::part(arguments.at("payload"));
  ASSERT_TRUE(part.has_value());
  test::ToldFaults faults;
  const Node root(part->root(), faults);
  const Node a = root.member("a");
  a.member("b").integer(0, 1);
  EXPECT_EQ(faults.path, "$.a.b");
}

TEST(BodyPart, IsAnObjectAsDeepAsABody) {
  const Enclosing envelope(R"({"list":[],"text":"{}","null":null,"ok":{"a":)" +
                           nested(limits::kJsonDepth - 1) + R"(},"deep":{"a":)" +
                           nested(limits::kJsonDepth) + "}}");
  for (const char* name : {"list", "text", "null", "deep", "none"}) {
    const auto part = Body::part(envelope.root.at(name));
    ASSERT_FALSE(part.has_value()) << name;
  }
  EXPECT_TRUE(Body::part(envelope.root.at("ok")).has_value());
}

// Parsers are used again: a part that is gone must not take its envelope's with it.
TEST(BodyPart, LeavesItsEnclosingAsItWas) {
  const Enclosing envelope(R"({"a":{"x":1},"b":{"x":2}})");
  {
    const auto first = Body::part(envelope.root.at("a"));
    ASSERT_TRUE(first.has_value());
  }
  const auto other = Body::parse(R"({"x":3})");
  const auto second = Body::part(envelope.root.at("b"));
  ASSERT_TRUE(second.has_value());
  EXPECT_EQ(second->canonical_text(), R"({"x":2})");
  EXPECT_EQ(envelope.root.json(), R"({"a":{"x":1},"b":{"x":2}})");
  EXPECT_EQ(other->canonical_text(), R"({"x":3})");
}

}  // namespace
}  // namespace till::json
