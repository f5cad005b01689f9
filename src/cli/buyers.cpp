#include "cli/buyers.h"

#include <cstdint>
#include <optional>
#include <set>
#include <utility>

#include "cli/admin_client.h"
#include "cli/keyed_change.h"
#include "cli/operator_env.h"
#include "json/writer.h"

namespace till::cli {
namespace {

std::string request_of(const std::string& email, std::int64_t from) {
  std::string body;
  json::Writer json(body);
  json.begin_object().member("email", email);
  if (from > 0) json.member("from", from);
  json.end_object();
  return body;
}

Outcome export_buyer(AdminClient& admin, const std::string& email, std::ostream& out) {
  std::set<std::string> printed;
  std::optional<std::int64_t> from = 0;
  std::string head;
  json::Writer(head).begin_object().member("email", email).key("sessions").begin_array();
  while (from) {
    const auto answer = admin.post("/buyers/export", request_of(email, *from));
    if (!answer) return refused(answer.error());
    if (*from == 0) out << head;
    for (const Json& session : answer->body.at("sessions").entries()) {
      if (!printed.insert(session.at("id").text()).second) continue;
      out << (printed.size() == 1 ? "\n" : ",\n") << session.json();
    }
    from = answer->body.at("next").whole();
  }
  out << "]}\n";
  return {};
}

Outcome erase_buyer(AdminClient& admin, const BuyerOptions& options, std::ostream& out,
                    std::ostream* terminal) {
  if (terminal != nullptr) {
    *terminal << "about to cancel what " << options.email
              << " has open and to erase who bought, for good" << std::endl;
  }
  const auto answer =
      change_once(admin, options.env, "/buyers/erase", request_of(options.email, 0));
  if (!answer) return refused(answer.error());
  const Json& body = answer->body;
  const auto left = body.at("left").entries();
  if (options.json) {
    out << answer->text << "\n";
  } else {
    out << "erased  " << body.at("sessions").whole().value_or(0) << " session(s), "
        << body.at("orders").whole().value_or(0) << " order(s)"
        << (answer->repeated ? ", beside those of the try that was not answered" : "") << "\n";
    for (const Json& id : left) out << "left    " << id.text() << "\n";
  }
  if (left.empty()) return {};
  return failed("the payment of " + std::to_string(left.size()) +
                " session(s) is under way; run the command again once it has ended");
}

}  // namespace

Outcome serve_buyer(const BuyerOptions& options, std::ostream& out, std::ostream* terminal) {
  if (options.email.find('@') == std::string::npos) {
    return refused(Failure{kWrongUse, "give the buyer's e-mail address"});
  }
  auto env = load_operator_env(options.env);
  if (!env) return refused(env.error());
  AdminClient admin(std::move(*env));
  if (options.erase) return erase_buyer(admin, options, out, terminal);
  return export_buyer(admin, options.email, out);
}

}  // namespace till::cli
