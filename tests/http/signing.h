// Keys and signatures as an agent makes them.
#pragma once

#include <gtest/gtest.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <memory>
#include <string>
#include <string_view>

#include "base/digest.h"
#include "http/agents.h"

namespace till::http::test {

using Algorithm = SignatureKey::Algorithm;

inline std::string base64(std::string_view bytes) {
  std::string text(4 * ((bytes.size() + 2) / 3) + 1, '\0');
  const int length = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                                     reinterpret_cast<const unsigned char*>(bytes.data()),
                                     static_cast<int>(bytes.size()));
  text.resize(static_cast<std::size_t>(length));
  return text;
}

inline std::string base64url(std::string_view bytes) {
  std::string text = base64(bytes);
  while (text.ends_with('=')) text.pop_back();
  for (char& c : text) c = c == '+' ? '-' : c == '/' ? '_' : c;
  return text;
}

// One key pair of an agent, new for each test.
class Signer {
 public:
  explicit Signer(Algorithm algorithm) : algorithm_(algorithm), key_(nullptr, EVP_PKEY_free) {
    if (algorithm == Algorithm::ed25519) {
      key_.reset(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"));
    } else if (algorithm == Algorithm::es256) {
      key_.reset(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256"));
    }
  }

  SignatureKey verifying_key() const {
    if (!key_) return {algorithm_, Secret(secret_)};
    const std::unique_ptr<BIO, decltype(&BIO_free)> memory(BIO_new(BIO_s_mem()), BIO_free);
    EXPECT_EQ(PEM_write_bio_PUBKEY(memory.get(), key_.get()), 1);
    char* text = nullptr;
    const auto length = BIO_get_mem_data(memory.get(), &text);
    return {algorithm_, Secret(std::string(text, static_cast<std::size_t>(length)))};
  }

  // The bytes of a signature: DER for ES256.
  std::string sign(std::string_view bytes) const {
    if (!key_) {
      const Digest digest = hmac_sha256(secret_, bytes);
      return {digest.begin(), digest.end()};
    }
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(),
                                                                          EVP_MD_CTX_free);
    const EVP_MD* const digest = algorithm_ == Algorithm::es256 ? EVP_sha256() : nullptr;
    EXPECT_EQ(EVP_DigestSignInit(context.get(), nullptr, digest, nullptr, key_.get()), 1);
    std::string signature(256, '\0');
    std::size_t length = signature.size();
    EXPECT_EQ(
        EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &length,
                       reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size()),
        1);
    signature.resize(length);
    return signature;
  }

 private:
  Algorithm algorithm_;
  std::string secret_ = "a secret of 32 bytes, or longer..";
  std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key_;
};

// r and s side by side, 32 bytes each, as JOSE writes an ES256 signature.
inline std::string side_by_side(const std::string& der) {
  const auto* start = reinterpret_cast<const unsigned char*>(der.data());
  const std::unique_ptr<ECDSA_SIG, decltype(&ECDSA_SIG_free)> signature(
      d2i_ECDSA_SIG(nullptr, &start, static_cast<long>(der.size())), ECDSA_SIG_free);
  std::string raw(64, '\0');
  auto* const out = reinterpret_cast<unsigned char*>(raw.data());
  EXPECT_EQ(BN_bn2binpad(ECDSA_SIG_get0_r(signature.get()), out, 32), 32);
  EXPECT_EQ(BN_bn2binpad(ECDSA_SIG_get0_s(signature.get()), out + 32, 32), 32);
  return raw;
}

}  // namespace till::http::test
