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

// What writes, and where a fault is told.
struct Appending {
  Writer json;
  std::string& fault;
};

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

// The members of an object by their names; false when two have one name.
bool sort_members(Value object, std::vector<Member>& members, std::string& fault) {
  const Range<Member> unsorted = object.members();
  members.reserve(unsorted.size());
  for (const Member member : unsorted) members.push_back(member);
  std::sort(members.begin(), members.end(), [](const Member& left, const Member& right) {
    return stands_before(left.name, right.name);
  });
  const auto twice = std::adjacent_find(
      members.begin(), members.end(),
      [](const Member& left, const Member& right) { return left.name == right.name; });
  if (twice == members.end()) return true;
  fault = "the key \"" + beginning(twice->name) + "\" stands twice";
  return false;
}

// False when a value that holds others stands deeper than it may; else `depth` is that of those.
bool may_nest(std::size_t& depth, std::string& fault) {
  if (depth-- > 0) return true;
  fault = "it is nested deeper than " + std::to_string(limits::kJsonDepth) + " levels";
  return false;
}

bool append_value(Value value, Appending& to, std::size_t depth);

bool append_object(Value object, Appending& to, std::size_t depth) {
  std::vector<Member> members;
  if (!sort_members(object, members, to.fault)) return false;
  to.json.begin_object();
  for (const Member& member : members) {
    to.json.escaped_key(member.name);
    if (!append_value(member.value, to, depth)) return false;
  }
  to.json.end_object();
  return true;
}

bool append_list(Value list, Appending& to, std::size_t depth) {
  to.json.begin_array();
  for (const Value entry : list.entries()) {
    if (!append_value(entry, to, depth)) return false;
  }
  to.json.end_array();
  return true;
}

std::string spelled(double number) {
  std::string text;
  append_double(number, text);
  return text;
}

bool append_value(Value value, Appending& to, std::size_t depth) {
  const bool nests = value.is_object() || value.is_list();
  if (nests && !may_nest(depth, to.fault)) return false;
  switch (value.kind()) {
    case Kind::object: return append_object(value, to, depth);
    case Kind::list: return append_list(value, to, depth);
    case Kind::text: to.json.text(value.text()); return true;
    case Kind::integer: to.json.integer(value.whole().value_or(0)); return true;
    case Kind::natural: to.json.raw(std::to_string(value.natural())); return true;
    case Kind::large: to.json.raw(value.large()); return true;
    case Kind::real: to.json.raw(spelled(value.real())); return true;
    case Kind::boolean: to.json.boolean(value.flag()); return true;
    case Kind::null:
    case Kind::absent: break;
  }
  to.json.null();
  return true;
}

}  // namespace

bool has_canonical(Value value, std::string& fault, std::size_t depth) {
  if (!value.is_object() && !value.is_list()) return true;
  if (!may_nest(depth, fault)) return false;
  for (const Value entry : value.entries()) {
    if (!has_canonical(entry, fault, depth)) return false;
  }
  std::vector<Member> members;
  if (!sort_members(value, members, fault)) return false;
  return std::all_of(members.begin(), members.end(), [&](const Member& member) {
    return has_canonical(member.value, fault, depth);
  });
}

bool append_canonical(Value value, std::string& out, std::string& fault, std::size_t depth) {
  Appending to{Writer(out), fault};
  return append_value(value, to, depth);
}

}  // namespace till::json
