// JSON-RPC 2.0 as MCP uses it: messages read from a body, results and errors written (MP-01).
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "json/body.h"
#include "json/node.h"
#include "wire/body.h"
#include "wire/error_body.h"
#include "wire/faults.h"

namespace till::mcp {

enum class RpcCode : int {
  parse_error = -32700,
  invalid_request = -32600,
  method_not_found = -32601,
  invalid_params = -32602,  // Only the envelope of a tool's arguments is malformed (MP-11).
  internal = -32603,
  refused = -32000,             // Any ACP error, which is the data (MP-10).
  resource_not_found = -32002,  // In the legacy era; invalid_params after it.
  // Of the modern era.
  header_mismatch = -32020,      // A header says something else than the body.
  unsupported_version = -32022,  // With those that are supported.
};

struct RpcError {
  RpcCode code = RpcCode::internal;
  std::string message;    // For a model: what is wrong and what to do.
  std::string data;       // JSON; empty: none.
  int status = 400;       // The HTTP status that says the same, for logs and metrics.
  bool replayed = false;  // It was given before under its key.
};

struct RpcMessage {
  enum class Kind { request, notification, response };
  Kind kind = Kind::request;
  std::string id;  // JSON: a text or an integer, as it was sent; of a request only.
  std::string method;
  json::Node params;  // An object, or absent.
};

// A message that is none: the error, and the id of the request; empty when none could be read.
struct Malformed {
  RpcError error;
  std::string id;
};

// What one body or line holds: a message or a batch. The messages refer to it.
class Incoming {
 public:
  // Refused with parse_error, or invalid_request for what is no message and no batch.
  static Result<Incoming, RpcError> parse(std::string_view text);

  bool is_batch() const { return batch_; }
  std::size_t size() const { return entries_.size(); }
  Result<RpcMessage, Malformed> message(std::size_t at) const;

  static constexpr std::size_t kBatch = 20;
  // Once the answers of a batch are so long, what is left of it is not carried out.
  static constexpr std::size_t kBatchAnswerBytes = 1024 * 1024;
  static constexpr std::size_t kIdBytes = 256;

 private:
  explicit Incoming(json::Body document) : document_(std::move(document)) {}
  json::Body document_;
  std::unique_ptr<wire::Faults> faults_ = std::make_unique<wire::Faults>();
  std::vector<json::Node> entries_;
  bool batch_ = false;
};

std::string render_result(std::string_view id, std::string_view result);
// Without an id when it is empty: MCP's schemas know no null.
std::string render_error(std::string_view id, const RpcError& error);
// The answer to a request of a batch beyond Incoming::kBatchAnswerBytes.
std::string render_batch_full(std::string_view id);
// A message of the server's own; empty params: none.
std::string render_notification(std::string_view method, std::string_view params);

// An error of ACP: the Error object is the data, its sentence the message.
RpcError acp_error(const wire::Answer& answer);
// A fault of the arguments around the payload.
RpcError invalid_params(const wire::Answer& answer);

}  // namespace till::mcp
