#include "wire/toy/dialect.h"

namespace till::wire::toy {
namespace {

constexpr std::array<std::string_view, 1> kVersions{"toy"};

std::string wrapped(const std::string& body) { return R"({"toy":)" + body + "}"; }

}  // namespace

Toy::Toy(const checkout::SellerProfile& profile, const DialectOptions& options)
    : acp_(profile, options) {
  for (Route route : acp_.routes()) {
    if (!route.operation) continue;
    route.versions = kVersions;
    routes_.push_back(route);
  }
}

checkout::DialectId Toy::id() const { return checkout::DialectId::toy; }
std::span<const std::string_view> Toy::versions() const { return kVersions; }
std::span<const Route> Toy::routes() const { return routes_; }

Digest Toy::fingerprint(const json::Body& body, const Asked&) const { return body.fingerprint(); }

app::Decoded<app::Command> Toy::decode(const json::Body& body, const Asked& asked,
                                       Timestamp now) const {
  return acp_.decode(body, asked, now);
}

Answer Toy::render(app::Operation operation, const app::Reply& reply, std::string_view root) const {
  Answer answer = acp_.render(operation, reply, root);
  answer.body = wrapped(answer.body);
  return answer;
}

Answer Toy::fault(Fault fault, const FaultDetails& details) const {
  Answer answer = acp_.fault(fault, details);
  answer.body = wrapped(answer.body);
  return answer;
}

std::string Toy::order_event(app::EventType type, const checkout::Order& order) const {
  return wrapped(acp_.order_event(type, order));
}

std::string Toy::discovery(const checkout::SellerProfile&) const { return {}; }

}  // namespace till::wire::toy
