#include "cli/sessions.h"

#include <iostream>
#include <optional>
#include <utility>

#include "cli/announcement.h"
#include "cli/keyed_change.h"
#include "json/writer.h"

namespace till::cli {
namespace {

constexpr const char* kSessions = "/sessions";

std::string session_line(const Json& session) {
  std::string line = session.at("id").text() + "  " + session.at("status").text() + "  " +
                     session.at("created_at").text() + "  " + session.at("agent").text() + "  " +
                     money(session.at("total").whole().value_or(0), session.at("currency").text());
  for (const char* detail : {"company", "buyer_email", "purchase_order_number"}) {
    if (session.at(detail).given()) line += "  " + session.at(detail).text();
  }
  const Json certificate = session.at("exempted_by");
  if (certificate.given()) line += "  no tax by certificate " + certificate.text();
  const Json number = session.at("vat_number");
  if (number.given()) line += "  no tax by VAT number " + number.text();
  return line;
}

std::string verdict_of(const ChangeOrderOptions& options) {
  std::string body;
  json::Writer json(body);
  json.begin_object().member("outcome", options.not_charged ? "not_charged" : "charged");
  if (!options.not_charged) json.member("charge", options.charged_by);
  json.end_object();
  return body;
}

std::string approval_of(const ChangeOrderOptions& options) {
  std::string body;
  if (!options.accept_total) return body;
  json::Writer json(body);
  json.begin_object().member("accept_total", *options.accept_total).end_object();
  return body;
}

std::string body_of(const ChangeOrderOptions& options) {
  if (options.action == "settle") return verdict_of(options);
  return options.action == "approve" ? approval_of(options) : std::string();
}

// Has the session become what the action makes of it?
bool is_decided(const ChangeOrderOptions& options, const Json& record) {
  const std::string status = record.at("session").at("status").text();
  const bool sold = record.at("order_id").given();
  if (status.empty() || status == kPendingApproval) return false;
  if (options.action == "approve") return sold || status == "complete_in_progress";
  const bool wants_order = options.action == "settle" && !options.not_charged;
  return sold == wants_order && status != "complete_in_progress";
}

void print_decided(const Answer& answer, std::ostream& out) {
  const Json session = answer.body.at("session");
  if (answer.body.at("order_id").given()) out << answer.body.at("order_id").text() << "  ";
  out << session.at("id").text() << "  " << session.at("status").text();
  if (answer.replayed) out << "  (decided before; nothing was done again)";
  out << "\n";
  for (const Json& message : session.at("messages").entries()) {
    out << "  " << message.at("content").text() << "\n";
  }
}

}  // namespace

Failure wrong_order_id(const std::string& id) {
  return {kWrongUse, id + " is no order id; `till orders list` shows them"};
}

Outcome list_pending(AdminClient& admin, const ListOrdersOptions& options, std::ostream& out) {
  if (!options.email.empty() || !options.item.empty() || !options.since.empty() ||
      !options.until.empty()) {
    return wrong_use(
        "purchases that wait for approval are listed whole; leave --email, --item and "
        "the dates out");
  }
  const auto answer = admin.get(std::string(kSessions) + "?status=" + kPendingApproval);
  if (!answer) return refused(answer.error());
  std::vector<Json> waiting = answer->body.at("sessions").entries();
  const auto most = static_cast<std::size_t>(options.limit);
  const bool more = most > 0 && waiting.size() > most;
  if (more) waiting.resize(most);
  if (options.json) out << "{\"sessions\":[";
  for (std::size_t i = 0; i < waiting.size(); ++i) {
    if (options.json) {
      out << (i == 0 ? "" : ",") << waiting[i].json();
    } else {
      out << session_line(waiting[i]) << "\n";
    }
  }
  if (options.json) out << "]}\n";
  out.flush();
  if (more)
    std::cerr << "there are more than these " << most << "; raise --limit or leave it out\n";
  return {};
}

Outcome show_session(AdminClient& admin, const std::string& id, std::ostream& out) {
  const auto answer = admin.get(std::string(kSessions) + "/" + id);
  if (!answer) return refused(answer.error());
  out << answer->text << "\n";
  return {};
}

Outcome decide_session(const ChangeOrderOptions& options, std::ostream& out,
                       std::ostream* terminal) {
  const bool settles = options.action == "settle";
  if (options.action != "approve" && options.action != "deny" && !settles) {
    return refused(Failure{kWrongUse, options.id + " is a purchase that is no order yet; it can "
                                                   "be approved, denied or settled"});
  }
  if (settles && options.charged_by.empty() && !options.not_charged) {
    return refused(Failure{kWrongUse, "say --charged-by CHARGE or --not-charged"});
  }
  auto env = load_operator_env(options.env);
  if (!env) return refused(env.error());
  AdminClient admin(std::move(*env));
  const std::string path = std::string(kSessions) + "/" + options.id;
  if (terminal != nullptr) {
    const auto shown = admin.get(path);
    *terminal << about_to_decide(options, shown ? shown->body : Json()) << std::endl;
  }
  // The server keeps no keys of decisions; the session tells whether one was taken.
  const auto look_back = [&]() -> std::optional<Answer> {
    auto now = admin.get(path);
    if (!now || !is_decided(options, now->body)) return std::nullopt;
    return std::move(*now);
  };
  const auto answer =
      change_once(admin, options.env, path + "/" + options.action, body_of(options), look_back);
  if (!answer) return refused(answer.error());
  if (options.json) {
    out << answer->text << "\n";
  } else {
    print_decided(*answer, out);
  }
  return {};
}

}  // namespace till::cli
