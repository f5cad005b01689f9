// A second payment provider of a shop, as one would be written: beside the sandbox, without a row.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "app/toy_gateway.h"
#include "cli/config.h"
#include "payments/provider.h"

namespace till::assembly::test {

// Whoever posts "toy CHARGE" reports a fraud of it.
class ToyWebhook final : public payments::Webhook {
 public:
  std::string path() const override { return "/webhooks/toy"; }
  bool is_open() const override { return true; }
  std::optional<payments::NoReport> objection_to_head(const net::Request& head,
                                                      Timestamp) const override {
    if (head.header("Toy")) return std::nullopt;
    return payments::NoReport{"no_toy"};
  }
  Result<app::ProviderEvent, payments::NoReport> read(const net::Request& request,
                                                      Timestamp now) const override {
    if (auto objection = objection_to_head(request, now)) return refused(*objection);
    if (!request.body.starts_with("toy ")) return refused(payments::NoReport{"broken", true});
    const std::string charge = request.body.substr(4);
    return app::ProviderEvent{"evt_" + charge, app::FraudReported{charge}};
  }
};

class ToyProvider final : public payments::Provider {
 public:
  explicit ToyProvider(app::ToyGateway& gateway) : gateway_(gateway) {}
  app::PaymentGateway& gateway() override { return gateway_; }
  payments::Webhook* webhook() override { return &webhook_; }
  std::vector<checkout::PaymentHandler> handlers() const override {
    checkout::PaymentHandler handler;
    handler.id = "card_tokenized";
    handler.psp = "toys";
    return {handler};
  }
  void take_over(const payments::ProviderConfig&) override { ++taken_over; }
  Task<Result<std::vector<payments::CheckRow>, std::string>> check(Executor&) override {
    co_return std::vector<payments::CheckRow>{{"toy", "plays"}};
  }
  Task<Result<std::string, std::string>> test_token(payments::TestPayment payment,
                                                    Executor&) override {
    co_return "toy_" + payment.currency;
  }
  int taken_over = 0;

 private:
  app::ToyGateway& gateway_;
  ToyWebhook webhook_;
};

class ToyConfig final : public payments::ProviderConfig {
 public:
  ToyConfig(app::ToyGateway& gateway, payments::Mode mode) : gateway_(gateway), mode_(mode) {}
  std::string_view name() const override { return "toy"; }
  payments::ProviderFacts facts() const override {
    return {mode_, "the toy", "toys", "toy.key", ""};
  }
  Result<std::unique_ptr<payments::Provider>, std::string> open(
      const payments::ProviderNeeds&) const override {
    return std::make_unique<ToyProvider>(gateway_);
  }

 private:
  app::ToyGateway& gateway_;
  const payments::Mode mode_;
};

}  // namespace till::assembly::test
