// [retention] of till.toml.
#include <array>
#include <utility>

#include "cli/config_sections.h"

namespace till::cli {
namespace {

// Shorter would drop what an answer that is given again shows (ID-16).
constexpr Bounds kDays{3, 36'500};

}  // namespace

app::Retention read_retention(TomlSection section) {
  app::Retention retention;
  const std::array<std::pair<const char*, Milliseconds*>, 7> keys{{
      {"expired_sessions_days", &retention.expired_sessions},
      {"canceled_sessions_days", &retention.canceled_sessions},
      {"completed_sessions_days", &retention.completed_sessions},
      {"carts_days", &retention.carts},
      {"tokens_days", &retention.tokens},
      {"attempts_days", &retention.attempts},
      {"dead_events_days", &retention.dead_events},
  }};
  for (const auto& [key, kept] : keys) {
    const auto days = section.whole(key, kDays);
    if (days) *kept = *days * app::kDay;
  }
  section.end();
  return retention;
}

}  // namespace till::cli
