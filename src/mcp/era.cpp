#include "mcp/era.h"

#include "base/visible.h"

namespace till::mcp {
namespace {

bool is_legacy(std::string_view version) { return parse_legacy_version(version).has_value(); }

bool is_modern(std::string_view version) {
  const auto known = parse_version(version);
  return known && era_of(*known) == Era::modern;
}

}  // namespace

Era era_of_post(const RoutingHeaders& headers, const SaidVersion& in_body, bool in_session) {
  const std::string_view version = headers.version();
  const bool unsaid = version.empty();
  if (in_body.given) {
    // A legacy version in `_meta` is a key that such a version does not know.
    if (is_legacy(in_body.text) && (unsaid || is_legacy(version))) return Era::legacy;
    // Some clients send modern bodies under the header of a legacy version and none of the modern
    // headers: whatever stands in between goes by the header, and so does this (MC-X-01).
    return is_legacy(version) && !headers.are_modern() ? Era::legacy : Era::modern;
  }
  // Others name the modern version in a session of a legacy one (MC-X-02).
  if (is_modern(version) && in_session) return Era::legacy;
  return unsaid || is_legacy(version) ? Era::legacy : Era::modern;
}

Era era_of_line(const RpcMessage& message) {
  if (message.kind != RpcMessage::Kind::request) return Era::legacy;
  const SaidVersion version = said_version(message);
  if (!version.given) return message.method == "server/discover" ? Era::modern : Era::legacy;
  return is_legacy(version.text) ? Era::legacy : Era::modern;
}

std::optional<RpcError> check_request(const RoutingHeaders& headers, const RpcMessage& request) {
  const SaidVersion said = said_version(request);
  if (!said.given && !parse_version(headers.version())) {
    return unsupported_version(visible(headers.version().substr(0, kVersionBytes)));
  }
  if (auto fault = check_meta(request)) return fault;
  if (auto other = headers.other_version(said.text)) return other;
  if (!is_modern(said.text)) return unsupported_version(said.text);
  return headers.other_request(request);
}

std::optional<RpcError> check_request(const RpcMessage& request) {
  if (auto fault = check_meta(request)) return fault;
  const std::string version = said_version(request).text;
  if (is_modern(version)) return std::nullopt;
  return unsupported_version(version);
}

}  // namespace till::mcp
