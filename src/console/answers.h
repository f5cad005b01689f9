// The answers of the admin listener. Private to console.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "net/http_types.h"
#include "wire/error_body.h"

namespace till::console {

inline net::Response respond(int status, std::string body, std::string type = "application/json") {
  net::Response response;
  response.status = status;
  response.headers.push_back({"Content-Type", std::move(type)});
  response.body = std::move(body);
  return response;
}

inline net::Response respond(const wire::ErrorAnswer& answer) {
  return respond(answer.status, answer.body);
}

inline net::Response fault(wire::Fault cause, std::string_view detail = {}) {
  return respond(wire::render_fault(cause, wire::ErrorDialect::checkout, detail));
}

inline net::Response not_allowed(std::string_view allow) {
  net::Response response = fault(wire::Fault::method_not_allowed);
  response.headers.push_back({"Allow", std::string(allow)});
  return response;
}

}  // namespace till::console
