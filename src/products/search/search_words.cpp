#include "products/search/search_words.h"

#include <cctype>

namespace till::products {
namespace {

// Letters and digits of ASCII and whatever lies beyond it; all else parts words.
bool in_word(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x80 || std::isalnum(byte) != 0;
}

// Words that hyphens alone part: "T-shirts" is T and shirts.
using Compound = std::vector<std::string_view>;

std::vector<Compound> compounds_of(std::string_view text) {
  std::vector<Compound> compounds;
  bool joined = false;  // The next word goes on with the last one.
  for (std::size_t at = 0; at < text.size();) {
    if (!in_word(text[at])) {
      joined = text[at] == '-' && at > 0 && in_word(text[at - 1]);
      ++at;
      continue;
    }
    std::size_t end = at;
    while (end < text.size() && in_word(text[end])) ++end;
    if (!joined || compounds.empty()) compounds.emplace_back();
    compounds.back().push_back(text.substr(at, end - at));
    at = end;
  }
  return compounds;
}

std::string join(const Compound& parts) {
  std::string whole;
  for (const std::string_view part : parts) whole += part;
  return whole;
}

enum class Sought { forms, forms_and_beginnings };

// Quoted, a word is never an operator. With a star it is the beginning of a word as it stands,
// without one a word in any form: see SearchTokenizer.
std::string expression_of(std::string_view word, Sought sought) {
  std::string quoted = "\"" + std::string(word) + "\"";
  if (sought == Sought::forms) return quoted;
  return "(" + quoted + "* OR " + quoted + ")";
}

std::string combine(const std::vector<std::string>& expressions, std::string_view with) {
  std::string all;
  for (const std::string& each : expressions) {
    if (!all.empty()) all.append(with);
    all += each;
  }
  return all;
}

std::string expression_of(const Compound& parts, Sought sought) {
  if (parts.size() == 1) return expression_of(parts.front(), sought);
  std::vector<std::string> each;
  for (const std::string_view part : parts) each.push_back(expression_of(part, sought));
  return "((" + all_of(each) + ") OR " + expression_of(std::string_view(join(parts)), sought) + ")";
}

std::vector<std::string> expressions_of(std::string_view query, Sought sought) {
  std::vector<std::string> expressions;
  std::size_t words = 0;
  for (Compound& compound : compounds_of(query)) {
    if (words == kQueryWords) break;
    if (words + compound.size() > kQueryWords) compound.resize(kQueryWords - words);
    words += compound.size();
    expressions.push_back(expression_of(compound, sought));
  }
  return expressions;
}

}  // namespace

std::vector<std::string> word_expressions(std::string_view query) {
  return expressions_of(query, Sought::forms_and_beginnings);
}

std::vector<std::string> form_expressions(std::string_view query) {
  return expressions_of(query, Sought::forms);
}

std::string all_of(const std::vector<std::string>& expressions) {
  return combine(expressions, " AND ");
}

std::string any_of(const std::vector<std::string>& expressions) {
  return combine(expressions, " OR ");
}

std::string joined_words(std::string_view text) {
  std::string all;
  for (const Compound& compound : compounds_of(text)) {
    if (compound.size() < 2) continue;
    if (!all.empty()) all += ' ';
    all += join(compound);
  }
  return all;
}

}  // namespace till::products
