#include "wire/acp/personal_data.h"

#include <algorithm>
#include <array>

namespace till::wire {
namespace {

constexpr std::string_view kSpaces = " \t\r\n,;<>()\"";
constexpr std::ptrdiff_t kPhoneDigits = 8;
constexpr std::ptrdiff_t kNationalDigits = 10;  // More than a date has.

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_email(std::string_view word) {
  const std::size_t at = word.find('@');
  if (at == 0 || at == std::string_view::npos) return false;
  const std::size_t dot = word.find('.', at);
  return dot != std::string_view::npos && dot > at + 1 && dot + 1 < word.size();
}

// +14155550100, 415-555-0100 and the like; a plain number may be anything.
bool is_phone(std::string_view word) {
  const auto digits = std::count_if(word.begin(), word.end(), is_digit);
  const bool shaped = std::all_of(word.begin(), word.end(), [](char c) {
    return is_digit(c) || c == '+' || c == '-' || c == '.';
  });
  if (word.starts_with('+')) return shaped && digits >= kPhoneDigits;
  return shaped && std::count(word.begin(), word.end(), '-') == 2 && digits >= kNationalDigits;
}

}  // namespace

bool names_a_person(std::string_view text) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of(kSpaces), text.size());
    const std::string_view word = text.substr(0, end);
    if (is_email(word) || is_phone(word)) return true;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return false;
}

bool is_personal_name(std::string_view name) {
  constexpr std::array kNames{"email", "phone", "ssn", "address", "first_name", "last_name"};
  return std::any_of(kNames.begin(), kNames.end(), [name](std::string_view personal) {
    return name == personal || name.ends_with(std::string("_").append(personal));
  });
}

std::string without_personal_data(std::string_view text) {
  std::string kept;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of(kSpaces), text.size());
    const std::string_view word = text.substr(0, end);
    kept += is_email(word) || is_phone(word) ? std::string_view("[removed]") : word;
    if (end < text.size()) kept += text[end];
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return kept;
}

}  // namespace till::wire
