// The dialect of ACP 2026-04-17, with carts and the sandbox's delegate_payment.
#pragma once

#include "wire/acp/response.h"
#include "wire/dialects.h"

namespace till::wire::acp {

class V2026_04_17 final : public Dialect {
 public:
  V2026_04_17(const checkout::SellerProfile& profile, const DialectOptions& options);

  checkout::DialectId id() const override { return checkout::DialectId::acp_2026_04_17; }
  std::span<const std::string_view> versions() const override { return kSupportedVersions; }
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
  SessionRenderer renderer_;
  bool vault_open_;
};

}  // namespace till::wire::acp
