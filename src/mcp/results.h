// Results: what a request came to, as each era writes it.
#pragma once

#include <string>
#include <string_view>

#include "mcp/json_rpc.h"
#include "mcp/tools.h"
#include "mcp/version.h"

namespace till::mcp {

// Any thread may call.
class Results {
 public:
  // Who serves, as a JSON object.
  explicit Results(std::string_view server_info);

  // The result of a method: in the modern era with what every result has, and how long a client may
  // keep it where it may. `result` is an object.
  std::string of_method(Era era, std::string_view method, std::string result) const;
  // A tool's value for a model: as an object and as its text (C-09).
  std::string of_call(Era era, const std::string& value, bool replayed) const;
  // A fault as a result: its sentence and the Error object of ACP, for the model to mend the call
  // by (SEP-1303).
  std::string of_fault(Era era, const RpcError& error) const;
  // Is the fault of a call a result, or an error of the protocol (decision 17)?
  static bool is_result(Era era, const Tool& tool, const RpcError& error);

 private:
  // The first members of a tool's result, behind which others stand.
  std::string opening(Era era, std::string_view more_meta, bool replayed) const;

  const std::string meta_;  // The first members of a modern result, with an open `_meta`.
};

}  // namespace till::mcp
