// Signature and Timestamp of a request: any headers are read without fault, the agent's own
// signature is accepted in each spelling, and nobody else's is.
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/digest.h"
#include "base/ensure.h"
#include "http/signature.h"

namespace {

using namespace till;
using http::SignatureKey;
using Algorithm = SignatureKey::Algorithm;
using wire::Fault;

constexpr Timestamp kNow{1'795'514'400'000};
constexpr std::string_view kNowText = "2026-11-24T10:00:00Z";
constexpr std::string_view kSecret = "a secret of 32 bytes, or longer..";

std::string base64(std::string_view bytes) {
  std::string text(4 * ((bytes.size() + 2) / 3) + 1, '\0');
  const int length = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                                     reinterpret_cast<const unsigned char*>(bytes.data()),
                                     static_cast<int>(bytes.size()));
  text.resize(static_cast<std::size_t>(length));
  return text;
}

std::string base64url(std::string text) {
  while (text.ends_with('=')) text.pop_back();
  for (char& c : text) c = c == '+' ? '-' : c == '/' ? '_' : c;
  return text;
}

// An agent's key; new in each run, for nothing that is tested depends on which it is.
class Signer {
 public:
  explicit Signer(Algorithm algorithm) : key_(nullptr, EVP_PKEY_free) {
    verifying_ = {algorithm, Secret(std::string(kSecret))};
    if (algorithm == Algorithm::hmac_sha256) return;
    const bool es256 = algorithm == Algorithm::es256;
    key_.reset(es256 ? EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256")
                     : EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"));
    const std::unique_ptr<BIO, decltype(&BIO_free)> memory(BIO_new(BIO_s_mem()), BIO_free);
    TILL_ENSURE(PEM_write_bio_PUBKEY(memory.get(), key_.get()) == 1);
    char* text = nullptr;
    const auto length = BIO_get_mem_data(memory.get(), &text);
    verifying_.key = Secret(std::string(text, static_cast<std::size_t>(length)));
  }
  const SignatureKey& verifying() const { return verifying_; }

  std::string sign(std::string_view bytes) const {
    if (!key_) {
      const Digest digest = hmac_sha256(kSecret, bytes);
      return {digest.begin(), digest.end()};
    }
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(),
                                                                          EVP_MD_CTX_free);
    const bool es256 = verifying_.algorithm == Algorithm::es256;
    std::string signature(256, '\0');
    std::size_t length = signature.size();
    TILL_ENSURE(EVP_DigestSignInit(context.get(), nullptr, es256 ? EVP_sha256() : nullptr, nullptr,
                                   key_.get()) == 1);
    TILL_ENSURE(EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()),
                               &length, reinterpret_cast<const unsigned char*>(bytes.data()),
                               bytes.size()) == 1);
    signature.resize(length);
    return signature;
  }

 private:
  SignatureKey verifying_;
  std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key_;
};

std::string_view take_line(std::string_view& rest) {
  const std::size_t end = rest.find('\n');
  const std::string_view line = rest.substr(0, end);
  rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
  return line;
}

void check_own(const Signer& signer, std::string_view body) {
  const SignatureKey& key = signer.verifying();
  std::string text = base64(signer.sign(body));
  if (body.size() % 2 == 0) text = base64url(text);
  TILL_ENSURE(!check_signature(key, {text, kNowText, body, ""}, kNow));
  const std::string other = std::string(body) + " ";
  TILL_ENSURE(check_signature(key, {text, kNowText, other, ""}, kNow) == Fault::signature_invalid);
  // A signature of the canonical form is as good as one of the bytes sent.
  if (!body.empty()) TILL_ENSURE(!check_signature(key, {text, kNowText, other, body}, kNow));
  const Timestamp later = kNow + 2 * http::kSignatureWindow;
  TILL_ENSURE(check_signature(key, {text, kNowText, body, ""}, later) == Fault::signature_stale);
}

void check_foreign(const Signer& signer, std::string_view header, std::string_view time,
                   std::string_view body) {
  const SignatureKey& key = signer.verifying();
  TILL_ENSURE(check_signature(key, {header, std::nullopt, body, ""}, kNow) ==
              Fault::signature_missing);
  const auto fault = check_signature(key, {header, time, body, ""}, kNow);
  const auto made_at = parse_rfc3339(time);
  const bool fresh = made_at && *made_at - kNow <= http::kSignatureWindow &&
                     kNow - *made_at <= http::kSignatureWindow;
  TILL_ENSURE((fault == Fault::signature_stale) == !fresh);
  // Nobody finds a signature by chance; the secret of the shared one is in this file.
  if (!fault) {
    TILL_ENSURE(key.algorithm == Algorithm::hmac_sha256);
    const std::string right = base64url(base64(signer.sign(body)));
    TILL_ENSURE(base64url(std::string(header)).substr(0, 42) == right.substr(0, 42));
  }
  // The same bytes as a signature that is well formed base64.
  const std::string wrapped = base64(header);
  TILL_ENSURE(check_signature(key, {wrapped, kNowText, body, ""}, kNow) ==
                  Fault::signature_invalid ||
              key.algorithm == Algorithm::hmac_sha256);
}

}  // namespace

// The first byte chooses the algorithm; then come the two headers, a line each, and the body.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Signer kSigners[] = {Signer(Algorithm::hmac_sha256), Signer(Algorithm::ed25519),
                                    Signer(Algorithm::es256)};
  if (size == 0) return 0;
  const Signer& signer = kSigners[data[0] % 3];
  std::string_view rest(reinterpret_cast<const char*>(data + 1), size - 1);
  const std::string_view header = take_line(rest);
  const std::string_view time = take_line(rest);
  check_own(signer, rest);
  check_foreign(signer, header, time, rest);
  return 0;
}
