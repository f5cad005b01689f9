#include "wire/canonical.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>
#include <vector>

#include "base/json_writer.h"
#include "base/limits.h"

namespace till::wire {
namespace {

using simdjson::dom::element;
using simdjson::dom::element_type;

// A surrogate half, which an escape can smuggle in, reads ED A0 to ED BF in UTF-8.
bool has_surrogate(std::string_view text) {
  for (std::size_t at = text.find('\xED'); at != std::string_view::npos && at + 1 < text.size();
       at = text.find('\xED', at + 1)) {
    if (static_cast<unsigned char>(text[at + 1]) >= 0xA0) return true;
  }
  return false;
}

bool append_text(std::string_view text, std::string& out, std::string& fault) {
  if (has_surrogate(text)) {
    fault = "a text holds half of a surrogate pair";
    return false;
  }
  out += '"';
  append_escaped(out, text);
  out += '"';
  return true;
}

template <class Number>
void append_number(Number number, std::string& out) {
  std::array<char, 40> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  out.append(digits.data(), end);
}

// A whole double is written as an integer, so that 1.0, 1e0 and 1 are one value (ID-08).
void append_double(double number, std::string& out) {
  if (number >= -9.2e18 && number <= 9.2e18) {
    const auto whole = static_cast<std::int64_t>(number);
    if (static_cast<double>(whole) == number) return append_number(whole, out);
  }
  append_number(number, out);
}

bool append_value(element value, std::string& out, std::string& fault, std::size_t depth);

bool append_object(simdjson::dom::object object, std::string& out, std::string& fault,
                   std::size_t depth) {
  std::vector<std::pair<std::string_view, element>> members;
  members.reserve(object.size());
  for (const auto field : object) members.emplace_back(field.key, field.value);
  std::sort(members.begin(), members.end(),
            [](const auto& left, const auto& right) { return left.first < right.first; });
  out += '{';
  for (std::size_t i = 0; i < members.size(); ++i) {
    if (i > 0) {
      if (members[i].first == members[i - 1].first) {
        fault = "the key \"" + std::string(members[i].first.substr(0, 100)) + "\" stands twice";
        return false;
      }
      out += ',';
    }
    if (!append_text(members[i].first, out, fault)) return false;
    out += ':';
    if (!append_value(members[i].second, out, fault, depth)) return false;
  }
  out += '}';
  return true;
}

bool append_array(simdjson::dom::array array, std::string& out, std::string& fault,
                  std::size_t depth) {
  out += '[';
  bool first = true;
  for (const element entry : array) {
    if (!first) out += ',';
    first = false;
    if (!append_value(entry, out, fault, depth)) return false;
  }
  out += ']';
  return true;
}

bool append_value(element value, std::string& out, std::string& fault, std::size_t depth) {
  if (++depth > limits::kJsonDepth + 1) {
    fault = "it is nested too deeply";
    return false;
  }
  switch (value.type()) {
    case element_type::OBJECT:
      return append_object(simdjson::dom::object(value), out, fault, depth);
    case element_type::ARRAY: return append_array(simdjson::dom::array(value), out, fault, depth);
    case element_type::STRING: return append_text(std::string_view(value), out, fault);
    case element_type::INT64: append_number(std::int64_t(value), out); return true;
    case element_type::UINT64: append_number(std::uint64_t(value), out); return true;
    case element_type::DOUBLE: append_double(double(value), out); return true;
    case element_type::BOOL: out += bool(value) ? "true" : "false"; return true;
    case element_type::NULL_VALUE: break;
  }
  out += "null";
  return true;
}

}  // namespace

bool append_canonical(element value, std::string& out, std::string& fault) {
  return append_value(value, out, fault, 0);
}

}  // namespace till::wire
