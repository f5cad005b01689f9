#include "app/hold_keeper.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "app/hold_rules.h"

namespace till::app {
namespace {

using checkout::SessionPtr;

// Asked about at once, so that agents' questions find seats too.
constexpr std::size_t kMostHoldsAtOnce = 8;
constexpr Milliseconds kFirstWait = std::chrono::seconds(1);
constexpr Milliseconds kMostWait = std::chrono::seconds(30);
// Sold pieces that the shop does not have: a person has to find them.
constexpr Milliseconds kLostWait = std::chrono::hours(1);
constexpr std::size_t kMostHoldWaits = 10'000;  // Beyond, all begin anew.
// Longer than one intent takes.
constexpr Milliseconds kKeeperLease = std::chrono::minutes(1);

bool may_let_go(const checkout::Session& session) {
  return !checkout::is_over(session.status) && !session.payment && !session.approval &&
         !session.holds.empty();
}

}  // namespace

struct HoldKeeper::State : HoldKeeperDependencies {
  using Self = std::shared_ptr<State>;

  State(HoldKeeperDependencies given, Executor& on)
      : HoldKeeperDependencies(given),
        desk(given.sessions, given.intents, given.shop, given.clock),
        executor(on) {}

  static void look(const Self& self);
  static Task<Done> take_up(Self self);
  // Each is true once the intent is as it should be, for now.
  static Task<bool> keep_one(Self self, HoldIntent intent);
  static Task<bool> settle(Self self, HoldIntent intent);
  static Task<bool> ask(Self self, HoldIntent intent, SessionPtr session);
  static Task<bool> give_back(Self self, HoldIntent intent, SessionPtr session);
  static Task<bool> keep(Self self, HoldIntent intent, SessionPtr session);
  static Task<bool> remember(Self self, HoldIntent intent);
  static Task<bool> began(Self self, SessionId id);
  static Task<bool> forget(Self self, HoldIntent intent);
  static Task<bool> note_loss(Self self, HoldAnswer answer, SessionPtr session);
  Milliseconds wait_longer(const SessionId& id);
  // Once for each thing that it has to tell.
  void tell_lost(const checkout::Session& session, const std::vector<Shortage>& lacking);

  HoldDesk desk;
  Executor& executor;
  std::set<SessionId> under_way;
  std::map<SessionId, Milliseconds> waits;  // After the last try of each.
  // What was told of each whose pieces are not there.
  std::map<SessionId, std::vector<Shortage>> lost;
  bool stopped = false;
  bool looking = false;
  bool look_again = false;
};

Milliseconds HoldKeeper::State::wait_longer(const SessionId& id) {
  if (waits.size() >= kMostHoldWaits && !waits.contains(id)) waits.clear();
  Milliseconds& wait = waits[id];
  if (wait == kLostWait) return std::exchange(wait, Milliseconds(0));
  wait = std::clamp(wait * 2, kFirstWait, kMostWait);
  return wait;
}

void HoldKeeper::State::look(const Self& self) {
  self->look_again = true;
  if (self->looking) return;
  self->looking = true;
  spawn(take_up(self), [self](Done) { self->looking = false; });
}

Task<Done> HoldKeeper::State::take_up(Self self) {
  while (!self->stopped && std::exchange(self->look_again, false)) {
    const std::size_t room = kMostHoldsAtOnce - std::min(kMostHoldsAtOnce, self->under_way.size());
    if (room == 0) break;  // Who ends looks again.
    auto due =
        co_await self->intents.lease_holds(self->clock.now(), kKeeperLease, room, self->executor);
    if (!due) break;
    for (HoldIntent& intent : *due) {
      const SessionId id = intent.session;
      if (!self->under_way.insert(id).second) continue;
      spawn(keep_one(self, std::move(intent)), [self, id](bool settled) {
        self->under_way.erase(id);
        if (settled) look(self);  // Else the next look is time enough for the others.
      });
    }
  }
  co_return Done{};
}

Task<bool> HoldKeeper::State::keep_one(Self self, HoldIntent intent) {
  const SessionId id = intent.session;
  const bool settled = co_await settle(self, std::move(intent));
  if (settled) {
    self->waits.erase(id);
    self->lost.erase(id);
    co_return true;
  }
  const Milliseconds wait = self->wait_longer(id);
  co_await self->intents.postpone_hold(id, self->clock.now() + wait, self->executor);
  const std::string session = id.text();
  self->log.write(LogLevel::info, "hold_unsettled",
                  {{"session_id", std::string_view(session)}, {"next_try_ms", wait.count()}});
  co_return false;
}

Task<bool> HoldKeeper::State::settle(Self self, HoldIntent intent) {
  auto loaded = co_await self->sessions.load(intent.session, std::nullopt, self->executor);
  if (!loaded) co_return false;
  SessionPtr session = std::move(loaded->session);
  switch (step_of(intent, session.get(), self->policy, self->clock.now())) {
    case HoldStep::ask: co_return co_await ask(self, std::move(intent), std::move(session));
    case HoldStep::give_back:
      co_return co_await give_back(self, std::move(intent), std::move(session));
    case HoldStep::forget: co_return co_await forget(self, std::move(intent));
    case HoldStep::wait: break;
  }
  co_return co_await keep(self, std::move(intent), std::move(session));
}

// Only while the session is as it was seen: what came of it since has made the intent due again.
Task<bool> HoldKeeper::State::keep(Self self, HoldIntent intent, SessionPtr session) {
  Changeset changeset;
  intent.due = due_of(intent, *session, self->policy, self->clock.now());
  changeset.follows = std::move(session);
  changeset.hold = std::move(intent);
  co_return co_await self->sessions.commit(std::move(changeset), self->executor) ==
      CommitOutcome::committed;
}

// That nothing is held, until no question of a session that was never there is on its way.
Task<bool> HoldKeeper::State::remember(Self self, HoldIntent intent) {
  Changeset changeset;
  intent.due = intent.until + kHoldGrace;
  changeset.hold = std::move(intent);
  co_return co_await self->sessions.commit(std::move(changeset), self->executor) ==
      CommitOutcome::committed;
}

Task<bool> HoldKeeper::State::forget(Self self, HoldIntent intent) {
  Changeset changeset;
  intent.state = HoldState::given_back;
  changeset.hold = std::move(intent);
  co_return co_await self->sessions.commit(std::move(changeset), self->executor) ==
      CommitOutcome::committed;
}

Task<bool> HoldKeeper::State::ask(Self self, HoldIntent intent, SessionPtr session) {
  HoldQuestion question = question_of(*session, self->policy, false, self->clock.now());
  if (checkout::is_over(session->status)) question.pieces = intent.pieces;
  question.confirm = true;
  question.follows = session;
  auto answer = co_await self->desk.ask(std::move(question), self->executor);
  if (answer.kind != HoldAnswer::Kind::held) co_return false;
  if (!answer.lacking.empty()) {
    co_return co_await note_loss(self, std::move(answer), std::move(session));
  }
  co_return co_await keep(self, std::move(answer.intent), std::move(session));
}

// The shop does not hold what the session relies on. An open one has nothing then, like one whose
// hold ended; what is being paid or was sold is asked for again and again.
Task<bool> HoldKeeper::State::note_loss(Self self, HoldAnswer answer, SessionPtr session) {
  self->tell_lost(*session, answer.lacking);
  if (!may_let_go(*session)) {
    if (session->order) self->waits[session->id] = kLostWait;
    co_return false;
  }
  const Timestamp now = self->clock.now();
  Changeset changeset;
  auto next = std::make_shared<const checkout::Session>(
      checkout::release_hold(*session, self->policy, now));
  answer.intent.due = due_of(answer.intent, *next, self->policy, now);
  changeset.hold = std::move(answer.intent);
  changeset.session = std::move(next);
  co_return co_await self->sessions.commit(std::move(changeset), self->executor) ==
      CommitOutcome::committed;
}

// Is there a session by now, or does nobody know?
Task<bool> HoldKeeper::State::began(Self self, SessionId id) {
  auto loaded = co_await self->sessions.load(id, std::nullopt, self->executor);
  co_return !loaded || loaded->session != nullptr;
}

Task<bool> HoldKeeper::State::give_back(Self self, HoldIntent intent, SessionPtr session) {
  // One that nobody knows may still begin, in a process that hung, and ask for pieces.
  const bool may_begin = session == nullptr;
  if (may_begin || intent.state != HoldState::standing) {
    // A question that is still on its way cannot overtake a later one, as it could a DELETE.
    HoldQuestion nothing;
    nothing.session = intent.session;
    nothing.follows = std::move(session);
    nothing.confirm = true;
    // Versions go on from there for a day: who begins anew would be taken for an old question.
    const Milliseconds known = may_begin ? kPaidHold : kHoldGrace;
    nothing.least = nothing.until = self->clock.now() + known;
    auto answer = co_await self->desk.ask(std::move(nothing), self->executor);
    if (answer.kind != HoldAnswer::Kind::held) co_return false;
    if (may_begin) {
      // From the question on nobody can rely on an older one, but it may have begun before.
      const bool too_late = co_await began(self, intent.session);
      if (too_late) co_return false;
    }
    intent = std::move(answer.intent);
  }
  if (may_begin) co_return co_await remember(self, std::move(intent));
  const bool given_back =
      co_await self->shop.give_back(intent.session, intent.version, self->executor);
  if (!given_back) co_return false;
  co_return co_await forget(self, std::move(intent));
}

void HoldKeeper::State::tell_lost(const checkout::Session& session,
                                  const std::vector<Shortage>& lacking) {
  const std::string id = session.id.text();
  const bool sold = session.payment || session.order;
  if (lost.size() >= kMostHoldWaits && !lost.contains(session.id)) lost.clear();
  std::vector<Shortage>& told = lost[session.id];
  if (told == lacking) return;
  told = lacking;
  for (const Shortage& each : lacking) {
    log.write(sold ? LogLevel::error : LogLevel::warning, "hold_lost",
              {{"session_id", std::string_view(id)},
               {"item_id", std::string_view(each.item_id)},
               {"available", each.available}});
  }
}

HoldKeeper::HoldKeeper(HoldKeeperDependencies dependencies, Executor& executor)
    : state_(std::make_shared<State>(dependencies, executor)) {}

void HoldKeeper::look() { State::look(state_); }

void HoldKeeper::stop() { state_->stopped = true; }

bool HoldKeeper::idle() const { return !state_->looking && state_->under_way.empty(); }

}  // namespace till::app
