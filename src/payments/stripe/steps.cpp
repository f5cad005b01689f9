#include "payments/stripe/steps.h"

#include <vector>

#include "payments/stripe/form.h"
#include "payments/stripe/requests.h"
#include "payments/stripe/units.h"

namespace till::payments::stripe {
namespace {

using app::StepDone;
using app::StepInDoubt;
using app::StepOutcome;
using app::StepRefused;

constexpr int kKeys = 3;

// When an id was made: its first 48 bits.
Timestamp made_at(const AdjustmentId& id) {
  std::int64_t ms = 0;
  for (std::size_t i = 0; i < 6; ++i) ms = ms * 256 + id.bytes[i];
  return {ms};
}

// A fault of ours that someone mends: the step may go through later. Stripe named the charge, so
// that one which is missing is asked for by the key of another account.
bool is_fault_of_ours(ErrorKind kind) {
  return kind == ErrorKind::misused_key || kind == ErrorKind::not_allowed ||
         kind == ErrorKind::missing;
}

// The key's answer is a fault for good; another key may do better where nothing happened.
bool is_kept_fault(const Answer& answer) { return answer.replayed && answer.status >= 500; }

}  // namespace

bool Steps::may_be_asked() const {
  if (!is_identifier(step_.charge)) return false;
  if (to_stripe(step_.amount, step_.currency)) return true;
  api_.alarm("stripe_step", step_.session.text(), "Stripe moves no such part of a unit");
  return false;
}

Task<StepOutcome> Steps::settle(Act act) {
  if (!may_be_asked()) co_return StepRefused{};
  for (int keys = 0; keys < kKeys; ++keys) {
    net::ClientRequest wanted = act == Act::capture ? capture_request(api_.options(), step_)
                                                    : cancel_request(api_.options(), step_);
    const Answer answer = co_await api_.ask(name_of(act), std::move(wanted), deadline_, executor_);
    Reading<PaymentIntent> reading = read_intent(answer);
    const bool again = is_kept_fault(answer);
    if (std::holds_alternative<Unreliable>(reading) && !again) co_return StepInDoubt{};
    if (const auto* error = std::get_if<ApiError>(&reading)) {
      if (is_fault_of_ours(error->kind)) co_return refused(*error);
    }
    // What the charge says of itself decides over a step that was refused: it may be done already.
    if (!std::holds_alternative<PaymentIntent>(reading)) reading = co_await intent();
    if (std::holds_alternative<ApiError>(reading)) {
      co_return alarm("the charge is not shown", StepInDoubt{});
    }
    const auto* found = std::get_if<PaymentIntent>(&reading);
    if (found == nullptr) co_return StepInDoubt{};
    if (!again || found->status != IntentStatus::requires_capture) {
      co_return act == Act::capture ? captured(*found) : canceled(*found);
    }
    step_.gateway_key = renewed_key(step_.gateway_key);
  }
  co_return StepInDoubt{};
}

StepOutcome Steps::captured(const PaymentIntent& intent) const {
  switch (intent.status) {
    case IntentStatus::succeeded:
      if (intent.currency == step_.currency && intent.received == step_.amount) {
        return StepDone{intent.id};
      }
      return alarm("another amount was captured", StepDone{intent.id});
    case IntentStatus::requires_capture:
      return alarm("the amount may not be captured", StepRefused{});
    case IntentStatus::canceled:
    case IntentStatus::requires_payment_method: return StepRefused{};
    case IntentStatus::requires_confirmation:
    case IntentStatus::requires_action:
    case IntentStatus::processing:
    case IntentStatus::unknown: break;
  }
  return StepInDoubt{};
}

StepOutcome Steps::canceled(const PaymentIntent& intent) const {
  switch (intent.status) {
    case IntentStatus::canceled: return StepDone{intent.id};
    case IntentStatus::succeeded:
      return alarm("what should be let go was captured by someone", StepRefused{});
    case IntentStatus::requires_capture:
    case IntentStatus::requires_payment_method:
    case IntentStatus::requires_confirmation:
    case IntentStatus::requires_action:
    case IntentStatus::processing:
    case IntentStatus::unknown: break;
  }
  return StepInDoubt{};
}

Task<StepOutcome> Steps::refund() {
  if (!may_be_asked()) co_return StepRefused{};
  // Stripe may have forgotten the key and would give the money back once more.
  if (api_.now() - made_at(step_.adjustment) > kKeyLife) {
    std::optional<StepOutcome> listed = co_await listed_refund();
    if (listed) co_return *std::move(listed);
  }
  for (int keys = 0; keys < kKeys; ++keys) {
    net::ClientRequest wanted = refund_request(api_.options(), step_);
    const Answer answer = co_await api_.ask("refund", std::move(wanted), deadline_, executor_);
    const Reading<Refund> reading = read_refund(answer);
    if (const auto* made = std::get_if<Refund>(&reading)) co_return co_await current(*made);
    const auto* error = std::get_if<ApiError>(&reading);
    if (error != nullptr && is_fault_of_ours(error->kind)) co_return refused(*error);
    if (error == nullptr && !is_kept_fault(answer)) co_return StepInDoubt{};
    // An earlier call may have given the money back, whatever this one says.
    std::optional<StepOutcome> listed = co_await listed_refund();
    if (listed) co_return *std::move(listed);
    if (error != nullptr) co_return refused(*error);
    step_.gateway_key = renewed_key(step_.gateway_key);
  }
  co_return StepInDoubt{};
}

Task<std::optional<StepOutcome>> Steps::listed_refund() {
  net::ClientRequest wanted = refund_list_request(api_.options(), step_.charge);
  const Answer answer = co_await api_.ask("refunds", std::move(wanted), deadline_, executor_);
  const Reading<std::vector<Refund>> reading = read_refund_list(answer);
  const auto* refunds = std::get_if<std::vector<Refund>>(&reading);
  if (refunds == nullptr) co_return std::optional<StepOutcome>(StepInDoubt{});
  for (const Refund& refund : *refunds) {
    if (refund.adjustment == step_.adjustment) co_return std::optional(outcome_of(refund));
  }
  co_return std::optional<StepOutcome>();
}

Task<StepOutcome> Steps::current(Refund refund) {
  if (refund.status != RefundStatus::pending) co_return outcome_of(refund);
  // A repeated key tells how it was at first.
  net::ClientRequest wanted = refund_lookup_request(api_.options(), refund.id);
  const Answer answer = co_await api_.ask("refund", std::move(wanted), deadline_, executor_);
  const Reading<Refund> reading = read_refund(answer);
  const auto* now = std::get_if<Refund>(&reading);
  co_return now == nullptr ? StepOutcome(StepInDoubt{}) : outcome_of(*now);
}

StepOutcome Steps::outcome_of(const Refund& refund) const {
  if (refund.amount != step_.amount || refund.currency != step_.currency) {
    return alarm("another amount was given back", StepInDoubt{});
  }
  switch (refund.status) {
    case RefundStatus::succeeded: return StepDone{refund.id};
    case RefundStatus::failed: return StepRefused{refund.id};
    case RefundStatus::pending: break;
  }
  return StepInDoubt{};
}

Task<Reading<PaymentIntent>> Steps::intent() {
  net::ClientRequest wanted = intent_request(api_.options(), step_.charge);
  const Answer answer = co_await api_.ask("intent", std::move(wanted), deadline_, executor_);
  co_return read_intent(answer);
}

StepOutcome Steps::refused(const ApiError& error) const {
  switch (error.kind) {
    case ErrorKind::misused_key:
      return alarm("the key came with other parameters before", StepInDoubt{});
    case ErrorKind::not_allowed:
      return alarm("the secret key is not accepted, or lacks the right", StepInDoubt{});
    case ErrorKind::missing: return alarm("Stripe does not know the charge", StepInDoubt{});
    case ErrorKind::already_refunded:
    case ErrorKind::declined:
    case ErrorKind::over_limit:
    case ErrorKind::deactivated:
    case ErrorKind::amount_too_small:
    case ErrorKind::amount_too_large:
    case ErrorKind::currency:
    case ErrorKind::extras:
    case ErrorKind::authentication:
    case ErrorKind::other: break;
  }
  api_.warn("stripe_step_refused", step_.session.text(), "Stripe refused it");
  return StepRefused{};
}

StepOutcome Steps::alarm(std::string_view why, StepOutcome outcome) const {
  api_.alarm("stripe_step", step_.session.text(), why);
  return outcome;
}

}  // namespace till::payments::stripe
