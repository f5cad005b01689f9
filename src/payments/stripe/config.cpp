#include "payments/stripe/config.h"

#include <algorithm>
#include <array>
#include <span>
#include <string_view>
#include <utility>

namespace till::payments::stripe {
namespace {

constexpr std::array<std::string_view, 7> kBrands{"visa",   "mastercard", "amex",    "discover",
                                                  "diners", "jcb",        "unionpay"};
constexpr std::array<std::string_view, 3> kFunding{"credit", "debit", "prepaid"};

// A list whose entries are all among `known`.
std::vector<std::string> read_names(Settings& settings, const char* key,
                                    std::span<const std::string_view> known,
                                    std::vector<std::string> otherwise) {
  auto names = settings.texts(key);
  if (!names) return otherwise;
  std::string list;
  for (const std::string_view name : known) {
    list += (list.empty() ? "\"" : ", \"") + std::string(name) + "\"";
  }
  for (const std::string& name : *names) {
    if (std::find(known.begin(), known.end(), name) == known.end()) {
      settings.fail(key, "a list of " + list);
    }
  }
  return std::move(*names);
}

RiskPolicy read_risk_policy(Settings& settings) {
  const std::string policy = settings.text("blocked_risk").value_or("decline");
  if (policy == "decline") return RiskPolicy::decline;
  if (policy == "manual_review") return RiskPolicy::manual_review;
  if (policy == "ignore") return RiskPolicy::ignore;
  settings.fail("blocked_risk", "\"decline\", \"manual_review\" or \"ignore\"");
}

TokenParameter read_token_parameter(Settings& settings) {
  const std::string parameter = settings.text("token_parameter").value_or("payment_method_data");
  if (parameter == "payment_method_data") return TokenParameter::payment_method_data;
  if (parameter == "top_level") return TokenParameter::top_level;
  settings.fail("token_parameter", "\"payment_method_data\" or \"top_level\"");
}

bool is_secret_key(const Secret& key) {
  const std::string& text = key.reveal();
  return text.starts_with("sk_") || text.starts_with("rk_");
}

StripeOptions read_options(Settings& settings) {
  StripeOptions options;
  options.api_base = settings.base_url("api_base", options.api_base);
  options.api_version = settings.text("api_version").value_or(options.api_version);
  if (!options.api_version.ends_with(".preview")) {
    settings.fail("api_version", "a preview version such as \"2026-04-22.preview\"");
  }
  options.token_parameter = read_token_parameter(settings);
  options.risk_policy = read_risk_policy(settings);
  const auto lag = settings.whole("search_lag_seconds", 1, 86'400);
  if (lag) options.search_lag = std::chrono::seconds(*lag);
  options.amount_digits =
      static_cast<int>(settings.whole("amount_digits", 8, 12).value_or(options.amount_digits));
  return options;
}

}  // namespace

StripeConfig read_config(Settings& settings) {
  StripeConfig config;
  const Secret secret_key = settings.secret("secret_key");
  if (!is_secret_key(secret_key)) {
    settings.fail("secret_key", "a secret or restricted key of Stripe, sk_… or rk_…");
  }
  config.profile = settings.need_text("profile");
  config.options = read_options(settings);
  config.options.secret_key = secret_key;
  config.webhook_secret = settings.secret("webhook_secret");
  config.webhook_previous_secret = settings.secret("webhook_previous_secret");
  config.ca_file = settings.path("ca_file").value_or("");
  config.card_brands =
      read_names(settings, "card_brands", kBrands, {"visa", "mastercard", "amex", "discover"});
  if (config.card_brands.empty()) settings.fail("card_brands", "a list of at least one brand");
  config.card_funding = read_names(settings, "card_funding", kFunding, {});
  return config;
}

std::vector<Secret> webhook_secrets(const StripeConfig& config) {
  std::vector<Secret> secrets;
  for (const Secret* secret : {&config.webhook_secret, &config.webhook_previous_secret}) {
    if (!secret->empty()) secrets.push_back(*secret);
  }
  return secrets;
}

}  // namespace till::payments::stripe
