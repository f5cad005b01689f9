// `till orders list` and `till orders show`.
#include <algorithm>
#include <utility>

#include "cli/commands.h"
#include "cli/order_print.h"
#include "cli/pages.h"
#include "cli/sessions.h"

namespace till::cli {
namespace {

constexpr const char* kOrders = "/orders";

bool is_day_or_moment(const std::string& text) {
  return parse_rfc3339(text) || parse_rfc3339(text + "T00:00:00Z");
}

std::string order_line(const Json& order) {
  const std::string currency = order.at("currency").text();
  const auto amount = [&](std::string_view name) { return order.at(name).whole().value_or(0); };
  std::string line = order.at("id").text() + "  " + order.at("status").text() + "  " +
                     order.at("created_at").text() + "  " + order.at("agent").text() + "  " +
                     money(amount("total"), currency);
  const std::string number = order.at("order_number").text();
  if (!number.empty()) line += "  number " + number;
  const std::string payment = order.at("payment").text();
  if (payment != "captured") line += "  payment " + payment;
  if (order.at("erased_at").given()) line += "  buyer erased";
  if (amount("amount_refunded") > 0) {
    line += "  refunded " + money(amount("amount_refunded"), currency);
  }
  return line;
}

}  // namespace

Outcome list_orders(const ListOrdersOptions& options, std::ostream& out) {
  for (const std::string* const day : {&options.since, &options.until}) {
    if (!day->empty() && !is_day_or_moment(*day)) {
      return wrong_use(*day +
                       " is neither a day such as 2026-11-24 nor a moment such as "
                       "2026-11-24T10:00:00Z");
    }
  }
  // Both as days or both as moments they are in the order of their letters.
  if (options.since.size() == options.until.size() && options.since > options.until) {
    return wrong_use("nothing is both since " + options.since + " and until " + options.until +
                     "; exchange them");
  }
  if (!options.email.empty() && options.email.find('@') == std::string::npos) {
    return wrong_use(options.email + " is not an e-mail address");
  }
  auto env = load_operator_env(options.env);
  if (!env) return refused(env.error());
  AdminClient admin(std::move(*env));
  if (options.status == kPendingApproval) return list_pending(admin, options, out);
  const Listing listing{"/orders",
                        "orders",
                        {{"status", options.status},
                         {"email", options.email},
                         {"item", options.item},
                         {"number", options.number},
                         {"since", options.since},
                         {"until", options.until}},
                        options.limit};
  return print_pages(admin, listing, options.json ? PrintAs::json : PrintAs::lines, order_line,
                     out);
}

Outcome show_order(const ShowOrderOptions& options, std::ostream& out) {
  const bool session = SessionId::parse(options.id).has_value();
  if (!session && !OrderId::parse(options.id)) return refused(wrong_order_id(options.id));
  auto env = load_operator_env(options.env);
  if (!env) return refused(env.error());
  AdminClient admin(std::move(*env));
  if (session) return show_session(admin, options.id, out);
  const auto answer = admin.get(std::string(kOrders) + "/" + options.id);
  if (!answer) return refused(answer.error());
  if (options.json) {
    out << answer->text << "\n";
  } else {
    print_order(answer->body, out);
  }
  return {};
}

}  // namespace till::cli
