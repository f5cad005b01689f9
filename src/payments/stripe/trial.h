// Trial: what an operator asks of Stripe itself: is the key good, and a token to try it with.
#pragma once

#include <string>
#include <vector>

#include "net/guarded_client.h"
#include "payments/provider.h"
#include "payments/stripe/config.h"

namespace till::payments::stripe {

// Any thread may call; the arguments must outlive it and every call.
class Trial {
 public:
  Trial(const StripeConfig& config, net::GuardedClient& client)
      : config_(config), client_(client) {}

  // As of Provider.
  Task<Result<std::vector<CheckRow>, std::string>> check(Executor& executor) const;
  Task<Result<std::string, std::string>> test_token(TestPayment payment, Executor& executor) const;

 private:
  // One request; the answer, or a sentence.
  Task<Result<net::Response, std::string>> ask(net::ClientRequest request,
                                               Executor& executor) const;

  const StripeConfig& config_;
  net::GuardedClient& client_;
};

}  // namespace till::payments::stripe
