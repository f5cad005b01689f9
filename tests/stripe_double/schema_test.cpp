// The table of parameters, against Stripe's closed schemas where they lie beside the repository.
#include <algorithm>
#include <filesystem>
#include <set>

#include "official_documents.h"
#include "stripe_double/fakes.h"
#include "stripe_double/parameter_table.h"
#include "stripe_double/parameters.h"

namespace till::stripe_double {
namespace {

namespace fs = std::filesystem;

struct SchemaRow {
  const char* schema;
  Endpoint endpoint;
};

constexpr SchemaRow kRows[] = {
    {"payment_intent_create_params", Endpoint::create_intent},
    {"payment_intent_confirm_params", Endpoint::confirm_intent},
    {"payment_intent_capture_params", Endpoint::capture_intent},
    {"payment_intent_cancel_params", Endpoint::cancel_intent},
    {"refund_create_params", Endpoint::create_refund},
    {"shared_payment_issued_token_create_params", Endpoint::create_issued_token},
    {"shared_payment_issued_token_revoke_params", Endpoint::revoke_issued_token},
    {"test_helpers_granted_token_create_params", Endpoint::grant_test_token},
    {"test_helpers_granted_token_revoke_params", Endpoint::revoke_test_token},
};

using Names = std::set<std::string>;
using Element = simdjson::dom::element;

// Names are written as a[b][c]; [] is of a list, [*] any plain value, [**] anything.
std::string inside(const std::string& outer, std::string_view name) {
  return outer.empty() ? std::string(name) : outer + "[" + std::string(name) + "]";
}

class Schemas {
 public:
  explicit Schemas(Element document) : schemas_(document["components"]["schemas"]) {}

  Names names_in(std::string_view schema) const {
    Names names;
    add(schemas_[schema], "", names);
    return names;
  }

 private:
  static std::optional<Element> child(Element of, std::string_view name) {
    Element found;
    if (of[name].get(found) != simdjson::SUCCESS) return std::nullopt;
    return found;
  }
  void add(Element schema, const std::string& name, Names& names) const {
    if (const auto reference = child(schema, "$ref")) {
      const std::string_view text(*reference);
      return add(schemas_[text.substr(text.rfind('/') + 1)], name, names);
    }
    for (const char* list : {"allOf", "anyOf", "oneOf"}) {
      const auto parts = child(schema, list);
      if (!parts) continue;
      for (const Element part : parts->get_array()) add(part, name, names);
    }
    if (child(schema, "x-pruned")) names.insert(name + "[**]");
    if (const auto items = child(schema, "items")) {
      names.insert(name + "[]");
      add(*items, name + "[]", names);
    }
    const auto rest = child(schema, "additionalProperties");
    const bool free = rest && rest->is_object() && !child(schema, "x-pruned");
    if (free) names.insert(name + "[*]");
    add_properties(schema, name, names);
  }
  void add_properties(Element schema, const std::string& name, Names& names) const {
    const auto properties = child(schema, "properties");
    if (!properties) return;
    for (const auto& property : properties->get_object()) {
      const std::string full = inside(name, property.key);
      names.insert(full);
      add(property.value, full, names);
    }
  }
  Element schemas_;
};

void add_listed(std::string_view object, const std::string& name, Names& names) {
  if (object == kAnything) names.insert(name + "[**]");
  if (object == kMap) names.insert(name + "[*]");
  for (const Member& member : members_of(object)) {
    std::string full = inside(name, member.name);
    names.insert(full);
    if (member.held.list) names.insert(full += "[]");
    add_listed(member.held.object, full, names);
  }
}

std::vector<std::string> only_in_first(const Names& first, const Names& second) {
  std::vector<std::string> only;
  std::set_difference(first.begin(), first.end(), second.begin(), second.end(),
                      std::back_inserter(only));
  return only;
}

TEST(StripeDoubleSchemas, NameTheSameParameters) {
  const fs::path path = official_document("stripe_openapi_subset.json");
  TILL_SKIP_UNLESS(fs::exists(path), "no schemas of Stripe at ../shared/spec");
  simdjson::dom::parser parser;
  Element document;
  ASSERT_EQ(parser.load(path.string()).get(document), simdjson::SUCCESS);
  const Schemas schemas(document);
  for (const SchemaRow& row : kRows) {
    Names listed;
    add_listed(parameters_of(row.endpoint), "", listed);
    const Names official = schemas.names_in(row.schema);
    EXPECT_FALSE(official.empty()) << row.schema;
    EXPECT_EQ(only_in_first(listed, official), Types{}) << row.schema;
    EXPECT_EQ(only_in_first(official, listed), Types{}) << row.schema;
  }
}

}  // namespace
}  // namespace till::stripe_double
