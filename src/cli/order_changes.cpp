// `till orders ship` and the other commands that change an order.
#include <algorithm>
#include <charconv>
#include <utility>

#include "base/limits.h"
#include "cli/announcement.h"
#include "cli/commands.h"
#include "cli/keyed_change.h"
#include "cli/order_print.h"
#include "cli/sessions.h"
#include "json/writer.h"

namespace till::cli {
namespace {

// LINE or LINE=PIECES as an entry of line_items; false when the pieces are no number.
bool write_piece(json::Writer& json, const std::string& text) {
  const std::size_t equals = text.find('=');
  json.begin_object().member("id", std::string_view(text).substr(0, equals));
  bool fine = equals != 0;
  if (equals != std::string::npos) {
    std::int64_t pieces = 0;
    const char* const end = text.data() + text.size();
    const auto parsed = std::from_chars(text.data() + equals + 1, end, pieces);
    fine = fine && parsed.ec == std::errc() && parsed.ptr == end && pieces >= 1 &&
           pieces <= limits::kQuantity;
    json.member("quantity", pieces);
  }
  json.end_object();
  return fine;
}

Result<std::string, Failure> body_of(const ChangeOrderOptions& options) {
  std::string body;
  json::Writer json(body);
  json.begin_object();
  if (!options.lines.empty()) {
    json.key("line_items").begin_array();
    for (const std::string& line : options.lines) {
      if (!write_piece(json, line)) return wrong_use(line + " is not LINE or LINE=PIECES");
    }
    json.end_array();
  }
  for (const auto& [name, value] :
       {std::pair("carrier", &options.carrier),
        std::pair("tracking_number", &options.tracking_number),
        std::pair("tracking_url", &options.tracking_url),
        std::pair("fulfillment_id", &options.fulfillment), std::pair("access_url", &options.link),
        std::pair("license_key", &options.key), std::pair("reason", &options.reason)}) {
    if (!value->empty()) json.member(name, *value);
  }
  if (options.amount) json.member("amount", *options.amount);
  json.end_object();
  return body;
}

bool refund_under_way(const Json& order) {
  const auto adjustments = order.at("adjustments").entries();
  return std::any_of(adjustments.begin(), adjustments.end(),
                     [](const Json& each) { return each.at("status").text() == "pending"; });
}

// Refunds say what they are in; an order is paid in one currency.
std::string refund_currency(const Json& order) {
  for (const Json& each : order.at("adjustments").entries()) {
    if (each.at("currency").given()) return each.at("currency").text();
  }
  return "";
}

void print_result(const Answer& answer, std::ostream& out) {
  const Json& order = answer.body;
  out << order.at("id").text() << "  " << order.at("status").text();
  if (const auto refunded = total_of(order, "amount_refunded"); refunded > 0) {
    out << "  amount_refunded " << plain_money(refunded, refund_currency(order));
  }
  if (refund_under_way(order)) out << "  a refund is under way";
  if (answer.replayed) out << "  (done before; nothing was done again)";
  out << "\n";
}

}  // namespace

Outcome change_order(const ChangeOrderOptions& options, std::ostream& out, std::ostream* terminal) {
  if (SessionId::parse(options.id)) return decide_session(options, out, terminal);
  const bool of_session = options.action == "deny" || options.action == "settle";
  if (!OrderId::parse(options.id)) return refused(wrong_order_id(options.id));
  if (of_session) {
    return wrong_use(options.action + " wants the id of a session, such as cs_…; " + options.id +
                     " is an order already");
  }
  if (options.accept_total) {
    return refused(Failure{kWrongUse,
                           "--accept-total is for a purchase that waits for approval, "
                           "which `till orders list --status pending_approval` shows"});
  }
  auto body = body_of(options);
  if (!body) return refused(body.error());
  auto env = load_operator_env(options.env);
  if (!env) return refused(env.error());
  AdminClient admin(std::move(*env));
  const std::string path = "/orders/" + options.id;
  if (terminal != nullptr) {
    // An operator may be allowed to do what they may not see.
    const auto order = admin.get(path);
    *terminal << about_to_change(options, order ? order->body : Json()) << std::endl;
  }
  const auto answer = change_once(admin, options.env, path + "/" + options.action, *body);
  if (!answer) return refused(answer.error());
  if (options.json) {
    out << answer->text << "\n";
  } else {
    print_result(*answer, out);
  }
  return {};
}

}  // namespace till::cli
