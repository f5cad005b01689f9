#include "app/checkout_service.h"

#include <algorithm>

#include "app/begun.h"
#include "app/rounds.h"
#include "app/store.h"
#include "app/use_case.h"

namespace till::app {
namespace {

using checkout::Refusal;
using checkout::RefusalCode;
using checkout::TextId;

// Requests that may wait for one session; more are told to come again.
constexpr std::size_t kMostWaiting = 1024;

Refusal unavailable() { return {RefusalCode::unavailable, {}, TextId::server_busy}; }

Refusal internal() { return {RefusalCode::internal, {}, TextId::server_failed}; }

Refusal token_forgotten() {
  return {RefusalCode::invalid, checkout::Member::token_session, TextId::buyer_forgotten};
}

IdempotencyRecord record_of(const RequestContext& context, const Decision& decision,
                            Timestamp now) {
  IdempotencyRecord record{
      context.idempotency_scope, context.fingerprint, context.dialect, {}, now};
  if (const auto* reply = std::get_if<SessionReply>(&decision.content)) {
    record.answer = SessionAnswer{reply->session->id, reply->session->version, reply->success};
  } else if (const auto* token = std::get_if<TokenReply>(&decision.content)) {
    record.answer = TokenAnswer{token->token.id};
  } else {
    record.answer = std::get<Refusal>(decision.content);
  }
  return record;
}

// The free stock is that of what is committed: a decision on what is not may think that pieces lack
// which are given back just now. Pieces that were never there are found by the commit.
bool stands_on_uncommitted(const Decision& decision) {
  const auto* reply = std::get_if<SessionReply>(&decision.content);
  if (reply == nullptr || decision.key_use != KeyUse::answered) return false;
  const auto& lines = reply->session->lines;
  return std::all_of(lines.begin(), lines.end(), [](const auto& line) { return line.in_stock; });
}

class Refuse final : public UseCase {
 public:
  explicit Refuse(Refusal refusal) : refusal_(std::move(refusal)) {}
  Task<Decision> decide(const Loaded&) override { co_return refuse_with(refusal_); }

 private:
  Refusal refusal_;
};

}  // namespace

CheckoutPorts::CheckoutPorts(Store& store)
    : sessions(store), attempts(store), tokens(store), holdings(store), views(store) {}

CheckoutService::CheckoutService(CheckoutDependencies dependencies)
    : dependencies_(std::move(dependencies)), turns_(kMostWaiting) {}

Task<Reply> CheckoutService::once(RequestContext context, std::optional<SessionId> session,
                                  UseCase& use_case) {
  std::optional<InFlight::Claim> claim;
  std::optional<Digest> scope;
  if (context.keyed) {
    scope = context.idempotency_scope;
    const auto holder = in_flight_.take(*scope, context.fingerprint);
    if (holder == InFlight::Holder::other_body) co_return Reply{key_conflict(), false};
    if (holder == InFlight::Holder::same_body) co_return Reply{key_in_flight(), false};
    claim.emplace(in_flight_, *scope);
  }
  for (int round = 0; round < kMaxDecisions; ++round) {
    std::optional<Reply> reply;
    if (session) {
      // Who could not follow once waits until nothing is under way.
      const bool follows = round == 0 && use_case.follows();
      Turns::Turn turn = co_await turns_.take(*session, context.executor, follows);
      if (!turn) break;
      reply = co_await decide_and_commit(context, session, scope, use_case, &turn);
    } else {
      reply = co_await decide_and_commit(context, session, scope, use_case, nullptr);
    }
    if (reply) co_return std::move(*reply);
  }
  co_return Reply{unavailable(), false};
}

Task<std::optional<Reply>> CheckoutService::decide_and_commit(const RequestContext& context,
                                                              std::optional<SessionId> session,
                                                              std::optional<Digest> scope,
                                                              UseCase& use_case,
                                                              Turns::Turn* turn) {
  const checkout::SessionPtr uncommitted = turn != nullptr ? turn->uncommitted() : nullptr;
  if (uncommitted) session.reset();
  auto loaded = co_await dependencies_.store.sessions.load(session, scope, context.executor);
  if (!loaded) co_return Reply{internal(), false};
  if (loaded->record) {
    co_return co_await replay(*loaded->record, context.fingerprint, context.executor);
  }
  if (uncommitted) loaded->session = uncommitted;
  Decision decision = co_await use_case.decide(*loaded);
  if (uncommitted && !stands_on_uncommitted(decision)) co_return std::nullopt;
  if (decision.key_use == KeyUse::unused) co_return Reply{std::move(decision.content), false};
  if (scope && decision.key_use == KeyUse::answered) {
    decision.changeset.idempotency = record_of(context, decision, dependencies_.clock.now());
  }
  const checkout::SessionPtr next = decision.changeset.session;
  decision.changeset.follows = uncommitted;
  Begun<CommitOutcome> commit(
      dependencies_.store.sessions.commit(std::move(decision.changeset), context.executor));
  if (turn != nullptr && use_case.follows() && next && !commit.ended()) turn->hand_over(next);
  const CommitOutcome outcome = co_await commit;
  if (turn != nullptr && outcome != CommitOutcome::committed) turn->give_up();
  switch (outcome) {
    case CommitOutcome::committed: co_return Reply{std::move(decision.content), false};
    case CommitOutcome::key_taken:
    case CommitOutcome::session_changed:
    case CommitOutcome::attempt_settled:
    case CommitOutcome::token_spent:
    case CommitOutcome::stock_short:
    case CommitOutcome::limit_reached: co_return std::nullopt;
    case CommitOutcome::busy: co_return Reply{unavailable(), false};
    case CommitOutcome::failed: break;
  }
  co_return Reply{internal(), false};
}

Task<Reply> CheckoutService::replay(IdempotencyRecord record, Digest fingerprint,
                                    Executor& executor) {
  if (record.fingerprint != fingerprint) co_return Reply{key_conflict(), false};
  if (const auto* answer = std::get_if<SessionAnswer>(&record.answer)) {
    auto session = co_await dependencies_.store.sessions.session_version(answer->session,
                                                                         answer->version, executor);
    if (!session) co_return Reply{internal(), false};
    // Its buyer was forgotten, and with the buyer every version but the newest.
    if (!*session) co_return co_await inspect(answer->session, executor);
    co_return Reply{SessionReply{std::move(*session), answer->success}, true};
  }
  if (const auto* answer = std::get_if<TokenAnswer>(&record.answer)) {
    auto token = co_await dependencies_.store.tokens.token(answer->token, executor);
    if (!token) co_return Reply{internal(), false};
    if (!*token) co_return Reply{token_forgotten(), false};
    co_return Reply{TokenReply{std::move(**token)}, true};
  }
  co_return Reply{std::get<Refusal>(std::move(record.answer)), true};
}

Task<Reply> CheckoutService::get(std::string agent, SessionId session, Executor& executor) {
  auto loaded = co_await dependencies_.store.sessions.load(session, std::nullopt, executor);
  if (!loaded) co_return Reply{internal(), false};
  auto visible = visible_session(*loaded, agent);
  if (!visible) co_return Reply{session_not_found(), false};
  auto seen = checkout::as_seen(std::move(visible), dependencies_.clock.now());
  co_return Reply{SessionReply{std::move(seen), Success::ok}, false};
}

Task<Reply> CheckoutService::refuse(RequestContext context, Refusal refusal) {
  Refuse use_case(std::move(refusal));
  co_return co_await once(std::move(context), std::nullopt, use_case);
}

}  // namespace till::app
