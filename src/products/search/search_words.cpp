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

// What is looked for in the place of a word.
using Spelled = std::function<std::string(std::string_view word)>;

// Quoted, a word is never an operator. Without a star it is a word in any form: see
// SearchTokenizer.
std::string in_any_form(std::string_view word) { return "\"" + std::string(word) + "\""; }

// With a star it is the beginning of a word as it stands.
std::string form_or_beginning(std::string_view word) {
  const std::string quoted = in_any_form(word);
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

std::string expression_of(const Compound& parts, const Spelled& spelled) {
  if (parts.size() == 1) return spelled(parts.front());
  std::vector<std::string> each;
  for (const std::string_view part : parts) each.push_back(spelled(part));
  return "((" + all_of(each) + ") OR " + spelled(join(parts)) + ")";
}

std::vector<std::string> expressions_of(std::string_view query, const Spelled& spelled) {
  std::vector<std::string> expressions;
  std::size_t words = 0;
  for (Compound& compound : compounds_of(query)) {
    if (words == kQueryWords) break;
    if (words + compound.size() > kQueryWords) compound.resize(kQueryWords - words);
    words += compound.size();
    expressions.push_back(expression_of(compound, spelled));
  }
  return expressions;
}

}  // namespace

std::vector<std::string> word_expressions(std::string_view query) {
  return expressions_of(query, form_or_beginning);
}

std::vector<std::string> form_expressions(std::string_view query) {
  return expressions_of(query, in_any_form);
}

std::vector<std::string> form_expressions(std::string_view query, const OtherWords& others) {
  return expressions_of(query, [&others](std::string_view word) {
    std::string any = "(" + in_any_form(word);
    for (const std::string& other : others(word)) any += " OR " + in_any_form(other);
    return any + ")";
  });
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
