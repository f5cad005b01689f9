#include "mcp/http_answers.h"

#include <algorithm>
#include <utility>

#include "base/ascii.h"
#include "base/blanks.h"
#include "json/writer.h"
#include "mcp/version.h"

namespace till::mcp {
namespace {

constexpr std::string_view kJson = "application/json";
constexpr std::string_view kEvents = "text/event-stream";

// The media type without its parameters.
bool is_type(std::string_view value, std::string_view type) {
  const std::string_view bare = trimmed(value.substr(0, value.find(';')));
  return equal_ignoring_case(bare, type);
}

// Does one of the media ranges of Accept fit? Without the header anything does.
bool accepts(const net::Request& request, std::string_view type, std::string_view range) {
  const auto header = request.header("Accept");
  if (!header || trimmed(*header).empty()) return true;
  std::string_view rest = *header;
  while (!rest.empty()) {
    const std::size_t comma = std::min(rest.find(','), rest.size());
    const std::string_view one = rest.substr(0, comma);
    if (is_type(one, type) || is_type(one, range) || is_type(one, "*/*")) return true;
    rest.remove_prefix(std::min(comma + 1, rest.size()));
  }
  return false;
}

}  // namespace

net::Response json_response(int status, std::string body) {
  net::Response response;
  response.status = status;
  response.headers = {{"Content-Type", std::string(kJson)}, {"Cache-Control", "no-store"}};
  response.body = std::move(body);
  return response;
}

net::Response http_error(int status, const RpcError& error) {
  return json_response(status, render_error({}, error));
}

net::Response refusal_of(const net::Request& request, int status, RpcError error) {
  const auto version = parse_version(RoutingHeaders(request).version());
  const bool modern = version && era_of(*version) == Era::modern;
  if (modern) error.code = status == 429 ? RpcCode::internal : RpcCode::invalid_request;
  return http_error(status, error);
}

net::Response event_stream(std::shared_ptr<net::BodyStream> stream) {
  net::Response response;
  response.headers = {{"Content-Type", std::string(kEvents)},
                      {"Cache-Control", "no-store"},
                      {"X-Accel-Buffering", "no"}};  // Proxies must not gather events.
  response.stream = std::move(stream);
  return response;
}

bool accepts_streams(const net::Request& request) { return accepts(request, kEvents, "text/*"); }

bool accepts_only_streams(const net::Request& request) {
  return !accepts(request, kJson, "application/*");
}

std::optional<net::Response> check_post_headers(const net::Request& request) {
  if (!is_type(request.header("Content-Type").value_or(""), kJson)) {
    return refusal_of(request, 415, {RpcCode::refused, "Send Content-Type: application/json.", {}});
  }
  if (request.is_encoded()) {
    auto refusal =
        refusal_of(request, 415, {RpcCode::refused, "Send the body without Content-Encoding.", {}});
    refusal.headers.push_back({"Accept-Encoding", "identity"});
    return refusal;
  }
  if (accepts_only_streams(request) && !accepts_streams(request)) {
    return refusal_of(request, 406,
                      {RpcCode::refused, "Accept application/json and text/event-stream.", {}});
  }
  return std::nullopt;
}

std::optional<net::Response> check_version_header(const net::Request& request) {
  const auto version = request.header(kVersionHeader);
  if (!version || parse_legacy_version(*version)) return std::nullopt;
  return refusal_of(
      request, 400,
      {RpcCode::refused, "Send MCP-Protocol-Version as 2025-11-25, 2025-06-18 or 2025-03-26.", {}});
}

net::Response preflight_answer() {
  net::Response response;
  response.status = 204;
  response.headers = {{"Access-Control-Allow-Methods", "DELETE, GET, POST"},
                      {"Access-Control-Allow-Headers",
                       "Authorization, Content-Type, Accept, Last-Event-ID, Mcp-Session-Id, "
                       "MCP-Protocol-Version, Mcp-Method, Mcp-Name, traceparent, tracestate"},
                      {"Access-Control-Max-Age", "600"}};
  return response;
}

void allow_page(std::string_view origin, net::Response& response) {
  response.headers.push_back({"Access-Control-Allow-Origin", std::string(origin)});
  response.headers.push_back({"Access-Control-Expose-Headers", "Mcp-Session-Id, WWW-Authenticate"});
  response.headers.push_back({"Vary", "Origin"});
}

net::Response protected_resource(std::string_view resource, std::string_view name,
                                 const std::vector<std::string>& authorization_servers) {
  std::string body;
  json::Writer json(body);
  json.begin_object().member("resource", resource).member("resource_name", name);
  if (!authorization_servers.empty()) {
    json.key("authorization_servers").begin_array();
    for (const std::string& server : authorization_servers) json.text(server);
    json.end_array();
  }
  json.key("bearer_methods_supported").begin_array().text("header").end_array().end_object();
  net::Response response;
  response.headers = {{"Content-Type", std::string(kJson)},
                      {"Cache-Control", "public, max-age=3600"}};
  response.body = std::move(body);
  return response;
}

}  // namespace till::mcp
