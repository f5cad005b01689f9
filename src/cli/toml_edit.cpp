#include "cli/toml_edit.h"

#include <algorithm>

namespace till::cli {
namespace {

constexpr std::string_view kBlanks = " \t";

// Columns of the parser count code points, from 1.
std::size_t offset_of(std::string_view text, toml::source_position at) {
  std::size_t offset = 0;
  for (toml::source_index line = 1; line < at.line; ++line) offset = text.find('\n', offset) + 1;
  for (toml::source_index column = 1; column < at.column; ++column) {
    do {
      ++offset;
    } while (offset < text.size() && (static_cast<unsigned char>(text[offset]) & 0xC0U) == 0x80U);
  }
  return offset;
}

std::size_t start_of_line(std::string_view text, std::size_t at) {
  return at == 0 ? 0 : text.rfind('\n', at - 1) + 1;  // npos + 1 is 0.
}

// Where the line ends, before its break.
std::size_t end_of_line(std::string_view text, std::size_t at) {
  const std::size_t end = std::min(text.find('\n', at), text.size());
  return end > at && text[end - 1] == '\r' ? end - 1 : end;
}

std::size_t skip_blanks(std::string_view text, std::size_t at) {
  return std::min(text.find_first_not_of(kBlanks, at), text.size());
}

// The comma behind an entry, which may stand on a later line; npos behind the last one.
std::size_t comma_behind(std::string_view text, std::size_t at) {
  for (;;) {
    at = std::min(text.find_first_not_of(" \t\r\n", at), text.size());
    if (at == text.size() || text[at] != '#') break;
    at = end_of_line(text, at);
  }
  return at < text.size() && text[at] == ',' ? at : std::string_view::npos;
}

// Does the line from `at` on hold nothing but blanks and a comment?
bool is_bare(std::string_view text, std::size_t at) {
  const std::size_t next = skip_blanks(text, at);
  return next == end_of_line(text, next) || text[next] == '#';
}

std::string insert_on_next_line(std::string text, std::size_t entry_end, const std::string& entry) {
  std::size_t comma = comma_behind(text, entry_end);
  if (comma == std::string::npos) {
    comma = entry_end;
    text.insert(comma, ",");
  }
  const std::size_t line = start_of_line(text, entry_end);
  const std::string indent = text.substr(line, skip_blanks(text, line) - line);
  const std::string_view from_line = std::string_view(text).substr(line);
  const std::string added = std::string(line_break_of(from_line)) + indent + entry + ",";
  return text.insert(end_of_line(text, comma), added);
}

}  // namespace

std::string_view line_break_of(std::string_view text) {
  const std::size_t end = text.find('\n');
  return end != std::string_view::npos && end > 0 && text[end - 1] == '\r' ? "\r\n" : "\n";
}

std::string with_entry(std::string_view text, const toml::array& list, const std::string& entry) {
  std::string edited(text);
  if (list.empty()) return edited.insert(offset_of(text, list.source().begin) + 1, entry);
  const std::size_t end = offset_of(text, list.back().source().end);
  const std::size_t close = offset_of(text, list.source().end);
  const bool lines = text.substr(end, close - end).find('\n') != std::string_view::npos;
  if (lines) return insert_on_next_line(std::move(edited), end, entry);
  return edited.insert(end, ", " + entry);
}

std::string without_entry(std::string_view text, const toml::array& list, std::size_t index) {
  std::string edited(text);
  std::size_t begin = offset_of(text, list[index].source().begin);
  std::size_t end = offset_of(text, list[index].source().end);
  const std::size_t comma = comma_behind(text, end);
  if (comma != std::string_view::npos) {
    edited.erase(comma, 1);
  } else if (index > 0) {
    // The comma before the last entry goes with it unless a comment or a line stands between.
    const std::size_t before = offset_of(text, list[index - 1].source().end);
    const bool near =
        text.substr(before, begin - before).find_first_not_of(" \t,") == std::string_view::npos;
    if (near) begin = before;
  }
  edited.erase(begin, end - begin);
  const std::size_t line = start_of_line(edited, begin);
  if (skip_blanks(edited, line) < begin || !is_bare(edited, begin)) {
    if (comma != std::string_view::npos) edited.erase(begin, skip_blanks(edited, begin) - begin);
    return edited;
  }
  return edited.erase(line, edited.find('\n', begin) + 1 - line);
}

}  // namespace till::cli
