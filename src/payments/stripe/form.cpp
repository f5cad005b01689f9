#include "payments/stripe/form.h"

#include <algorithm>

#include "base/limits.h"

namespace till::payments::stripe {
namespace {

constexpr std::size_t kIdentifierBytes = 255;

bool is_alphanumeric(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool is_unreserved(char c) {
  return is_alphanumeric(c) || c == '-' || c == '.' || c == '_' || c == '~';
}

std::string_view cut(std::string_view text) {
  if (text.size() <= limits::kStringBytes) return text;
  std::size_t end = limits::kStringBytes;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return text.substr(0, end);
}

}  // namespace

std::string percent_encoded(std::string_view text) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string encoded;
  encoded.reserve(text.size());
  for (const char c : text) {
    if (is_unreserved(c)) {
      encoded += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      encoded.append(1, '%').append(1, kHex[byte >> 4U]).append(1, kHex[byte & 15U]);
    }
  }
  return encoded;
}

bool is_identifier(std::string_view text) {
  const auto plain = [](char c) { return is_alphanumeric(c) || c == '_' || c == '-'; };
  return !text.empty() && text.size() <= kIdentifierBytes &&
         std::all_of(text.begin(), text.end(), plain);
}

Form& Form::add(std::string_view name, std::string_view value) {
  if (value.empty()) return *this;
  if (!text_.empty()) text_ += '&';
  text_.append(name).append(1, '=').append(percent_encoded(cut(value)));
  return *this;
}

Form& Form::add(std::string_view name, std::int64_t value) {
  return add(name, std::string_view(std::to_string(value)));
}

}  // namespace till::payments::stripe
