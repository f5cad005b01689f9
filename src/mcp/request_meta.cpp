#include "mcp/request_meta.h"

#include "json/writer.h"
#include "mcp/version.h"

namespace till::mcp {
namespace {

constexpr std::string_view kVersionKey = "io.modelcontextprotocol/protocolVersion";
constexpr std::string_view kCapabilitiesKey = "io.modelcontextprotocol/clientCapabilities";
constexpr std::string_view kClientKey = "io.modelcontextprotocol/clientInfo";

RpcError malformed_meta(std::string_view what) {
  return {RpcCode::invalid_params, std::string("Send ").append(what).append(" in \"_meta\"."), {}};
}

}  // namespace

SaidVersion said_version(const RpcMessage& message) {
  const json::Node meta = message.params.member("_meta");
  const json::Node version = meta.member(kVersionKey);
  if (version.absent()) return {};
  if (!version.is_text() || version.value().text().size() > kVersionBytes) return {true, {}};
  return {true, std::string(version.value().text())};
}

std::optional<RpcError> check_meta(const RpcMessage& request) {
  if (said_version(request).text.empty()) {
    return malformed_meta(R"("io.modelcontextprotocol/protocolVersion", a version as a text,)");
  }
  const json::Node meta = request.params.member("_meta");
  if (!meta.member(kCapabilitiesKey).is_object()) {
    return malformed_meta(
        R"("io.modelcontextprotocol/clientCapabilities", an object that may be empty,)");
  }
  const json::Node client = meta.member(kClientKey);
  if (client.absent()) return std::nullopt;
  if (client.member("name").is_text() && client.member("version").is_text()) return std::nullopt;
  return malformed_meta(
      R"("io.modelcontextprotocol/clientInfo" with a name and a version as texts, or nothing,)");
}

RpcError unsupported_version(std::string_view requested) {
  RpcError error{RpcCode::unsupported_version,
                 "This version is not spoken. \"supported\" names those that are.",
                 {}};
  json::Writer json(error.data);
  json.begin_object().key("supported").raw(versions_json());
  json.member("requested", requested).end_object();
  return error;
}

}  // namespace till::mcp
