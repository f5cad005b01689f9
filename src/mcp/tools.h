// Tools: what an agent can call over MCP: the five of the ACP binding (MP-02) and ours beyond it.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "app/operation.h"

namespace till::mcp {

// What is asked of the catalogue, which is no operation of a dialect.
enum class ProductQuestion { search, get };

// Tools that are offered together.
enum class ToolGroup { binding, carts, orders, products, chatgpt };

// Which tools are offered; the binding's always are.
struct ToolGroups {
  bool carts = true;
  bool orders = true;
  bool products = true;
  bool chatgpt = true;
};

enum class Payload { none, optional, required };

struct Tool {
  std::variant<app::Operation, ProductQuestion> does;
  ToolGroup group = ToolGroup::binding;
  std::string_view name;
  std::string_view title;
  std::string_view description;  // For a model: what it does, and what to do next.
  std::string_view log_name;     // In logs and metrics.
  bool takes_meta = true;        // And an id unless it creates something.
  bool takes_id = true;
  Payload payload = Payload::none;
  // Names in schemas.json. A payload without one is taken and not told of.
  std::string_view payload_schema = {};
  std::string_view arguments_schema = {};  // In the place of meta, id and payload.
  std::string_view output_schema = {};
  bool changes = false;      // Asks for meta.idempotency_key.
  bool destructive = false;  // Spends money or ends something.
};

// Every tool there is.
std::span<const Tool> all_tools();
bool is_offered(const Tool& tool, const ToolGroups& groups);
// Null when it is not known or not offered.
const Tool* find_tool(std::string_view name, const ToolGroups& groups);

// The result of tools/list.
std::string render_tools(const ToolGroups& groups);

}  // namespace till::mcp
