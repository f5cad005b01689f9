// A dialect beside ACP's: asked at the same paths with the same bodies, answered in other bytes.
#pragma once

#include <array>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "wire/acp/v2026_04_17.h"

namespace till::wire::test {

class ToyDialect final : public Dialect {
 public:
  explicit ToyDialect(const checkout::SellerProfile& profile) : acp_(profile, {true}) {
    for (Route route : acp_.routes()) {
      if (!route.operation) continue;
      route.versions = kVersions;
      routes_.push_back(route);
    }
  }
  checkout::DialectId id() const override { return checkout::DialectId{2}; }
  std::span<const std::string_view> versions() const override { return kVersions; }
  std::span<const Route> routes() const override { return routes_; }
  Digest fingerprint(const json::Body& body, const Asked&) const override {
    return body.fingerprint();
  }
  app::Decoded<app::Command> decode(const json::Body& body, const Asked& asked,
                                    Timestamp now) const override {
    return acp_.decode(body, asked, now);
  }
  Answer render(app::Operation operation, const app::Reply& reply,
                std::string_view root) const override {
    Answer answer = acp_.render(operation, reply, root);
    answer.body = R"({"toy":)" + answer.body + "}";
    return answer;
  }
  Answer fault(Fault fault, const FaultDetails& details) const override {
    Answer answer = acp_.fault(fault, details);
    answer.body = R"({"toy":)" + answer.body + "}";
    return answer;
  }
  std::string order_event(app::EventType type, const checkout::Order& order) const override {
    return R"({"toy":)" + acp_.order_event(type, order) + "}";
  }
  std::string discovery(const checkout::SellerProfile&) const override { return {}; }

 private:
  static constexpr std::array<std::string_view, 1> kVersions{"toy"};
  acp::V2026_04_17 acp_;
  std::vector<Route> routes_;
};

// ACP's and the other, ACP's first.
inline Dialects two_dialects(const checkout::SellerProfile& profile) {
  std::vector<std::unique_ptr<const Dialect>> both;
  both.push_back(std::make_unique<const acp::V2026_04_17>(profile, DialectOptions{true}));
  both.push_back(std::make_unique<const ToyDialect>(profile));
  return Dialects(std::move(both));
}

}  // namespace till::wire::test
