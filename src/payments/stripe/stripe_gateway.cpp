#include "payments/stripe/stripe_gateway.h"

#include <utility>

#include "payments/stripe/charging.h"
#include "payments/stripe/form.h"
#include "payments/stripe/requests.h"
#include "payments/stripe/steps.h"

namespace till::payments::stripe {

Task<app::ChargeOutcome> StripeGateway::charge(app::ChargeRequest request, Executor& executor) {
  Charging charging(api_, std::move(request), executor);
  co_return co_await charging.run();
}

Task<std::optional<checkout::PaymentFailure>> StripeGateway::look(app::ChargeRequest request,
                                                                  Executor& executor) {
  Charging charging(api_, std::move(request), executor);
  co_return co_await charging.look();
}

Task<app::StepOutcome> StripeGateway::refund(app::ChargeStep step, Executor& executor) {
  Steps steps(api_, std::move(step), executor);
  co_return co_await steps.refund();
}

Task<app::StepOutcome> StripeGateway::capture(app::ChargeStep step, Executor& executor) {
  Steps steps(api_, std::move(step), executor);
  co_return co_await steps.capture();
}

Task<app::StepOutcome> StripeGateway::cancel(app::ChargeStep step, Executor& executor) {
  Steps steps(api_, std::move(step), executor);
  co_return co_await steps.cancel();
}

Task<app::ChargeSearch> StripeGateway::find(std::string charge, Executor& executor) {
  if (!is_identifier(charge)) co_return app::ChargeUnknown{};
  net::ClientRequest wanted = intent_request(api_.options(), charge);
  const Answer answer = co_await api_.ask("find", std::move(wanted), api_.deadline(), executor);
  const Reading<PaymentIntent> reading = read_intent(answer);
  if (const auto* intent = std::get_if<PaymentIntent>(&reading)) {
    if (!intent->session) co_return app::ChargeUnknown{};
    co_return app::ChargeOrigin{*intent->session};
  }
  const auto* error = std::get_if<ApiError>(&reading);
  if (error != nullptr && error->kind == ErrorKind::missing) co_return app::ChargeUnknown{};
  co_return app::ChargeInDoubt{};
}

std::optional<Milliseconds> StripeGateway::closed_for() const { return api_.client().closed_for(); }

}  // namespace till::payments::stripe
