#include "http/request_checks.h"

#include <algorithm>

#include "base/ascii.h"
#include "base/blanks.h"
#include "base/limits.h"
#include "net/bearer.h"

namespace till::http {
namespace {

using app::Operation;
using wire::Fault;

// In the dialect of the routing, about what it leads to, if anything.
Rejection reject(Fault fault, const Routing& routing, std::vector<net::Header> headers = {}) {
  const auto operation = routing.match ? routing.match->route->operation : std::nullopt;
  return {routing.dialect->fault(fault, {operation}), std::move(headers)};
}

bool is_json(std::string_view content_type) {
  constexpr std::string_view kJsonType = "application/json";
  if (!starts_with_ignoring_case(content_type, kJsonType)) return false;
  const std::string_view rest = content_type.substr(kJsonType.size());
  const std::size_t next = rest.find_first_not_of(" \t");
  return next == std::string_view::npos || rest[next] == ';';
}

std::optional<Rejection> check_version(const net::Request& request, std::string_view version,
                                       const CheckContext& context, const Routing& routing) {
  const wire::Route& route = *routing.match->route;
  const auto& spoken = route.versions;
  if (std::find(spoken.begin(), spoken.end(), version) != spoken.end()) return std::nullopt;
  const auto all = versions_of(context.dialects, request.method, request.path);
  const Fault fault = version.empty() ? Fault::missing_api_version : Fault::unsupported_api_version;
  return Rejection{routing.dialect->fault(fault, {route.operation, {}, all}), {}};
}

std::optional<Rejection> check_caller(const net::Request& request, const CheckContext& context,
                                      const Routing& routing, CheckOutcome& outcome) {
  outcome.admitted.agent = context.agents.authenticate(net::bearer_token(request));
  if (outcome.admitted.agent == nullptr) {
    const Routing nowhere{&context.dialects.newest(), {}, {}};
    return reject(Fault::unauthorized, nowhere, {{"WWW-Authenticate", "Bearer"}});
  }
  const auto wait = context.limiter.spend(outcome.admitted.agent->id, context.now);
  if (!wait) return std::nullopt;
  return reject(Fault::rate_limited, routing, {{"Retry-After", std::to_string(*wait)}});
}

// What the operation asks for besides its version.
std::optional<Rejection> check_body(const net::Request& request, const Routing& routing) {
  const Operation operation = *routing.match->route->operation;
  const bool has_body = request.has_body && !cancels_without_body(request, operation);
  if (has_body && !is_json(request.header("Content-Type").value_or(""))) {
    return reject(Fault::unsupported_media_type, routing);
  }
  return check_encoding(request, *routing.dialect, operation);
}

}  // namespace

std::optional<Rejection> check_encoding(const net::Request& request, const wire::Dialect& dialect,
                                        std::optional<Operation> operation) {
  if (!request.has_body || !request.is_encoded()) return std::nullopt;
  const wire::FaultDetails details{operation, "Send the body without Content-Encoding."};
  return Rejection{dialect.fault(Fault::unsupported_media_type, details),
                   {{"Accept-Encoding", "identity"}}};
}

bool cancels_without_body(const net::Request& request, Operation operation) {
  if (operation != Operation::cancel && operation != Operation::cancel_cart) return false;
  const std::string_view body = trimmed(request.body);
  return body.empty() || body == "null";
}

CheckOutcome check_request(const net::Request& request, const CheckContext& context) {
  CheckOutcome outcome;
  const std::string_view version = request.header("API-Version").value_or("");
  const Routing routing = find_route(context.dialects, request.method, request.path, version);
  outcome.admitted.dialect = routing.dialect;
  if (routing.match) {
    outcome.route = routing.match->route->name;
    outcome.admitted.match = *routing.match;
    if (routing.open) return outcome;
  }
  if (!routing.open) {
    outcome.rejection = check_caller(request, context, routing, outcome);
    if (outcome.rejection) return outcome;
  }
  if (!routing.match && routing.allow.empty()) {
    outcome.rejection = reject(Fault::path_not_found, routing);
  } else if (!routing.match) {
    outcome.rejection =
        reject(Fault::method_not_allowed, routing, {{"Allow", std::string(routing.allow)}});
  } else {
    outcome.rejection = check_version(request, version, context, routing);
    if (!outcome.rejection) outcome.rejection = check_body(request, routing);
  }
  return outcome;
}

Result<std::string_view, wire::Fault> idempotency_key(const net::Request& request) {
  const auto key = request.header("Idempotency-Key");
  if (!key) return refused(Fault::idempotency_key_required);
  const bool printable = std::all_of(key->begin(), key->end(), [](char c) {
    return static_cast<unsigned char>(c) >= 0x20 && c != '\x7f';
  });
  if (key->empty() || key->size() > limits::kIdempotencyKeyBytes || !printable ||
      request.count("Idempotency-Key") != 1) {
    return refused(Fault::idempotency_key_invalid);
  }
  return *key;
}

}  // namespace till::http
