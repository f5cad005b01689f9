#include "mcp/schemas.h"

#include <map>
#include <set>

#include "base/ensure.h"
#include "base/json_writer.h"
#include "base/limits.h"
#include "wire/body.h"
#include "wire/node.h"

namespace till::mcp {
namespace {

using Definitions = std::map<std::string, std::string, std::less<>>;

Definitions read_definitions() {
  const auto document = wire::parse_document(schema_definitions(), limits::kJsonDepth);
  TILL_ENSURE(document.has_value());
  wire::Faults faults;
  Definitions definitions;
  for (const auto& [name, value] : wire::Node(document->root(), faults).members()) {
    definitions.emplace(name, value.json());
  }
  return definitions;
}

const Definitions& definitions() {
  static const Definitions all = read_definitions();
  return all;
}

const std::string& definition(std::string_view name) {
  const auto found = definitions().find(name);
  TILL_ENSURE(found != definitions().end());
  return found->second;
}

void collect(std::string_view schema, std::set<std::string>& names) {
  constexpr std::string_view kReference = "\"#/$defs/";
  for (std::size_t at = schema.find(kReference); at != std::string_view::npos;
       at = schema.find(kReference, at + 1)) {
    const std::size_t begin = at + kReference.size();
    const std::string name(schema.substr(begin, schema.find('"', begin) - begin));
    if (names.insert(name).second) collect(definition(name), names);
  }
}

}  // namespace

std::string needed_definitions(std::string_view schema) {
  std::set<std::string> names;
  collect(schema, names);
  std::string out;
  JsonWriter json(out);
  json.begin_object();
  for (const std::string& name : names) json.escaped_key(name).raw(definition(name));
  json.end_object();
  return out;
}

std::string standalone_schema(std::string_view name) {
  std::string schema = definition(name);
  const std::string needed = needed_definitions(schema);
  if (needed == "{}") return schema;
  schema.pop_back();
  return schema + ",\"$defs\":" + needed + "}";
}

}  // namespace till::mcp
