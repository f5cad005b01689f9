#include "app/background.h"

#include <algorithm>
#include <set>

#include "app/payment_attempts.h"

namespace till::app {
namespace {

// Attempts taken up at once: each may wait for the payment provider as long as it is patient.
constexpr std::size_t kMostSettling = 16;

// So many waits are remembered; beyond, all begin anew.
constexpr std::size_t kMostWaits = 10'000;
// A session that could not be expired is left alone for as long.
constexpr Milliseconds kExpiryLease = std::chrono::seconds(5);

}  // namespace

struct Background::State : BackgroundDependencies {
  using Self = std::shared_ptr<State>;

  State(BackgroundDependencies given, BackgroundOptions given_options, Executor& on)
      : BackgroundDependencies(given), options(given_options), executor(on) {}

  static Task<Done> settle_round(Self self);
  static Task<bool> settle(Self self, PaymentAttempt attempt);
  static Task<Done> settle_one(Self self, PaymentAttempt attempt);
  static Task<Done> expire_round(Self self);
  static Task<Done> prune_round(Self self);

  // How long to wait after one more try in doubt.
  Milliseconds wait_longer(const AttemptId& id);

  const BackgroundOptions options;
  Executor& executor;
  std::set<AttemptId> under_way;
  std::map<AttemptId, Milliseconds> waits;  // After the last try of each.
  bool looking = false;
  bool expiring = false;
  bool pruning = false;
};

Milliseconds Background::State::wait_longer(const AttemptId& id) {
  if (waits.size() >= kMostWaits && !waits.contains(id)) waits.clear();
  Milliseconds& wait = waits[id];
  wait = std::clamp(wait * 2, options.settle_first_wait, options.settle_most_wait);
  return wait;
}

Task<Done> Background::State::settle_round(Self self) {
  const std::size_t room = kMostSettling - std::min(kMostSettling, self->under_way.size());
  auto due = co_await self->attempts.lease_due(self->clock.now(), kAskLease, room, self->executor);
  self->looking = false;
  if (!due) co_return Done{};
  for (PaymentAttempt& attempt : *due) {
    const AttemptId id = attempt.id;
    // A try that outlasts its lease is not begun twice.
    if (!self->under_way.insert(id).second) continue;
    spawn(settle_one(self, std::move(attempt)), [self, id](Done) { self->under_way.erase(id); });
  }
  co_return Done{};
}

Task<bool> Background::State::settle(Self self, PaymentAttempt attempt) {
  if (attempt.kind != PaymentKind::charge)
    co_return co_await self->orders.settle(std::move(attempt));
  co_return co_await self->service.settle(std::move(attempt), self->executor);
}

Task<Done> Background::State::settle_one(Self self, PaymentAttempt attempt) {
  const AttemptId id = attempt.id;
  const std::string name = id.text();
  const std::string session = attempt.session.text();
  const std::string gone = self->service.may_ask(attempt) ? "" : attempt.provider;
  const bool settled = co_await settle(self, std::move(attempt));
  if (settled) {
    self->waits.erase(id);
    self->log.write(LogLevel::info, "payment_settled",
                    {{"attempt_id", name}, {"session_id", session}});
    co_return Done{};
  }
  const Milliseconds wait = self->wait_longer(id);
  co_await self->attempts.postpone(id, self->clock.now() + wait, self->executor);
  if (!gone.empty()) {
    self->log.write(LogLevel::error, "provider_not_configured",
                    {{"attempt_id", name},
                     {"session_id", session},
                     {"provider", gone},
                     {"what_to_do", "name it in [payments] until it is settled"}});
    co_return Done{};
  }
  self->log.write(LogLevel::warning, "payment_in_doubt",
                  {{"attempt_id", name}, {"session_id", session}, {"next_try_ms", wait.count()}});
  co_return Done{};
}

Task<Done> Background::State::expire_round(Self self) {
  // A round that took longer would meet again what it could not expire.
  const Timestamp end = self->clock.now() + kExpiryLease;
  for (bool more = true; more;) {
    auto due = co_await self->deadlines.lease_deadlines(self->clock.now(), kExpiryLease,
                                                        self->options.batch, self->executor);
    if (!due) break;
    for (const SessionId& id : *due) co_await self->service.expire(id, self->executor);
    more = due->size() == self->options.batch && self->clock.now() < end;
    co_await resume_on(self->executor);  // Lets requests in between two batches.
  }
  self->expiring = false;
  co_return Done{};
}

Task<Done> Background::State::prune_round(Self self) {
  for (bool more = true; more;) {
    const auto dropped =
        co_await self->upkeep.prune(self->clock.now(), self->options.retention, self->executor);
    more = dropped && *dropped > 0;
    co_await resume_on(self->executor);
  }
  self->pruning = false;
  co_return Done{};
}

Background::Background(BackgroundDependencies dependencies, BackgroundOptions options,
                       Executor& executor)
    : state_(std::make_shared<State>(dependencies, options, executor)) {}

void Background::settle_due() {
  if (state_->looking) return;
  state_->looking = true;
  spawn(State::settle_round(state_), [](Done) {});
}

void Background::expire_due() {
  if (state_->expiring) return;
  state_->expiring = true;
  spawn(State::expire_round(state_), [](Done) {});
}

void Background::prune() {
  if (state_->pruning) return;
  state_->pruning = true;
  spawn(State::prune_round(state_), [](Done) {});
}

bool Background::idle() const {
  return !state_->looking && !state_->expiring && !state_->pruning && state_->under_way.empty();
}

}  // namespace till::app
