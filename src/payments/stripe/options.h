// StripeOptions: what the operator decides about charging through Stripe. A plain value.
#pragma once

#include <string>

#include "base/clock.h"
#include "base/secret.h"

namespace till::payments::stripe {

// Shared payment tokens exist only in a preview version of Stripe's API.
inline constexpr const char* kApiVersion = "2026-04-22.preview";

// What Stripe's reference promises for every account and currency.
inline constexpr int kAmountDigits = 8;

// Where a charge names the token.
enum class TokenParameter {
  payment_method_data,  // payment_method_data[shared_payment_granted_token].
  top_level,            // shared_payment_granted_token, before 2026-04-22.preview.
};

// What follows when Stripe recommends to block a token.
enum class RiskPolicy { decline, manual_review, ignore };

struct StripeOptions {
  Secret secret_key;  // sk_…, or rk_… with the right to write payment intents and refunds.
  std::string api_base = "https://api.stripe.com";  // Without a slash at its end.
  std::string api_version = kApiVersion;
  TokenParameter token_parameter = TokenParameter::payment_method_data;
  RiskPolicy risk_policy = RiskPolicy::decline;
  // The digits that Stripe takes of an amount; of some currencies it takes more in any case.
  int amount_digits = kAmountDigits;
  // Over all requests of one charge or step; an agent gives up on a complete after 4 s.
  Milliseconds patience{3'500};
  // What Stripe made longer ago than this is found by a search. It promises less than a minute.
  Milliseconds search_lag{60'000};
  // How long a charge may wait for the buyer's authentication before it is canceled.
  Milliseconds pending_patience = std::chrono::hours(1);
};

}  // namespace till::payments::stripe
