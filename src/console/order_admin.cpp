#include "console/order_admin.h"

#include <algorithm>
#include <utility>

#include "base/json_writer.h"
#include "base/limits.h"
#include "console/answers.h"
#include "console/query.h"
#include "webhooks/order_json.h"

namespace till::console {
namespace {

using checkout::Order;
using checkout::OrderStatus;
using net::Response;
using wire::Fault;

constexpr std::int64_t kMostOrders = 1'000;
constexpr std::int64_t kUsualOrders = 100;
constexpr std::string_view kOrders = "/orders";
constexpr std::string_view kKeyHeader = "Idempotency-Key";

std::optional<OrderStatus> status_named(std::string_view name) {
  for (const OrderStatus status :
       {OrderStatus::created, OrderStatus::confirmed, OrderStatus::manual_review,
        OrderStatus::processing, OrderStatus::shipped, OrderStatus::completed,
        OrderStatus::canceled}) {
    if (webhooks::order_status_name(status) == name) return status;
  }
  return std::nullopt;
}

// Refused with the answer to a parameter that is none.
Result<app::OrderFilter, Response> read_filter(std::string_view text) {
  const auto query = Query::parse(text, {"status", "limit", "cursor"});
  if (!query) return refused(query.error());
  app::OrderFilter filter;
  if (const auto status = query->text("status")) {
    filter.status = status_named(*status);
    if (!filter.status) return refused(wrong_parameter("status", "one that orders have"));
  }
  if (const auto cursor = query->text("cursor")) {
    filter.before = OrderId::parse(*cursor);
    if (!filter.before) return refused(wrong_parameter("cursor", "a next_cursor"));
  }
  const auto limit = read_whole(*query, "limit", 1, kMostOrders, kUsualOrders);
  if (!limit) return refused(limit.error());
  filter.limit = static_cast<std::size_t>(*limit);
  return filter;
}

std::string_view payment_name(checkout::PaymentState payment) {
  using enum checkout::PaymentState;
  switch (payment) {
    case captured: return "captured";
    case authorized: return "authorized";
    case capturing: return "capturing";
    case canceling: return "canceling";
    case canceled: return "canceled";
    case lapsed: break;
  }
  return "lapsed";
}

void write_summary(JsonWriter& json, const Order& order) {
  json.begin_object().member("id", order.id.text());
  json.member("status", webhooks::order_status_name(order.status));
  json.member("created_at", format_rfc3339(order.created_at)).member("agent", order.agent);
  json.member("checkout_session_id", order.checkout_session_id.text());
  json.member("currency", order.currency).member("total", order.totals.total.minor);
  json.member("payment", payment_name(order.payment));
  if (order.erased_at) json.member("erased_at", format_rfc3339(*order.erased_at));
  json.member("amount_refunded", checkout::amount_refunded(order).minor).end_object();
}

Response show_order(const Order& order, int status) {
  std::string body;
  JsonWriter json(body);
  webhooks::write_order(json, order);
  return respond(status, std::move(body));
}

Response answer_of(const app::OrderAnswer& answer) {
  if (const auto* refusal = std::get_if<checkout::OrderRefusal>(&answer)) {
    return respond(wire::render_order_refusal(*refusal));
  }
  if (const auto* refusal = std::get_if<checkout::Refusal>(&answer)) {
    Response response = respond(wire::render_refusal(*refusal, wire::ErrorDialect::checkout));
    if (response.status == 409 || response.status == 503) {
      response.headers.push_back({"Retry-After", "1"});
    }
    return response;
  }
  const auto& reply = std::get<app::OrderReply>(answer);
  Response response = show_order(reply.order, reply.refund_under_way ? 202 : 200);
  if (reply.replayed) response.headers.push_back({"Idempotent-Replayed", "true"});
  return response;
}

bool is_key(std::string_view key) {
  return !key.empty() && key.size() <= limits::kIdempotencyKeyBytes &&
         std::all_of(key.begin(), key.end(), [](char c) { return c >= ' ' && c < '\x7f'; });
}

// {id} and {action} of /orders/{id}/{action}; the action is empty for /orders/{id}.
std::pair<std::string_view, std::string_view> parts_of(std::string_view path) {
  path.remove_prefix(kOrders.size() + 1);
  const std::size_t slash = path.find('/');
  if (slash == std::string_view::npos) return {path, {}};
  return {path.substr(0, slash), path.substr(slash + 1)};
}

}  // namespace

bool OrderAdmin::serves(std::string_view path) {
  return path == kOrders || (path.starts_with(kOrders) && path[kOrders.size()] == '/');
}

Task<Response> OrderAdmin::handle(net::Request request, Executor& executor) {
  if (request.path == kOrders) {
    if (request.method != "GET") co_return not_allowed("GET");
    co_return co_await list(request.query, executor);
  }
  const auto [id_text, action_name] = parts_of(request.path);
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
  co_return co_await change(*id, *action, std::move(request), executor);
}

Task<Response> OrderAdmin::list(std::string query, Executor& executor) {
  auto filter = read_filter(query);
  if (!filter) co_return std::move(filter.error());
  auto page = co_await store_.orders(*filter, executor);
  if (!page) co_return fault(Fault::internal);
  std::string body;
  JsonWriter json(body);
  json.begin_object().key("orders").begin_array();
  for (const Order& order : page->orders) write_summary(json, order);
  json.end_array();
  if (page->next) json.member("next_cursor", page->next->text());
  json.end_object();
  co_return respond(200, std::move(body));
}

Task<Response> OrderAdmin::show(OrderId id, Executor& executor) {
  const auto answer = co_await orders_.get(id, std::nullopt, executor);
  co_return answer_of(answer);
}

Task<Response> OrderAdmin::change(OrderId id, wire::OrderAction action, net::Request request,
                                  Executor& executor) {
  const auto dialect = wire::ErrorDialect::checkout;
  const auto body =
      wire::parse_body(request.has_body ? std::string_view(request.body) : std::string_view("{}"));
  if (!body) co_return respond(wire::render_refusal(body.error(), dialect));
  auto command = wire::decode_order_command(action, *body);
  if (!command) co_return respond(wire::render_refusal(command.error(), dialect));
  std::optional<app::OperatorKey> key;
  if (const auto sent = request.header(kKeyHeader)) {
    if (request.count(kKeyHeader) > 1 || !is_key(*sent)) {
      co_return fault(Fault::idempotency_key_invalid);
    }
    key = app::OperatorKey{sha256_of_parts({"operator", request.path, *sent}), body->fingerprint()};
  }
  const auto answer = co_await orders_.change(id, std::move(*command), key, executor);
  co_return answer_of(answer);
}

}  // namespace till::console
