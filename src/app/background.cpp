#include "app/background.h"

#include <algorithm>
#include <set>

namespace till::app {
namespace {

// Attempts taken up at once: each may wait for the payment provider as long as it is patient.
constexpr std::size_t kMostSettling = 16;

// When an attempt is tried next, and how long the wait after that try is doubled from.
struct Patience {
  Timestamp due;
  Milliseconds wait{0};
  bool under_way = false;
};

}  // namespace

struct Background::State : BackgroundDependencies {
  using Self = std::shared_ptr<State>;

  State(BackgroundDependencies given, BackgroundOptions given_options, Executor& on)
      : BackgroundDependencies(given),
        options(given_options),
        executor(on),
        started_at(given.clock.now()) {}

  static Task<Done> settle_round(Self self);
  static Task<bool> settle(Self self, PaymentAttempt attempt);
  static Task<Done> settle_one(Self self, PaymentAttempt attempt);
  static Task<Done> expire_round(Self self);
  static Task<Done> prune_round(Self self);

  // Is it this attempt's turn? Marks it as under way then.
  bool take(const PaymentAttempt& attempt);
  void wait_longer(const AttemptId& id);
  // Forgets attempts that are open no more.
  void forget_all_but(const std::vector<PaymentAttempt>& open);

  const BackgroundOptions options;
  Executor& executor;
  const Timestamp started_at;
  std::map<AttemptId, Patience> patience;
  std::size_t settling = 0;
  std::size_t unexpired = 0;  // Sessions due that could not be expired in the last round.
  bool looking = false;
  bool expiring = false;
  bool pruning = false;
};

bool Background::State::take(const PaymentAttempt& attempt) {
  if (settling >= kMostSettling) return false;
  const bool inherited = attempt.created_at < started_at;
  const Milliseconds first = inherited ? Milliseconds(0) : options.request_patience;
  const auto [entry, added] =
      patience.try_emplace(attempt.id, Patience{attempt.created_at + first, {}, false});
  Patience& own = entry->second;
  if (own.under_way || own.due > clock.now()) return false;
  own.under_way = true;
  ++settling;
  return true;
}

void Background::State::wait_longer(const AttemptId& id) {
  Patience& own = patience[id];
  own.wait = std::clamp(own.wait * 2, options.settle_first_wait, options.settle_most_wait);
  own.due = clock.now() + own.wait;
  own.under_way = false;
}

void Background::State::forget_all_but(const std::vector<PaymentAttempt>& open) {
  std::set<AttemptId> kept;
  for (const PaymentAttempt& attempt : open) kept.insert(attempt.id);
  std::erase_if(patience, [&kept](const auto& entry) {
    return !entry.second.under_way && !kept.contains(entry.first);
  });
}

Task<Done> Background::State::settle_round(Self self) {
  // Those that wait are the oldest, so that a plain batch might never get past them.
  const std::size_t limit = self->options.batch + self->patience.size();
  auto open = co_await self->attempts.open_attempts(limit, self->executor);
  self->looking = false;
  if (!open) co_return Done{};
  if (open->size() < limit) self->forget_all_but(*open);
  for (PaymentAttempt& attempt : *open) {
    if (!self->take(attempt)) continue;
    spawn(settle_one(self, std::move(attempt)), [self](Done) { --self->settling; });
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
    self->patience.erase(id);
    self->log.write(LogLevel::info, "payment_settled",
                    {{"attempt_id", name}, {"session_id", session}});
    co_return Done{};
  }
  self->wait_longer(id);
  if (!gone.empty()) {
    self->log.write(LogLevel::error, "provider_not_configured",
                    {{"attempt_id", name},
                     {"session_id", session},
                     {"provider", gone},
                     {"what_to_do", "name it in [payments] until it is settled"}});
    co_return Done{};
  }
  self->log.write(LogLevel::warning, "payment_in_doubt",
                  {{"attempt_id", name},
                   {"session_id", session},
                   {"next_try_ms", self->patience[id].wait.count()}});
  co_return Done{};
}

Task<Done> Background::State::expire_round(Self self) {
  for (bool more = true; more;) {
    // Sessions whose payment is in doubt stay due; they must not hide the ones behind them.
    const std::size_t limit = self->options.batch + self->unexpired;
    auto due = co_await self->deadlines.due_deadlines(self->clock.now(), limit, self->executor);
    if (!due) break;
    std::size_t expired = 0;
    for (const SessionId& id : *due) {
      if (co_await self->service.expire(id, self->executor)) ++expired;
    }
    self->unexpired = due->size() - expired;
    more = due->size() == limit && expired > 0;
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
  return !state_->looking && !state_->expiring && !state_->pruning && state_->settling == 0;
}

}  // namespace till::app
