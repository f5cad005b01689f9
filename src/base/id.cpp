#include "base/id.h"

#include <cstddef>

namespace till {
namespace {

constexpr std::string_view kDigits = "0123456789abcdefghjkmnpqrstvwxyz";
constexpr std::size_t kDigitCount = 26;

constexpr std::array<std::int8_t, 256> make_values() {
  std::array<std::int8_t, 256> values{};
  values.fill(-1);
  for (std::size_t i = 0; i < kDigits.size(); ++i) {
    values[static_cast<unsigned char>(kDigits[i])] = static_cast<std::int8_t>(i);
  }
  return values;
}
constexpr auto kValues = make_values();

}  // namespace

std::string encode_id(std::string_view prefix, const IdBytes& bytes) {
  std::string text(prefix.size() + kDigitCount, '\0');
  prefix.copy(text.data(), prefix.size());
  // 26 digits carry 130 bits, so the first digit holds only the top three.
  unsigned pending = 0;
  int bits = 2;
  std::size_t at = prefix.size();
  for (const std::uint8_t byte : bytes) {
    pending = (pending << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text[at++] = kDigits[(pending >> bits) & 31U];
    }
    pending &= (1U << bits) - 1U;
  }
  return text;
}

std::optional<IdBytes> decode_id(std::string_view prefix, std::string_view text) {
  if (text.size() != prefix.size() + kDigitCount || !text.starts_with(prefix)) return std::nullopt;
  IdBytes bytes{};
  unsigned pending = 0;
  int bits = -2;
  std::size_t at = 0;
  for (const char digit : text.substr(prefix.size())) {
    const std::int8_t value = kValues[static_cast<unsigned char>(digit)];
    if (value < 0 || (bits == -2 && value > 7)) return std::nullopt;
    pending = (pending << 5) | static_cast<unsigned>(value);
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes[at++] = static_cast<std::uint8_t>(pending >> bits);
      pending &= (1U << bits) - 1U;
    }
  }
  return bytes;
}

IdBytes RandomIds::next() {
  IdBytes bytes{};
  random_.fill(bytes);
  auto ms = static_cast<std::uint64_t>(clock_.now().ms);
  for (int i = 5; i >= 0; --i) {
    bytes[static_cast<std::size_t>(i)] = static_cast<std::uint8_t>(ms);
    ms >>= 8;
  }
  return bytes;
}

}  // namespace till
