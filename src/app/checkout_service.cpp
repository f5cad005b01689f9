#include "app/checkout_service.h"

#include <utility>

#include "app/store.h"
#include "app/use_case.h"

namespace till::app {
namespace {

using checkout::Refusal;
using checkout::RefusalCode;
using checkout::TextId;

Refusal unavailable() { return {RefusalCode::unavailable, {}, TextId::server_busy}; }

Refusal internal() { return {RefusalCode::internal, {}, TextId::server_failed}; }

Refusal token_forgotten() {
  return {RefusalCode::invalid, checkout::Member::token_session, TextId::buyer_forgotten};
}

}  // namespace

Subject subject_of(const RequestContext& context, const std::optional<SessionId>& session) {
  std::optional<RunKey> key;
  if (context.keyed) key = RunKey{context.idempotency_scope, context.fingerprint, context.dialect};
  return {session, key, session ? TurnRule::required : TurnRule::none, context.executor,
          context.given_up};
}

Reply reply_of(const Ended& ended) {
  switch (ended.end) {
    case End::decided: return {ended.content, false};
    case End::key_conflict: return {key_conflict(), false};
    case End::key_in_flight: return {key_in_flight(), false};
    case End::busy: return {unavailable(), false};
    case End::answered:
    case End::unreadable:
    case End::failed: break;
  }
  return {internal(), false};
}

CheckoutPorts::CheckoutPorts(Store& store)
    : sessions(store),
      attempts(store),
      hold_intents(store),
      tokens(store),
      holdings(store),
      views(store) {}

namespace {

std::optional<HoldDesk> desk_of(const CheckoutDependencies& dependencies) {
  if (dependencies.shop_holds == nullptr) return std::nullopt;
  return HoldDesk(dependencies.store.sessions, dependencies.store.hold_intents,
                  *dependencies.shop_holds, dependencies.clock);
}

}  // namespace

CheckoutService::CheckoutService(CheckoutDependencies dependencies)
    : dependencies_(std::move(dependencies)),
      hold_desk_(desk_of(dependencies_)),
      pipeline_({dependencies_.store.sessions, &dependencies_.store.attempts,
                 &dependencies_.commerce, dependencies_.clock, dependencies_.event_committed,
                 dependencies_.last_word, hold_desk_ ? &*hold_desk_ : nullptr}) {}

Task<Reply> CheckoutService::answer(RequestContext context, std::optional<SessionId> session,
                                    std::unique_ptr<UseCase> use_case) {
  Ended ended = co_await pipeline_.run(subject_of(context, session), *use_case);
  if (!ended.record) co_return reply_of(ended);
  co_return co_await replay(std::move(*ended.record), context.fingerprint, context.executor);
}

Task<Reply> CheckoutService::replay(IdempotencyRecord record, Digest fingerprint,
                                    Executor& executor) {
  if (record.fingerprint != fingerprint) co_return Reply{key_conflict(), false};
  if (const auto* answer = std::get_if<SessionAnswer>(&record.answer)) {
    auto session = co_await dependencies_.store.sessions.session_version(answer->session,
                                                                         answer->version, executor);
    if (!session) co_return Reply{internal(), false};
    // Its buyer was forgotten, and with the buyer every version but the newest.
    if (!*session) {
      Reply newest = co_await inspect(answer->session, executor);
      newest.dialect = record.dialect;
      co_return newest;
    }
    co_return Reply{SessionReply{std::move(*session), answer->success}, true, record.dialect};
  }
  if (const auto* answer = std::get_if<TokenAnswer>(&record.answer)) {
    auto token = co_await dependencies_.store.tokens.token(answer->token, executor);
    if (!token) co_return Reply{internal(), false};
    if (!*token) co_return Reply{token_forgotten(), false};
    co_return Reply{TokenReply{std::move(**token)}, true, record.dialect};
  }
  co_return Reply{std::get<Refusal>(std::move(record.answer)), true, record.dialect};
}

Task<Reply> CheckoutService::get(std::string agent, SessionId session, Executor& executor) {
  auto loaded = co_await dependencies_.store.sessions.load(session, std::nullopt, executor);
  if (!loaded) co_return Reply{internal(), false};
  auto visible = visible_session(*loaded, agent);
  if (!visible) co_return Reply{session_not_found(), false};
  auto seen = checkout::as_seen(std::move(visible), dependencies_.clock.now());
  co_return Reply{SessionReply{std::move(seen), Success::ok}, false};
}

}  // namespace till::app
