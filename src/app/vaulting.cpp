// delegate_payment of the sandbox: a card becomes a single-use token (A24).
#include <memory>
#include <utility>

#include "app/checkout_service.h"
#include "app/use_case.h"
#include "base/ensure.h"

namespace till::app {
namespace {

using checkout::RefusalCode;

class VaultCard final : public UseCase {
 public:
  VaultCard(const CheckoutDependencies& dependencies, Decoded<checkout::VaultCommand>&& command)
      : dependencies_(dependencies), command_(std::move(command)) {}

  Step needs(const Loaded&, Timestamp now) override {
    if (!command_) return refuse_with(command_.error());
    if (command_->blocked) {
      return refuse_with({RefusalCode::invalid_card, checkout::Member::risk_signals,
                          checkout::TextId::card_blocked});
    }
    const auto card = dependencies_.vault->card_of(command_->number);
    if (!card) return refuse_with(card.error());
    Decision decision;
    decision.changeset.token = token_for(*card, now);
    decision.content = TokenReply{*decision.changeset.token};
    return decision;
  }

 private:
  VaultToken token_for(VaultToken::Card card, Timestamp now) const {
    VaultToken token;
    token.id = dependencies_.ids.make<TokenId>();
    token.card = card;
    token.max_amount = command_->max_amount;
    token.currency = command_->currency;
    token.checkout_session_id = command_->checkout_session_id;
    token.merchant_id = command_->merchant_id;
    token.expires_at = command_->expires_at;
    token.created_at = now;
    token.metadata = command_->metadata;
    return token;
  }

  const CheckoutDependencies& dependencies_;
  Decoded<checkout::VaultCommand> command_;
};

}  // namespace

Task<Reply> CheckoutService::vault(RequestContext context,
                                   Decoded<checkout::VaultCommand> command) {
  TILL_ENSURE(dependencies_.vault != nullptr);
  auto use_case = std::make_unique<VaultCard>(dependencies_, std::move(command));
  return answer(std::move(context), std::nullopt, std::move(use_case));
}

}  // namespace till::app
