// `till payments check` and `till payments test-purchase`, also under their older names.
#include <memory>
#include <sstream>
#include <utility>

#include "base/sync_wait.h"
#include "cli/commands.h"
#include "cli/purchase.h"
#include "cli/report.h"

namespace till::cli {
namespace {

Failure not_named(const std::string& provider) {
  return {kFailed, "this shop is not paid through \"" + provider +
                       "\"; name it in [payments], and fill in [" + provider + "]"};
}

std::string use_of(const PaymentsConfig& payments, const ChosenProvider& provider) {
  const std::string name(provider.config->name());
  return name + (payments.takes_purchases(provider) ? ", takes new purchases"
                                                    : ", for earlier orders only");
}

// Adds what the provider says of itself.
Outcome ask(const ChosenProvider& provider, const Config& config, const Composition& composition,
            Report& report) {
  const bool taxes = config.tax.provider == provider.config->name();
  const auto rows = composition.check_provider(*provider.config, taxes);
  if (!rows) return failed(rows.error());
  for (const payments::CheckRow& row : *rows) {
    if (row.fine) {
      report.ok(row.name, row.detail);
    } else {
      report.warn(row.name, row.detail);
    }
  }
  return {};
}

// Where agents pay that choose nothing.
const ChosenProvider* default_of(const PaymentsConfig& payments) {
  for (const ChosenProvider& each : payments.providers) {
    if (payments.takes_purchases(each)) return &each;
  }
  return &payments.providers.front();
}

}  // namespace

Outcome check_payments(const CheckPaymentsOptions& options, const Composition& composition,
                       std::ostream& out) {
  const auto config = load_config(options.config);
  if (!config) return failed(config.error());
  const PaymentsConfig& payments = config->payments;
  Report report(options.json, out);
  if (!options.provider.empty()) {
    const ChosenProvider* const only = payments.named(options.provider);
    if (only == nullptr) return refused(not_named(options.provider));
    if (auto asked = ask(*only, *config, composition, report); !asked) return asked;
  } else {
    for (const ChosenProvider& provider : payments.providers) {
      report.ok("provider", use_of(payments, provider));
      if (auto asked = ask(provider, *config, composition, report); !asked) return asked;
    }
  }
  report.conclude();
  return {};
}

Outcome test_purchase(const TestPurchaseOptions& options, const Composition& composition,
                      std::ostream& out) {
  const auto config = load_config(options.config);
  if (!config) return failed(config.error());
  const ChosenProvider* const provider = options.provider.empty()
                                             ? default_of(config->payments)
                                             : config->payments.named(options.provider);
  if (provider == nullptr) return refused(not_named(options.provider));
  const auto env = load_agent_env(options.env);
  if (!env) return refused(env.error());
  const SystemClock clock;
  SystemRandom random;
  RandomIds ids(clock, random);
  LoopThread loop;
  const auto shop = ShopClient::create(*env, ids);
  if (!shop) return failed(shop.error());
  PurchaseOptions wanted;
  for (const std::string& item : options.items) wanted.items.push_back({item, 1});
  wanted.currency = options.currency;
  wanted.to = options.to;
  wanted.psp = provider->config->facts().psp;
  wanted.token = [&](std::int64_t total) {
    return composition.make_test_token(*provider->config,
                                       {Amount{total}, options.currency, options.payment_method});
  };
  std::ostringstream untold;
  Purchase purchase(**shop, loop, clock, std::move(wanted), options.json ? untold : out);
  const auto order = sync_wait(purchase.run());
  if (!order) return failed(order.error());
  if (options.json) out << bought_json(*order, false) << "\n";
  return {};
}

}  // namespace till::cli
