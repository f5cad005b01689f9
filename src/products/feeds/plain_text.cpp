// HTML of descriptions as plain text.
#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>

#include "base/ascii.h"
#include "base/blanks.h"
#include "products/feeds/feed_text.h"

namespace till::products {
namespace {

// Those that editors of shops write by name.
constexpr std::pair<std::string_view, std::string_view> kEntities[] = {
    {"amp", "&"},    {"lt", "<"},     {"gt", ">"},     {"quot", "\""},  {"apos", "'"},
    {"nbsp", " "},   {"auml", "ä"},   {"ouml", "ö"},   {"uuml", "ü"},   {"Auml", "Ä"},
    {"Ouml", "Ö"},   {"Uuml", "Ü"},   {"szlig", "ß"},  {"eacute", "é"}, {"egrave", "è"},
    {"ecirc", "ê"},  {"Eacute", "É"}, {"agrave", "à"}, {"aacute", "á"}, {"acirc", "â"},
    {"ccedil", "ç"}, {"ntilde", "ñ"}, {"oacute", "ó"}, {"ocirc", "ô"},  {"uacute", "ú"},
    {"ugrave", "ù"}, {"iacute", "í"}, {"icirc", "î"},  {"iuml", "ï"},   {"aring", "å"},
    {"aelig", "æ"},  {"oslash", "ø"}, {"euro", "€"},   {"pound", "£"},  {"yen", "¥"},
    {"cent", "¢"},   {"copy", "©"},   {"reg", "®"},    {"trade", "™"},  {"deg", "°"},
    {"plusmn", "±"}, {"times", "×"},  {"frac12", "½"}, {"frac14", "¼"}, {"sup2", "²"},
    {"sup3", "³"},   {"micro", "µ"},  {"middot", "·"}, {"bull", "•"},   {"hellip", "…"},
    {"ndash", "–"},  {"mdash", "—"},  {"lsquo", "‘"},  {"rsquo", "’"},  {"ldquo", "“"},
    {"rdquo", "”"},  {"bdquo", "„"},  {"laquo", "«"},  {"raquo", "»"},  {"iexcl", "¡"},
    {"iquest", "¿"}, {"shy", ""},     {"rarr", "→"}};
constexpr std::array<std::string_view, 21> kBlocks{
    "p",  "div", "br", "li",      "ul",      "ol",     "h1",     "h2",         "h3",    "h4", "h5",
    "h6", "tr",  "hr", "section", "article", "header", "footer", "blockquote", "table", "dd"};

std::optional<std::uint32_t> code_of(std::string_view name) {
  name.remove_prefix(1);
  const bool hex = !name.empty() && lower(name.front()) == 'x';
  if (hex) name.remove_prefix(1);
  std::uint32_t code = 0;
  const auto [end, fault] =
      std::from_chars(name.data(), name.data() + name.size(), code, hex ? 16 : 10);
  const bool whole = fault == std::errc() && end == name.data() + name.size();
  const bool letter =
      code >= 0x20 && code != 0x7F && code <= 0x10FFFF && (code < 0xD800 || code > 0xDFFF);
  return whole && letter ? std::optional(code) : std::nullopt;
}

bool is_tag_letter(char c) {
  return (lower(c) >= 'a' && lower(c) <= 'z') || (c >= '0' && c <= '9');
}

class PlainText {
 public:
  explicit PlainText(std::string_view html) : html_(html) {}

  std::string text() {
    out_.reserve(html_.size());
    while (at_ < html_.size()) {
      const char c = html_[at_];
      if (c == '<' && is_tag())
        tag();
      else if (c == '&')
        entity();
      else
        literal(c);
    }
    while (!out_.empty() && (out_.back() == '\n' || out_.back() == ' ')) out_.pop_back();
    return std::move(out_);
  }

 private:
  // "3 < 4" is none.
  bool is_tag() const {
    if (at_ + 1 >= html_.size()) return false;
    const char next = html_[at_ + 1];
    return next == '/' || next == '!' || (lower(next) >= 'a' && lower(next) <= 'z');
  }

  // What ends a line of the text does so until a tag did: then HTML's blanks are blanks.
  void literal(char c) {
    ++at_;
    const bool end = c == '\n' || c == '\r';
    const auto code = static_cast<unsigned char>(c);
    if (c == '\r' && at_ < html_.size() && html_[at_] == '\n') return;
    if (end) return new_line(marked_ ? 0 : 2);
    if (code < 0x20 || code == 0x7F) return blank();
    if (c == ' ') return blank();
    out_ += c;
  }

  void blank() {
    if (!out_.empty() && out_.back() != ' ' && out_.back() != '\n') out_ += ' ';
  }

  // At most so many line ends in a row; 0: a blank.
  void new_line(std::size_t most) {
    if (most == 0) return blank();
    while (!out_.empty() && out_.back() == ' ') out_.pop_back();
    if (out_.empty()) return;
    const std::size_t last = out_.find_last_not_of('\n');
    if (out_.size() - (last + 1) < most) out_ += '\n';
  }

  void skip_past(std::string_view mark) {
    const std::size_t end = html_.find(mark, at_);
    at_ = end == std::string_view::npos ? html_.size() : end + mark.size();
  }

  void tag() {
    if (html_.substr(at_).starts_with("<!--")) return skip_past("-->");
    const bool closes = html_[at_ + 1] == '/';
    std::size_t end = at_ + (closes ? 2 : 1);
    std::string name;
    while (end < html_.size() && name.size() < 12 && is_tag_letter(html_[end])) {
      name += lower(html_[end++]);
    }
    skip_past(">");
    if (!closes && (name == "script" || name == "style")) return skip_past("</" + name + ">");
    if (std::find(kBlocks.begin(), kBlocks.end(), name) == kBlocks.end()) return;
    marked_ = true;
    if (name == "li" || name == "tr" || name == "dd") {
      new_line(1);
    } else {
      new_line(2);
      if (name != "br") new_line(2);
    }
    if (name == "li" && !closes) out_ += "- ";
  }

  void entity() {
    const std::size_t end = html_.find(';', at_);
    if (end == std::string_view::npos || end - at_ > 12 || end == at_ + 1) return literal('&');
    const std::string_view name = html_.substr(at_ + 1, end - at_ - 1);
    if (name.front() == '#') {
      const auto code = code_of(name);
      if (!code) return literal('&');
      at_ = end + 1;
      if (*code == 0xA0) return blank();
      return append_character(out_, *code);
    }
    for (const auto& [known, text] : kEntities) {
      if (known != name) continue;
      at_ = end + 1;
      if (text == " ") return blank();
      out_ += text;
      return;
    }
    literal('&');
  }

  std::string_view html_;
  std::size_t at_ = 0;
  std::string out_;
  bool marked_ = false;
};

}  // namespace

std::string plain_text(std::string_view html) { return PlainText(trimmed(html)).text(); }

}  // namespace till::products
