// delegate_payment of the sandbox: a card becomes a single-use token (A24).
#include "app/use_case.h"

namespace till::app {
namespace {

using checkout::RefusalCode;

class VaultCard final : public UseCase {
 public:
  VaultCard(const CheckoutDependencies& dependencies,
            const Decoded<checkout::VaultCommand>& command)
      : dependencies_(dependencies), command_(command) {}

  Task<Decision> decide(const Loaded&) override {
    if (!command_) co_return refuse_with(command_.error());
    if (command_->blocked) {
      co_return refuse_with({RefusalCode::invalid_card, checkout::Member::risk_signals,
                             checkout::TextId::card_blocked});
    }
    const auto card = dependencies_.vault->card_of(command_->number);
    if (!card) co_return refuse_with(card.error());
    Decision decision;
    decision.changeset.token = token_for(*card);
    decision.content = TokenReply{*decision.changeset.token};
    co_return decision;
  }

 private:
  VaultToken token_for(VaultToken::Card card) const {
    VaultToken token;
    token.id = dependencies_.ids.make<TokenId>();
    token.card = card;
    token.max_amount = command_->max_amount;
    token.currency = command_->currency;
    token.checkout_session_id = command_->checkout_session_id;
    token.merchant_id = command_->merchant_id;
    token.expires_at = command_->expires_at;
    token.created_at = dependencies_.clock.now();
    token.metadata = command_->metadata;
    return token;
  }

  const CheckoutDependencies& dependencies_;
  const Decoded<checkout::VaultCommand>& command_;
};

}  // namespace

Task<Reply> CheckoutService::vault(RequestContext context,
                                   Decoded<checkout::VaultCommand> command) {
  TILL_ENSURE(dependencies_.vault != nullptr);
  VaultCard use_case(dependencies_, command);
  co_return co_await once(context, std::nullopt, use_case);
}

}  // namespace till::app
