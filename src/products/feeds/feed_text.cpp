#include "products/feeds/feed_text.h"

#include <algorithm>
#include <cstdint>
#include <cstring>

#include "base/ascii.h"
#include "base/blanks.h"
#include "base/utf8.h"

namespace till::products {
namespace {

bool is_name_letter(char c) {
  return (lower(c) >= 'a' && lower(c) <= 'z') || (c >= '0' && c <= '9') ||
         static_cast<unsigned char>(c) >= 0x80;
}

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }

bool is_ascii(std::string_view text) {
  std::size_t at = 0;
  for (; at + 8 <= text.size(); at += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data() + at, 8);
    if ((word & 0x8080808080808080U) != 0) return false;
  }
  return std::all_of(text.begin() + static_cast<std::ptrdiff_t>(at), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

}  // namespace

std::string lower_text(std::string_view text) {
  std::string all(text);
  std::transform(all.begin(), all.end(), all.begin(), lower);
  return all;
}

std::string upper(std::string_view text) {
  std::string all(text);
  for (char& c : all) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return all;
}

std::string column_name(std::string_view text) {
  text = trimmed(text);
  if (starts_with_ignoring_case(text, "g:")) text.remove_prefix(2);
  std::string name;
  for (const char c : text) {
    if (is_name_letter(c))
      name += lower(c);
    else if (!name.empty() && name.back() != '_')
      name += '_';
  }
  while (name.ends_with('_')) name.pop_back();
  return name;
}

std::string one_line(std::string_view text) {
  std::string line(trimmed(text));
  for (char& c : line) c = is_control(c) ? ' ' : c;
  return line;
}

std::string_view first_characters(std::string_view text, std::size_t most) {
  if (text.size() <= most) return text;
  std::size_t at = 0;
  for (std::size_t seen = 0; seen < most && at < text.size(); ++seen) {
    at += std::max<std::size_t>(first_character(text.substr(at)).size, 1);
  }
  return text.substr(0, std::min(at, text.size()));
}

std::vector<std::string_view> parts_of(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(separator), text.size());
    const std::string_view part = trimmed(text.substr(0, end));
    if (!part.empty()) parts.push_back(part);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

std::vector<std::string_view> urls_of(std::string_view list) {
  std::vector<std::string_view> urls;
  for (const std::string_view part : parts_of(list, ',')) {
    const bool begins = urls.empty() || starts_with_ignoring_case(part, "http:") ||
                        starts_with_ignoring_case(part, "https:");
    if (begins) {
      urls.push_back(part);
    } else {
      const char* const begin = urls.back().data();
      urls.back() = {begin, static_cast<std::size_t>(part.data() + part.size() - begin)};
    }
  }
  return urls;
}

void append_character(std::string& out, std::uint32_t code) {
  const auto byte = [&out](std::uint32_t value) { out += static_cast<char>(value); };
  if (code < 0x80) return byte(code);
  if (code < 0x800) {
    byte(0xC0 | code >> 6);
    return byte(0x80 | (code & 0x3F));
  }
  if (code < 0x10000) {
    byte(0xE0 | code >> 12);
  } else {
    byte(0xF0 | code >> 18);
    byte(0x80 | (code >> 12 & 0x3F));
  }
  byte(0x80 | (code >> 6 & 0x3F));
  byte(0x80 | (code & 0x3F));
}

bool is_unicode(std::string_view text) { return is_ascii(text) || is_utf8(text); }

}  // namespace till::products
