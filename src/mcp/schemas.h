// The JSON Schemas of tools: src/mcp/schemas.json, taken in when Till is built.
#pragma once

#include <string>
#include <string_view>

namespace till::mcp {

// All definitions as one JSON object, by name.
std::string_view schema_definitions();

// The "$defs" that a schema needs, directly or by way of others, so that it stands alone (MP-08).
// `schema` is the JSON text that refers to them as "#/$defs/NAME"; every name must be known.
std::string needed_definitions(std::string_view schema);

// The definition itself as a schema that stands alone.
std::string standalone_schema(std::string_view name);

}  // namespace till::mcp
