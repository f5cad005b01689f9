// Bodies within an envelope.
#include <gtest/gtest.h>

#include <string>

#include "base/limits.h"
#include "wire/body.h"
#include "wire/node.h"

namespace till::wire {
namespace {

std::string nested(std::size_t arrays) {
  return std::string(arrays, '[') + std::string(arrays, ']');
}

TEST(Document, IsAnyValueWithinItsDepth) {
  for (const char* text :
       {"{}", "[]", "1", "\"a\"", "null", "true", " [1] ", "[99999999999999999999]"}) {
    EXPECT_TRUE(parse_document(text, 4).has_value()) << text;
  }
  EXPECT_TRUE(parse_document(nested(4), 4).has_value());
  EXPECT_FALSE(parse_document(nested(5), 4).has_value());
  EXPECT_TRUE(parse_document(nested(40), 40).has_value());
  EXPECT_FALSE(parse_document(nested(5'000), 6'000).has_value()) << "deeper than the parser goes";
}

TEST(Document, IsAsStrictAsABody) {
  for (const char* text :
       {"", "{", "[1,]", "{} {}", R"([{"a":1,"a":1}])", "[\"\xFF\"]", R"(["\ud800"])", "[1e400]"}) {
    const auto document = parse_document(text, 8);
    ASSERT_FALSE(document.has_value()) << text;
    EXPECT_EQ(document.error().code, checkout::RefusalCode::malformed_json);
    EXPECT_FALSE(document.error().detail.empty());
  }
}

struct Envelope {
  explicit Envelope(const std::string& text)
      : body(std::move(*parse_document(text, limits::kJsonDepth + 4))), root(body.root(), faults) {}
  Body body;
  Faults faults;
  Node root;
};

// So that a key over one door is a key over the other (ID-06).
TEST(BodyPart, HasTheFingerprintItWouldHaveByItself) {
  for (const char* text : {"{}", R"({"b":1,"a":[null,2.0,"é"]})", R"({"a":{"b":{"c":[]}}})",
                           R"({"a":9007199254740993})"}) {
    const Envelope envelope(R"({"x":[],"payload":)" + std::string(text) + R"(,"y":1})");
    const Node payload = envelope.root.member("payload");
    const auto part = Body::part(payload);
    const auto alone = parse_body(text);
    ASSERT_TRUE(part.has_value() && alone.has_value()) << text;
    EXPECT_EQ(part->fingerprint(), alone->fingerprint()) << text;
    EXPECT_EQ(part->canonical_text(), alone->canonical_text()) << text;
  }
}

TEST(BodyPart, NamesPlacesFromItsOwnRoot) {
  const Envelope envelope(R"({"params":{"arguments":{"payload":{"a":{"b":"x"}}}}})");
  const Node params = envelope.root.member("params");
  const Node arguments = params.member("arguments");
  const auto part = Body::part(arguments.member("payload"));
  ASSERT_TRUE(part.has_value());
  Faults faults;
  const Node root(part->root(), faults);
  const Node a = root.member("a");
  a.member("b").integer(0, 1);
  ASSERT_TRUE(faults.first().has_value());
  EXPECT_EQ(faults.first()->param, "$.a.b");
}

TEST(BodyPart, IsAnObjectAsDeepAsABody) {
  const Envelope envelope(R"({"list":[],"text":"{}","null":null,"ok":{"a":)" +
                          nested(limits::kJsonDepth - 1) + R"(},"deep":{"a":)" +
                          nested(limits::kJsonDepth) + "}}");
  for (const char* name : {"list", "text", "null", "deep"}) {
    const auto part = Body::part(envelope.root.member(name));
    ASSERT_FALSE(part.has_value()) << name;
    EXPECT_EQ(part.error().code, checkout::RefusalCode::malformed_json);
  }
  EXPECT_TRUE(Body::part(envelope.root.member("ok")).has_value());
}

// Parsers are used again: a part that is gone must not take its envelope's with it.
TEST(BodyPart, LeavesItsEnvelopeAsItWas) {
  const Envelope envelope(R"({"a":{"x":1},"b":{"x":2}})");
  {
    const auto first = Body::part(envelope.root.member("a"));
    ASSERT_TRUE(first.has_value());
  }
  const auto other = parse_body(R"({"x":3})");
  const auto second = Body::part(envelope.root.member("b"));
  ASSERT_TRUE(second.has_value());
  EXPECT_EQ(second->canonical_text(), R"({"x":2})");
  EXPECT_EQ(envelope.root.json(), R"({"a":{"x":1},"b":{"x":2}})");
  EXPECT_EQ(other->canonical_text(), R"({"x":3})");
}

}  // namespace
}  // namespace till::wire
