// SignedAsker: asks the backend itself, over HTTP, signed well or badly.
#pragma once

#include <memory>
#include <string>

#include "base/random.h"
#include "base/task.h"
#include "commerce/remote/check/asker.h"
#include "commerce/remote/signature.h"
#include "net/http_client.h"

namespace till::commerce::remote::check {

// The header Till-Signature; nothing when it is to be missing. Pure.
std::optional<std::string> signature_header(Signing signing, std::string_view body, Timestamp now,
                                            const Secret& secret);

// For a thread that has nothing else to do. All that it is given must outlive it.
class SignedAsker final : public Asker {
 public:
  struct Needs {
    const Clock& clock;
    Random& random;
    Executor& executor;
  };
  // Refused when the authorities cannot be read.
  static Result<std::unique_ptr<SignedAsker>, std::string> create(std::string url,
                                                                  const std::string& ca_file,
                                                                  Secret secret, Needs needs);
  Given ask(const Asked& asked) override;

 private:
  SignedAsker(std::string url, Secret secret, Needs needs)
      : url_(std::move(url)), secret_(std::move(secret)), needs_(needs) {}

  const std::string url_;
  const Secret secret_;
  const Needs needs_;
  std::unique_ptr<net::HttpClient> client_;
};

}  // namespace till::commerce::remote::check
