#include "cli/secrets.h"

#include <array>
#include <cstdint>

namespace till::cli {
namespace {

constexpr std::string_view kDigits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

}  // namespace

Secret make_token(std::string_view prefix, Random& random) {
  std::array<std::uint8_t, 32> bytes{};
  random.fill(bytes);
  std::string text(prefix);
  std::uint32_t bits = 0;
  int count = 0;
  for (const std::uint8_t byte : bytes) {
    bits = (bits << 8) | byte;
    count += 8;
    for (; count >= 6; count -= 6) text += kDigits[(bits >> (count - 6)) & 63U];
  }
  // 256 bits leave 4 over, which the last digit takes.
  text += kDigits[(bits << (6 - count)) & 63U];
  return Secret(std::move(text));
}

}  // namespace till::cli
