// Spelling: the words of Stripe's that stand for a value of ours. Private to this folder.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace till::payments::stripe {

template <class T>
struct Spelling {
  std::string_view text;
  T value;
};

// The value of `text`, or `otherwise`: Stripe adds words without a new version.
template <class T, std::size_t N>
T spelled(const std::array<Spelling<T>, N>& spellings, std::string_view text, T otherwise) {
  for (const auto& spelling : spellings) {
    if (spelling.text == text) return spelling.value;
  }
  return otherwise;
}

}  // namespace till::payments::stripe
