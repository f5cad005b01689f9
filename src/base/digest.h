// SHA-256 and what Till builds on it. Any thread may call these.
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

namespace till {

using Digest = std::array<std::uint8_t, 32>;

Digest sha256(std::string_view bytes);

// SHA-256 over the parts, each preceded by its length, so that ("a","bc") and ("ab","c") differ.
Digest sha256_of_parts(std::initializer_list<std::string_view> parts);

Digest hmac_sha256(std::string_view key, std::string_view bytes);

// Lower-case hexadecimal, 64 characters.
std::string to_hex(const Digest& digest);

// Base64 with its padding, 44 characters.
std::string to_base64(const Digest& digest);

// Base64 of any bytes, with its padding.
std::string to_base64(std::string_view bytes);

// Nothing unless the text is 64 hexadecimal digits of either case.
std::optional<Digest> digest_from_hex(std::string_view text);

// Compares without stopping at the first difference, so that timing tells nothing.
bool equal_in_constant_time(const Digest& left, const Digest& right);

}  // namespace till
