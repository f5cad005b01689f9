// Each operation by its name, with a command of its own kind.
#pragma once

#include <utility>

#include "app/checkout_service.h"

namespace till::app {

class Operations {
 public:
  explicit Operations(CheckoutService& service) : service_(service) {}

  Task<Reply> create(RequestContext context, Decoded<checkout::CreateCommand> command) {
    return change(std::move(context), Operation::create, Nothing{}, std::move(command));
  }
  Task<Reply> update(RequestContext context, SessionId session,
                     Decoded<checkout::UpdateCommand> command) {
    return change(std::move(context), Operation::update, session, std::move(command));
  }
  Task<Reply> complete(RequestContext context, SessionId session,
                       Decoded<checkout::CompleteCommand> command) {
    return change(std::move(context), Operation::complete, session, std::move(command));
  }
  Task<Reply> cancel(RequestContext context, SessionId session,
                     Decoded<checkout::CancelCommand> command) {
    return change(std::move(context), Operation::cancel, session, std::move(command));
  }
  Task<Reply> get(std::string agent, SessionId session, Executor& executor) {
    return look(std::move(agent), Operation::read, session, executor);
  }
  Task<Reply> create_cart(RequestContext context, Decoded<checkout::CartCommand> command) {
    return change(std::move(context), Operation::create_cart, Nothing{}, std::move(command));
  }
  Task<Reply> replace_cart(RequestContext context, CartId cart,
                           Decoded<checkout::CartCommand> command) {
    return change(std::move(context), Operation::replace_cart, cart, std::move(command));
  }
  Task<Reply> cancel_cart(RequestContext context, CartId cart,
                          Decoded<checkout::CancelCommand> command) {
    return change(std::move(context), Operation::cancel_cart, cart, std::move(command));
  }
  Task<Reply> get_cart(std::string agent, CartId cart, Executor& executor) {
    return look(std::move(agent), Operation::read_cart, cart, executor);
  }
  Task<Reply> vault(RequestContext context, Decoded<checkout::VaultCommand> command) {
    return change(std::move(context), Operation::vault, Nothing{}, std::move(command));
  }

 private:
  template <class Kind>
  Task<Reply> change(RequestContext context, Operation operation, Target target,
                     Decoded<Kind> command) {
    Decoded<Command> any = Nothing{};
    if (command) {
      any = Command(std::move(*command));
    } else {
      any = refused(std::move(command.error()));
    }
    return service_.perform(std::move(context), operation, target, std::move(any));
  }
  Task<Reply> look(std::string agent, Operation operation, Target target, Executor& executor) {
    RequestContext context{std::move(agent), {}, {}, DialectId::acp_2026_04_17, executor, false};
    return service_.perform(std::move(context), operation, target, Command(Nothing{}));
  }

  CheckoutService& service_;
};

inline Operations by_agent(CheckoutService& service) { return Operations(service); }

}  // namespace till::app
