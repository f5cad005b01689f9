#include "products/import_schedule.h"

#include <algorithm>
#include <utility>

namespace till::products {
namespace {

constexpr Milliseconds kFirstWait{5'000};

}  // namespace

Milliseconds wait_after_failure(std::int64_t failures, Milliseconds every) {
  Milliseconds wait = kFirstWait;
  for (std::int64_t i = 1; i < failures && wait < every; ++i) wait *= 2;
  return std::min(wait, every);
}

ImportSchedule::ImportSchedule(std::vector<ImportJob> jobs)
    : jobs_(std::move(jobs)), turns_(jobs_.size()) {}

std::optional<std::size_t> ImportSchedule::due(Timestamp now) const {
  std::optional<std::size_t> next;
  const auto rank = [this](std::size_t job) {
    return std::pair(jobs_[job].update, turns_[job].due);
  };
  for (std::size_t job = 0; job < jobs_.size(); ++job) {
    // Nothing waits longer than that, unless the clock was set back.
    const bool set_back = turns_[job].due > now + jobs_[job].every;
    if (turns_[job].due > now && !set_back) continue;
    if (!next || rank(job) < rank(*next)) next = job;
  }
  return next;
}

void ImportSchedule::all_due(Timestamp now) {
  for (Turn& turn : turns_) turn.due = now;
}

void ImportSchedule::ended(std::size_t job, ImportEnd end, Timestamp now,
                           Milliseconds asked_to_wait) {
  const Milliseconds every = jobs_[job].every;
  Turn& turn = turns_[job];
  turn.failing = end == ImportEnd::refused || end == ImportEnd::failed;
  turn.failures = end == ImportEnd::failed ? turn.failures + 1 : 0;
  turn.due = now + every;
  if (end == ImportEnd::failed) {
    const Milliseconds wait = wait_after_failure(turn.failures, every);
    turn.due = now + std::min(std::max(wait, asked_to_wait), every);
  }
  if (end != ImportEnd::imported || jobs_[job].update) return;
  for (std::size_t each = 0; each < jobs_.size(); ++each) {
    if (jobs_[each].update) turns_[each].due = now;
  }
}

bool ImportSchedule::failing() const {
  return std::any_of(turns_.begin(), turns_.end(), [](const Turn& turn) { return turn.failing; });
}

}  // namespace till::products
