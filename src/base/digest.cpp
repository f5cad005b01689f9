#include "base/digest.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <cstddef>

#include "base/ascii.h"
#include "base/ensure.h"

namespace till {
namespace {

// Fetched once: looking an algorithm up costs more than hashing a small body.
const EVP_MD* sha256_algorithm() {
  static EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  TILL_ENSURE(algorithm != nullptr);
  return algorithm;
}

// A reusable context of one thread.
class Hasher {
 public:
  Hasher() : context_(EVP_MD_CTX_new()) { TILL_ENSURE(context_ != nullptr); }
  ~Hasher() { EVP_MD_CTX_free(context_); }
  Hasher(const Hasher&) = delete;
  Hasher& operator=(const Hasher&) = delete;
  void begin() { TILL_ENSURE(EVP_DigestInit_ex2(context_, sha256_algorithm(), nullptr) == 1); }
  void add(std::string_view bytes) {
    TILL_ENSURE(EVP_DigestUpdate(context_, bytes.data(), bytes.size()) == 1);
  }
  Digest finish() {
    Digest digest{};
    TILL_ENSURE(EVP_DigestFinal_ex(context_, digest.data(), nullptr) == 1);
    return digest;
  }

 private:
  EVP_MD_CTX* context_;
};

Hasher& thread_hasher() {
  thread_local Hasher hasher;
  return hasher;
}

}  // namespace

Digest sha256(std::string_view bytes) {
  Hasher& hasher = thread_hasher();
  hasher.begin();
  hasher.add(bytes);
  return hasher.finish();
}

Digest sha256_of_parts(std::initializer_list<std::string_view> parts) {
  Hasher& hasher = thread_hasher();
  hasher.begin();
  for (const std::string_view part : parts) {
    std::array<char, 8> length{};
    for (std::size_t i = 0; i < length.size(); ++i) {
      length[i] = static_cast<char>(part.size() >> (8 * i));
    }
    hasher.add({length.data(), length.size()});
    hasher.add(part);
  }
  return hasher.finish();
}

Digest hmac_sha256(std::string_view key, std::string_view bytes) {
  Digest digest{};
  const auto* data = reinterpret_cast<const unsigned char*>(bytes.data());
  unsigned length = 0;
  TILL_ENSURE(HMAC(sha256_algorithm(), key.data(), static_cast<int>(key.size()), data, bytes.size(),
                   digest.data(), &length) != nullptr);
  TILL_ENSURE(length == digest.size());
  return digest;
}

std::string to_hex(const Digest& digest) {
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string text;
  text.reserve(digest.size() * 2);
  for (const std::uint8_t byte : digest) {
    text.push_back(kHex[byte >> 4U]);
    text.push_back(kHex[byte & 15U]);
  }
  return text;
}

std::string to_base64(const Digest& digest) {
  std::array<unsigned char, 45> text{};  // With the zero that OpenSSL puts behind.
  EVP_EncodeBlock(text.data(), digest.data(), static_cast<int>(digest.size()));
  return {text.begin(), text.end() - 1};
}

std::string to_base64(std::string_view bytes) {
  std::string text((bytes.size() + 2) / 3 * 4 + 1,
                   '\0');  // With the zero that OpenSSL puts behind.
  EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                  reinterpret_cast<const unsigned char*>(bytes.data()),
                  static_cast<int>(bytes.size()));
  text.pop_back();
  return text;
}

std::optional<Digest> digest_from_hex(std::string_view text) {
  Digest digest{};
  if (text.size() != digest.size() * 2) return std::nullopt;
  for (std::size_t i = 0; i < digest.size(); ++i) {
    const int high = hex_value(text[i * 2]);
    const int low = hex_value(text[i * 2 + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    digest[i] = static_cast<std::uint8_t>(high * 16 + low);
  }
  return digest;
}

bool equal_in_constant_time(const Digest& left, const Digest& right) {
  return CRYPTO_memcmp(left.data(), right.data(), left.size()) == 0;
}

}  // namespace till
