#include "http/request_checks.h"

#include <algorithm>

#include "base/ascii.h"
#include "base/blanks.h"
#include "base/limits.h"
#include "net/bearer.h"
#include "wire/acp_response.h"

namespace till::http {
namespace {

using wire::ErrorDialect;
using wire::Fault;

Rejection reject(Fault fault, ErrorDialect dialect, std::vector<net::Header> headers = {}) {
  return {wire::render_fault(fault, dialect), std::move(headers)};
}

bool is_json(std::string_view content_type) {
  constexpr std::string_view kJsonType = "application/json";
  if (!starts_with_ignoring_case(content_type, kJsonType)) return false;
  const std::string_view rest = content_type.substr(kJsonType.size());
  const std::size_t next = rest.find_first_not_of(" \t");
  return next == std::string_view::npos || rest[next] == ';';
}

std::optional<Rejection> check_version(const net::Request& request, ErrorDialect dialect) {
  const bool delegate = dialect == ErrorDialect::delegate_payment;
  const auto& supported = delegate ? wire::delegate_payment_versions() : wire::supported_versions();
  const auto version = request.header("API-Version");
  if (!version || version->empty()) {
    return Rejection{wire::render_version_fault(Fault::missing_api_version, dialect, supported),
                     {}};
  }
  if (std::find(supported.begin(), supported.end(), *version) != supported.end()) {
    return std::nullopt;
  }
  return Rejection{wire::render_version_fault(Fault::unsupported_api_version, dialect, supported),
                   {}};
}

std::optional<Rejection> check_caller(const net::Request& request, const CheckContext& context,
                                      CheckOutcome& outcome) {
  outcome.admitted.agent = context.agents.authenticate(net::bearer_token(request));
  if (outcome.admitted.agent == nullptr) {
    return reject(Fault::unauthorized, ErrorDialect::checkout, {{"WWW-Authenticate", "Bearer"}});
  }
  const auto wait = context.limiter.take(outcome.admitted.agent->id, context.now);
  if (!wait) return std::nullopt;
  const auto routing = find_route(request.method, request.path);
  const auto dialect = routing.match ? dialect_of(routing.match->action) : ErrorDialect::checkout;
  return reject(Fault::rate_limited, dialect, {{"Retry-After", std::to_string(*wait)}});
}

}  // namespace

std::optional<Rejection> check_encoding(const net::Request& request, ErrorDialect dialect) {
  if (!request.has_body || !request.is_encoded()) return std::nullopt;
  return Rejection{wire::render_fault(Fault::unsupported_media_type, dialect,
                                      "Send the body without Content-Encoding."),
                   {{"Accept-Encoding", "identity"}}};
}

wire::ErrorDialect dialect_of(Action action) {
  return action == Action::delegate_payment ? ErrorDialect::delegate_payment
                                            : ErrorDialect::checkout;
}

bool cancels_without_body(const net::Request& request, Action action) {
  if (action != Action::cancel && action != Action::cancel_cart) return false;
  const std::string_view body = trimmed(request.body);
  return body.empty() || body == "null";
}

CheckOutcome check_request(const net::Request& request, const CheckContext& context) {
  CheckOutcome outcome;
  const Routing routing = find_route(request.method, request.path);
  if (routing.match) outcome.route = routing.match->route;
  if (routing.match && routing.match->action == Action::discover) {
    outcome.admitted.match = *routing.match;
    return outcome;
  }
  if (request.path != kDiscoveryPath) {
    outcome.rejection = check_caller(request, context, outcome);
    if (outcome.rejection) return outcome;
  }
  const bool closed = request.path == kDelegatePaymentPath && !context.delegate_payment_open;
  if (!routing.match || closed) {
    if (routing.allow.empty() || closed) {
      outcome.rejection = reject(Fault::path_not_found, ErrorDialect::checkout);
    } else {
      outcome.rejection = reject(Fault::method_not_allowed, ErrorDialect::checkout,
                                 {{"Allow", std::string(routing.allow)}});
    }
    return outcome;
  }
  const ErrorDialect dialect = dialect_of(routing.match->action);
  outcome.rejection = check_version(request, dialect);
  const bool has_body = request.has_body && !cancels_without_body(request, routing.match->action);
  if (!outcome.rejection && has_body && !is_json(request.header("Content-Type").value_or(""))) {
    outcome.rejection = reject(Fault::unsupported_media_type, dialect);
  }
  if (!outcome.rejection) outcome.rejection = check_encoding(request, dialect);
  outcome.admitted.match = *routing.match;
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
