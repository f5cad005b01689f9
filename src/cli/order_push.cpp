// `till orders push`.
#include <utility>

#include "cli/commands.h"
#include "cli/keyed_change.h"
#include "cli/sessions.h"
#include "json/writer.h"

namespace till::cli {
namespace {

std::string push_request(const std::string& since, const std::string& cursor) {
  std::string body;
  json::Writer json(body);
  json.begin_object().member("since", since);
  if (!cursor.empty()) json.member("cursor", cursor);
  json.end_object();
  return body;
}

void print_pushed(std::int64_t orders, bool as_json, std::ostream& out) {
  if (!as_json) {
    out << "the shop is told of " << orders << " order(s)\n";
    return;
  }
  std::string text;
  json::Writer(text).begin_object().member("orders", orders).end_object();
  out << text << "\n";
}

Outcome push_since(AdminClient& admin, const PushOrdersOptions& options, std::ostream& out) {
  std::int64_t orders = 0;
  std::string cursor;
  do {
    const auto answer = admin.post("/orders/push", push_request(options.since, cursor));
    if (!answer) return refused(answer.error());
    orders += answer->body.at("orders").whole().value_or(0);
    cursor = answer->body.at("next_cursor").text();
  } while (!cursor.empty());
  print_pushed(orders, options.json, out);
  return {};
}

}  // namespace

Outcome push_orders(const PushOrdersOptions& options, std::ostream& out) {
  if (options.id.empty() == options.since.empty()) {
    return wrong_use("`till orders push` wants the id of an order or --since TIME");
  }
  if (!options.id.empty() && !OrderId::parse(options.id)) {
    return refused(wrong_order_id(options.id));
  }
  auto env = load_operator_env(options.env);
  if (!env) return refused(env.error());
  AdminClient admin(std::move(*env));
  if (!options.since.empty()) return push_since(admin, options, out);
  const auto answer = change_once(admin, options.env, "/orders/" + options.id + "/push", "");
  if (!answer) return refused(answer.error());
  print_pushed(1, options.json, out);
  return {};
}

}  // namespace till::cli
