#include "base/email.h"

#include <algorithm>
#include <cstddef>

namespace till {
namespace {

constexpr std::size_t kAddressBytes = 254;  // RFC 5321
constexpr std::size_t kLocalBytes = 64;
constexpr std::size_t kLabelBytes = 63;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c);
}

bool is_local(char c) {
  constexpr std::string_view kOthers = "!#$%&'*+/=?^_`{|}~-";
  return is_letter_or_digit(c) || kOthers.find(c) != std::string_view::npos;
}

bool is_label(std::string_view label) {
  return !label.empty() && label.size() <= kLabelBytes && label.front() != '-' &&
         label.back() != '-' && std::all_of(label.begin(), label.end(), [](char c) {
           return is_letter_or_digit(c) || c == '-';
         });
}

// Parts between dots, none of them empty; how many, or 0.
template <class Fine>
std::size_t parts_of(std::string_view text, Fine fine) {
  std::size_t count = 0;
  while (true) {
    const std::size_t dot = std::min(text.find('.'), text.size());
    if (!fine(text.substr(0, dot))) return 0;
    ++count;
    if (dot == text.size()) return count;
    text.remove_prefix(dot + 1);
  }
}

// Top-level domains are names: one of digits alone is the end of an IP address.
bool is_domain(std::string_view domain) {
  const std::string_view last = domain.substr(domain.rfind('.') + 1);
  return parts_of(domain, is_label) >= 2 && !std::all_of(last.begin(), last.end(), is_digit);
}

}  // namespace

bool is_email(std::string_view text) {
  const std::size_t at = text.find('@');
  if (at == std::string_view::npos || at > kLocalBytes || text.size() > kAddressBytes) {
    return false;
  }
  const auto is_atom = [](std::string_view atom) {
    return !atom.empty() && std::all_of(atom.begin(), atom.end(), is_local);
  };
  return parts_of(text.substr(0, at), is_atom) > 0 && is_domain(text.substr(at + 1));
}

}  // namespace till
