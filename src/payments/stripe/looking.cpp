// Looking at a token without charging it.
#include "payments/stripe/charging.h"
#include "payments/stripe/form.h"

namespace till::payments::stripe {

using checkout::PaymentFailure;

Task<std::optional<PaymentFailure>> Charging::look() {
  if (!is_identifier(request_.token.reveal())) co_return PaymentFailure::token_unknown;
  const Reading<GrantedToken> looked = co_await token();
  const auto* error = std::get_if<ApiError>(&looked);
  if (error != nullptr && error->kind == ErrorKind::missing) {
    co_return PaymentFailure::token_unknown;
  }
  const auto* granted = std::get_if<GrantedToken>(&looked);
  if (granted == nullptr) co_return std::nullopt;
  co_return misuse_of(*granted);
}

}  // namespace till::payments::stripe
