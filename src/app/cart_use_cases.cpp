// Carts: create, replace, cancel and get. They are answered once a key, as sessions are (A20).
#include <memory>
#include <utility>

#include "app/pricing.h"
#include "checkout/cart.h"

namespace till::app {
namespace {

using checkout::Refusal;
using checkout::RefusalCode;
using checkout::TextId;

Refusal cart_not_found() { return {RefusalCode::not_found, {}, TextId::cart_unknown}; }

// The loaded cart when it is this agent's and open; null otherwise (CT-02).
checkout::SessionPtr visible_cart(const Loaded& loaded, const std::string& agent, Timestamp now) {
  const auto& cart = loaded.session;
  return cart && cart->agent == agent && checkout::is_open_cart(*cart, now) ? cart : nullptr;
}

class CreateCart final : public UseCase {
 public:
  CreateCart(const CheckoutDependencies& dependencies, std::string agent,
             Decoded<checkout::CartCommand>&& command)
      : dependencies_(dependencies),
        agent_(std::move(agent)),
        command_(std::move(command)),
        pricing_(dependencies) {}

  Step needs(const Loaded&, Timestamp now) override {
    if (!command_) return refuse_with(command_.error());
    const checkout::SellerProfile& profile = dependencies_.profile;
    checkout::Draft draft = checkout::begin_cart(*command_, profile.currencies.front(), agent_,
                                                 profile.cart_lifetime, {now, dependencies_.ids});
    return pricing_.ask(std::move(draft), std::nullopt, &command_->lines, now);
  }
  Step decide(const Loaded&, const Answers& answers, Timestamp) override {
    auto priced = pricing_.price(answers);
    if (!priced) return refuse_with(std::move(priced.error()));
    return decide_session(dependencies_, nullptr, std::move(*priced), Success::created);
  }

 private:
  const CheckoutDependencies& dependencies_;
  std::string agent_;
  Decoded<checkout::CartCommand> command_;
  Pricing pricing_;
};

class ReplaceCart final : public UseCase {
 public:
  ReplaceCart(const CheckoutDependencies& dependencies, std::string agent,
              Decoded<checkout::CartCommand>&& command)
      : dependencies_(dependencies),
        agent_(std::move(agent)),
        command_(std::move(command)),
        pricing_(dependencies) {}

  Step needs(const Loaded& loaded, Timestamp now) override {
    if (!command_) return refuse_with(command_.error());
    const auto cart = visible_cart(loaded, agent_, now);
    if (!cart) return refuse_with(cart_not_found());
    checkout::Draft draft = checkout::replace_cart(
        *cart, *command_, dependencies_.profile.cart_lifetime, {now, dependencies_.ids});
    return pricing_.ask(std::move(draft), std::nullopt, &command_->lines, now);
  }
  Step decide(const Loaded& loaded, const Answers& answers, Timestamp) override {
    auto priced = pricing_.price(answers);
    if (!priced) return refuse_with(std::move(priced.error()));
    return decide_session(dependencies_, loaded.session.get(), std::move(*priced), Success::ok);
  }
  bool follows() const override { return true; }

 private:
  const CheckoutDependencies& dependencies_;
  std::string agent_;
  Decoded<checkout::CartCommand> command_;
  Pricing pricing_;
};

class CancelCart final : public UseCase {
 public:
  CancelCart(const CheckoutDependencies& dependencies, std::string agent, Decoded<Done> command)
      : dependencies_(dependencies), agent_(std::move(agent)), command_(std::move(command)) {}

  Step needs(const Loaded& loaded, Timestamp now) override {
    if (!command_) return refuse_with(command_.error());
    const auto cart = visible_cart(loaded, agent_, now);
    if (!cart) return refuse_with(cart_not_found());
    return decide_session(dependencies_, cart.get(), checkout::cancel_cart(*cart, now),
                          Success::ok);
  }

 private:
  const CheckoutDependencies& dependencies_;
  std::string agent_;
  Decoded<Done> command_;
};

}  // namespace

Task<Reply> CheckoutService::create_cart(RequestContext context,
                                         Decoded<checkout::CartCommand> command) {
  auto use_case = std::make_unique<CreateCart>(dependencies_, context.agent, std::move(command));
  return answer(std::move(context), std::nullopt, std::move(use_case));
}

Task<Reply> CheckoutService::replace_cart(RequestContext context, CartId cart,
                                          Decoded<checkout::CartCommand> command) {
  auto use_case = std::make_unique<ReplaceCart>(dependencies_, context.agent, std::move(command));
  return answer(std::move(context), SessionId{cart.bytes}, std::move(use_case));
}

Task<Reply> CheckoutService::cancel_cart(RequestContext context, CartId cart,
                                         Decoded<Done> command) {
  auto use_case = std::make_unique<CancelCart>(dependencies_, context.agent, std::move(command));
  return answer(std::move(context), SessionId{cart.bytes}, std::move(use_case));
}

Task<Reply> CheckoutService::get_cart(std::string agent, CartId cart, Executor& executor) {
  const SessionId id{cart.bytes};
  auto loaded = co_await dependencies_.store.sessions.load(id, std::nullopt, executor);
  if (!loaded) co_return Reply{Refusal{RefusalCode::internal, {}, TextId::read_failed}};
  auto visible = visible_cart(*loaded, agent, dependencies_.clock.now());
  if (!visible) co_return Reply{cart_not_found()};
  co_return Reply{SessionReply{std::move(visible), Success::ok}};
}

}  // namespace till::app
