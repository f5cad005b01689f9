#include "console/admin_api.h"

#include <exception>
#include <string_view>
#include <utility>

#include "console/answers.h"
#include "console/openapi_document.h"
#include "console/query.h"
#include "json/writer.h"
#include "net/bearer.h"
#include "wire/error_body.h"

namespace till::console {
namespace {

using net::Response;
using wire::CodeList;
using wire::Fault;

Response state_body(int status, std::string_view state) {
  std::string body;
  json::Writer(body).begin_object().member("status", state).end_object();
  return respond(status, std::move(body));
}

bool is_open(std::string_view path) {
  return path == "/healthz" || path == "/readyz" || path == "/metrics" || path == "/openapi.json";
}

// What takes parameters.
bool is_list(const net::Request& request) {
  const std::string_view path = request.path;
  return request.method == "GET" &&
         (path == "/orders" || path == "/sessions" || path == "/admin/webhooks" ||
          path == "/audit" || StockAdmin::serves(path));
}

Response not_known() {
  Response response = fault(Fault::unauthorized, "Send the operator's token as a bearer token.");
  response.headers.push_back({"WWW-Authenticate", "Bearer"});
  return response;
}

Response not_permitted(const Operator& asks, Right right) {
  return fault(Fault::forbidden, "The token of " + asks.name + " lacks the right to " +
                                     std::string(right_name(right)) +
                                     ". Whoever keeps till.toml gives it under [[operators]].");
}

}  // namespace

Response AdminApi::error(int status) const {
  auto answer =
      wire::render_fault(status >= 500 ? Fault::internal : Fault::bad_request, CodeList::checkout);
  answer.status = status;
  Response response = respond(answer);
  if (status == 503) response.headers.push_back({"Retry-After", "1"});
  return response;
}

void AdminApi::set_operators(std::shared_ptr<const Operators> operators) {
  const std::lock_guard lock(mutex_);
  operators_ = std::move(operators);
}

std::optional<Operator> AdminApi::operator_of(const net::Request& request) const {
  const auto token = net::bearer_token(request);
  if (!token) return std::nullopt;
  std::shared_ptr<const Operators> known;
  {
    const std::lock_guard lock(mutex_);
    known = operators_;
  }
  const Operator* const found = known->find(*token);
  return found == nullptr ? std::nullopt : std::optional(*found);
}

std::optional<Response> AdminApi::refuse_body(const net::Request& head) const {
  return operator_of(head) ? std::nullopt : std::optional(not_known());
}

Task<Response> AdminApi::handle(net::Request request, Executor& executor) {
  if (is_open(request.path)) co_return answer_anyone(request);
  const auto began = dependencies_.clock.now();
  const std::string method = request.method.substr(0, 16);
  const std::string deed = deed_of(request.method, request.path);
  const std::string from = request.remote_address;
  const auto asks = operator_of(request);
  Response response = not_known();
  if (asks) response = co_await answer_operator(*asks, std::move(request), executor);
  dependencies_.log.write(
      LogLevel::info, "admin_request",
      {{"operator", std::string_view(asks ? asks->name : "")},
       {"method", std::string_view(method)},
       {"deed", std::string_view(deed)},
       {"status", std::int64_t{response.status}},
       {"duration_ms", std::int64_t{(dependencies_.clock.now() - began).count()}},
       {"peer", std::string_view(from)}});
  co_return response;
}

Response AdminApi::answer_anyone(const net::Request& request) const {
  if (request.method != "GET") return not_allowed("GET");
  if (request.path == "/openapi.json") return respond(200, std::string(openapi_document()));
  if (request.path == "/healthz") {
    const bool alive = dependencies_.alive();
    return state_body(alive ? 200 : 503, alive ? "ok" : "store_dead");
  }
  if (request.path == "/readyz") {
    const bool ready = dependencies_.ready();
    return state_body(ready ? 200 : 503, ready ? "ready" : "not_ready");
  }
  return respond(200, dependencies_.metrics(), "text/plain; version=0.0.4");
}

Task<Response> AdminApi::answer_operator(const Operator& asks, net::Request request,
                                         Executor& executor) {
  const Right right = right_for(request.method, request.path);
  const bool may = asks.may(right);
  Deed deed;
  if (request.method == "GET") {
    if (!may) co_return not_permitted(asks, right);
    co_return co_await route(asks, std::move(request), executor, deed);
  }
  if (request.is_encoded()) {
    co_return fault(Fault::unsupported_media_type, "Send the body without Content-Encoding.");
  }
  app::AuditEvent event;
  event.id = dependencies_.ids.make<app::AuditId>();
  event.at = dependencies_.clock.now();
  event.operator_name = asks.name;
  event.action = deed_of(request.method, request.path);
  event.about = subject_of(request.path);
  event.from = request.remote_address;
  event.status = may ? 0 : 403;
  // Nothing is done that left no trace, also when the process ends in the middle of it.
  if (!co_await dependencies_.audit.record(event, executor)) {
    co_return fault(Fault::internal,
                    "The deed cannot be recorded, so nothing was done. Check the "
                    "disk of the store.");
  }
  if (!may) co_return not_permitted(asks, right);
  Response response = co_await act(asks, std::move(request), executor, deed);
  event.status = response.status;
  event.amount = deed.amount;
  event.currency = deed.currency;
  if (!deed.about.empty()) event.about = deed.about;
  if (!co_await dependencies_.audit.record(event, executor)) {
    dependencies_.log.write(LogLevel::error, "audit_incomplete",
                            {{"event", std::string_view(event.id.text())}});
  }
  co_return response;
}

Task<Response> AdminApi::act(const Operator& asks, net::Request request, Executor& executor,
                             Deed& deed) {
  try {
    co_return co_await route(asks, std::move(request), executor, deed);
  } catch (const std::exception& failure) {
    dependencies_.log.write(LogLevel::error, "request_failed",
                            {{"error", std::string_view(failure.what())}});
  }
  co_return fault(Fault::internal);
}

Task<Response> AdminApi::route(const Operator& asks, net::Request request, Executor& executor,
                               Deed& deed) {
  if (!is_list(request)) {
    // An amount that is sent as a parameter must not come to mean none.
    if (auto none = Query::parse(request.query, {}); !none) co_return std::move(none.error());
  }
  if (PushAdmin::serves(request.path)) {
    co_return co_await pushes_.handle(std::move(request), executor);
  }
  if (OrderAdmin::serves(request.path)) {
    const auto doer = asks.is_shop ? app::Doer::shop : app::Doer::person;
    co_return co_await orders_.handle(std::move(request), executor, deed, doer);
  }
  if (SessionAdmin::serves(request.path)) {
    co_return co_await sessions_.handle(std::move(request), executor, deed);
  }
  if (BuyerAdmin::serves(request.path)) {
    co_return co_await buyers_.handle(std::move(request), executor);
  }
  if (WebhookAdmin::serves(request.path)) {
    co_return co_await webhooks_.handle(std::move(request), executor);
  }
  if (StockAdmin::serves(request.path)) {
    co_return co_await stock_.handle(std::move(request), executor, deed);
  }
  if (AuditAdmin::serves(request.path)) {
    co_return co_await audit_.handle(std::move(request), executor);
  }
  co_return fault(Fault::path_not_found, "There is nothing at this path.");
}

}  // namespace till::console
