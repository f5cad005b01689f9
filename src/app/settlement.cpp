#include "app/settlement.h"

#include <utility>

#include "app/payment_attempts.h"
#include "app/permalink.h"
#include "checkout/emails.h"

namespace till::app {
namespace {

using checkout::PaymentFailure;
using checkout::Session;

std::optional<ChargeShipping> shipping_of(const Session& session) {
  const auto& details = session.fulfillment_details;
  if (!details || !details->address) return std::nullopt;
  const std::string& name = details->address->name;
  return ChargeShipping{name.empty() ? details->name.value_or("") : name, *details->address};
}

// The changeset of every outcome; `next` is what became of the session.
Changeset settle(const checkout::OpenPayment& payment, PaymentAttempt attempt,
                 checkout::SessionPtr next, Timestamp now) {
  Changeset changeset;
  changeset.idempotency =
      IdempotencyRecord{payment.idempotency_scope, payment.fingerprint, payment.dialect,
                        SessionAnswer{next->id, next->version, Success::ok}, now};
  attempt.token = Secret();
  attempt.authentication.reset();
  changeset.attempt = std::move(attempt);
  changeset.session = std::move(next);
  return changeset;
}

Changeset approved(const CheckoutDependencies& dependencies, const Session& session,
                   PaymentAttempt attempt, const ChargeApproved& charge, Timestamp now) {
  attempt.state = AttemptState::approved;
  attempt.gateway_reference = charge.reference;
  const std::string permalink_base = dependencies.profile.public_url + std::string(kShopPages);
  // Attempts of an earlier format did not name their order.
  const OrderId named = attempt.order;
  const OrderId id = named == OrderId{} ? dependencies.ids.make<OrderId>() : named;
  // Nobody was asked for a charge of nothing.
  const bool asked = charge.reference != kNothingToCharge;
  const checkout::Paid paid{charge.reference, charge.captured, charge.review,
                            asked ? attempt.provider : ""};
  Session completed = checkout::complete_paid(session, id, permalink_base, paid, now);
  TILL_ENSURE(completed.order.has_value());
  const bool shop_is_told = dependencies.events.shop_wants_orders();
  if (shop_is_told) completed.order->shop.state = checkout::ShopState::told;
  auto next = std::make_shared<const Session>(std::move(completed));
  Changeset changeset = settle(*session.payment, std::move(attempt), next, now);
  changeset.sold = {checkout::stock_moves({}, checkout::own_holds(session)), now};
  changeset.order = next->order;
  changeset.events = dependencies.events.of({*next}, now);
  return changeset;
}

Changeset failed(const Session& session, PaymentAttempt attempt, PaymentFailure failure,
                 Timestamp now) {
  attempt.state = AttemptState::failed;
  auto next = std::make_shared<const Session>(checkout::payment_failed(session, failure, now));
  Changeset changeset = settle(*session.payment, std::move(attempt), std::move(next), now);
  changeset.uses = use_moves(session, -1);
  return changeset;
}

Changeset authentication_asked(const Session& session, PaymentAttempt attempt,
                               const checkout::AuthenticationRequest& request, Timestamp now) {
  attempt.state = AttemptState::failed;
  auto next =
      std::make_shared<const Session>(checkout::authentication_needed(session, request, now));
  Changeset changeset = settle(*session.payment, std::move(attempt), std::move(next), now);
  changeset.uses = use_moves(session, -1);
  return changeset;
}

}  // namespace

ChargeRequest charge_request(const PaymentAttempt& attempt, const Session& session,
                             const checkout::SellerProfile& profile) {
  ChargeRequest request;
  request.gateway_key = attempt.gateway_key;
  request.token = attempt.token;
  request.amount = attempt.amount;
  request.currency = attempt.currency;
  request.session = attempt.session;
  request.order = attempt.order;
  request.attempt = attempt.id;
  request.merchant_id = profile.merchant_id;
  request.merchant_name = profile.merchant_name;
  request.authentication = attempt.authentication;
  request.authenticate = attempt.authenticate;
  request.capture_later = attempt.capture_later;
  if (!attempt.plain) {
    request.shipping = shipping_of(session);
    const auto emails = checkout::known_emails(session);
    if (!emails.empty()) request.receipt_email = emails.front();
  }
  request.begun_at = attempt.created_at;
  request.reference = attempt.gateway_reference;
  request.key_spent_at = attempt.key_spent_at;
  return request;
}

Changeset settlement(const CheckoutDependencies& dependencies, const Session& session,
                     const PaymentAttempt& attempt, const ChargeOutcome& outcome, Timestamp now) {
  if (const auto* paid = std::get_if<ChargeApproved>(&outcome)) {
    return approved(dependencies, session, attempt, *paid, now);
  }
  if (const auto* asked = std::get_if<ChargeNeedsAuthentication>(&outcome)) {
    return authentication_asked(session, attempt, asked->request, now);
  }
  return failed(session, attempt, std::get<ChargeRefused>(outcome).failure, now);
}

}  // namespace till::app
