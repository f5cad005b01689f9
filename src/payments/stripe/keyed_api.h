// KeyedApi: Stripe's API under the secret key that holds now. Private to this folder.
#pragma once

#include <memory>
#include <mutex>

#include "base/secret.h"
#include "payments/stripe/api.h"

namespace till::payments::stripe {

// Any thread may call. The arguments must outlive it.
class KeyedApi {
 public:
  KeyedApi(StripeOptions options, net::GuardedClient& client, const Clock& clock, Log& log);

  // What begins from now on is asked under this key; what is under way ends under the one before.
  void take_over(Secret secret_key);
  // Whoever begins something keeps it until the end.
  std::shared_ptr<const Api> current() const;

 private:
  net::GuardedClient& client_;
  const Clock& clock_;
  Log& log_;
  mutable std::mutex mutex_;
  std::shared_ptr<const Api> api_;
};

}  // namespace till::payments::stripe
