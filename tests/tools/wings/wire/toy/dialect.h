// A dialect that is asked as ACP is, and answers in other bytes.
#pragma once

#include <array>
#include <vector>

#include "wire/acp/v2026_04_17.h"
#include "wire/dialects.h"

namespace till::wire::toy {

class Toy final : public Dialect {
 public:
  Toy(const checkout::SellerProfile& profile, const DialectOptions& options);

  checkout::DialectId id() const override;
  std::span<const std::string_view> versions() const override;
  std::span<const Route> routes() const override;
  Digest fingerprint(const json::Body& body, const Asked& asked) const override;
  app::Decoded<app::Command> decode(const json::Body& body, const Asked& asked,
                                    Timestamp now) const override;
  Answer render(app::Operation operation, const app::Reply& reply,
                std::string_view root) const override;
  Answer fault(Fault fault, const FaultDetails& details) const override;
  std::string order_event(app::EventType type, const checkout::Order& order) const override;
  std::string discovery(const checkout::SellerProfile& profile) const override;

 private:
  acp::V2026_04_17 acp_;
  std::vector<Route> routes_;
};

}  // namespace till::wire::toy
