#include "mcp/schemas.h"

#include <map>

#include "base/ensure.h"
#include "base/limits.h"
#include "json/node.h"
#include "json/writer.h"
#include "wire/body.h"
#include "wire/faults.h"

namespace till::mcp {
namespace {

using Definitions = std::map<std::string, std::string, std::less<>>;

Definitions read_definitions() {
  const auto document = wire::parse_document(schema_definitions(), limits::kJsonDepth);
  TILL_ENSURE(document.has_value());
  wire::Faults faults;
  Definitions definitions;
  const json::Node root(document->root(), faults);
  for (const auto& [name, value] : root.members()) {
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

}  // namespace

std::string standalone_schema(std::string_view name) {
  constexpr std::string_view kReference = R"({"$ref":"#/$defs/)";
  constexpr std::string_view kEnd = R"("})";
  std::string_view rest = definition(name);
  std::string schema;
  for (std::size_t at = rest.find(kReference); at != std::string_view::npos;
       at = rest.find(kReference)) {
    schema.append(rest.substr(0, at));
    rest.remove_prefix(at + kReference.size());
    const std::size_t end = rest.find(kEnd);
    schema += standalone_schema(rest.substr(0, end));
    rest.remove_prefix(end + kEnd.size());
  }
  return schema.append(rest);
}

}  // namespace till::mcp
