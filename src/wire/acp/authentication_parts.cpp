// What an agent needs for 3-D Secure, as it reads it (CO-09, CO-10).
#include "wire/acp/session_parts.h"

namespace till::wire {
namespace {

std::string_view spelling(checkout::DirectoryServer server) {
  switch (server) {
    case checkout::DirectoryServer::american_express: return "american_express";
    case checkout::DirectoryServer::mastercard: return "mastercard";
    case checkout::DirectoryServer::visa: break;
  }
  return "visa";
}

struct FlowSpelling {
  std::string_view type;
  std::string_view subtype;
};

FlowSpelling spelling(checkout::AuthenticationFlow flow) {
  switch (flow) {
    case checkout::AuthenticationFlow::challenge_mandated: return {"challenge", "mandated"};
    case checkout::AuthenticationFlow::challenge_preferred: return {"challenge", "preferred"};
    case checkout::AuthenticationFlow::frictionless_low_risk: break;
  }
  return {"frictionless", "low_risk"};
}

}  // namespace

void write_authentication(json::Writer& json, const checkout::AuthenticationRequest& request) {
  json.begin_object().key("acquirer_details").begin_object();
  json.member("acquirer_bin", request.acquirer_bin);
  json.member("acquirer_country", request.acquirer_country);
  json.member("acquirer_merchant_id", request.acquirer_merchant_id);
  json.member("merchant_name", request.merchant_name);
  write_optional(json, "requestor_id", request.requestor_id);
  json.end_object().member("directory_server", spelling(request.directory_server));
  if (request.flow) {
    const FlowSpelling flow = spelling(*request.flow);
    json.key("flow_preference").begin_object().member("type", flow.type);
    json.key(flow.type).begin_object().member("type", flow.subtype).end_object().end_object();
  }
  json.end_object();
}

}  // namespace till::wire
