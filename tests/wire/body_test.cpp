#include "wire/body.h"

#include <gtest/gtest.h>

#include <string>

#include "wire/faults.h"

namespace till::wire {
namespace {

void expect_malformed(const Result<Body, checkout::Refusal>& body, const std::string& why) {
  ASSERT_FALSE(body.has_value()) << why;
  EXPECT_EQ(body.error().code, checkout::RefusalCode::malformed_json);
  EXPECT_EQ(body.error().field.place, "");
  EXPECT_EQ(body.error().text.words,
            "The body is not acceptable JSON: " + why + ". Send one JSON object in UTF-8.");
}

// What is acceptable: tests/json/body_test.cpp.
TEST(RequestBody, IsRefusedWithWhatIsWrong) {
  expect_malformed(parse_body("[]"), "it is not an object");
  expect_malformed(parse_body(R"({"a":1,"a":2})"), "the key \"a\" stands twice");
  expect_malformed(parse_document("[[]]", 1), "it is nested deeper than 32 levels");
  const auto envelope = parse_document(R"([{"a":1},2])", 2);
  ASSERT_TRUE(envelope.has_value());
  Faults faults;
  const Node root(envelope->root(), faults);
  const auto entries = root.entries(2);
  EXPECT_EQ(body_within(entries[0])->canonical_text(), R"({"a":1})");
  expect_malformed(body_within(entries[1]), "it is not an object");
}

}  // namespace
}  // namespace till::wire
