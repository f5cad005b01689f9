// The answers of ACP 2026-04-17.
#pragma once

#include <array>
#include <map>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "checkout/seller_profile.h"
#include "checkout/session.h"

namespace till::wire {

// Renders sessions for one seller: what does not change is rendered once. Any thread may call.
class SessionRenderer {
 public:
  explicit SessionRenderer(const checkout::SellerProfile& profile);
  // The whole CheckoutSession, or CheckoutSessionWithOrder once there is an order.
  std::string render(const checkout::Session& session) const;
  // The Cart, for a session of that kind (CT-05, CT-12).
  std::string render_cart(const checkout::Session& cart) const;

 private:
  std::string payment_json_;             // capabilities.payment
  std::string plain_capabilities_json_;  // Without interventions and extensions, as most are.
  std::string links_json_;
  std::string consents_json_;  // marketing_consent_options; empty when there are none.
  std::string resume_url_;     // Where a buyer goes on, without the id.
  std::string cart_url_;
};

// The answer to delegate_payment: {id, created, metadata} (DL-01).
std::string render_token(std::string_view token_id, Timestamp created,
                         const std::map<std::string, std::string>& metadata);

// GET /.well-known/acp.json (A19). `with_delegate_payment`: the sandbox vault is open.
std::string render_discovery(const checkout::SellerProfile& profile, bool with_delegate_payment);

// Released versions this server speaks, newest first.
inline constexpr std::array<std::string_view, 1> kSupportedVersions{"2026-04-17"};
// Those of delegate_payment, which has not changed since its first one.
inline constexpr std::array<std::string_view, 2> kDelegatePaymentVersions{"2026-04-17",
                                                                          "2025-09-29"};

}  // namespace till::wire
