#include "checkout/cart.h"

#include "base/ensure.h"

namespace till::checkout {

Draft begin_cart(const CartCommand& command, const std::string& currency, const std::string& agent,
                 Milliseconds lifetime, const Circumstances& circumstances) {
  CreateCommand create;
  create.lines = command.lines;
  create.currency = currency;
  create.buyer = command.buyer;
  create.locale = command.locale;
  create.language = command.language;
  Draft draft = begin_session(create, agent, lifetime, circumstances);
  draft.kind = SessionKind::cart;
  return draft;
}

Draft replace_cart(const Session& cart, const CartCommand& command, Milliseconds lifetime,
                   const Circumstances& circumstances) {
  UpdateCommand update;
  update.language = command.language;
  update.lines = Patch<std::vector<RequestedLine>>::of(command.lines);
  update.buyer = command.buyer ? Patch<Buyer>::of(*command.buyer) : Patch<Buyer>::clear();
  auto draft = apply_update(cart, update, circumstances);
  TILL_ENSURE(draft.has_value());  // The cart is open.
  // It lives for weeks and promises nothing.
  for (LineItem& line : draft->lines) line.honored.reset();
  draft->expires_at = circumstances.now + lifetime;
  return std::move(*draft);
}

Session cancel_cart(const Session& cart, Timestamp now) {
  Session canceled = cart;
  canceled.version = cart.version + 1;
  canceled.status = Status::canceled;
  canceled.updated_at = now;
  return canceled;
}

bool is_open_cart(const Session& session, Timestamp now) {
  return session.kind == SessionKind::cart && !is_over(session.status) && session.expires_at > now;
}

}  // namespace till::checkout
