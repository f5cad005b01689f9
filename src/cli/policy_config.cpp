// [holds] and [approvals] of till.toml.
#include <chrono>

#include "cli/config_sections.h"

namespace till::cli {
namespace {

constexpr Bounds kHoldSeconds{1, 2'592'000};
constexpr Bounds kShare{1, 100};
constexpr Bounds kOpenSessions{0, 1'000'000'000};
constexpr Bounds kPatienceHours{1, 30 * 24};

}  // namespace

checkout::HoldPolicy read_holds(TomlSection section) {
  checkout::HoldPolicy holds;
  const auto seconds = section.whole("without_buyer_seconds", kHoldSeconds);
  if (seconds) holds.without_buyer = std::chrono::seconds(*seconds);
  holds.agent_share_percent =
      section.whole("agent_share_percent", kShare).value_or(holds.agent_share_percent);
  holds.open_sessions =
      section.whole("agent_open_sessions", kOpenSessions).value_or(holds.open_sessions);
  section.end();
  return holds;
}

checkout::ApprovalPolicy read_approvals(TomlSection section) {
  checkout::ApprovalPolicy approvals;
  for (const std::string& name : section.texts("wait_for").value_or(std::vector<std::string>{})) {
    if (name == "on_account") {
      approvals.on_account = true;
    } else if (name == "on_request") {
      approvals.on_request = true;
    } else {
      section.fail("wait_for", "a list of \"on_account\" and \"on_request\"");
    }
  }
  const auto hours = section.whole("patience_hours", kPatienceHours);
  if (hours) approvals.patience = std::chrono::hours(*hours);
  section.end();
  return approvals;
}

}  // namespace till::cli
