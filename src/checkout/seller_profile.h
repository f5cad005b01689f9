// SellerProfile: what Till says about the shop everywhere. Fixed while the server runs.
#pragma once

#include <string>
#include <vector>

#include "base/clock.h"
#include "checkout/marketing.h"
#include "checkout/payment_handler.h"
#include "checkout/seller_policy.h"
#include "checkout/session.h"
#include "checkout/tax_exemption.h"

namespace till::checkout {

struct SellerProfile {
  std::string merchant_id;
  std::string merchant_name;
  std::string public_url;                // Where agents reach the API; no slash at the end.
  std::string shop_url;                  // Where buyers reach the shop; no slash at the end.
  std::vector<PaymentHandler> handlers;  // Offered in every session; the first one by default.
  std::vector<std::string> currencies;   // ISO 4217 in lower case.
  Milliseconds session_lifetime{0};
  Milliseconds cart_lifetime{7LL * 24 * 3600 * 1000};
  Capabilities capabilities;  // What this seller can do and asks for; its extensions are empty.
  std::vector<MarketingOption> marketing_options;          // What buyers may subscribe to (MK-01).
  ExemptionPolicy exemptions = ExemptionPolicy::approval;  // How far certificates are gone by.
  std::int64_t most_declines = 5;  // Payments of a session that may fail before no more are tried.
  bool serves_mcp = false;         // Agents may also come over MCP (MP-14).
  SellerPolicy policy;
};

}  // namespace till::checkout
