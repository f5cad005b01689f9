#include "mcp/tool_arguments.h"

#include <algorithm>
#include <utility>

#include "base/limits.h"
#include "wire/spelling.h"

namespace till::mcp {
namespace {

using checkout::Refusal;
using checkout::RefusalCode;
using json::Node;
using wire::CodeList;
using wire::Fault;

constexpr std::string_view kKeyHelp =
    "Add \"idempotency_key\" to \"meta\": a random text of at most 255 characters, new for each "
    "step and the same when you repeat a step, for example {\"meta\": {\"api_version\": "
    "\"2026-04-17\", \"idempotency_key\": \"6f9c2c1e-5f0b-4f5e-9d55-0b8d1c1f6a3e\"}}.";

constexpr std::string_view kVersionHelp =
    "Send one of supported_versions as \"api_version\" in \"meta\".";

constexpr std::string_view kKeyForm =
    "Send \"idempotency_key\" in \"meta\" as a text of 1 to 255 printable characters.";

RpcError malformed(std::string param, std::string sentence, bool missing) {
  const Refusal refusal = wire::refusal(missing ? RefusalCode::missing : RefusalCode::invalid,
                                        std::move(param), std::move(sentence));
  return invalid_params(wire::render_refusal(refusal, CodeList::checkout));
}

bool is_printable(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) >= 0x20 && c != '\x7f'; });
}

std::optional<RpcError> read_version(const Node& meta, const wire::Dialects& dialects,
                                     const wire::Dialect*& dialect) {
  const Node version = meta.member("api_version");
  if (!version.is_text()) {
    return malformed("$.meta.api_version",
                     "Add \"api_version\" to \"meta\", for example {\"meta\": {\"api_version\": "
                     "\"2026-04-17\"}}.",
                     version.absent());
  }
  dialect = dialects.called(version.text());
  if (dialect != nullptr) return std::nullopt;
  const auto all = dialects.versions();
  return acp_error(
      dialects.newest().fault(Fault::unsupported_api_version, {{}, kVersionHelp, all}));
}

std::optional<RpcError> read_key(const Node& meta, std::string& key) {
  const Node node = meta.member("idempotency_key");
  if (!node.given()) {
    return invalid_params(wire::render_fault(Fault::idempotency_key_required, CodeList::checkout,
                                             kKeyHelp, "$.meta.idempotency_key"));
  }
  if (node.is_text()) key = node.text({0, limits::kStringBytes});
  if (!key.empty() && key.size() <= limits::kIdempotencyKeyBytes && is_printable(key)) return {};
  return invalid_params(wire::render_fault(Fault::idempotency_key_invalid, CodeList::checkout,
                                           kKeyForm, "$.meta.idempotency_key"));
}

std::optional<std::string> header_of(const Node& meta, std::string_view name) {
  const Node node = meta.member(name);
  return node.is_text() ? std::optional(node.text({0, limits::kStringBytes})) : std::nullopt;
}

std::optional<RpcError> read_meta(const Tool& tool, const Node& arguments,
                                  const wire::Dialects& dialects, ToolArguments& read) {
  const Node meta = arguments.member("meta");
  if (!meta.is_object()) {
    return malformed("$.meta",
                     "Add \"meta\" beside the other arguments: an object with \"api_version\".",
                     meta.absent());
  }
  if (auto fault = read_version(meta, dialects, read.dialect)) return fault;
  read.language = language_accepted(header_of(meta, "accept_language").value_or(""));
  read.signature = header_of(meta, "signature");
  read.timestamp = header_of(meta, "timestamp");
  if (!tool.changes) return std::nullopt;
  return read_key(meta, read.idempotency_key);
}

std::optional<RpcError> read_payload(const Tool& tool, const Node& arguments, ToolArguments& read) {
  const Node payload = arguments.member("payload");
  const bool blank = payload.is_text() && payload.words({0, limits::kStringBytes}).empty();
  if (!payload.given() || blank) {  // null stands for none wherever none will do (MP-03).
    if (tool.payload != Payload::required) return std::nullopt;
    return malformed("$.payload",
                     "Add \"payload\": the object that this step takes, as the tool's schema says.",
                     true);
  }
  if (!payload.is_object()) return malformed("$.payload", "Send \"payload\" as an object.", false);
  auto body = wire::body_within(payload);
  if (!body) return malformed("$.payload", wire::spell(body.error().text), false);
  read.payload.emplace(std::move(*body));
  return std::nullopt;
}

}  // namespace

Result<ToolArguments, RpcError> read_arguments(const Tool& tool, const Node& arguments,
                                               const wire::Dialects& dialects) {
  ToolArguments read;
  if (!arguments.is_object()) {
    return refused(malformed("$", "Send the arguments of the tool as an object.", false));
  }
  if (auto fault = read_meta(tool, arguments, dialects, read)) return refused(std::move(*fault));
  if (tool.takes_id) {
    const Node id = arguments.member("id");
    if (!id.is_text()) {
      return refused(
          malformed("$.id", "Add \"id\": the text that the first answer gave.", id.absent()));
    }
    read.id = id.text({0, limits::kStringBytes});
  }
  if (tool.payload == Payload::none) return read;
  if (auto fault = read_payload(tool, arguments, read)) return refused(std::move(*fault));
  return read;
}

std::string request_id_of(const Node& arguments) {
  const auto id = header_of(arguments.member("meta"), "request_id");
  const bool loggable = id && id->size() <= limits::kRequestIdBytes && is_printable(*id);
  return loggable ? *id : std::string();
}

}  // namespace till::mcp
