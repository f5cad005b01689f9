// `till stripe check` and `till stripe test-purchase`.
#include <memory>
#include <sstream>
#include <utility>

#include "base/sync_wait.h"
#include "cli/commands.h"
#include "cli/purchase.h"
#include "cli/report.h"

namespace till::cli {
namespace {

constexpr std::chrono::milliseconds kPulse{1'000};

Result<Config, Failure> stripe_config(const std::string& path) {
  auto config = load_config(path);
  if (!config) return failed(config.error());
  if (!config->payments.stripe) {
    return failed("this shop is paid through the sandbox; set [payments] provider = \"stripe\"");
  }
  return std::move(*config);
}

}  // namespace

Outcome check_stripe(const CheckStripeOptions& options, const Composition& composition,
                     std::ostream& out) {
  const auto config = stripe_config(options.config);
  if (!config) return refused(config.error());
  const StripeConfig& stripe = *config->payments.stripe;
  const auto mode = composition.check_stripe(*config);
  if (!mode) return failed(mode.error());
  Report report(options.json, out);
  report.ok("secret key", *mode);
  report.ok("profile", stripe.profile + ", as agents are told");
  if (stripe.webhook_secret.empty()) {
    report.warn("webhooks", "no webhook_secret: events of Stripe are not taken");
  } else {
    report.ok("webhooks", "secret ***");
  }
  report.conclude();
  return {};
}

Outcome test_purchase(const TestPurchaseOptions& options, const Composition& composition,
                      std::ostream& out) {
  const auto config = stripe_config(options.config);
  if (!config) return refused(config.error());
  const auto env = load_agent_env(options.env);
  if (!env) return refused(env.error());
  const SystemClock clock;
  SystemRandom random;
  RandomIds ids(clock, random);
  LoopThread loop(kPulse);
  const auto shop = ShopClient::create(*env, ids);
  if (!shop) return failed(shop.error());
  PurchaseOptions wanted;
  for (const std::string& item : options.items) wanted.items.push_back({item, 1});
  wanted.currency = options.currency;
  wanted.token = [&](std::int64_t total) {
    return composition.make_test_token(*config,
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
