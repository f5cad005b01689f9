// `till webhooks list` and `till webhooks replay`.
#include <algorithm>
#include <set>
#include <utility>

#include "cli/admin_client.h"
#include "cli/commands.h"
#include "cli/pages.h"
#include "json/writer.h"

namespace till::cli {
namespace {

constexpr const char* kEvents = "/admin/webhooks";
constexpr const char* kMost = "1000";

// The oldest of the dead events.
Result<std::vector<Json>, Failure> dead_events(AdminClient& admin) {
  const auto body = admin.get(std::string(kEvents) + "?limit=" + kMost + "&state=dead");
  if (!body) return refused(body.error());
  return body->body.at("events").entries();
}

std::string told_to(const Json& event) {
  const std::string receiver = event.at("receiver").text();
  return receiver == "agent" ? event.at("agent").text() : "(" + receiver + ")";
}

std::string event_line(const Json& event) {
  std::string line = event.at("id").text() + "  " + event.at("type").text() + "  " +
                     event.at("order_id").text() + "  " + told_to(event) + "  " +
                     event.at("state").text() + "  attempts " +
                     std::to_string(event.at("attempts").whole().value_or(0));
  const std::string next = event.at("next_attempt_at").text();
  const std::string error = event.at("last_error").text();
  if (!next.empty() && event.at("state").text() == "pending") line += "  next " + next;
  if (!error.empty()) line += "  " + error;
  return line;
}

// Replays, and tells of it in lines or as one list at the end.
class Replays {
 public:
  Replays(AdminClient& admin, bool json, std::ostream& out)
      : admin_(admin), json_(json), out_(out) {}

  Outcome replay(const std::string& id) {
    const auto body = admin_.post(std::string(kEvents) + "/" + id + "/replay");
    if (!body) return refused(Failure{body.error().exit_code, id + ": " + body.error().sentence});
    done_.push_back(id);
    if (!json_) out_ << "replayed " << id << "\n";
    return {};
  }

  // Every dead event, page by page; none twice, for one may be dead again meanwhile.
  Outcome replay_dead() {
    std::set<std::string> replayed;
    for (bool more = true; more;) {
      const auto events = dead_events(admin_);
      if (!events) return refused(events.error());
      more = false;
      for (const Json& event : *events) {
        const std::string id = event.at("id").text();
        if (!replayed.insert(id).second) continue;
        if (auto done = replay(id); !done) return done;
        more = true;
      }
    }
    return {};
  }

  void conclude() const {
    if (!json_) {
      if (done_.empty()) out_ << "nothing to replay\n";
      return;
    }
    std::string list;
    json::Writer json(list);
    json.begin_object().key("replayed").begin_array();
    for (const std::string& id : done_) json.text(id);
    json.end_array().end_object();
    out_ << list << "\n";
  }

 private:
  AdminClient& admin_;
  const bool json_;
  std::ostream& out_;
  std::vector<std::string> done_;
};

bool is_event_id(const std::string& id) { return EventId::parse(id).has_value(); }

}  // namespace

Outcome list_webhooks(const ListWebhooksOptions& options, std::ostream& out) {
  auto env = load_operator_env(options.env);
  if (!env) return refused(env.error());
  AdminClient admin(std::move(*env));
  const Listing listing{kEvents, "events", {{"state", options.state}}, options.limit};
  return print_pages(admin, listing, options.json ? PrintAs::json : PrintAs::lines, event_line,
                     out);
}

Outcome replay_webhooks(const ReplayWebhooksOptions& options, std::ostream& out) {
  const auto wrong = std::find_if_not(options.ids.begin(), options.ids.end(), is_event_id);
  if (wrong != options.ids.end()) {
    return wrong_use(*wrong + " is no event id; `till webhooks list` shows them");
  }
  auto env = load_operator_env(options.env);
  if (!env) return refused(env.error());
  AdminClient admin(std::move(*env));
  Replays replays(admin, options.json, out);
  Outcome outcome;
  for (const std::string& id : options.ids) {
    if (outcome) outcome = replays.replay(id);
  }
  if (outcome && options.dead) outcome = replays.replay_dead();
  replays.conclude();  // Of those before a failure as well.
  return outcome;
}

}  // namespace till::cli
