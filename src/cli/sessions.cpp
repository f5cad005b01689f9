#include "cli/sessions.h"

#include <utility>

#include "base/json_writer.h"

namespace till::cli {
namespace {

constexpr const char* kSessions = "/sessions";

std::string line_of(const Json& session) {
  std::string line = session.at("id").text() + "  " + session.at("status").text() + "  " +
                     session.at("created_at").text() + "  " + session.at("agent").text() + "  " +
                     money(session.at("total").whole().value_or(0), session.at("currency").text());
  for (const char* detail : {"company", "buyer_email", "purchase_order_number"}) {
    if (session.at(detail).given()) line += "  " + session.at(detail).text();
  }
  const Json certificate = session.at("exempted_by");
  if (certificate.given()) line += "  no tax by certificate " + certificate.text();
  return line;
}

std::string verdict_of(const ChangeOrderOptions& options) {
  std::string body;
  JsonWriter json(body);
  json.begin_object().member("outcome", options.not_charged ? "not_charged" : "charged");
  if (!options.not_charged) json.member("charge", options.charged_by);
  json.end_object();
  return body;
}

std::string approval_of(const ChangeOrderOptions& options) {
  std::string body;
  if (!options.accept_total) return body;
  JsonWriter json(body);
  json.begin_object().member("accept_total", *options.accept_total).end_object();
  return body;
}

std::string body_of(const ChangeOrderOptions& options) {
  if (options.action == "settle") return verdict_of(options);
  return options.action == "approve" ? approval_of(options) : std::string();
}

}  // namespace

Outcome list_pending(AdminClient& admin, std::int64_t limit, std::ostream& out) {
  const auto answer = admin.get(std::string(kSessions) + "?status=" + kPendingApproval);
  if (!answer) return refused(answer.error());
  std::int64_t printed = 0;
  for (const Json& session : answer->body.at("sessions").entries()) {
    if (limit > 0 && printed++ >= limit) break;
    out << line_of(session) << "\n";
  }
  return {};
}

Outcome show_session(AdminClient& admin, const std::string& id, std::ostream& out) {
  const auto answer = admin.get(std::string(kSessions) + "/" + id);
  if (!answer) return refused(answer.error());
  out << answer->text << "\n";
  return {};
}

Outcome decide_session(const ChangeOrderOptions& options, std::ostream& out) {
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
  const auto answer = admin.post(std::string(kSessions) + "/" + options.id + "/" + options.action,
                                 body_of(options));
  if (!answer) return refused(answer.error());
  const Json session = answer->body.at("session");
  if (answer->body.at("order_id").given()) out << answer->body.at("order_id").text() << "  ";
  out << session.at("id").text() << "  " << session.at("status").text() << "\n";
  for (const Json& message : session.at("messages").entries()) {
    out << "  " << message.at("content").text() << "\n";
  }
  return {};
}

}  // namespace till::cli
