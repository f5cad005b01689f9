// The answers of the admin listener. Private to console.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "net/http_types.h"
#include "wire/body.h"
#include "wire/error_body.h"
#include "wire/order_request.h"

namespace till::console {

inline net::Response respond(int status, std::string body, std::string type = "application/json") {
  net::Response response;
  response.status = status;
  response.headers = {{"Content-Type", std::move(type)}, {"Cache-Control", "no-store"}};
  response.body = std::move(body);
  return response;
}

inline net::Response respond(const wire::Answer& answer) {
  return respond(answer.status, answer.body);
}

inline net::Response fault(wire::Fault cause, std::string_view detail = {}) {
  return respond(wire::render_fault(cause, wire::CodeList::checkout, detail));
}

// A refusal; one that another try may change says when.
inline net::Response refused_with(const checkout::Refusal& refusal) {
  net::Response response = respond(wire::render_refusal(refusal, wire::CodeList::checkout));
  if (response.status == 409 || response.status == 503) {
    response.headers.push_back({"Retry-After", "1"});
  }
  return response;
}

// The 400 of a request that says all in its path and sends members all the same; nothing when it
// may pass.
inline std::optional<net::Response> member_refusal(const net::Request& request) {
  if (!request.has_body) return std::nullopt;
  const auto body = wire::parse_body(request.body);
  const auto fine =
      body.and_then([](const json::Body& sent) { return wire::expect_no_members(sent); });
  if (fine) return std::nullopt;
  return respond(wire::render_refusal(fine.error(), wire::CodeList::checkout));
}

inline net::Response not_allowed(std::string_view allow) {
  net::Response response = fault(wire::Fault::method_not_allowed);
  const bool asks = allow == "GET";
  response.headers.push_back({"Allow", asks ? "GET, HEAD" : std::string(allow)});
  return response;
}

}  // namespace till::console
