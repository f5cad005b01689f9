#include "payments/stripe/token_rules.h"

namespace till::payments::stripe {

using checkout::PaymentFailure;

std::optional<Mode> mode_of(const Secret& key) {
  const std::string& text = key.reveal();
  if (text.starts_with("sk_live_") || text.starts_with("rk_live_")) return Mode::live;
  if (text.starts_with("sk_test_") || text.starts_with("rk_test_")) return Mode::test;
  return std::nullopt;
}

bool is_used(const GrantedToken& token) {
  return token.deactivation == Deactivation::consumed || token.captured.minor > 0;
}

std::optional<PaymentFailure> deactivation_of(const GrantedToken& token) {
  switch (token.deactivation) {
    case Deactivation::consumed: return PaymentFailure::token_used;
    case Deactivation::expired: return PaymentFailure::token_expired;
    case Deactivation::revoked: return PaymentFailure::token_revoked;
    case Deactivation::none: break;
  }
  return std::nullopt;
}

std::optional<PaymentFailure> misuse(const GrantedToken& token, std::optional<Mode> mode,
                                     Amount amount, const std::string& currency, Timestamp now) {
  if (mode && token.live != (*mode == Mode::live)) return PaymentFailure::token_unknown;
  if (const auto reason = deactivation_of(token)) return reason;
  if (token.expires_at && *token.expires_at <= now) return PaymentFailure::token_expired;
  if (token.currency.empty()) return std::nullopt;  // No limits, so Stripe decides.
  if (token.currency != currency) return PaymentFailure::token_other_currency;
  if (token.remaining < amount) return PaymentFailure::token_amount_too_small;
  return std::nullopt;
}

}  // namespace till::payments::stripe
