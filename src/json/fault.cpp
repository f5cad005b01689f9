#include "json/fault.h"

#include <algorithm>
#include <vector>

namespace till::json {
namespace {

constexpr std::size_t kDepth = 1024;  // As the parser has it.

bool is_decimal(char c) { return c >= '0' && c <= '9'; }
bool is_hexadecimal(char c) {
  return is_decimal(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

// How many bytes a character that begins so takes; 0 when none does.
std::size_t size_of_character(char c) {
  const auto byte = static_cast<unsigned char>(c);
  if (byte < 0x80) return 1;
  if (byte >= 0xC2 && byte < 0xE0) return 2;
  if (byte >= 0xE0 && byte < 0xF0) return 3;
  return byte >= 0xF0 && byte < 0xF5 ? 4 : 0;
}

// Reads on for as long as the text is JSON.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  std::optional<SyntaxFault> run() {
    skip_blanks();
    bool read = value();
    while (read && !open_.empty()) read = next_entry();
    if (!read) return fault();
    skip_blanks();
    if (at_ == text_.size()) return std::nullopt;
    fail("nothing follows its end");
    return fault();
  }

 private:
  // Of an object or a list the bracket that ends it.
  bool next_entry() {
    skip_blanks();
    const char end = open_.back();
    if (peek() == end) {
      ++at_;
      open_.pop_back();
      first_ = false;
      return true;
    }
    if (!first_ && !take(',')) {
      return fail(end == '}' ? "a comma or } is missing" : "a comma or ] is missing");
    }
    first_ = false;
    skip_blanks();
    if (end == ']') return value();
    if (peek() != '"') return fail("the name of a member in double quotes is missing");
    if (!text()) return false;
    skip_blanks();
    if (!take(':')) return fail("a colon is missing");
    skip_blanks();
    return value();
  }

  bool value() {
    const char c = peek();
    if (c == '{' || c == '[') return open(c == '{' ? '}' : ']');
    first_ = false;
    if (c == '"') return text();
    if (c == '-' || is_decimal(c)) return number();
    for (const std::string_view word : {"true", "false", "null"}) {
      if (!text_.substr(at_).starts_with(word)) continue;
      at_ += word.size();
      return true;
    }
    return fail("a value is missing");
  }

  bool open(char end) {
    if (open_.size() == kDepth) return fail("it is nested too deep");
    open_.push_back(end);
    first_ = true;
    ++at_;
    return true;
  }

  bool text() {
    const std::size_t begin = at_++;
    while (at_ < text_.size() && text_[at_] != '"') {
      const char c = text_[at_];
      if (static_cast<unsigned char>(c) < ' ')
        return fail("a text holds a line end or control character");
      if (c == '\\' ? !escape() : !character()) return false;
    }
    if (take('"')) return true;
    at_ = begin;
    return fail("a text is not ended");
  }

  bool escape() {
    constexpr std::string_view kKnown = "\"\\/bfnrt";
    const char c = at_ + 1 < text_.size() ? text_[at_ + 1] : '\0';
    const std::string_view digits = text_.substr(std::min(at_ + 2, text_.size()), 4);
    const bool unicode =
        c == 'u' && digits.size() == 4 && std::all_of(digits.begin(), digits.end(), is_hexadecimal);
    if (!unicode && (c == '\0' || kKnown.find(c) == std::string_view::npos)) {
      return fail("a backslash begins no escape");
    }
    at_ += unicode ? 6 : 2;
    return true;
  }

  bool character() {
    const std::size_t size = size_of_character(text_[at_]);
    const std::string_view rest = text_.substr(at_ + 1, size == 0 ? 0 : size - 1);
    const bool whole =
        size > 0 && rest.size() == size - 1 && std::all_of(rest.begin(), rest.end(), [](char c) {
          return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
        });
    if (!whole) return fail("a character is not UTF-8");
    at_ += size;
    return true;
  }

  bool number() {
    take('-');
    if (!take('0') && !digits()) return fail("a number has no digits");
    if (is_decimal(peek())) return fail("a number begins with 0");
    if (take('.') && !digits()) return fail("a number has no digits behind its point");
    if (take('e') || take('E')) {
      if (!take('+')) take('-');
      if (!digits()) return fail("a number has no digits in its exponent");
    }
    return true;
  }

  bool digits() {
    const std::size_t begin = at_;
    while (is_decimal(peek())) ++at_;
    return at_ > begin;
  }

  void skip_blanks() { at_ = std::min(text_.find_first_not_of(" \t\r\n", at_), text_.size()); }
  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  bool take(char c) {
    if (at_ == text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  bool fail(const char* what) {
    what_ = at_ == text_.size() ? "it ends too early" : what;
    return false;
  }

  SyntaxFault fault() const {
    const std::string_view before = text_.substr(0, at_);
    const auto lines = std::count(before.begin(), before.end(), '\n');
    const std::string_view line = before.substr(before.rfind('\n') + 1);
    const auto characters = std::count_if(line.begin(), line.end(), [](char c) {
      return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
    });
    return {static_cast<std::size_t>(lines) + 1, static_cast<std::size_t>(characters) + 1, what_};
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::vector<char> open_;
  bool first_ = false;  // No entry of the innermost one was read yet.
  const char* what_ = "";
};

}  // namespace

std::optional<SyntaxFault> find_syntax_fault(std::string_view text) { return Scanner(text).run(); }

}  // namespace till::json
