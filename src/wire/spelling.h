// Spelling: how ACP writes what the rules mean. A field is a JSONPath (RFC 9535), a text a
// sentence.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "base/language.h"
#include "checkout/refusal.h"
#include "json/writer.h"

namespace till::wire {

// A refusal by whoever reads the request: `place` is where, as written, empty when none fits.
checkout::Refusal refusal(checkout::RefusalCode code, std::string place, std::string sentence);

// A field spelled without the heap.
class Path {
 public:
  explicit Path(const checkout::Field& field);
  Path(const Path&) = delete;
  Path& operator=(const Path&) = delete;
  // Empty when the field is the whole. Lives as long as this and the field.
  std::string_view text() const { return text_; }

 private:
  std::array<char, 128> spelled_;
  std::string_view text_;
};

// The same with what stands for "$" in what the agent sent.
std::string path_of(const checkout::Field& field, std::string_view root = "$");

// The sentence with its arguments.
std::string spell(const checkout::Text& text, Language language = Language::en);

// All that a refusal says, in English; empty when it says nothing of its own.
std::string detail_of(const checkout::Refusal& refusal);

// The sentence as a member, in the language of the writer.
void write_text(json::Writer& json, std::string_view name, const checkout::Text& text);

}  // namespace till::wire
