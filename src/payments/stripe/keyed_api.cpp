#include "payments/stripe/keyed_api.h"

#include <utility>

namespace till::payments::stripe {

KeyedApi::KeyedApi(StripeOptions options, net::GuardedClient& client, const Clock& clock, Log& log)
    : client_(client),
      clock_(clock),
      log_(log),
      api_(std::make_shared<const Api>(std::move(options), client, clock, log)) {}

void KeyedApi::take_over(Secret secret_key) {
  const std::lock_guard lock(mutex_);
  StripeOptions options = api_->options();
  options.secret_key = std::move(secret_key);
  api_ = std::make_shared<const Api>(std::move(options), client_, clock_, log_);
}

std::shared_ptr<const Api> KeyedApi::current() const {
  const std::lock_guard lock(mutex_);
  return api_;
}

}  // namespace till::payments::stripe
