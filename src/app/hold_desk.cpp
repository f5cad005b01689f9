#include "app/hold_desk.h"

#include <algorithm>
#include <utility>

#include "app/hold_rules.h"

namespace till::app {
namespace {

HoldAnswer::Kind kind_of(CommitOutcome outcome) {
  switch (outcome) {
    case CommitOutcome::committed: return HoldAnswer::Kind::held;
    case CommitOutcome::busy: return HoldAnswer::Kind::busy;
    case CommitOutcome::failed: return HoldAnswer::Kind::unreadable;
    case CommitOutcome::key_taken:
    case CommitOutcome::session_changed:
    case CommitOutcome::attempt_settled:
    case CommitOutcome::token_spent:
    case CommitOutcome::stock_short:
    case CommitOutcome::limit_reached: break;
  }
  return HoldAnswer::Kind::changed;
}

}  // namespace

Task<HoldAnswer> HoldDesk::ask(HoldQuestion question, Executor& executor) {
  HoldAnswer answer;
  auto stored = co_await intents_.hold_of(question.session, executor);
  if (!stored) {
    answer.kind = HoldAnswer::Kind::unreadable;
    co_return answer;
  }
  if (!question.confirm && *stored && stands(**stored, question.pieces, question.least)) {
    answer.kind = HoldAnswer::Kind::held;
    answer.intent = std::move(**stored);
    co_return answer;
  }
  const bool open = co_await shop_.can_be_asked(executor);
  if (!open) co_return answer;
  answer.intent = next_question(question, *stored, clock_.now());
  answer.intent.due = clock_.now() + std::max(kHoldLease, shop_.patience() * 2);
  Changeset asked;
  asked.hold = answer.intent;
  asked.follows = question.follows;
  answer.kind = kind_of(co_await sessions_.commit(std::move(asked), executor));
  if (answer.kind != HoldAnswer::Kind::held) co_return answer;
  const HoldRequest request{question.session, answer.intent.version, question.until,
                            question.pieces};
  auto lacking = co_await shop_.hold(request, executor);
  if (!lacking) {
    answer.kind = HoldAnswer::Kind::silent;
    co_return answer;
  }
  answer.intent = answered(std::move(answer.intent), question.until, *lacking);
  answer.lacking = std::move(*lacking);
  co_return answer;
}

}  // namespace till::app
