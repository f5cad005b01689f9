// Pipeline: the one way in which anything changes. Load, ask what the use case needs, let it
// decide, commit; and all of it again when the commit did not stand.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "app/commerce.h"
#include "app/in_flight.h"
#include "app/ports/attempts.h"
#include "app/turns.h"
#include "app/use_case.h"
#include "base/clock.h"

namespace till::app {

// The key of a request; the answer is kept under it.
struct RunKey {
  Digest scope{};
  Digest fingerprint{};
  DialectId dialect = DialectId::acp_2026_04_17;
  bool exclusive = true;  // Only one run at a time in this process; others are told so (ID-13).
};

// Do changes of the session go one after the other in this process?
enum class TurnRule {
  none,      // They race, and the version of the session decides.
  wanted,    // They do, but where too many wait already, it races.
  required,  // They do; where too many wait already, the run ends as busy.
};

// What a run is about and where it goes on.
struct Subject {
  std::optional<SessionId> session;  // Nothing: one that begins with this run, or none at all.
  std::optional<RunKey> key;
  TurnRule turn = TurnRule::none;  // Not without a session.
  Executor& executor;
  GivenUp given_up = {};  // Then the run ends as busy and leaves its key unused.
};

// How a run ended.
enum class End {
  decided,        // The decision stands; what it wanted committed is committed.
  answered,       // The key has its `record`.
  key_conflict,   // The key is being worked on with another body,
  key_in_flight,  // or with this one.
  busy,           // Too many wait, others were faster too often, or the store takes nothing now.
  unreadable,     // The store could not be read,
  failed,         // or the commit failed.
};

struct Ended {
  End end = End::busy;
  decltype(Reply::content) content;         // Of the decision.
  bool committed = false;                   // False also when there was nothing to commit.
  checkout::SessionPtr session;             // As it was loaded last; null: never.
  std::optional<IdempotencyRecord> record;  // Under another body as well.
  std::optional<PaymentAttempt> opened;     // By the decision.
  std::optional<InFlight::Claim> attempt;   // The right to ask the provider about an attempt.
  std::optional<InFlight::Claim> key;       // Nobody else runs under the key until it goes.
};

struct PipelineDependencies {
  Sessions& sessions;
  Attempts* attempts = nullptr;  // Null: no use case needs attempts.
  Commerce* commerce = nullptr;  // Null: none needs a quote.
  const Clock& clock;
  // Told of each event that was committed, so that its first attempt follows at once.
  std::function<void(const OutboxEvent&)> event_committed;
  LastWord* last_word = nullptr;  // Null: none asks about a purchase.
  HoldDesk* holds = nullptr;      // Null: none asks for pieces.
};

// Any thread may call; a run goes on at its subject's executor. The dependencies must outlive it
// and every run.
class Pipeline {
 public:
  explicit Pipeline(PipelineDependencies dependencies);

  // Runs the use case, which must live until the Task has ended. A shop in this process is asked
  // while the run has its turn, anew in every round. A shop or a provider elsewhere is asked while
  // it has none: then everything is loaded again, and what is still the question was answered.
  Task<Ended> run(Subject subject, UseCase& use_case);

  // The right to ask the provider about an attempt; nothing while somebody else in this process has
  // it. It goes with the claim. Between processes the lease of the attempt is what counts.
  std::optional<InFlight::Claim> claim(const AttemptId& attempt);

 private:
  class Run;
  void announce(const std::vector<OutboxEvent>& events) const;
  // Asks what `needs` names besides a quote; how the run ends where that is not to be had.
  Task<std::optional<End>> ask_more(Run& run, const Needs& needs, Executor& executor);

  PipelineDependencies dependencies_;
  InFlight keys_;
  InFlight attempts_;
  Turns turns_;
};

}  // namespace till::app
