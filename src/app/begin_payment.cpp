#include "app/begin_payment.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "app/payment_attempts.h"
#include "app/settlement.h"
#include "base/ensure.h"
#include "checkout/session_size.h"
#include "checkout/tax_exemption.h"

namespace till::app {
namespace {

using checkout::Member;
using checkout::Refusal;
using checkout::RefusalCode;
using checkout::Session;
using checkout::TextId;

bool holds(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

Refusal provider_down(Milliseconds closed_for) {
  return {RefusalCode::unavailable, {}, TextId::provider_silent, {}, whole_seconds(closed_for)};
}

// What to answer with instead of charging: the purchase is not what was shown, or not to be had.
std::optional<Session> to_review(const Session& shown, const Session& priced) {
  const bool repriced = !checkout::is_same_price(priced.totals, shown.totals);
  const bool redirected = !checkout::is_delivered_as_shown(shown, priced);
  if (!repriced && !redirected && priced.status == checkout::Status::ready_for_payment) {
    return std::nullopt;
  }
  Session next = priced;
  next.buyer = shown.buyer;  // Nothing was bought by anyone else.
  next.approved = false;
  if (redirected) next = checkout::delivery_changed(std::move(next));
  if (repriced) next = checkout::price_changed(std::move(next));
  return next;
}

}  // namespace

BeginPayment::BeginPayment(const CheckoutDependencies& dependencies, const RequestContext& context,
                           Decoded<checkout::CompleteCommand>&& command)
    : dependencies_(dependencies),
      agent_(context.agent),
      scope_(context.idempotency_scope),
      fingerprint_(context.fingerprint),
      dialect_(context.dialect),
      command_(std::move(command)),
      pricing_(dependencies) {}

Step BeginPayment::needs(const Loaded& loaded, Timestamp now) {
  const auto session = visible_session(loaded, agent_);
  // Also of a body that cannot be read: the key is the payment's until that is settled.
  if (session && session->payment && session->payment->idempotency_scope == scope_) {
    const bool same = session->payment->fingerprint == fingerprint_;
    return refuse_with(same ? key_in_flight() : key_conflict());
  }
  if (!command_) return refuse_with(command_.error());
  if (!session) return refuse_with(session_not_found());
  if (!session->order || command_->token.empty()) return offer(*session, now);
  Needs needs;
  needs.attempts = session->id;
  return needs;
}

Step BeginPayment::decide(const Loaded& loaded, const Answers& answers, Timestamp now) {
  const Session& session = *loaded.session;
  if (answers.look != nullptr) return await_seller(session, answers.look->failure, now);
  if (answers.accepted != nullptr) {
    return *answers.accepted ? open_attempt(session, now) : not_accepted(session, now);
  }
  if (answers.attempts != nullptr) {
    if (!paid_by(*answers.attempts)) return offer(session, now);
    return Decision{SessionReply{loaded.session, Success::ok}, {}, KeyUse::answered};
  }
  if (auto needs = pricing_.ask_hold(answers, loaded.session, now)) {
    // Nothing is set aside for a charge that could not be sent.
    const auto closed = gateway().closed_for();
    if (closed && is_charged(session, pricing_.as_quoted())) {
      return refuse_with(provider_down(*closed));
    }
    return std::move(*needs);
  }
  auto priced = pricing_.price(answers);
  if (!priced) return refuse_with(std::move(priced.error()));
  priced_ = std::move(**priced);
  priced_.buyer = buyer_;
  if (auto next = to_review(session, priced_)) {
    return pricing_.decide(&session, std::move(*next), Success::ok, now);
  }
  priced_.version = session.version;  // Begun from what is known now, at the total shown.
  if (waits(priced_)) return ask_seller(session, now);
  // The provider is known to be down: nothing is begun that would only be in doubt.
  if (const auto closed = gateway().closed_for()) return refuse_with(provider_down(*closed));
  if (dependencies_.asks_the_shop()) return ask_shop(now);
  return open_attempt(session, now);
}

bool BeginPayment::paid_by(const std::vector<PaymentAttempt>& attempts) const {
  const Digest token_hash = sha256(command_->token.reveal());
  return std::any_of(attempts.begin(), attempts.end(), [&](const auto& attempt) {
    return attempt.kind == PaymentKind::charge && attempt.state == AttemptState::approved &&
           attempt.token_hash == token_hash;
  });
}

Step BeginPayment::offer(const Session& session, Timestamp now) {
  if (auto refusal = objection(session, now)) return refuse_with(std::move(*refusal));
  Session taken = session;
  checkout::take_over(taken, *command_, dependencies_.profile.marketing_options, now);
  if (auto fits = checkout::make_fit(taken); !fits) return refuse_with(fits.error());
  if (without_proof(taken)) {
    Session next = checkout::authentication_failed(taken, command_->authentication->outcome, now);
    return decide_session(dependencies_, &session, std::move(next), Success::ok);
  }
  return price_again(std::move(taken), session, now);
}

Needs BeginPayment::price_again(Session taken, const Session& shown, Timestamp now) {
  buyer_ = taken.buyer;
  checkout::Draft draft = std::move(taken);
  ++draft.version;
  draft.updated_at = now;
  draft.messages.clear();
  draft.authentication.reset();
  // Whoever pays now uses the discounts up; who is logged in was said before.
  draft.buyer = shown.buyer;
  if (buyer_ && draft.buyer) draft.buyer->email = buyer_->email;
  if (buyer_ && !draft.buyer) draft.buyer.emplace().email = buyer_->email;
  return pricing_.ask_to_charge(std::move(draft), now);
}

bool BeginPayment::without_proof(const Session& session) const {
  return session.status == checkout::Status::authentication_required &&
         !checkout::has_proof(command_->authentication->outcome);
}

std::optional<Refusal> BeginPayment::objection(const Session& session, Timestamp now) const {
  const std::int64_t most = dependencies_.profile.most_declines;
  if (auto open = checkout::check_completable(session, now); !open) return open.error();
  if (auto few = checkout::check_declines(session, most); !few) return few.error();
  if (auto told = checkout::check_authentication(session, *command_); !told) return told.error();
  if (auto refusal = check_handler()) return refusal;
  return check_waiting();
}

const checkout::PaymentHandler* BeginPayment::handler() const {
  return checkout::handler_named(dependencies_.profile.handlers, command_->handler_id,
                                 command_->psp);
}

Means BeginPayment::means() const { return means_by(dependencies_, command_->token, handler()); }

PaymentGateway& BeginPayment::gateway() const { return gateway_of(dependencies_, handler()); }

std::optional<Refusal> BeginPayment::check_handler() const {
  if (command_->handler_id.empty()) return std::nullopt;
  const checkout::PaymentHandler* const offered = handler();
  if (offered == nullptr) {
    return Refusal{RefusalCode::invalid, Member::handler, TextId::handler_unknown};
  }
  if (!holds(offered->instrument_types, command_->instrument_type)) {
    return Refusal{RefusalCode::invalid,
                   Member::instrument_type,
                   {TextId::instrument_not_taken, {offered->instrument_types.front()}}};
  }
  if (!holds(offered->credential_types, command_->credential_type)) {
    return Refusal{RefusalCode::invalid,
                   Member::credential_type,
                   {TextId::credential_not_taken, {offered->credential_types.front()}}};
  }
  return std::nullopt;
}

std::optional<Refusal> BeginPayment::check_waiting() const {
  const checkout::ApprovalPolicy& policy = dependencies_.profile.policy.approvals;
  if (command_->token.empty() && !policy.on_account) {
    return Refusal{RefusalCode::unsupported, Member::purchase_order_number,
                   TextId::no_sale_on_account};
  }
  if (!command_->token.empty() && command_->approval_required && !policy.on_request) {
    return Refusal{RefusalCode::unsupported, Member::approval_required,
                   TextId::no_approval_on_request};
  }
  return std::nullopt;
}

bool BeginPayment::waits(const Session& priced) const {
  if (command_->token.empty()) return true;
  return !priced.approved && (command_->approval_required ||
                              checkout::needs_a_look(priced, dependencies_.profile.exemptions));
}

bool BeginPayment::is_charged(const Session& shown, const Session& quoted) const {
  Session priced = quoted;
  priced.buyer = buyer_;
  return !waits(priced) && !to_review(shown, priced);
}

Step BeginPayment::ask_seller(const Session& before, Timestamp now) {
  if (command_->token.empty() || priced_.totals.total == Amount{0}) {
    return await_seller(before, std::nullopt, now);
  }
  // Another round asks the same, unless it is about another total.
  if (!look_ || look_->amount != priced_.totals.total) {
    const PaymentAttempt attempt = new_attempt(dependencies_, priced_, means(), now);
    look_ = charge_request(attempt, priced_, dependencies_.profile);
  }
  Needs needs;
  needs.provider = &gateway();
  needs.look = look_;
  return needs;
}

Decision BeginPayment::await_seller(const Session& before,
                                    const std::optional<checkout::PaymentFailure>& failure,
                                    Timestamp now) const {
  if (failure) {
    Session next = checkout::token_refused(priced_, *failure, now);
    return pricing_.decide(&before, std::move(next), Success::ok, now);
  }
  const Means by = command_->token.empty() ? Means{} : means();
  checkout::AwaitedApproval waits{command_->token, std::nullopt};
  waits.handler_id = by.handler_id;
  waits.provider = by.provider;
  waits.dialect = dialect_;
  Session next = checkout::await_approval(priced_, waits,
                                          dependencies_.profile.policy.approvals.patience, now);
  return pricing_.decide(&before, std::move(next), Success::ok, now);
}

Needs BeginPayment::ask_shop(Timestamp now) const {
  Needs needs;
  needs.purchase.emplace(priced_.id,
                         dependencies_.events.before_charge(priced_, means().provider, now));
  return needs;
}

Decision BeginPayment::not_accepted(const Session& before, Timestamp now) const {
  Session next = checkout::token_refused(priced_, checkout::PaymentFailure::shop_declined, now);
  next.approved = false;
  return pricing_.decide(&before, std::move(next), Success::ok, now);
}

Decision BeginPayment::open_attempt(const Session& before, Timestamp now) const {
  PaymentAttempt attempt = new_attempt(dependencies_, priced_, means(), now);
  // A result that was not asked for is of no use (CO-11).
  const bool asked = before.status == checkout::Status::authentication_required;
  if (asked) attempt.authentication = command_->authentication->proof;
  const checkout::OpenPayment payment{attempt.id, scope_, fingerprint_, dialect_};
  Decision decision =
      pricing_.decide(&before, checkout::begin_payment(priced_, payment, now), Success::ok, now);
  decision.changeset.uses = use_moves(priced_, 1);
  decision.changeset.attempt = std::move(attempt);
  decision.changeset.attempt_lease = now + kAskLease;
  decision.opens_attempt = true;
  decision.key_use = KeyUse::pending;
  return decision;
}

}  // namespace till::app
