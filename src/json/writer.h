// Writer: writes JSON straight into a string. The caller keeps the nesting right.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/language.h"
#include "base/texts.h"

namespace till::json {

// Appends to `out`, which must outlive it. Commas are placed by the writer. Texts must be UTF-8;
// they are escaped. What a buyer reads is written in `language`. One thread.
class Writer {
 public:
  explicit Writer(std::string& out, Language language = Language::en)
      : out_(out), language_(language) {}
  Language language() const { return language_; }

  Writer& begin_object() { return open('{'); }
  Writer& end_object() { return close('}'); }
  Writer& begin_array() { return open('['); }
  Writer& end_array() { return close(']'); }
  // A member name: a literal of ours that needs no escaping. A value must follow.
  Writer& key(std::string_view name);
  // A member name from outside, escaped.
  Writer& escaped_key(std::string_view name);
  Writer& text(std::string_view value);
  Writer& integer(std::int64_t value);
  Writer& boolean(bool value) { return raw(value ? "true" : "false"); }
  Writer& null() { return raw("null"); }
  // A complete JSON value, taken over as it is.
  Writer& raw(std::string_view json);

  // Shorthands for a member.
  Writer& member(std::string_view name, std::string_view value);
  Writer& member(std::string_view name, std::int64_t value);
  // A sentence of ours for buyers, see base/texts.h.
  Writer& shown(std::string_view name, std::string_view english) {
    return key(name).text(translate(language_, english));
  }

 private:
  Writer& open(char bracket);
  Writer& close(char bracket);
  Writer& long_text(std::string_view value);
  std::string& out_;
  const Language language_;
  bool first_ = true;  // No comma before the next value or name.
};

// Appends `value` with JSON's escapes, without quotes.
void append_escaped(std::string& out, std::string_view value);

}  // namespace till::json
