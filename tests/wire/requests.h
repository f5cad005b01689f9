// Bodies that tests of the dialect start from, and what to ask of a refusal.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <utility>

#include "wire/acp/request.h"

namespace till::wire::test {

inline Body body_of(std::string_view text) {
  auto body = parse_body(text);
  EXPECT_TRUE(body.has_value()) << text << ": " << (body ? "" : body.error().text.words);
  return body ? std::move(*body) : std::move(*parse_body("{}"));
}

// A create that is accepted, with more members at its end.
inline std::string create_with(std::string_view more) {
  std::string text = R"({"line_items":[{"id":"mug"}],"currency":"usd","capabilities":{})";
  if (!more.empty()) text.append(",").append(more);
  return text + "}";
}

inline std::string address_with(std::string_view more) {
  std::string text = R"({"name":"Ann Lee","line_one":"5 Elm St","city":"Austin")";
  return text.append(more.empty() ? "" : ",").append(more).append("}");
}

// What a body says that must be accepted.
template <class Command>
Command accepted(const std::string& text, Decoded<Command> (*decode)(const Body&)) {
  auto command = decode(body_of(text));
  EXPECT_TRUE(command.has_value())
      << text << ": " << (command ? "" : command.error().field.place + command.error().text.words);
  return command ? *command : Command{};
}
inline checkout::CreateCommand created(const std::string& text) {
  return accepted(text, decode_create);
}
inline checkout::UpdateCommand updated(const std::string& text) {
  return accepted(text, decode_update);
}
inline checkout::CompleteCommand completed(const std::string& text) {
  return accepted(text, decode_complete);
}

// What a row of a table of refusals says: a body, then code and param of its refusal.
struct RefusedRow {
  const char* rule;
  std::string body;
  checkout::RefusalCode code;
  const char* param;
};

template <class Decode>
void expect_refused(const RefusedRow& row, Decode decode) {
  SCOPED_TRACE(std::string(row.rule) + " " + row.body);
  const auto result = decode(body_of(row.body));
  ASSERT_FALSE(result.has_value());
  EXPECT_EQ(result.error().code, row.code);
  EXPECT_EQ(result.error().field.place, row.param);
  EXPECT_FALSE(result.error().text.words.empty());
}

}  // namespace till::wire::test
