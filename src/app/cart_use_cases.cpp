// Carts: create, replace, cancel and get. They are answered once a key, as sessions are (A20).
#include "app/use_case.h"
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
  CreateCart(const CheckoutDependencies& dependencies, const RequestContext& context,
             const Decoded<checkout::CartCommand>& command)
      : dependencies_(dependencies), context_(context), command_(command) {}

  Task<Decision> decide(const Loaded&) override {
    if (!command_) co_return refuse_with(command_.error());
    const checkout::Circumstances circumstances{dependencies_.clock.now(), dependencies_.ids};
    const checkout::SellerProfile& profile = dependencies_.profile;
    checkout::Draft draft =
        checkout::begin_cart(*command_, profile.currencies.front(), context_.agent,
                             profile.cart_lifetime, circumstances);
    auto priced = co_await price_draft(dependencies_, std::move(draft), std::nullopt,
                                       &command_->lines, circumstances.now, context_.executor);
    if (!priced) co_return refuse_with(std::move(priced.error()));
    co_return decide_session(dependencies_, nullptr, std::move(*priced), Success::created);
  }

 private:
  const CheckoutDependencies& dependencies_;
  const RequestContext& context_;
  const Decoded<checkout::CartCommand>& command_;
};

class ReplaceCart final : public UseCase {
 public:
  ReplaceCart(const CheckoutDependencies& dependencies, const RequestContext& context,
              const Decoded<checkout::CartCommand>& command)
      : dependencies_(dependencies), context_(context), command_(command) {}

  Task<Decision> decide(const Loaded& loaded) override {
    if (!command_) co_return refuse_with(command_.error());
    const checkout::Circumstances circumstances{dependencies_.clock.now(), dependencies_.ids};
    const auto cart = visible_cart(loaded, context_.agent, circumstances.now);
    if (!cart) co_return refuse_with(cart_not_found());
    checkout::Draft draft = checkout::replace_cart(
        *cart, *command_, dependencies_.profile.cart_lifetime, circumstances);
    auto priced = co_await price_draft(dependencies_, std::move(draft), std::nullopt,
                                       &command_->lines, circumstances.now, context_.executor);
    if (!priced) co_return refuse_with(std::move(priced.error()));
    co_return decide_session(dependencies_, cart.get(), std::move(*priced), Success::ok);
  }

  bool follows() const override { return true; }

 private:
  const CheckoutDependencies& dependencies_;
  const RequestContext& context_;
  const Decoded<checkout::CartCommand>& command_;
};

class CancelCart final : public UseCase {
 public:
  CancelCart(const CheckoutDependencies& dependencies, const RequestContext& context,
             const Decoded<Done>& command)
      : dependencies_(dependencies), context_(context), command_(command) {}

  Task<Decision> decide(const Loaded& loaded) override {
    if (!command_) co_return refuse_with(command_.error());
    const Timestamp now = dependencies_.clock.now();
    const auto cart = visible_cart(loaded, context_.agent, now);
    if (!cart) co_return refuse_with(cart_not_found());
    co_return decide_session(dependencies_, cart.get(), checkout::cancel_cart(*cart, now),
                             Success::ok);
  }

 private:
  const CheckoutDependencies& dependencies_;
  const RequestContext& context_;
  const Decoded<Done>& command_;
};

}  // namespace

Task<Reply> CheckoutService::create_cart(RequestContext context,
                                         Decoded<checkout::CartCommand> command) {
  CreateCart use_case(dependencies_, context, command);
  co_return co_await once(context, std::nullopt, use_case);
}

Task<Reply> CheckoutService::replace_cart(RequestContext context, CartId cart,
                                          Decoded<checkout::CartCommand> command) {
  ReplaceCart use_case(dependencies_, context, command);
  const SessionId id{cart.bytes};
  co_return co_await once(context, id, use_case);
}

Task<Reply> CheckoutService::cancel_cart(RequestContext context, CartId cart,
                                         Decoded<Done> command) {
  CancelCart use_case(dependencies_, context, command);
  const SessionId id{cart.bytes};
  co_return co_await once(context, id, use_case);
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
