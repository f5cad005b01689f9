// `till orders`.
#include <algorithm>
#include <charconv>
#include <utility>

#include "base/json_writer.h"
#include "base/limits.h"
#include "cli/admin_client.h"
#include "cli/commands.h"
#include "cli/sessions.h"

namespace till::cli {
namespace {

constexpr const char* kOrders = "/orders";
constexpr std::int64_t kPage = 200;

Failure wrong_id(const std::string& id) {
  return {kWrongUse, id + " is no order id; `till orders list` shows them"};
}

std::string line_of(const Json& order) {
  const std::string currency = order.at("currency").text();
  const auto amount = [&](std::string_view name) { return order.at(name).whole().value_or(0); };
  std::string line = order.at("id").text() + "  " + order.at("status").text() + "  " +
                     order.at("created_at").text() + "  " + order.at("agent").text() + "  " +
                     money(amount("total"), currency);
  const std::string payment = order.at("payment").text();
  if (payment != "captured") line += "  payment " + payment;
  if (order.at("erased_at").given()) line += "  buyer erased";
  if (amount("amount_refunded") > 0) {
    line += "  refunded " + money(amount("amount_refunded"), currency);
  }
  return line;
}

void print_order(const Json& order, std::ostream& out) {
  out << order.at("id").text() << "  " << order.at("status").text() << "\n";
  for (const Json& line : order.at("line_items").entries()) {
    const Json quantity = line.at("quantity");
    const auto count = [&](std::string_view name) {
      return std::to_string(quantity.at(name).whole().value_or(0));
    };
    out << "  line         " << line.at("id").text() << "  " << line.at("title").text() << "  "
        << count("ordered") << " ordered, " << count("current") << " current, "
        << count("fulfilled") << " fulfilled\n";
  }
  for (const Json& each : order.at("fulfillments").entries()) {
    out << "  fulfillment  " << each.at("id").text() << "  " << each.at("type").text() << "  "
        << each.at("status").text();
    for (const char* detail : {"carrier", "tracking_number", "tracking_url"}) {
      if (each.at(detail).given()) out << "  " << each.at(detail).text();
    }
    out << "\n";
  }
  for (const Json& each : order.at("adjustments").entries()) {
    out << "  adjustment   " << each.at("id").text() << "  " << each.at("type").text() << "  "
        << each.at("status").text();
    if (each.at("amount").given()) {
      out << "  " << money(each.at("amount").whole().value_or(0), each.at("currency").text());
    }
    out << "\n";
  }
  for (const Json& total : order.at("totals").entries()) {
    out << "  " << total.at("type").text() << " " << total.at("amount").whole().value_or(0) << "\n";
  }
}

// LINE or LINE=PIECES as an entry of line_items; false when the pieces are no number.
bool write_piece(JsonWriter& json, const std::string& text) {
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
  JsonWriter json(body);
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

}  // namespace

Outcome list_orders(const ListOrdersOptions& options, std::ostream& out) {
  auto env = load_operator_env(options.env);
  if (!env) return refused(env.error());
  AdminClient admin(std::move(*env));
  if (options.status == kPendingApproval) return list_pending(admin, options.limit, out);
  std::string cursor;
  std::int64_t printed = 0;
  do {
    const std::int64_t left = options.limit > 0 ? options.limit - printed : kPage;
    std::string path = std::string(kOrders) + "?limit=" + std::to_string(std::min(left, kPage));
    if (!options.status.empty()) path += "&status=" + options.status;
    if (!cursor.empty()) path += "&cursor=" + cursor;
    const auto page = admin.get(path);
    if (!page) return refused(page.error());
    for (const Json& order : page->body.at("orders").entries()) {
      out << line_of(order) << "\n";
      ++printed;
    }
    cursor = page->body.at("next_cursor").text();
  } while (!cursor.empty() && (options.limit == 0 || printed < options.limit));
  return {};
}

Outcome show_order(const ShowOrderOptions& options, std::ostream& out) {
  const bool session = SessionId::parse(options.id).has_value();
  if (!session && !OrderId::parse(options.id)) return refused(wrong_id(options.id));
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

Outcome change_order(const ChangeOrderOptions& options, std::ostream& out) {
  if (SessionId::parse(options.id)) return decide_session(options, out);
  const bool of_session = options.action == "deny" || options.action == "settle";
  if (of_session || !OrderId::parse(options.id)) return refused(wrong_id(options.id));
  auto body = body_of(options);
  if (!body) return refused(body.error());
  auto env = load_operator_env(options.env);
  if (!env) return refused(env.error());
  AdminClient admin(std::move(*env));
  const auto answer =
      admin.post(std::string(kOrders) + "/" + options.id + "/" + options.action, *body);
  if (!answer) return refused(answer.error());
  const Json& order = answer->body;
  out << order.at("id").text() << "  " << order.at("status").text();
  if (const auto refunded = total_of(order, "amount_refunded"); refunded > 0) {
    out << "  amount_refunded " << refunded;
  }
  if (refund_under_way(order)) out << "  a refund is under way";
  out << "\n";
  return {};
}

}  // namespace till::cli
