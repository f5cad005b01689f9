#include "http/signature.h"

#include <openssl/crypto.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <algorithm>
#include <array>
#include <memory>
#include <string>

#include "base/digest.h"

namespace till::http {
namespace {

struct FreeKey {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
struct FreeContext {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
struct FreeSignature {
  void operator()(ECDSA_SIG* signature) const { ECDSA_SIG_free(signature); }
};
using Key = std::unique_ptr<EVP_PKEY, FreeKey>;

constexpr std::size_t kLongestSignature = 1024;
constexpr std::size_t kRawEs256 = 64;

int sextet(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  if (c == '+' || c == '-') return 62;
  if (c == '/' || c == '_') return 63;
  return -1;
}

// Either alphabet, with or without padding; nothing for any other text.
std::optional<std::string> decode_base64(std::string_view text) {
  while (!text.empty() && text.back() == '=') text.remove_suffix(1);
  if (text.size() > kLongestSignature || text.size() % 4 == 1) return std::nullopt;
  std::string bytes;
  unsigned pending = 0;
  int bits = 0;
  for (const char c : text) {
    const int value = sextet(c);
    if (value < 0) return std::nullopt;
    pending = (pending << 6) | static_cast<unsigned>(value);
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push_back(static_cast<char>(pending >> bits));
    pending &= (1U << bits) - 1U;
  }
  return bytes;
}

Key read_public_key(const std::string& pem) {
  BIO* memory = BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()));
  Key key(memory == nullptr ? nullptr : PEM_read_bio_PUBKEY(memory, nullptr, nullptr, nullptr));
  BIO_free(memory);
  return key;
}

const unsigned char* raw(std::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

// JOSE writes r and s side by side; OpenSSL wants DER.
std::string der_of(std::string_view r_and_s) {
  const std::unique_ptr<ECDSA_SIG, FreeSignature> signature(ECDSA_SIG_new());
  BIGNUM* r = BN_bin2bn(raw(r_and_s), 32, nullptr);
  BIGNUM* s = BN_bin2bn(raw(r_and_s.substr(32)), 32, nullptr);
  if (!signature || ECDSA_SIG_set0(signature.get(), r, s) != 1) return {};
  std::array<unsigned char, 128> der{};
  unsigned char* end = der.data();
  const int length = i2d_ECDSA_SIG(signature.get(), &end);
  if (length <= 0) return {};
  return {reinterpret_cast<char*>(der.data()), static_cast<std::size_t>(length)};
}

bool verify_public(const SignatureKey& key, std::string_view signature, std::string_view bytes) {
  const Key public_key = read_public_key(key.key.reveal());
  const std::unique_ptr<EVP_MD_CTX, FreeContext> context(EVP_MD_CTX_new());
  if (!public_key || !context) return false;
  const bool es256 = key.algorithm == SignatureKey::Algorithm::es256;
  std::string der;
  if (es256 && signature.size() == kRawEs256) {
    der = der_of(signature);
    signature = der;
  }
  const EVP_MD* digest = es256 ? EVP_sha256() : nullptr;
  return EVP_DigestVerifyInit(context.get(), nullptr, digest, nullptr, public_key.get()) == 1 &&
         EVP_DigestVerify(context.get(), raw(signature), signature.size(), raw(bytes),
                          bytes.size()) == 1;
}

bool verify(const SignatureKey& key, std::string_view signature, std::string_view bytes) {
  switch (key.algorithm) {
    case SignatureKey::Algorithm::ed25519:
    case SignatureKey::Algorithm::es256: return verify_public(key, signature, bytes);
    case SignatureKey::Algorithm::hmac_sha256: break;
  }
  Digest claimed{};
  if (signature.size() != claimed.size()) return false;
  std::copy(signature.begin(), signature.end(), claimed.begin());
  return equal_in_constant_time(claimed, hmac_sha256(key.key.reveal(), bytes));
}

}  // namespace

Digest signature_identity(const SignatureKey& key, std::string_view text) {
  const std::string signature = decode_base64(text).value_or(std::string());
  if (key.algorithm != SignatureKey::Algorithm::es256) return sha256(signature);
  if (signature.size() == kRawEs256) return sha256(signature.substr(0, kRawEs256 / 2));
  const unsigned char* at = raw(signature);
  const std::unique_ptr<ECDSA_SIG, FreeSignature> pair(
      d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(signature.size())));
  std::array<unsigned char, kRawEs256 / 2> r{};
  const bool read =
      pair && BN_bn2binpad(ECDSA_SIG_get0_r(pair.get()), r.data(), static_cast<int>(r.size())) >= 0;
  if (!read) return sha256(signature);
  return sha256({reinterpret_cast<const char*>(r.data()), r.size()});
}

std::optional<wire::Fault> check_signature(const SignatureKey& key, const SignedRequest& request,
                                           Timestamp now) {
  if (!request.signature || !request.timestamp) return wire::Fault::signature_missing;
  const auto made_at = parse_rfc3339(*request.timestamp);
  if (!made_at) return wire::Fault::signature_stale;
  const Milliseconds age = now - *made_at;
  if (age > kSignatureWindow || age < -kSignatureWindow) return wire::Fault::signature_stale;
  const auto signature = decode_base64(*request.signature);
  if (!signature) return wire::Fault::signature_invalid;
  const bool holds = verify(key, *signature, request.body) ||
                     (!request.canonical.empty() && verify(key, *signature, request.canonical));
  return holds ? std::nullopt : std::optional(wire::Fault::signature_invalid);
}

}  // namespace till::http
