// Choices of a catalogue: one of several members or words, and what is named by its id. Private to
// the embedded catalogue.
#pragma once

#include <algorithm>
#include <cstddef>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "commerce/embedded/catalog_place.h"

namespace till::commerce {

// Texts of which there is at least one, none of them twice.
inline std::vector<std::string> read_some(const Place& place, const char* member) {
  std::vector<std::string> texts = place.texts(member);
  if (texts.empty()) place.fault(member, "a list of at least one text");
  std::set<std::string> seen;
  for (const std::string& text : texts) {
    if (!seen.insert(text).second) place.fault(member, "a list without repetition: " + text);
  }
  return texts;
}

// What the word of the member stands for; nothing, with a fault, when it is none of them.
template <class T>
std::optional<T> read_word(const Place& place, const char* member,
                           const std::vector<std::pair<std::string, T>>& words) {
  const std::string word = place.text(member);
  if (word.empty()) return std::nullopt;
  std::string wanted;
  for (const auto& [name, value] : words) {
    if (name == word) return value;
    wanted += (wanted.empty() ? "one of " : ", ") + name;
  }
  place.fault(member, wanted);
  return std::nullopt;
}

// Where the one of that id stands.
template <class T, class Id>
std::optional<std::size_t> index_of(const std::vector<T>& all, const std::string& id, Id name) {
  const auto found = std::find_if(all.begin(), all.end(),
                                  [&](const T& one) { return std::invoke(name, one) == id; });
  if (found == all.end()) return std::nullopt;
  return static_cast<std::size_t>(found - all.begin());
}

}  // namespace till::commerce
