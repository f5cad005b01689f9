// SearchWords: what someone looks for, as expressions of FTS5.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace till::products {

// Of a longer query the rest is passed over.
inline constexpr std::size_t kQueryWords = 16;

// An expression for each word of the query: items that hold it in one of its forms, or a word that
// begins so. Words with hyphens between them are one, written together or apart. Whatever a query
// holds is a word, never an operator.
std::vector<std::string> word_expressions(std::string_view query);

// The same without words that begin so, which take long to look for among many items.
std::vector<std::string> form_expressions(std::string_view query);

// The same with those that `others` names beside a word, as they stand in the index.
using OtherWords = std::function<std::vector<std::string>(std::string_view word)>;
std::vector<std::string> form_expressions(std::string_view query, const OtherWords& others);

// The expressions as one: items that fit all of them, or any. Empty when there are none.
std::string all_of(const std::vector<std::string>& expressions);
std::string any_of(const std::vector<std::string>& expressions);

// The words of a text that hold hyphens, without them: "tshirt" for "T-shirt", as people may look
// for it.
std::string joined_words(std::string_view text);

}  // namespace till::products
