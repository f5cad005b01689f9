#include "app/pipeline.h"

#include <utility>
#include <vector>

#include "app/begun.h"
#include "app/payment_attempts.h"
#include "app/pipeline_run.h"

namespace till::app {
namespace {

// Each round after the first means that somebody else changed the same state in between, or that
// the shop was asked; who loses this often is told to come again.
constexpr int kMostRounds = 64;

// Runs that may wait for one session; more are told to come again.
constexpr std::size_t kMostWaiting = 1024;

bool asks_more(const Needs& needs) {
  return needs.attempt || needs.attempts || needs.look || needs.charge || needs.purchase ||
         needs.hold;
}

// Why nothing can be decided after this answer.
std::optional<End> end_after(const HoldAnswer& answer) {
  if (answer.kind == HoldAnswer::Kind::busy) return End::busy;
  if (answer.kind == HoldAnswer::Kind::unreadable) return End::unreadable;
  return std::nullopt;
}

}  // namespace

Pipeline::Pipeline(PipelineDependencies dependencies)
    : dependencies_(std::move(dependencies)), turns_(kMostWaiting) {}

std::optional<InFlight::Claim> Pipeline::claim(const AttemptId& attempt) {
  const Digest scope = sha256_of_parts({"attempt", attempt.text()});
  if (attempts_.claim(scope, scope) != InFlight::Holder::free) return std::nullopt;
  return InFlight::Claim(attempts_, scope);
}

void Pipeline::announce(const std::vector<OutboxEvent>& events) const {
  for (const OutboxEvent& event : events) dependencies_.event_committed(event);
}

Task<std::optional<End>> Pipeline::ask_more(Run& run, const Needs& needs, Executor& executor) {
  if (needs.attempt && run.claim(*needs.attempt)) {
    const Timestamp now = dependencies_.clock.now();
    auto leased =
        co_await dependencies_.attempts->lease_attempt(*needs.attempt, now, kAskLease, executor);
    if (!leased || !*leased) run.let_go();
  }
  if (needs.attempts) {
    auto attempts = co_await dependencies_.attempts->attempts_of(*needs.attempts, executor);
    if (!attempts) co_return End::unreadable;
    run.attempts = std::move(*attempts);
  }
  if (run.lacks_look(needs)) {
    run.look.failure = co_await needs.provider->look(run.ask_look(needs), executor);
  }
  if (run.lacks_charge(needs)) {
    run.charge = co_await needs.provider->find(run.ask_charge(needs), executor);
  }
  if (run.lacks_last_word(needs)) {
    run.accepted = co_await dependencies_.last_word->accepts(run.ask_purchase(needs), executor);
  }
  if (run.lacks_hold(needs)) {
    run.take_hold(co_await dependencies_.holds->ask(run.ask_hold(needs), executor));
    co_return end_after(run.hold);
  }
  co_return std::nullopt;
}

Task<Ended> Pipeline::run(Subject subject, UseCase& use_case) {
  Executor& executor = subject.executor;
  Sessions& sessions = dependencies_.sessions;
  Run run(*this, subject, use_case);
  if (!run.take_key()) co_return run.end();
  for (int round = 0; round < kMostRounds; ++round) {
    std::optional<Turns::Turn> turn;
    if (subject.turn != TurnRule::none) {
      turn.emplace(co_await turns_.wait(*subject.session, executor, run.follows()));
      if (!*turn) turn.reset();
      if (!turn && subject.turn == TurnRule::required) break;
    }
    const checkout::SessionPtr uncommitted = turn ? turn->uncommitted() : nullptr;
    const auto wanted = uncommitted ? std::nullopt : subject.session;
    auto loaded = co_await sessions.load(wanted, run.scope(), executor);
    if (!run.begin(std::move(loaded), uncommitted)) co_return run.end();
    while (const Needs* const needs = run.question()) {
      const bool outside = turn && run.asks_outside(*needs);
      if (outside) turn.reset();
      if (run.lacks_quote(*needs)) {
        auto quote = co_await dependencies_.commerce->quote(run.ask_quote(*needs), executor);
        run.quote = std::move(quote);
      }
      if (asks_more(*needs)) {
        const auto ended = co_await ask_more(run, *needs, executor);
        if (ended) co_return run.end(*ended);
      }
      outside ? run.give_up_round() : run.decide(*needs);
    }
    Decision* const decision = run.decision();
    if (decision == nullptr) continue;
    if (decision->key_use == KeyUse::unused) co_return run.end(End::decided);
    if (subject.given_up && subject.given_up()) break;
    run.prepare(*decision);
    const checkout::SessionPtr next = decision->changeset.session;
    const std::vector<OutboxEvent> events = decision->changeset.events;
    CommitOutcome outcome = CommitOutcome::failed;
    if (turn && use_case.follows() && next) {
      Begun<CommitOutcome> commit(sessions.commit(std::move(decision->changeset), executor));
      if (!commit.ended()) turn->hand_over(next);
      outcome = co_await commit;
    } else {
      outcome = co_await sessions.commit(std::move(decision->changeset), executor);
    }
    if (turn && outcome != CommitOutcome::committed) turn->give_up();
    if (outcome == CommitOutcome::committed) announce(events);
    if (run.ends_with(outcome)) co_return run.end();
  }
  co_return run.end(End::busy);
}

}  // namespace till::app
