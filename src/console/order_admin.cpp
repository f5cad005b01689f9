#include "console/order_admin.h"

#include <utility>

#include "console/answers.h"
#include "console/operator_key.h"
#include "console/order_record.h"
#include "console/order_search.h"
#include "json/writer.h"
#include "wire/acp/order_json.h"

namespace till::console {
namespace {

using checkout::Order;
using net::Response;
using wire::Fault;

constexpr std::string_view kOrders = "/orders";

void write_summary(json::Writer& json, const Order& order) {
  json.begin_object().member("id", order.id.text());
  if (!order.shop.number.empty()) json.member("order_number", order.shop.number);
  json.member("status", wire::acp::order_status_name(order.status));
  json.member("created_at", format_rfc3339(order.created_at)).member("agent", order.agent);
  json.member("checkout_session_id", order.checkout_session_id.text());
  json.member("currency", order.currency).member("total", order.totals.total.minor);
  json.member("payment", payment_name(order.payment));
  if (order.erased_at) json.member("erased_at", format_rfc3339(*order.erased_at));
  json.member("amount_refunded", checkout::amount_refunded(order).minor).end_object();
}

Response show_order(const Order& order, int status) {
  std::string body;
  json::Writer json(body);
  wire::acp::write_order(json, order);
  return respond(status, std::move(body));
}

Response answer_of(const app::OrderAnswer& answer) {
  if (const auto* refusal = std::get_if<checkout::OrderRefusal>(&answer)) {
    return respond(wire::render_order_refusal(*refusal));
  }
  if (const auto* refusal = std::get_if<checkout::Refusal>(&answer)) {
    return refused_with(*refusal);
  }
  const auto& reply = std::get<app::OrderReply>(answer);
  Response response = show_order(reply.order, reply.refund_under_way ? 202 : 200);
  if (reply.replayed) response.headers.push_back({"Idempotent-Replayed", "true"});
  return response;
}

// {id} and {action} of /orders/{id}/{action}; the action is empty for /orders/{id}.
std::pair<std::string_view, std::string_view> id_and_action(std::string_view path) {
  path.remove_prefix(kOrders.size() + 1);
  const std::size_t slash = path.find('/');
  if (slash == std::string_view::npos) return {path, {}};
  return {path.substr(0, slash), path.substr(slash + 1)};
}

}  // namespace

bool OrderAdmin::serves(std::string_view path) {
  return path == kOrders || (path.starts_with(kOrders) && path[kOrders.size()] == '/');
}

Task<Response> OrderAdmin::handle(net::Request request, Executor& executor, Deed& deed,
                                  app::Doer doer) {
  if (request.path == kOrders) {
    if (request.method != "GET") co_return not_allowed("GET");
    co_return co_await list(request.query, executor);
  }
  const auto [id_text, action_name] = id_and_action(request.path);
  const auto id = OrderId::parse(id_text);
  if (request.path.ends_with('/')) {
    co_return fault(Fault::path_not_found, "There is nothing at this path.");
  }
  if (action_name.empty()) {
    if (request.method != "GET") co_return not_allowed("GET");
    if (!id) co_return fault(Fault::path_not_found, "There is no such order. Check the id.");
    co_return co_await show(*id, executor);
  }
  const auto action = wire::order_action(action_name);
  if (!action) co_return fault(Fault::path_not_found, "There is nothing at this path.");
  if (request.method != "POST") co_return not_allowed("POST");
  if (!id) co_return fault(Fault::path_not_found, "There is no such order. Check the id.");
  co_return co_await change(*id, *action, std::move(request), executor, deed, doer);
}

Task<Response> OrderAdmin::list(std::string query, Executor& executor) {
  auto search = read_search(query);
  if (!search) co_return std::move(search.error());
  auto page = co_await find_orders(kept_, sessions_, std::move(*search), executor);
  if (!page) co_return fault(Fault::internal);
  std::string body;
  json::Writer json(body);
  json.begin_object().key("orders").begin_array();
  for (const Order& order : page->orders) write_summary(json, order);
  json.end_array();
  if (page->next) json.member("next_cursor", page->next->text());
  json.end_object();
  co_return respond(200, std::move(body));
}

Task<Response> OrderAdmin::show(OrderId id, Executor& executor) {
  const auto answer = co_await orders_.get(id, std::nullopt, executor);
  const auto* const reply = std::get_if<app::OrderReply>(&answer);
  if (reply == nullptr) co_return answer_of(answer);
  const auto loaded =
      co_await sessions_.load(reply->order.checkout_session_id, std::nullopt, executor);
  if (!loaded || !loaded->session || !loaded->session->order) co_return fault(Fault::internal);
  std::string body;
  json::Writer json(body);
  json.begin_object();
  wire::acp::write_order_members(json, *loaded->session->order);
  json.key("record");
  write_order_record(json, *loaded->session);
  json.end_object();
  co_return respond(200, std::move(body));
}

Task<Response> OrderAdmin::change(OrderId id, wire::OrderAction action, net::Request request,
                                  Executor& executor, Deed& deed, app::Doer doer) {
  const auto codes = wire::CodeList::checkout;
  const auto body =
      wire::parse_body(request.has_body ? std::string_view(request.body) : std::string_view("{}"));
  if (!body) co_return respond(wire::render_refusal(body.error(), codes));
  auto command = wire::decode_order_command(action, *body);
  if (!command) co_return respond(wire::render_refusal(command.error(), codes));
  auto key = operator_key(request, *body);
  if (!key) co_return std::move(key.error());
  const auto answer = co_await orders_.change(id, std::move(*command), *key, executor, doer);
  const auto* const reply = std::get_if<app::OrderReply>(&answer);
  if (reply != nullptr && reply->moved) deed = {reply->moved, reply->order.currency};
  co_return answer_of(answer);
}

}  // namespace till::console
