// SandboxGateway: a payment provider for trying things out, with every outcome on demand by card
// number (PM-15). Stricter than a real one: each rule of a token is checked.
#pragma once

#include <mutex>
#include <set>
#include <string>

#include "app/payment_gateway.h"
#include "app/ports/vault_tokens.h"
#include "app/vault.h"
#include "base/clock.h"

namespace till::payments {

// Keeps tokens and charges in the store, so that a charge outlives a crash. Any thread may call.
class SandboxGateway final : public app::PaymentGateway, public app::Vault {
 public:
  SandboxGateway(app::VaultTokens& tokens, const Clock& clock) : tokens_(tokens), clock_(clock) {}

  std::string_view name() const override { return "sandbox"; }

  // Takes the test cards only, after their check digit.
  Result<app::VaultToken::Card, checkout::Refusal> card_of(const Secret& number) const override;

  // Spends the token once: a repeated gateway key gives the recorded outcome, another key is
  // refused. A card that times out is charged and answered with doubt the first time.
  // A card that needs 3-D Secure is charged only with the proof of it and is asked for it before.
  Task<app::ChargeOutcome> charge(app::ChargeRequest request, Executor& executor) override;

  // Gives back what it charged. The refund of a card that times out is answered with doubt when it
  // is asked for the first time since the start.
  Task<std::optional<checkout::PaymentFailure>> look(app::ChargeRequest request,
                                                     Executor& executor) override;
  Task<app::StepOutcome> refund(app::ChargeStep request, Executor& executor) override;

  // Always there: nothing lapses in the sandbox.
  Task<app::StepOutcome> capture(app::ChargeStep step, Executor& executor) override;
  Task<app::StepOutcome> cancel(app::ChargeStep step, Executor& executor) override;
  Task<app::ChargeSearch> find(std::string charge, Executor& executor) override;

 private:
  bool is_first_time(const std::string& gateway_key);

  app::VaultTokens& tokens_;
  const Clock& clock_;
  std::mutex mutex_;
  std::set<std::string> asked_;  // Keys of refunds that were answered with doubt.
};

}  // namespace till::payments
