// Each operation is led to its use case, with a command of its own kind.
#include <utility>

#include "app/checkout_service.h"
#include "app/operation.h"
#include "base/ensure.h"

namespace till::app {
namespace {

// What the operation takes: whoever decoded it chose the kind by the operation.
template <class Kind>
Decoded<Kind> only(Decoded<Command>&& command) {
  if (!command) return refused(std::move(command.error()));
  auto* const kind = std::get_if<Kind>(&*command);
  TILL_ENSURE(kind != nullptr);
  return std::move(*kind);
}

template <class Kind>
Kind only(const Target& target) {
  const auto* const kind = std::get_if<Kind>(&target);
  TILL_ENSURE(kind != nullptr);
  return *kind;
}

Decoded<Done> only_that(Decoded<Command>&& command) {
  if (!command) return refused(std::move(command.error()));
  return Done{};
}

}  // namespace

Target target_of(Operation operation, std::string_view id) {
  switch (operation) {
    case Operation::create:
    case Operation::create_cart:
    case Operation::vault: return Nothing{};
    case Operation::read:
    case Operation::update:
    case Operation::complete:
    case Operation::cancel: return SessionId::parse(id).value_or(SessionId{});
    case Operation::read_cart:
    case Operation::replace_cart:
    case Operation::cancel_cart: return CartId::parse(id).value_or(CartId{});
    case Operation::read_order: break;
  }
  return OrderId::parse(id).value_or(OrderId{});
}

Task<Reply> CheckoutService::perform(RequestContext context, Operation operation, Target target,
                                     Decoded<Command> command) {
  using checkout::CartCommand;
  switch (operation) {
    case Operation::create:
      return create(std::move(context), only<checkout::CreateCommand>(std::move(command)));
    case Operation::update:
      return update(std::move(context), only<SessionId>(target),
                    only<checkout::UpdateCommand>(std::move(command)));
    case Operation::complete:
      return complete(std::move(context), only<SessionId>(target),
                      only<checkout::CompleteCommand>(std::move(command)));
    case Operation::cancel:
      return cancel(std::move(context), only<SessionId>(target),
                    only<checkout::CancelCommand>(std::move(command)));
    case Operation::read:
      return get(std::move(context.agent), only<SessionId>(target), context.executor);
    case Operation::create_cart:
      return create_cart(std::move(context), only<CartCommand>(std::move(command)));
    case Operation::replace_cart:
      return replace_cart(std::move(context), only<CartId>(target),
                          only<CartCommand>(std::move(command)));
    case Operation::cancel_cart:
      return cancel_cart(std::move(context), only<CartId>(target), only_that(std::move(command)));
    case Operation::read_cart:
      return get_cart(std::move(context.agent), only<CartId>(target), context.executor);
    case Operation::vault:
      return vault(std::move(context), only<checkout::VaultCommand>(std::move(command)));
    case Operation::read_order: break;
  }
  TILL_ENSURE(operation != Operation::read_order);
  return get(std::move(context.agent), SessionId{}, context.executor);
}

}  // namespace till::app
