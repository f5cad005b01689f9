// The JSON Schemas of tools: src/mcp/schemas.json, taken in when Till is built. They are what a
// model is told: within what the function calling of all hosts takes (docs/mcp.md), and short. What
// a call may hold in full is decided where it is decoded, in wire.
#pragma once

#include <string>
#include <string_view>

namespace till::mcp {

// All definitions as one JSON object, by name. They refer to each other as
// {"$ref": "#/$defs/NAME"}.
std::string_view schema_definitions();

// The definition with every one that it refers to in its place (MP-08). The name must be known.
std::string standalone_schema(std::string_view name);

}  // namespace till::mcp
