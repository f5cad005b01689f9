// `till webhooks list` and `till webhooks replay`.
#include <algorithm>
#include <set>
#include <utility>

#include "cli/admin_client.h"
#include "cli/commands.h"

namespace till::cli {
namespace {

constexpr const char* kEvents = "/admin/webhooks";
constexpr const char* kMost = "1000";

Result<std::vector<Json>, Failure> events_in(AdminClient& admin, const std::string& state) {
  const std::string path =
      std::string(kEvents) + "?limit=" + kMost + (state.empty() ? "" : "&state=" + state);
  const auto body = admin.get(path);
  if (!body) return refused(body.error());
  return body->body.at("events").entries();
}

std::string line_of(const Json& event) {
  std::string line = event.at("id").text() + "  " + event.at("type").text() + "  " +
                     event.at("order_id").text() + "  " + event.at("agent").text() + "  " +
                     event.at("state").text() + "  attempts " +
                     std::to_string(event.at("attempts").whole().value_or(0));
  const std::string next = event.at("next_attempt_at").text();
  const std::string error = event.at("last_error").text();
  if (!next.empty() && event.at("state").text() == "pending") line += "  next " + next;
  if (!error.empty()) line += "  " + error;
  return line;
}

Outcome replay(AdminClient& admin, const std::string& id, std::ostream& out) {
  const auto body = admin.post(std::string(kEvents) + "/" + id + "/replay");
  if (!body) return refused(Failure{body.error().exit_code, id + ": " + body.error().sentence});
  out << "replayed " << id << "\n";
  return {};
}

// Every dead event, page by page; none twice, for one may be dead again meanwhile.
Outcome replay_dead(AdminClient& admin, std::ostream& out) {
  std::set<std::string> replayed;
  for (bool more = true; more;) {
    const auto events = events_in(admin, "dead");
    if (!events) return refused(events.error());
    more = false;
    for (const Json& event : *events) {
      const std::string id = event.at("id").text();
      if (!replayed.insert(id).second) continue;
      if (auto done = replay(admin, id, out); !done) return done;
      more = true;
    }
  }
  if (replayed.empty()) out << "nothing to replay\n";
  return {};
}

bool is_event_id(const std::string& id) { return EventId::parse(id).has_value(); }

}  // namespace

Outcome list_webhooks(const ListWebhooksOptions& options, std::ostream& out) {
  auto env = load_operator_env(options.env);
  if (!env) return refused(env.error());
  AdminClient admin(std::move(*env));
  const auto events = events_in(admin, options.state);
  if (!events) return refused(events.error());
  for (const Json& event : *events) out << line_of(event) << "\n";
  return {};
}

Outcome replay_webhooks(const ReplayWebhooksOptions& options, std::ostream& out) {
  const auto wrong = std::find_if_not(options.ids.begin(), options.ids.end(), is_event_id);
  if (wrong != options.ids.end()) {
    return wrong_use(*wrong + " is no event id; `till webhooks list` shows them");
  }
  auto env = load_operator_env(options.env);
  if (!env) return refused(env.error());
  AdminClient admin(std::move(*env));
  for (const std::string& id : options.ids) {
    if (auto replayed = replay(admin, id, out); !replayed) return replayed;
  }
  return options.dead ? replay_dead(admin, out) : Outcome{};
}

}  // namespace till::cli
