#include "base/id.h"

#include <cstddef>

namespace till {
namespace {

constexpr std::string_view kDigits = "0123456789abcdefghjkmnpqrstvwxyz";
constexpr std::size_t kDigitCount = 26;

constexpr std::array<std::int16_t, 256> make_values() {
  std::array<std::int16_t, 256> values{};
  values.fill(-1);
  for (std::size_t i = 0; i < kDigits.size(); ++i) {
    values[static_cast<unsigned char>(kDigits[i])] = static_cast<std::int16_t>(i);
  }
  return values;
}
constexpr auto kValues = make_values();

// 26 digits carry 130 bits, so the first holds only the top three of 128: 13 digits hold the 63
// bits at the top, one digit the five in the middle, 12 digits the 60 below.
constexpr std::size_t kTopDigits = 13;
constexpr std::size_t kLowDigits = 12;

std::uint64_t number_of(const std::uint8_t* bytes) {
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < sizeof number; ++i) number = number << 8 | bytes[i];
  return number;
}

void put_number(std::uint64_t number, std::uint8_t* bytes) {
  for (std::size_t i = sizeof number; i-- > 0; number >>= 8) {
    bytes[i] = static_cast<std::uint8_t>(number);
  }
}

void put_digits(std::uint64_t number, char* first, std::size_t count) {
  for (std::size_t i = count; i-- > 0; number >>= 5) first[i] = kDigits[number & 31U];
}

// The number that the digits spell; `fault` becomes negative when one is none.
std::uint64_t read_digits(std::string_view digits, int& fault) {
  std::uint64_t number = 0;
  for (const char digit : digits) {
    const int value = kValues[static_cast<unsigned char>(digit)];
    fault |= value;
    number = number << 5 | static_cast<std::uint64_t>(value & 31);
  }
  return number;
}

}  // namespace

std::string encode_id(std::string_view prefix, const IdBytes& bytes) {
  const std::uint64_t high = number_of(bytes.data());
  const std::uint64_t low = number_of(bytes.data() + 8);
  std::string text(prefix.size() + kDigitCount, '\0');
  prefix.copy(text.data(), prefix.size());
  char* const digits = text.data() + prefix.size();
  put_digits(high >> 1, digits, kTopDigits);
  digits[kTopDigits] = kDigits[(high & 1) << 4 | low >> 60];
  put_digits(low, digits + kTopDigits + 1, kLowDigits);
  return text;
}

std::optional<IdBytes> decode_id(std::string_view prefix, std::string_view text) {
  if (text.size() != prefix.size() + kDigitCount || !text.starts_with(prefix)) return std::nullopt;
  const std::string_view digits = text.substr(prefix.size());
  int fault = 0;
  const std::uint64_t top = read_digits(digits.substr(0, kTopDigits), fault);
  const std::uint64_t middle = read_digits(digits.substr(kTopDigits, 1), fault);
  const std::uint64_t low = read_digits(digits.substr(kTopDigits + 1), fault);
  if (fault < 0 || digits.front() > '7') return std::nullopt;  // More than 128 bits.
  IdBytes bytes{};
  put_number(top << 1 | middle >> 4, bytes.data());
  put_number(middle << 60 | low, bytes.data() + 8);
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
