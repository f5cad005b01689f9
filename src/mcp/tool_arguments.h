// ToolArguments: {meta, id, payload} of the ACP binding, read (MP-03 to MP-05).
#pragma once

#include <optional>
#include <string>

#include "base/language.h"
#include "base/result.h"
#include "json/body.h"
#include "json/node.h"
#include "mcp/json_rpc.h"
#include "mcp/tools.h"
#include "wire/body.h"
#include "wire/dialects.h"
#include "wire/faults.h"

namespace till::mcp {

struct ToolArguments {
  const wire::Dialect* dialect = nullptr;  // That of meta.api_version. Never null.
  std::string idempotency_key;
  std::optional<Language> language;  // Of accept_language.
  std::optional<std::string> signature;
  std::optional<std::string> timestamp;
  std::string id;
  std::optional<json::Body> payload;
};

// Refused with invalid_params for a malformed envelope, with the version fault for a version that
// is not spoken. `arguments` and the dialects must outlive what is read.
Result<ToolArguments, RpcError> read_arguments(const Tool& tool, const json::Node& arguments,
                                               const wire::Dialects& dialects);

// meta.request_id when it can stand in a log.
std::string request_id_of(const json::Node& arguments);

}  // namespace till::mcp
