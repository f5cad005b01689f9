#include "json/canonical.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "base/limits.h"
#include "json/writer.h"

namespace till::json {
namespace {

// Into what to append, and where a fault is told.
struct Appending {
  std::string& out;
  std::string& fault;
};

void append_text(std::string_view text, std::string& out) {
  out += '"';
  append_escaped(out, text);
  out += '"';
}

template <class Number>
void append_number(Number number, std::string& out) {
  std::array<char, 40> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  out.append(digits.data(), end);
}

// The digits of a number below 1e21 without an exponent, as ECMAScript spells them.
void append_plain(std::string_view digits, int exponent, std::string& out) {
  const int count = static_cast<int>(digits.size());
  if (exponent < 0) {
    out.append("0.").append(static_cast<std::size_t>(-exponent - 1), '0').append(digits);
  } else if (exponent + 1 >= count) {
    out.append(digits).append(static_cast<std::size_t>(exponent + 1 - count), '0');
  } else {
    const auto whole = static_cast<std::size_t>(exponent + 1);
    out.append(digits.substr(0, whole)).append(".").append(digits.substr(whole));
  }
}

// The shortest spelling that reads back the same, as RFC 8785 has it. A whole one looks like an
// integer, so that 1.0, 1e0 and 1 are one value (ID-08).
void append_double(double number, std::string& out) {
  if (number == 0) return append_number(0, out);
  if (number < 0) out += '-';
  // Whole numbers an integer can hold are spelled exactly, since integers are.
  if (const double size = std::abs(number); size >= 1 && size < 18446744073709551616.0) {
    const auto whole = static_cast<std::uint64_t>(size);
    if (static_cast<double>(whole) == size) return append_number(whole, out);
  }
  std::array<char, 40> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), std::abs(number),
                                 std::chars_format::scientific)
                       .ptr;
  const char* const mark = std::find(text.data(), end, 'e');
  std::string digits(static_cast<const char*>(text.data()), mark);
  std::erase(digits, '.');
  int exponent = 0;
  std::from_chars(mark + (mark[1] == '+' ? 2 : 1), end, exponent);
  if (exponent > -7 && exponent < 21) return append_plain(digits, exponent, out);
  if (digits.size() > 1) digits.insert(1, 1, '.');
  out.append(digits).append(exponent < 0 ? "e" : "e+");
  append_number(exponent, out);
}

// Bytes in the order of UTF-16, in which pairs of surrogates stand before U+E000 (RFC 8785).
unsigned rank(char c) {
  const auto byte = static_cast<unsigned char>(c);
  if (byte < 0xEE) return byte;
  return byte < 0xF0 ? byte + 5U : byte - 2U;
}

bool stands_before(std::string_view left, std::string_view right) {
  const auto [at, other] = std::mismatch(left.begin(), left.end(), right.begin(), right.end());
  if (other == right.end()) return false;
  return at == left.end() || rank(*at) < rank(*other);
}

// As much of a key as a sentence bears, cut between two characters.
std::string beginning(std::string_view key) {
  std::size_t end = std::min<std::size_t>(key.size(), 100);
  while (end < key.size() && (static_cast<unsigned char>(key[end]) & 0xC0U) == 0x80U) --end;
  return std::string(key.substr(0, end));
}

bool append_value(Value value, const Appending& to, std::size_t depth);

bool append_object(Value object, const Appending& to, std::size_t depth) {
  const Range<Member> unsorted = object.members();
  std::vector<Member> members;
  members.reserve(unsorted.size());
  for (const Member member : unsorted) members.push_back(member);
  std::sort(members.begin(), members.end(), [](const Member& left, const Member& right) {
    return stands_before(left.name, right.name);
  });
  to.out += '{';
  for (std::size_t i = 0; i < members.size(); ++i) {
    if (i > 0) {
      if (members[i].name == members[i - 1].name) {
        to.fault = "the key \"" + beginning(members[i].name) + "\" stands twice";
        return false;
      }
      to.out += ',';
    }
    append_text(members[i].name, to.out);
    to.out += ':';
    if (!append_value(members[i].value, to, depth)) return false;
  }
  to.out += '}';
  return true;
}

bool append_list(Value list, const Appending& to, std::size_t depth) {
  to.out += '[';
  bool first = true;
  for (const Value entry : list.entries()) {
    if (!first) to.out += ',';
    first = false;
    if (!append_value(entry, to, depth)) return false;
  }
  to.out += ']';
  return true;
}

bool append_value(Value value, const Appending& to, std::size_t depth) {
  const bool nests = value.is_object() || value.is_list();
  if (nests && depth-- == 0) {
    to.fault = "it is nested deeper than " + std::to_string(limits::kJsonDepth) + " levels";
    return false;
  }
  switch (value.kind()) {
    case Kind::object: return append_object(value, to, depth);
    case Kind::list: return append_list(value, to, depth);
    case Kind::text: append_text(value.text(), to.out); return true;
    case Kind::integer: append_number(value.whole().value_or(0), to.out); return true;
    case Kind::natural: append_number(value.natural(), to.out); return true;
    case Kind::large: to.out += value.large(); return true;
    case Kind::real: append_double(value.real(), to.out); return true;
    case Kind::boolean: to.out += value.flag() ? "true" : "false"; return true;
    case Kind::null:
    case Kind::absent: break;
  }
  to.out += "null";
  return true;
}

}  // namespace

bool append_canonical(Value value, std::string& out, std::string& fault, std::size_t depth) {
  return append_value(value, {out, fault}, depth);
}

}  // namespace till::json
