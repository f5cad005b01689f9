// Every parameter that is sent, against Stripe's closed schemas where they lie beside the
// repository.
#include <gtest/gtest.h>
#include <simdjson.h>

#include <filesystem>
#include <sstream>

#include "official_documents.h"
#include "payments/stripe/fakes.h"
#include "payments/stripe/requests.h"

namespace till::payments::stripe {
namespace {

namespace fs = std::filesystem;
using Element = simdjson::dom::element;

// The fault of a value under a schema, or nothing.
class Schemas {
 public:
  explicit Schemas(Element document) : document_(document) {}

  // "payment_method_data[x]=y" walks one name a bracket.
  std::string fault_of(std::string_view schema, const std::string& pair) const {
    Element at = document_["components"]["schemas"][schema];
    std::string name = pair.substr(0, pair.find('='));
    const std::string value = pair.substr(pair.find('=') + 1);
    for (char& c : name) {
      if (c == '[') c = ' ';
    }
    std::erase(name, ']');
    std::istringstream steps(name);
    for (std::string step; steps >> step;) {
      const auto next = member_of(at, step);
      if (!next) return "no parameter " + pair;
      at = *next;
    }
    const auto items = child(at, "items");  // expand[]
    return value_fits(items ? *items : at, value) ? "" : "no such value " + pair;
  }

 private:
  static std::optional<Element> child(Element of, std::string_view name) {
    Element found;
    if (of[name].get(found) != simdjson::SUCCESS) return std::nullopt;
    return found;
  }
  Element resolved(Element schema) const {
    if (const auto reference = child(schema, "$ref")) {
      const std::string_view text(*reference);
      return document_["components"]["schemas"][text.substr(text.rfind('/') + 1)];
    }
    for (const char* list : {"allOf", "anyOf"}) {
      if (const auto parts = child(schema, list)) return resolved(parts->at(0));
    }
    return schema;
  }
  std::optional<Element> member_of(Element schema, const std::string& name) const {
    const Element object = resolved(schema);
    if (const auto properties = child(object, "properties")) {
      if (const auto found = child(*properties, name)) return resolved(*found);
    }
    Element rest;
    const bool open =
        object["additionalProperties"].get(rest) == simdjson::SUCCESS && rest.is_object();
    return open ? std::optional<Element>(rest) : std::nullopt;
  }
  bool value_fits(Element schema, const std::string& value) const {
    const Element plain = resolved(schema);
    const std::string_view type = plain["type"];
    if (type == "integer") return value.find_first_not_of("0123456789") == std::string::npos;
    if (type == "boolean") return value == "true" || value == "false";
    if (type != "string") return false;
    const auto words = child(plain, "enum");
    if (!words) return true;
    for (const Element word : words->get_array()) {
      if (std::string_view(word) == value) return true;
    }
    return false;
  }
  Element document_;
};

app::ChargeRequest full_request() {
  app::ChargeRequest request;
  request.gateway_key = "charge-key";
  request.token = Secret(kToken);
  request.amount = {1450};
  request.currency = "usd";
  request.session = a_session();
  request.receipt_email = "ann@example.com";
  request.shipping = {"Ann", {"Ann", "5 Elm St", "Flat 2", "Town", "CA", "US", "94105"}};
  return request;
}

struct Sent {
  const char* schema;
  std::string body;
};

std::vector<Sent> everything_sent() {
  constexpr const char* kCreate = "payment_intent_create_params";
  const StripeOptions options = test_options();
  const app::ChargeStep step{"step-key", "pi_1", {700}, "usd", a_session(), an_order(), {}};
  std::vector<Sent> sent{
      {"payment_intent_capture_params", capture_request(options, step).body},
      {"payment_intent_cancel_params", cancel_request(options, step).body},
      {"payment_intent_cancel_params", abandon_request(options, "charge-key", "pi_1").body},
      {"refund_create_params", refund_request(options, step).body}};
  auto request = full_request();
  sent.push_back({kCreate, charge_request(options, request).body});
  request.authenticate = request.capture_later = true;
  sent.push_back({kCreate, charge_request(options, request).body});
  for (const char* version : {"1.0.2", "2.1.0", "2.2.0", "2.3.0", "2.3.1", "3.0.0"}) {
    request.authentication = checkout::AuthenticationProof{Secret("cavv"), "05", "ds", version};
    sent.push_back({kCreate, charge_request(options, request).body});
  }
  StripeOptions early = options;
  early.token_parameter = TokenParameter::top_level;
  sent.push_back({kCreate, charge_request(early, request).body});
  return sent;
}

TEST(StripeSchemas, KnowEveryParameterThatIsSent) {
  const fs::path path = official_document("stripe_openapi_subset.json");
  TILL_SKIP_UNLESS(fs::exists(path), "no schemas of Stripe at ../shared/spec");
  simdjson::dom::parser parser;
  Element document;
  ASSERT_EQ(parser.load(path.string()).get(document), simdjson::SUCCESS);
  const Schemas schemas(document);
  for (const Sent& sent : everything_sent()) {
    std::istringstream pairs(sent.body);
    for (std::string pair; std::getline(pairs, pair, '&');) {
      EXPECT_EQ(schemas.fault_of(sent.schema, pair), "") << sent.schema;
    }
  }
  EXPECT_NE(schemas.fault_of("refund_create_params", "refund_me=1"), "");
  EXPECT_NE(schemas.fault_of("payment_intent_cancel_params", "cancellation_reason=why"), "");
}

}  // namespace
}  // namespace till::payments::stripe
