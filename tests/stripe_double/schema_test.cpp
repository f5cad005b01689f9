// The table of parameters, against Stripe's closed schemas where they lie beside the repository.
#include <filesystem>
#include <iostream>
#include <set>

#include "stripe_double/fakes.h"
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

std::set<std::string> names_in(simdjson::dom::element document, std::string_view schema) {
  std::set<std::string> names;
  simdjson::dom::object properties;
  if (document["components"]["schemas"][schema]["properties"].get(properties)) return names;
  for (const auto& property : properties) names.emplace(property.key);
  return names;
}

TEST(StripeDoubleSchemas, NameTheSameParameters) {
  const fs::path repository = fs::path(__FILE__).parent_path().parent_path().parent_path();
  const fs::path path = repository.parent_path() / "shared" / "spec" / "stripe_openapi_subset.json";
  if (!fs::exists(path)) {
    std::cout << "no schemas of Stripe at ../shared/spec\n";
    return;
  }
  simdjson::dom::parser parser;
  simdjson::dom::element document;
  ASSERT_EQ(parser.load(path.string()).get(document), simdjson::SUCCESS);
  for (const SchemaRow& row : kRows) {
    const auto names = parameters_of(row.endpoint);
    EXPECT_EQ(std::set<std::string>(names.begin(), names.end()), names_in(document, row.schema))
        << row.schema;
  }
}

}  // namespace
}  // namespace till::stripe_double
