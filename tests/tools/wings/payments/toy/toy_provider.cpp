#include "payments/toy/toy_provider.h"

#include "payments/provider.h"

namespace till::payments {
namespace {

class ToyGateway final : public app::PaymentGateway {
 public:
  std::string_view name() const override { return "toy"; }
  Task<app::ChargeOutcome> charge(app::ChargeRequest request, Executor&) override {
    co_return app::ChargeApproved{"toy_" + request.session.text()};
  }
  Task<app::StepOutcome> refund(app::ChargeStep step, Executor&) override {
    co_return app::StepDone{step.charge};
  }
  Task<app::StepOutcome> capture(app::ChargeStep step, Executor&) override {
    co_return app::StepDone{step.charge};
  }
  Task<app::StepOutcome> cancel(app::ChargeStep step, Executor&) override {
    co_return app::StepDone{step.charge};
  }
  Task<app::ChargeSearch> find(std::string, Executor&) override { co_return app::ChargeUnknown{}; }
};

class Toy final : public Provider {
 public:
  app::PaymentGateway& gateway() override { return gateway_; }
  std::vector<checkout::PaymentHandler> handlers() const override {
    return {checkout::PaymentHandler{"toy_card", "toys"}};
  }
  Task<Result<std::vector<CheckRow>, std::string>> check(Executor&) override {
    co_return std::vector<CheckRow>{{"toy", "plays"}};
  }
  Task<Result<std::string, std::string>> test_token(TestPayment, Executor&) override {
    co_return "toy_token";
  }

 private:
  ToyGateway gateway_;
};

class ToyConfig final : public ProviderConfig {
 public:
  std::string_view name() const override { return "toy"; }
  ProviderFacts facts() const override { return {Mode::pretend, "the toy", "toys", "", ""}; }
  Result<std::unique_ptr<Provider>, std::string> open(const ProviderNeeds&) const override {
    return std::make_unique<Toy>();
  }
};

}  // namespace

std::shared_ptr<const ProviderConfig> read_toy(Settings&) { return std::make_shared<ToyConfig>(); }

}  // namespace till::payments
