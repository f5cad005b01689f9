// `till buy`.
#include <memory>
#include <sstream>
#include <utility>

#include "base/sync_wait.h"
#include "cli/commands.h"
#include "cli/purchase.h"
#include "cli/webhook_receiver.h"

namespace till::cli {
namespace {

constexpr std::chrono::milliseconds kWebhookTime{30'000};

Outcome wait_for_webhook(WebhookReceiver& receiver, const std::string& order, std::ostream& out) {
  const auto came = receiver.wait_for_order(order, kWebhookTime);
  if (!came) return failed(came.error());
  out << "webhook verified: order_create of " << order << "\n";
  return {};
}

}  // namespace

Outcome buy(const BuyOptions& options, std::ostream& out) {
  const auto env = load_agent_env(options.env);
  if (!env) return refused(env.error());
  const SystemClock clock;
  SystemRandom random;
  RandomIds ids(clock, random);
  std::unique_ptr<WebhookReceiver> receiver;
  if (!options.webhook_listen.empty()) {
    auto started = WebhookReceiver::start(options.webhook_listen, env->webhook_secret, clock);
    if (!started) return failed(started.error());
    receiver = std::move(*started);
  }
  LoopThread loop;
  const auto shop = ShopClient::create(*env, ids);
  if (!shop) return failed(shop.error());
  PurchaseOptions wanted{options.items, options.card};
  wanted.currency = options.currency;
  wanted.to = options.to;
  std::ostringstream untold;
  std::ostream& told = options.json ? untold : out;
  Purchase purchase(**shop, loop, clock, std::move(wanted), told);
  const auto order = sync_wait(purchase.run());
  if (!order) return failed(order.error());
  if (receiver) {
    if (auto came = wait_for_webhook(*receiver, *order, told); !came) return came;
  }
  if (options.json) out << bought_json(*order, receiver != nullptr) << "\n";
  return {};
}

}  // namespace till::cli
