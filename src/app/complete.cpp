// Complete: commit the intent to pay, charge holding nothing, commit the outcome
// (docs/architecture.md). A crash or a silent gateway leaves an open attempt that settle() takes up
// again.
#include <utility>

#include "app/begin_payment.h"
#include "app/conclusion.h"
#include "app/payment_attempts.h"
#include "app/settlement.h"

namespace till::app {
namespace {

using checkout::Refusal;
using checkout::RefusalCode;
using checkout::Session;

// A complete that has taken this long does not wait for a second charge.
constexpr Milliseconds kQuick{500};

// Does the reply show a session that does not wait for this attempt any more?
bool ends(const Reply& reply, const AttemptId& attempt) {
  const auto* answer = std::get_if<SessionReply>(&reply.content);
  return answer != nullptr && !pays(*answer->session, attempt);
}

}  // namespace

Task<Reply> CheckoutService::complete(RequestContext context, SessionId session,
                                      Decoded<checkout::CompleteCommand> command) {
  BeginPayment begin(dependencies_, context, std::move(command));
  Ended begun = co_await pipeline_.run(subject_of(context, session), begin);
  if (begun.record) {
    co_return co_await replay(std::move(*begun.record), context.fingerprint, context.executor);
  }
  Reply reply = reply_of(begun);
  if (!begun.opened) co_return std::move(reply);
  // Nobody else asks about the attempt, or runs under the key, while `begun` lives.
  const checkout::SessionPtr opened = std::get<SessionReply>(reply.content).session;
  auto settled = co_await pay(std::move(*begun.opened), opened, false, context.executor);
  if (settled) co_return std::move(*settled);
  // Someone else settled the attempt, so that the key has its answer now.
  auto loaded = co_await dependencies_.store.sessions.load(std::nullopt, context.idempotency_scope,
                                                           context.executor);
  if (!loaded || !loaded->record) co_return std::move(reply);
  Reply answer = co_await replay(*loaded->record, context.fingerprint, context.executor);
  answer.replayed = false;
  co_return std::move(answer);
}

Task<std::optional<Reply>> CheckoutService::pay(PaymentAttempt attempt,
                                                checkout::SessionPtr session, bool repeated,
                                                Executor& executor) {
  const ChargeOutcome outcome = co_await charge(attempt, *session, repeated, executor);
  auto reply = co_await conclude(attempt, outcome, executor);
  const auto* paid = std::get_if<ChargeApproved>(&outcome);
  if (!reply && paid != nullptr) co_await give_back(attempt, *paid, executor);
  if (reply && !ends(*reply, attempt.id)) {
    const Timestamp next =
        repeated ? dependencies_.clock.now() + kNextPatience : attempt.created_at + kFirstPatience;
    co_await dependencies_.store.attempts.postpone(attempt.id, next, executor);
  }
  co_return reply;
}

Task<ChargeOutcome> CheckoutService::charge(PaymentAttempt& attempt, const Session& session,
                                            bool repeated, Executor& executor) {
  // Gateways refuse a charge of nothing, and there is nothing to charge.
  if (attempt.amount == Amount{0}) co_return ChargeApproved{std::string(kNothingToCharge)};
  if (attempt.handler_id == kOnAccount) co_return ChargeApproved{std::string(kOnAccount)};
  PaymentGateway* const gateway = dependencies_.gateways.of(attempt.provider);
  if (gateway == nullptr) co_return ChargeInDoubt{};
  ChargeRequest request = charge_request(attempt, session, dependencies_.profile);
  request.repeated = repeated;
  ChargeOutcome outcome = co_await gateway->charge(std::move(request), executor);
  if (std::holds_alternative<ChargeNeedsPlain>(outcome)) {
    outcome = co_await charge_plainly(*gateway, attempt, session, executor);
  }
  dependencies_.observer.payment_finished(result_of(outcome));
  co_return outcome;
}

Task<ChargeOutcome> CheckoutService::charge_plainly(PaymentGateway& gateway,
                                                    PaymentAttempt& attempt, const Session& session,
                                                    Executor& executor) {
  if (attempt.plain) co_return ChargeRefused{checkout::PaymentFailure::provider_refused};
  PaymentAttempt plain = attempt;
  plain.plain = true;
  // Another body needs another key. It is committed before it is sent, so that a retry after a
  // crash uses no other.
  plain.gateway_key = to_hex(sha256_of_parts({"plain", attempt.gateway_key}));
  plain.key_spent_at.reset();
  SwitchToPlain use_case(plain);
  Subject subject{attempt.session, {}, TurnRule::none, executor};
  const Ended committed = co_await pipeline_.run(std::move(subject), use_case);
  if (!committed.committed) co_return ChargeInDoubt{};
  attempt = std::move(plain);
  // The agent is answered in time; the background asks later.
  if (dependencies_.clock.now() - attempt.created_at > kQuick) co_return ChargeInDoubt{};
  ChargeRequest request = charge_request(attempt, session, dependencies_.profile);
  co_return co_await gateway.charge(std::move(request), executor);
}

Task<std::optional<Reply>> CheckoutService::conclude(PaymentAttempt attempt, ChargeOutcome outcome,
                                                     Executor& executor) {
  Conclude use_case(dependencies_, std::move(attempt), std::move(outcome));
  Subject subject{use_case.session(), {}, TurnRule::wanted, executor};
  const Ended ended = co_await pipeline_.run(std::move(subject), use_case);
  if (ended.end == End::decided && use_case.settled_by_others()) co_return std::nullopt;
  const auto* told = std::get_if<SessionReply>(&ended.content);
  if (told != nullptr && told->session) co_return Reply{*told, false};
  // The charge may stand, so nothing may be said but that it is under way.
  if (ended.session) co_return Reply{SessionReply{ended.session, Success::ok}, false};
  co_return Reply{Refusal{RefusalCode::internal, {}, checkout::TextId::server_failed}, false};
}

}  // namespace till::app
