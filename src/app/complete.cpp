// Complete: commit the intent to pay, charge holding nothing, commit the outcome
// (docs/architecture.md). A crash or a silent gateway leaves an open attempt that settle() takes up
// again.
#include <algorithm>
#include <utility>

#include "app/payment_attempts.h"
#include "app/settlement.h"
#include "app/use_case.h"
#include "checkout/session_size.h"
#include "checkout/tax_exemption.h"

namespace till::app {
namespace {

using checkout::Refusal;
using checkout::RefusalCode;
using checkout::Session;

constexpr int kMaxConclusions = 64;

// A complete that has taken this long does not wait for a second charge.
constexpr Milliseconds kQuick{500};

bool holds(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// Re-quotes the session and, when it still costs what the agent was shown, opens an attempt.
class BeginPayment final : public UseCase {
 public:
  BeginPayment(const CheckoutDependencies& dependencies, InFlight& paying,
               const RequestContext& context, Decoded<checkout::CompleteCommand>& command)
      : dependencies_(dependencies), paying_(paying), context_(context), command_(command) {}

  // The attempt that the last decision opened; nobody else asks about it while this lives.
  const std::optional<PaymentAttempt>& attempt() const { return attempt_; }

  Task<Decision> decide(const Loaded& loaded) override {
    attempt_.reset();
    claim_.reset();
    if (!command_) co_return refuse_with(command_.error());
    const auto session = visible_session(loaded, context_.agent);
    if (!session) co_return refuse_with(session_not_found());
    if (session->payment && session->payment->idempotency_scope == context_.idempotency_scope) {
      const bool same = session->payment->fingerprint == context_.fingerprint;
      co_return refuse_with(same ? key_in_flight() : key_conflict());
    }
    if (session->order) {
      std::optional<Decision> made = co_await order_paid_by(session);
      if (made) co_return *std::move(made);
    }
    const Timestamp now = dependencies_.clock.now();
    if (auto refusal = objection(*session, now)) co_return refuse_with(std::move(*refusal));
    Session taken = *session;
    checkout::take_over(taken, *command_, dependencies_.profile.marketing_options, now);
    if (auto fits = checkout::check_size(taken); !fits) co_return refuse_with(fits.error());
    if (without_proof(taken)) {
      Session next = checkout::authentication_failed(taken, command_->authentication->outcome, now);
      co_return decide_session(dependencies_, session.get(), std::move(next), Success::ok);
    }
    auto priced = co_await price_again(taken, *session, now);
    if (!priced) co_return refuse_with(std::move(priced.error()));
    if (auto next = to_review(*session, *priced)) {
      co_return decide_session(dependencies_, session.get(), std::move(*next), Success::ok);
    }
    priced->version = session->version;  // Begun from what is known now, at the total shown.
    const bool asked = session->status == checkout::Status::authentication_required;
    if (waits(*priced)) co_return co_await ask_seller(*priced, *session, now);
    // The provider is known to be down: nothing is begun that would only be in doubt.
    if (dependencies_.gateway.closed_for()) co_return refuse_with(provider_down());
    co_return open_attempt(*priced, *session, asked, now);
  }

 private:
  static Refusal provider_down() {
    return {RefusalCode::unavailable, "",
            "The payment provider does not answer. Nothing was charged; retry after a moment."};
  }

  // Nothing may be charged when the authentication that was asked for gave no proof (CO-08).
  bool without_proof(const Session& session) const {
    return session.status == checkout::Status::authentication_required &&
           !checkout::has_proof(command_->authentication->outcome);
  }

  // The order, for an agent that repeats the payment which made it after its key was forgotten. A
  // token is charged once, so whoever has it was given the order before.
  Task<std::optional<Decision>> order_paid_by(const checkout::SessionPtr& session) {
    if (command_->token.empty()) co_return std::nullopt;
    const Digest token_hash = sha256(command_->token.reveal());
    auto attempts =
        co_await dependencies_.store.attempts.attempts_of(session->id, context_.executor);
    if (!attempts) co_return std::nullopt;
    const bool paid = std::any_of(attempts->begin(), attempts->end(), [&](const auto& attempt) {
      return attempt.kind == PaymentKind::charge && attempt.state == AttemptState::approved &&
             attempt.token_hash == token_hash;
    });
    if (!paid) co_return std::nullopt;
    co_return Decision{SessionReply{session, Success::ok}, {}, KeyUse::answered};
  }

  // Why this cannot be paid whatever it costs, in order of precedence.
  std::optional<Refusal> objection(const Session& session, Timestamp now) const {
    const std::int64_t most = dependencies_.profile.most_declines;
    if (auto open = checkout::check_completable(session, now); !open) return open.error();
    if (auto few = checkout::check_declines(session, most); !few) return few.error();
    if (auto told = checkout::check_authentication(session, *command_); !told) return told.error();
    if (auto refusal = check_handler()) return refusal;
    return check_waiting();
  }

  // The handler must be the one that was offered (PM-11) and take such an instrument and credential
  // (PM-12). A purchase order needs no handler.
  std::optional<Refusal> check_handler() const {
    const checkout::SellerProfile& offered = dependencies_.profile;
    if (command_->handler_id.empty()) return std::nullopt;
    if (command_->handler_id != offered.handler_id) {
      return Refusal{RefusalCode::invalid, "$.payment_data.handler_id",
                     "Use the id of a handler in capabilities.payment.handlers."};
    }
    if (!holds(offered.instrument_types, command_->instrument_type)) {
      return Refusal{
          RefusalCode::invalid, "$.payment_data.instrument.type",
          "This handler takes no such instrument. Use " + offered.instrument_types.front() + "."};
    }
    if (!holds(offered.credential_types, command_->credential_type)) {
      return Refusal{
          RefusalCode::invalid, "$.payment_data.instrument.credential.type",
          "This handler takes no such credential. Use " + offered.credential_types.front() + "."};
    }
    return std::nullopt;
  }

  // Is it the seller who decides before anything is paid? A card whose issuer asked for an
  // authentication after the seller's yes needs no other one.
  bool waits(const Session& priced) const {
    if (command_->token.empty()) return true;
    return !priced.approved && (command_->approval_required ||
                                checkout::needs_a_look(priced, dependencies_.profile.exemptions));
  }

  // A purchase may hold stock while it waits only if the seller allows such purchases (ST-08).
  std::optional<Refusal> check_waiting() const {
    const checkout::ApprovalPolicy& policy = dependencies_.profile.policy.approvals;
    if (command_->token.empty() && !policy.on_account) {
      return Refusal{RefusalCode::unsupported, "$.payment_data.purchase_order_number",
                     "This seller does not sell on account. Send an instrument."};
    }
    if (!command_->token.empty() && command_->approval_required && !policy.on_request) {
      return Refusal{RefusalCode::unsupported, "$.payment_data.approval_required",
                     "This seller decides on no purchase by card beforehand. Leave it out."};
    }
    return std::nullopt;
  }

  // Keeps the purchase until the seller has decided, unless its token is good for nothing.
  Task<Decision> ask_seller(const Session& priced, const Session& before, Timestamp now) {
    if (!command_->token.empty() && priced.totals.total != Amount{0}) {
      const PaymentAttempt attempt = new_attempt(dependencies_, priced, command_->token, now);
      const auto failure = co_await dependencies_.gateway.look(
          charge_request(attempt, priced, dependencies_.profile), context_.executor);
      if (failure) {
        Session next = checkout::token_refused(priced, *failure, now);
        co_return decide_session(dependencies_, &before, std::move(next), Success::ok);
      }
    }
    Session next =
        checkout::await_approval(priced, {command_->token, std::nullopt, context_.dialect},
                                 dependencies_.profile.policy.approvals.patience, now);
    co_return decide_session(dependencies_, &before, std::move(next), Success::ok);
  }

  // The session with what the agent told just now, at the prices of now.
  Task<Result<Session, Refusal>> price_again(const Session& taken, const Session& shown,
                                             Timestamp now) {
    checkout::Draft draft = taken;
    draft.version = taken.version + 1;
    draft.updated_at = now;
    draft.messages.clear();
    draft.authentication.reset();
    // Whoever pays now uses the discounts up; who is logged in was said before.
    draft.buyer = shown.buyer;
    if (taken.buyer && draft.buyer) draft.buyer->email = taken.buyer->email;
    if (taken.buyer && !draft.buyer) draft.buyer.emplace().email = taken.buyer->email;
    auto priced = co_await price_draft(dependencies_, std::move(draft), std::nullopt, nullptr, now,
                                       context_.executor);
    if (priced) priced->buyer = taken.buyer;
    co_return priced;
  }

  // What to answer with instead of charging: the purchase is not what was shown, or not to be had.
  static std::optional<Session> to_review(const Session& shown, const Session& priced) {
    const bool repriced = priced.totals != shown.totals;
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

  // A result that was not `asked` for is of no use (CO-11).
  Decision open_attempt(const Session& session, const Session& before, bool asked, Timestamp now) {
    PaymentAttempt attempt = new_attempt(dependencies_, session, command_->token, now);
    if (asked) attempt.authentication = command_->authentication->proof;
    // Claimed before it is committed, where others find it.
    if (auto claimed = claim(paying_, attempt.id)) claim_.emplace(std::move(*claimed));
    const checkout::OpenPayment payment{attempt.id, context_.idempotency_scope,
                                        context_.fingerprint, context_.dialect};
    Decision decision = decide_session(dependencies_, &before,
                                       checkout::begin_payment(session, payment, now), Success::ok);
    decision.changeset.uses = use_moves(session, 1);
    decision.changeset.attempt = attempt;
    decision.key_use = KeyUse::pending;
    attempt_ = std::move(attempt);
    return decision;
  }

  const CheckoutDependencies& dependencies_;
  InFlight& paying_;
  const RequestContext& context_;
  Decoded<checkout::CompleteCommand>& command_;
  std::optional<PaymentAttempt> attempt_;
  std::optional<InFlight::Claim> claim_;
};

PaymentResult result_of(const ChargeOutcome& outcome) {
  if (std::holds_alternative<ChargeApproved>(outcome)) return PaymentResult::approved;
  if (std::holds_alternative<ChargePending>(outcome)) return PaymentResult::in_doubt;
  if (std::holds_alternative<ChargeInDoubt>(outcome)) return PaymentResult::in_doubt;
  if (std::holds_alternative<ChargeNeedsPlain>(outcome)) return PaymentResult::in_doubt;
  return PaymentResult::refused;
}

}  // namespace

Task<Reply> CheckoutService::complete(RequestContext context, SessionId session,
                                      Decoded<checkout::CompleteCommand> command) {
  BeginPayment begin(dependencies_, paying_, context, command);
  Reply reply = co_await once(context, session, begin);
  const auto* opened = std::get_if<SessionReply>(&reply.content);
  const bool began = opened != nullptr && !reply.replayed && begin.attempt() &&
                     pays(*opened->session, begin.attempt()->id);
  if (!began) co_return reply;
  PaymentAttempt attempt = *begin.attempt();
  auto settled = co_await pay(std::move(attempt), opened->session, false, context.executor);
  if (settled) co_return std::move(*settled);
  // Someone else settled the attempt, so that the key has its answer now.
  auto loaded = co_await dependencies_.store.sessions.load(std::nullopt, context.idempotency_scope,
                                                           context.executor);
  if (!loaded || !loaded->record) co_return reply;
  Reply answer = co_await replay(*loaded->record, context.fingerprint, context.executor);
  answer.replayed = false;
  co_return answer;
}

Task<std::optional<Reply>> CheckoutService::pay(PaymentAttempt attempt,
                                                checkout::SessionPtr session, bool repeated,
                                                Executor& executor) {
  const ChargeOutcome outcome = co_await charge(attempt, *session, repeated, executor);
  auto reply = co_await conclude(attempt, outcome, executor);
  const auto* paid = std::get_if<ChargeApproved>(&outcome);
  if (!reply && paid != nullptr) co_await give_back(std::move(attempt), *paid, executor);
  co_return reply;
}

Task<ChargeOutcome> CheckoutService::charge(PaymentAttempt& attempt, const Session& session,
                                            bool repeated, Executor& executor) {
  // Gateways refuse a charge of nothing, and there is nothing to charge.
  if (attempt.amount == Amount{0}) co_return ChargeApproved{std::string(kNothingToCharge)};
  if (attempt.handler_id == kOnAccount) co_return ChargeApproved{std::string(kOnAccount)};
  ChargeRequest request = charge_request(attempt, session, dependencies_.profile);
  request.repeated = repeated;
  ChargeOutcome outcome = co_await dependencies_.gateway.charge(std::move(request), executor);
  if (std::holds_alternative<ChargeNeedsPlain>(outcome)) {
    outcome = co_await charge_plainly(attempt, session, executor);
  }
  dependencies_.observer.payment_finished(result_of(outcome));
  co_return outcome;
}

Task<ChargeOutcome> CheckoutService::charge_plainly(PaymentAttempt& attempt, const Session& session,
                                                    Executor& executor) {
  if (attempt.plain) co_return ChargeRefused{checkout::PaymentFailure::provider_refused};
  PaymentAttempt plain = attempt;
  plain.plain = true;
  // Another body needs another key. It is committed before it is sent, so that a retry after a
  // crash uses no other.
  plain.gateway_key = to_hex(sha256_of_parts({"plain", attempt.gateway_key}));
  plain.key_spent_at.reset();
  Changeset told;
  told.attempt = plain;
  const auto committed = co_await dependencies_.store.sessions.commit(std::move(told), executor);
  if (committed != CommitOutcome::committed) co_return ChargeInDoubt{};
  attempt = std::move(plain);
  // The agent is answered in time; the background asks later.
  if (dependencies_.clock.now() - attempt.created_at > kQuick) co_return ChargeInDoubt{};
  ChargeRequest request = charge_request(attempt, session, dependencies_.profile);
  co_return co_await dependencies_.gateway.charge(std::move(request), executor);
}

Task<std::optional<Reply>> CheckoutService::conclude(PaymentAttempt attempt, ChargeOutcome outcome,
                                                     Executor& executor) {
  checkout::SessionPtr session;
  // Never given up, since money may have moved: without a turn it races.
  const Turns::Turn turn = co_await turns_.take(attempt.session, executor);
  for (int round = 0; round < kMaxConclusions; ++round) {
    auto loaded =
        co_await dependencies_.store.sessions.load(attempt.session, std::nullopt, executor);
    if (!loaded || !loaded->session) break;
    session = loaded->session;
    if (!pays(*session, attempt.id)) co_return std::nullopt;
    if (result_of(outcome) == PaymentResult::in_doubt) {
      co_await remember(attempt, outcome, executor);
      break;
    }
    Changeset changeset = settlement(dependencies_, *session, attempt, outcome);
    const checkout::SessionPtr next = changeset.session;
    const std::vector<OutboxEvent> events = changeset.events;
    const CommitOutcome committed =
        co_await dependencies_.store.sessions.commit(std::move(changeset), executor);
    if (committed == CommitOutcome::committed) {
      for (const OutboxEvent& event : events) dependencies_.event_committed(event);
      co_return Reply{SessionReply{next, Success::ok}, false};
    }
    if (committed == CommitOutcome::busy || committed == CommitOutcome::failed) break;
  }
  // The charge may stand, so nothing may be said but that it is under way.
  if (session) co_return Reply{SessionReply{session, Success::ok}, false};
  co_return Reply{
      Refusal{RefusalCode::internal, "", "The server failed. Retry with the same Idempotency-Key."},
      false};
}

}  // namespace till::app
