#include "mcp/json_rpc.h"

#include <utility>

#include "base/ensure.h"
#include "base/limits.h"
#include "json/writer.h"
#include "wire/spelling.h"

namespace till::mcp {
namespace {

// A payload stands three objects deep: in the message, its params and their arguments.
constexpr std::size_t kDepth = limits::kJsonDepth + 4;

Malformed invalid_request(std::string sentence, std::string id = {}) {
  return {{RpcCode::invalid_request, std::move(sentence), {}}, std::move(id)};
}

// The message and, for a model that sees nothing else, where it points to.
RpcError error_of(RpcCode code, const wire::Answer& answer) {
  RpcError error{code, {}, answer.body, answer.status};
  const auto body = wire::parse_body(answer.body);
  TILL_ENSURE(body.has_value());
  wire::Faults faults;
  const json::Node root(body->root(), faults);
  error.message = root.member("message").text({0, limits::kStringBytes});
  error.message += " [" + root.member("code").text();
  if (const auto param = root.member("param"); param.given()) {
    error.message += " at " + param.text({0, limits::kStringBytes});
  }
  error.message += "]";
  return error;
}

}  // namespace

Result<Incoming, RpcError> Incoming::parse(std::string_view text) {
  auto document = wire::parse_document(text, kDepth);
  if (!document) {
    return refused(RpcError{RpcCode::parse_error, wire::spell(document.error().text), {}});
  }
  Incoming incoming(std::move(*document));
  const json::Node root(incoming.document_.root(), *incoming.faults_);
  if (!root.is_list()) {
    incoming.entries_.push_back(root);
    return incoming;
  }
  incoming.batch_ = true;
  for (const json::Node& entry : root.entries(kBatch)) {
    incoming.entries_.push_back(entry.as_root(*incoming.faults_));
  }
  if (incoming.entries_.empty()) {
    return refused(invalid_request("Send a batch of 1 to 20 messages, or one message.").error);
  }
  return incoming;
}

Result<RpcMessage, Malformed> Incoming::message(std::size_t at) const {
  const json::Node& entry = entries_[at];
  const json::Node id = entry.member("id");
  const json::Node method = entry.member("method");
  const bool known_id = id.is_integer() || id.is_text();
  const std::string id_json = known_id ? id.json() : std::string();
  if (id_json.size() > kIdBytes) return refused(invalid_request("Send a shorter id."));
  const json::Node version = entry.member("jsonrpc");
  if (!version.is_text() || version.text() != "2.0") {
    return refused(invalid_request("Send a JSON-RPC message: {\"jsonrpc\": \"2.0\", …}.", id_json));
  }
  if (method.absent() && (!entry.member("result").absent() || !entry.member("error").absent())) {
    return RpcMessage{RpcMessage::Kind::response, {}, {}, entry.member("result")};
  }
  if (!method.is_text()) {
    return refused(invalid_request("Send the name of a method as \"method\".", id_json));
  }
  if (!id.absent() && !known_id) {
    return refused(invalid_request("Send a text or an integer as \"id\"."));
  }
  const json::Node params = entry.member("params");
  if (params.given() && !params.is_object()) {
    RpcError error{RpcCode::invalid_params, "Send \"params\" as an object.", {}};
    return refused(Malformed{std::move(error), id_json});
  }
  const auto kind = id.absent() ? RpcMessage::Kind::notification : RpcMessage::Kind::request;
  // It says how to speak from then on, batches included.
  if (batch_ && kind == RpcMessage::Kind::request && method.text({0, 256}) == "initialize") {
    return refused(invalid_request("Send initialize by itself, not in a batch.", id_json));
  }
  return RpcMessage{kind, id.absent() ? std::string() : id_json, method.text({0, 256}),
                    params.as_root(*faults_)};
}

std::string render_result(std::string_view id, std::string_view result) {
  std::string out;
  out.reserve(result.size() + id.size() + 64);
  out.append(R"({"jsonrpc":"2.0","id":)").append(id).append(R"(,"result":)");
  out.append(result).append("}");
  return out;
}

std::string render_error(std::string_view id, const RpcError& error) {
  std::string out;
  json::Writer json(out);
  json.begin_object().member("jsonrpc", "2.0");
  if (!id.empty()) json.key("id").raw(id);
  json.key("error").begin_object();
  json.member("code", std::int64_t{static_cast<int>(error.code)});
  json.member("message", error.message);
  if (!error.data.empty()) json.key("data").raw(error.data);
  json.end_object().end_object();
  return out;
}

std::string render_batch_full(std::string_view id) {
  return render_error(id, {RpcCode::refused,
                           "The answers of this batch are too long; this call was not carried out. "
                           "Send it again by itself.",
                           {},
                           413});
}

std::string render_notification(std::string_view method, std::string_view params) {
  std::string out;
  json::Writer json(out);
  json.begin_object().member("jsonrpc", "2.0").member("method", method);
  if (!params.empty()) json.key("params").raw(params);
  json.end_object();
  return out;
}

RpcError acp_error(const wire::Answer& answer) { return error_of(RpcCode::refused, answer); }

RpcError invalid_params(const wire::Answer& answer) {
  return error_of(RpcCode::invalid_params, answer);
}

}  // namespace till::mcp
