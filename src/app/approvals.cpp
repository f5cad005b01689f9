// The operator's decision on purchases that wait for it (ST-08).
#include <utility>

#include "app/payment_attempts.h"
#include "app/rounds.h"
#include "app/use_case.h"

namespace till::app {
namespace {

using checkout::Refusal;
using checkout::RefusalCode;
using checkout::Session;

constexpr Milliseconds kEver{std::int64_t{100} * 365 * 24 * 3'600'000};

Reply refusal_reply(RefusalCode code, const char* detail) {
  return {Refusal{code, "", detail}, false};
}

Reply unreadable() { return refusal_reply(RefusalCode::internal, "The store cannot be read."); }

Reply too_busy() {
  return refusal_reply(RefusalCode::unavailable, "The server is busy. Retry after a moment.");
}

// Nothing is begun that would only be in doubt.
Reply provider_down() {
  return refusal_reply(RefusalCode::unavailable,
                       "The payment provider does not answer. Nothing was charged; approve again "
                       "after a moment.");
}

// The session to decide on, or the answer instead.
Result<checkout::SessionPtr, Reply> awaiting(const StoreResult<Loaded>& loaded, Timestamp now) {
  if (!loaded) return refused(unreadable());
  if (!loaded->session) return refused(Reply{session_not_found(), false});
  if (auto fine = checkout::check_approvable(*loaded->session, now); !fine) {
    return refused(Reply{std::move(fine.error()), false});
  }
  return loaded->session;
}

ApprovalReply refused_approval(const Session& waiting, const checkout::ApprovalRefusal& refusal) {
  ApprovalReply answer{Reply{refusal.refusal}, {}};
  if (refusal.now) answer.totals = {waiting.totals.total, *refusal.now, waiting.currency};
  return answer;
}

// The purchase as it waits, to be priced anew.
checkout::Draft draft_of(const Session& session, Timestamp now) {
  checkout::Draft draft = session;
  draft.version = session.version + 1;
  draft.updated_at = now;
  draft.messages.clear();
  return draft;
}

}  // namespace

Task<ApprovalReply> CheckoutService::approve(SessionId id, std::optional<Amount> accept_total,
                                             Executor& executor) {
  for (int round = 0; round < kMaxDecisions; ++round) {
    const Timestamp now = dependencies_.clock.now();
    auto loaded = co_await dependencies_.store.sessions.load(id, std::nullopt, executor);
    const auto session = awaiting(loaded, now);
    if (!session) co_return ApprovalReply{session.error(), {}};
    const Session& waiting = **session;
    auto priced = co_await price_draft(dependencies_, draft_of(waiting, now), std::nullopt, nullptr,
                                       now, executor);
    if (!priced) co_return ApprovalReply{Reply{std::move(priced.error())}, {}};
    const auto sold = checkout::approved_purchase(waiting, std::move(*priced), accept_total);
    if (!sold) co_return refused_approval(waiting, sold.error());
    const bool by_card = !waiting.approval->token.empty();
    if (by_card && dependencies_.gateway.closed_for()) {
      co_return ApprovalReply{provider_down(), {}};
    }
    auto reply = co_await pay_approved(waiting, *sold, now, executor);
    if (reply) co_return ApprovalReply{std::move(*reply), {}};
  }
  co_return ApprovalReply{too_busy(), {}};
}

Task<std::optional<Reply>> CheckoutService::pay_approved(const Session& waiting,
                                                         const Session& sold, Timestamp now,
                                                         Executor& executor) {
  PaymentAttempt attempt = new_attempt(dependencies_, sold, waiting.approval->token, now);
  // The agent's key was answered when the approval was asked for; this one is nobody's.
  const checkout::OpenPayment payment{attempt.id, sha256_of_parts({"approval", attempt.id.text()}),
                                      Digest{}, waiting.approval->dialect};
  Session paying = checkout::begin_payment(sold, payment, now);
  checkout::plan_deadline(paying, &waiting, dependencies_.profile.policy.holds);
  auto next = std::make_shared<const Session>(std::move(paying));
  const auto claimed = claim(paying_, attempt.id);
  Changeset changeset;
  changeset.session = next;
  changeset.stock = checkout::stock_moves(waiting.holds, next->holds);
  changeset.attempt = attempt;
  changeset.uses = use_moves(sold, 1);
  const auto committed =
      co_await dependencies_.store.sessions.commit(std::move(changeset), executor);
  const bool again = committed == CommitOutcome::session_changed ||
                     committed == CommitOutcome::stock_short ||
                     committed == CommitOutcome::limit_reached;
  if (again) co_return std::nullopt;
  if (committed != CommitOutcome::committed) co_return too_busy();
  auto settled = co_await pay(std::move(attempt), next, false, executor);
  if (settled) co_return std::move(*settled);
  co_return co_await inspect(waiting.id, executor);
}

Task<Reply> CheckoutService::deny(SessionId id, Executor& executor) {
  for (int round = 0; round < kMaxDecisions; ++round) {
    const Timestamp now = dependencies_.clock.now();
    auto loaded = co_await dependencies_.store.sessions.load(id, std::nullopt, executor);
    auto session = awaiting(loaded, now);
    if (!session) co_return std::move(session.error());
    Session open = checkout::approval_denied(**session, now);
    checkout::plan_deadline(open, session->get(), dependencies_.profile.policy.holds);
    auto next = std::make_shared<const Session>(std::move(open));
    Changeset changeset;
    changeset.session = next;
    const auto committed =
        co_await dependencies_.store.sessions.commit(std::move(changeset), executor);
    if (committed == CommitOutcome::session_changed) continue;
    if (committed != CommitOutcome::committed) break;
    co_return Reply{SessionReply{std::move(next), Success::ok}, false};
  }
  co_return too_busy();
}

Task<Reply> CheckoutService::inspect(SessionId id, Executor& executor) {
  auto loaded = co_await dependencies_.store.sessions.load(id, std::nullopt, executor);
  if (!loaded) co_return unreadable();
  if (!loaded->session) co_return Reply{session_not_found(), false};
  auto seen = checkout::as_seen(loaded->session, dependencies_.clock.now());
  co_return Reply{SessionReply{std::move(seen), Success::ok}, false};
}

Task<StoreResult<std::vector<checkout::SessionPtr>>> CheckoutService::awaiting_approval(
    std::size_t most, Executor& executor) {
  // Every open session has a deadline.
  const Timestamp now = dependencies_.clock.now();
  auto open = co_await dependencies_.store.deadlines.due_deadlines(now + kEver, most, executor);
  if (!open) co_return refused(open.error());
  std::vector<checkout::SessionPtr> found;
  for (const SessionId& id : *open) {
    auto loaded = co_await dependencies_.store.sessions.load(id, std::nullopt, executor);
    if (!loaded) co_return refused(loaded.error());
    const bool waits =
        loaded->session && checkout::check_approvable(*loaded->session, now).has_value();
    if (waits) found.push_back(loaded->session);
  }
  co_return found;
}

}  // namespace till::app
