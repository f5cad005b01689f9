#include "payments/stripe/stripe_provider.h"

#include <utility>

#include "base/url.h"
#include "net/guarded_client.h"
#include "payments/provider.h"
#include "payments/stripe/answers.h"
#include "payments/stripe/stripe_gateway.h"
#include "payments/stripe/stripe_taxes.h"
#include "payments/stripe/token_rules.h"
#include "payments/stripe/trial.h"
#include "payments/stripe/webhook_endpoint.h"
#include "payments/taxes.h"

namespace till::payments::stripe {
namespace {

constexpr const char* kPsp = "stripe";

class StripeProvider final : public Provider {
 public:
  StripeProvider(const StripeConfig& config, std::unique_ptr<net::GuardedClient> client,
                 const ProviderNeeds& needs)
      : config_(config),
        client_(std::move(client)),
        gateway_(config_.options, *client_, needs.clock, needs.log),
        webhook_(webhook_secrets(config_)),
        trial_(config_, *client_) {}

  app::PaymentGateway& gateway() override { return gateway_; }
  Webhook* webhook() override { return &webhook_; }

  std::vector<checkout::PaymentHandler> handlers() const override {
    checkout::PaymentHandler handler;
    handler.id = "card_tokenized";
    handler.psp = kPsp;
    handler.account = config_.profile;
    handler.card_brands = config_.card_brands;
    handler.card_funding = config_.card_funding;
    return {handler};
  }

  void take_over(const ProviderConfig& config) override {
    const auto* next = dynamic_cast<const StripeSection*>(&config);
    if (next == nullptr) return;
    gateway_.take_over(next->config().options.secret_key);
    webhook_.take_over(webhook_secrets(next->config()));
  }

  Task<Result<std::vector<CheckRow>, std::string>> check(Executor& executor) override {
    return trial_.check(executor);
  }
  Task<Result<std::string, std::string>> test_token(TestPayment payment,
                                                    Executor& executor) override {
    return trial_.test_token(std::move(payment), executor);
  }

 private:
  const StripeConfig config_;
  std::unique_ptr<net::GuardedClient> client_;
  StripeGateway gateway_;
  WebhookEndpoint webhook_;
  Trial trial_;
};

// Beside the charges, with a circuit of its own: taxes that fail must not keep anybody from paying.
class StripeTaxSection final : public Taxes {
 public:
  StripeTaxSection(const StripeConfig& config, std::unique_ptr<net::GuardedClient> client,
                   const TaxNeeds& needs)
      : client_(std::move(client)), taxes_(config.options, *client_, needs.clock, needs.log) {}

  app::TaxService& service() override { return taxes_; }
  void take_over(const ProviderConfig& config) override {
    const auto* next = dynamic_cast<const StripeSection*>(&config);
    if (next != nullptr) taxes_.take_over(next->config().options.secret_key);
  }

 private:
  std::unique_ptr<net::GuardedClient> client_;
  StripeTaxes taxes_;
};

}  // namespace

ProviderFacts StripeSection::facts() const {
  const bool live = mode_of(config_.options.secret_key) == stripe::Mode::live;
  const auto address = parse_url(config_.options.api_base);
  const bool plain = !address || !address->tls;
  return {live ? payments::Mode::live : payments::Mode::test, "Stripe", kPsp, "stripe.secret_key",
          plain ? "stripe.api_base" : ""};
}

Result<std::unique_ptr<Provider>, std::string> StripeSection::open(
    const ProviderNeeds& needs) const {
  net::GuardOptions options;
  options.client.ca_file = config_.ca_file;
  auto client = net::GuardedClient::create(std::move(options), judge, needs.clock, needs.random);
  if (!client) return refused(client.error());
  return std::make_unique<StripeProvider>(config_, std::move(*client), needs);
}

Result<std::unique_ptr<Taxes>, std::string> StripeSection::open_taxes(const TaxNeeds& needs) const {
  net::GuardOptions options;
  options.client.ca_file = config_.ca_file;
  auto client = net::GuardedClient::create(std::move(options), judge, needs.clock, needs.random);
  if (!client) return refused(client.error());
  return std::make_unique<StripeTaxSection>(config_, std::move(*client), needs);
}

std::shared_ptr<const ProviderConfig> read_provider(Settings& settings) {
  return std::make_shared<StripeSection>(read_config(settings));
}

}  // namespace till::payments::stripe
