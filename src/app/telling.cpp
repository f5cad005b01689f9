#include "app/telling.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace till::app {

std::string printable(std::string_view words) {
  constexpr std::size_t kMost = 200;
  std::string text(words.substr(0, kMost));
  std::replace_if(
      text.begin(), text.end(), [](char c) { return c < ' ' || c > '~'; }, '?');
  return text;
}

double jitter(Random& random) {
  std::array<std::uint8_t, 4> bytes{};
  random.fill(bytes);
  double value = 0;
  for (const std::uint8_t byte : bytes) value = value * 256 + byte;
  return value / 4294967296.0;
}

}  // namespace till::app
