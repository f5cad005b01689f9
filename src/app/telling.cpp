#include "app/telling.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace till::app {

std::string printable(std::string_view words) {
  constexpr std::size_t kMost = 200;
  std::string text(words.substr(0, kMost));
  std::replace_if(
      text.begin(), text.end(), [](char c) { return c < ' ' || c > '~'; }, '?');
  return text;
}

double jitter(Random& random) {
  std::array<std::uint8_t, 4> bytes{};
  random.fill(bytes);
  double value = 0;
  for (const std::uint8_t byte : bytes) value = value * 256 + byte;
  return value / 4294967296.0;
}

Timestamp next_try(const webhooks::RetrySchedule& schedule, std::int64_t attempts, Timestamp now,
                   Random& random, std::optional<Milliseconds> retry_after) {
  const double chance = jitter(random);
  auto next = webhooks::next_attempt(schedule, attempts, now, chance, retry_after);
  if (!next) {
    const Milliseconds longest = *std::max_element(schedule.waits.begin(), schedule.waits.end());
    next = webhooks::next_attempt({{longest}}, 1, now, chance, retry_after);
  }
  return next.value_or(now + kLookAgain);
}

Task<StoreResult<checkout::SessionPtr>> purchase_of(Orders& orders, Sessions& sessions, OrderId id,
                                                    Executor& executor) {
  auto order = co_await orders.order(id, executor);
  if (!order) co_return refused(order.error());
  if (!*order) co_return checkout::SessionPtr();
  auto loaded = co_await sessions.load((*order)->checkout_session_id, std::nullopt, executor);
  if (!loaded) co_return refused(loaded.error());
  co_return loaded->session;
}

void log_telling(Log& log, LogLevel level, std::string_view name, const OutboxEvent& event,
                 std::string_view error) {
  const std::string id = event.id.text();
  const std::string order = event.order.text();
  log.write(level, name,
            {{"event_id", std::string_view(id)},
             {"order_id", std::string_view(order)},
             {"attempt", event.attempts + 1},
             {"error", error}});
}

void report_telling(Log& log, const TellingNames& names, const OutboxEvent& event, Telling went,
                    std::string_view error, const webhooks::RetrySchedule& schedule,
                    Receiver& receiver, Timestamp now) {
  const bool failed = went == Telling::failed;
  const bool known = receiver.failing();
  const auto news = receiver.ended(!failed, now);
  const auto tries = static_cast<std::int64_t>(schedule.waits.size());
  if (went == Telling::told) log_telling(log, LogLevel::info, names.told, event, error);
  if (failed && event.attempts >= tries) {
    log_telling(log, LogLevel::error, names.still_not_told, event, error);
  } else if (failed && !known) {
    log_telling(log, LogLevel::warning, names.not_told, event, error);
  }
  if (news == Receiver::News::began_to_fail) {
    log_telling(log, LogLevel::error, names.failing, event, error);
  }
  if (news == Receiver::News::recovered) {
    log_telling(log, LogLevel::info, names.recovered, event, error);
  }
}

}  // namespace till::app
