#include "base/running_digest.h"

#include <openssl/evp.h>

#include "base/ensure.h"

namespace till {

struct RunningDigest::State {
  State() : context(EVP_MD_CTX_new()) {
    TILL_ENSURE(context != nullptr);
    begin();
  }
  ~State() { EVP_MD_CTX_free(context); }
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  void begin() const { TILL_ENSURE(EVP_DigestInit_ex2(context, EVP_sha256(), nullptr) == 1); }

  EVP_MD_CTX* const context;
};

RunningDigest::RunningDigest() : state_(std::make_unique<State>()) {}
RunningDigest::~RunningDigest() = default;

void RunningDigest::add(std::string_view bytes) {
  TILL_ENSURE(EVP_DigestUpdate(state_->context, bytes.data(), bytes.size()) == 1);
}

Digest RunningDigest::finish() {
  Digest digest{};
  TILL_ENSURE(EVP_DigestFinal_ex(state_->context, digest.data(), nullptr) == 1);
  state_->begin();
  return digest;
}

}  // namespace till
