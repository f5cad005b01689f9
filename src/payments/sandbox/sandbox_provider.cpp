#include "payments/sandbox/sandbox_provider.h"

#include <utility>

#include "payments/provider.h"
#include "payments/sandbox/sandbox_gateway.h"

namespace till::payments {
namespace {

constexpr const char* kPsp = "till_sandbox";

class SandboxProvider final : public Provider {
 public:
  SandboxProvider(const ProviderNeeds& needs, bool has_vault)
      : gateway_(needs.tokens, needs.clock), has_vault_(has_vault) {}

  app::PaymentGateway& gateway() override { return gateway_; }
  app::Vault* vault() override { return has_vault_ ? &gateway_ : nullptr; }

  std::vector<checkout::PaymentHandler> handlers() const override {
    checkout::PaymentHandler handler;
    handler.id = "card_tokenized";
    handler.psp = kPsp;
    return {handler};
  }

  Task<Result<std::vector<CheckRow>, std::string>> check(Executor&) override {
    co_return std::vector<CheckRow>{{"cards", "test cards only, and no money moves"}};
  }

  Task<Result<std::string, std::string>> test_token(TestPayment, Executor&) override {
    co_return refused(
        std::string("the sandbox makes its tokens of test cards; buy there with `till buy`"));
  }

 private:
  SandboxGateway gateway_;
  const bool has_vault_;
};

class SandboxConfig final : public ProviderConfig {
 public:
  explicit SandboxConfig(bool has_vault) : has_vault_(has_vault) {}

  std::string_view name() const override { return "sandbox"; }
  ProviderFacts facts() const override { return {Mode::pretend, "the sandbox", kPsp, "", ""}; }
  Result<std::unique_ptr<Provider>, std::string> open(const ProviderNeeds& needs) const override {
    return std::make_unique<SandboxProvider>(needs, has_vault_);
  }

 private:
  const bool has_vault_;
};

}  // namespace

std::shared_ptr<const ProviderConfig> read_sandbox(Settings& settings) {
  return std::make_shared<SandboxConfig>(settings.yes("enabled").value_or(true));
}

}  // namespace till::payments
