#include "payments/stripe/stripe_gateway.h"

#include <utility>

#include "payments/stripe/charging.h"
#include "payments/stripe/form.h"
#include "payments/stripe/requests.h"
#include "payments/stripe/steps.h"
#include "payments/stripe/units.h"

namespace till::payments::stripe {

StripeGateway::StripeGateway(StripeOptions options, net::GuardedClient& client, const Clock& clock,
                             Log& log)
    : amount_digits_(options.amount_digits),
      client_(client),
      api_(std::move(options), client, clock, log) {}

Task<app::ChargeOutcome> StripeGateway::charge(app::ChargeRequest request, Executor& executor) {
  const auto current = api_.current();
  Charging charging(*current, std::move(request), executor);
  co_return co_await charging.run();
}

Task<std::optional<checkout::PaymentFailure>> StripeGateway::look(app::ChargeRequest request,
                                                                  Executor& executor) {
  const auto current = api_.current();
  Charging charging(*current, std::move(request), executor);
  co_return co_await charging.look();
}

Task<app::StepOutcome> StripeGateway::refund(app::ChargeStep step, Executor& executor) {
  const auto current = api_.current();
  Steps steps(*current, std::move(step), executor);
  co_return co_await steps.refund();
}

Task<app::StepOutcome> StripeGateway::capture(app::ChargeStep step, Executor& executor) {
  const auto current = api_.current();
  Steps steps(*current, std::move(step), executor);
  co_return co_await steps.capture();
}

Task<app::StepOutcome> StripeGateway::cancel(app::ChargeStep step, Executor& executor) {
  const auto current = api_.current();
  Steps steps(*current, std::move(step), executor);
  co_return co_await steps.cancel();
}

Task<app::ChargeSearch> StripeGateway::find(std::string charge, Executor& executor) {
  if (!is_identifier(charge)) co_return app::ChargeUnknown{};
  const auto current = api_.current();
  net::ClientRequest wanted = intent_request(current->options(), charge);
  const Answer answer =
      co_await current->ask("find", std::move(wanted), current->deadline(), executor);
  const Reading<PaymentIntent> reading = read_intent(answer);
  if (const auto* intent = std::get_if<PaymentIntent>(&reading)) {
    if (!intent->session) co_return app::ChargeUnknown{};
    co_return app::ChargeOrigin{*intent->session};
  }
  const auto* error = std::get_if<ApiError>(&reading);
  if (error != nullptr && error->kind == ErrorKind::missing) co_return app::ChargeUnknown{};
  co_return app::ChargeInDoubt{};
}

checkout::ChargeLimits StripeGateway::limits(std::string_view currency) const {
  return charge_limits(currency, amount_digits_);
}

std::optional<Milliseconds> StripeGateway::closed_for() const { return client_.closed_for(); }

}  // namespace till::payments::stripe
