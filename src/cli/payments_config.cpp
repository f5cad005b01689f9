// [payments] and [stripe] of till.toml.
#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "cli/config_sections.h"
#include "cli/files.h"

namespace till::cli {
namespace {

constexpr std::array<std::string_view, 7> kBrands{"visa",   "mastercard", "amex",    "discover",
                                                  "diners", "jcb",        "unionpay"};
constexpr std::array<std::string_view, 3> kFunding{"credit", "debit", "prepaid"};

// A list whose entries are all among `known`.
std::vector<std::string> read_names(TomlSection& section, const char* key,
                                    std::span<const std::string_view> known,
                                    std::vector<std::string> otherwise) {
  auto names = section.texts(key);
  if (!names) return otherwise;
  std::string list;
  for (const std::string_view name : known) {
    list += (list.empty() ? "\"" : ", \"") + std::string(name) + "\"";
  }
  for (const std::string& name : *names) {
    if (std::find(known.begin(), known.end(), name) == known.end()) {
      section.fail(key, "a list of " + list);
    }
  }
  return std::move(*names);
}

BlockedRisk read_blocked_risk(TomlSection& section) {
  const std::string policy = section.text("blocked_risk").value_or("decline");
  if (policy == "decline") return BlockedRisk::decline;
  if (policy == "manual_review") return BlockedRisk::manual_review;
  if (policy == "ignore") return BlockedRisk::ignore;
  section.fail("blocked_risk", "\"decline\", \"manual_review\" or \"ignore\"");
}

bool is_secret_key(const Secret& key) {
  const std::string& text = key.reveal();
  return text.starts_with("sk_") || text.starts_with("rk_");
}

StripeConfig read_stripe(TomlSection& section, SecretReading& secrets) {
  StripeConfig stripe;
  stripe.secret_key = read_secret(section, secrets, "secret_key");
  if (!is_secret_key(stripe.secret_key)) {
    section.fail("secret_key", "a secret or restricted key of Stripe, sk_… or rk_…");
  }
  stripe.profile = section.need_text("profile");
  const std::string base = section.text("api_base").value_or(stripe.api_base);
  stripe.api_base = read_base_url(section, "api_base", base);
  stripe.api_version = section.text("api_version").value_or("");
  if (!stripe.api_version.empty() && !stripe.api_version.ends_with(".preview")) {
    section.fail("api_version", "a preview version such as \"2026-04-22.preview\"");
  }
  const std::string parameter = section.text("token_parameter").value_or("payment_method_data");
  stripe.top_level_token = parameter == "top_level";
  if (!stripe.top_level_token && parameter != "payment_method_data") {
    section.fail("token_parameter", "\"payment_method_data\" or \"top_level\"");
  }
  stripe.blocked_risk = read_blocked_risk(section);
  const auto lag = section.whole("search_lag_seconds", {1, 86'400});
  if (lag) stripe.search_lag = std::chrono::seconds(*lag);
  stripe.amount_digits = section.whole("amount_digits", {8, 12}).value_or(stripe.amount_digits);
  stripe.webhook_secret = read_secret(section, secrets, "webhook_secret");
  stripe.webhook_previous_secret = read_secret(section, secrets, "webhook_previous_secret");
  if (const auto file = section.text("ca_file")) stripe.ca_file = resolve(secrets.folder, *file);
  stripe.card_brands =
      read_names(section, "card_brands", kBrands, {"visa", "mastercard", "amex", "discover"});
  if (stripe.card_brands.empty()) section.fail("card_brands", "a list of at least one brand");
  stripe.card_funding = read_names(section, "card_funding", kFunding, {});
  section.end();
  return stripe;
}

}  // namespace

PaymentsConfig read_payments(TomlSection payments, TomlSection stripe, SecretReading& secrets) {
  PaymentsConfig config;
  config.provider = payments.text("provider").value_or(config.provider);
  config.place = payments.place("provider");
  const std::string capture = payments.text("capture").value_or("with_charge");
  if (capture != "with_charge" && capture != "on_shipment") {
    payments.fail("capture", "\"with_charge\" or \"on_shipment\"");
  }
  config.capture_on_shipment = capture == "on_shipment";
  config.most_declines = payments.whole("most_declines", {1, 100}).value_or(config.most_declines);
  payments.end();
  if (config.provider == "stripe") config.stripe = read_stripe(stripe, secrets);
  return config;
}

}  // namespace till::cli
