// Prompts: texts that lead a model through a purchase.
#pragma once

#include <string>
#include <string_view>

#include "mcp/json_rpc.h"

namespace till::mcp {

inline constexpr std::string_view kBuyPrompt = "buy";

// The result of prompts/list.
std::string render_prompts();
// The result of prompts/get; invalid_params for a name that is none or an argument that is missing.
// `finds`: there are tools that find products.
Result<std::string, RpcError> render_prompt(const json::Node& params,
                                            std::string_view merchant_name, bool finds);

}  // namespace till::mcp
