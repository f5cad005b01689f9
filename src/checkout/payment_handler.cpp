#include "checkout/payment_handler.h"

#include <set>

namespace till::checkout {

const PaymentHandler* handler_named(const std::vector<PaymentHandler>& handlers,
                                    std::string_view id, std::string_view psp) {
  for (const PaymentHandler& handler : handlers) {
    if (id.empty() ? handler.psp == psp : handler.id == id) return &handler;
  }
  return id.empty() && !handlers.empty() ? &handlers.front() : nullptr;
}

std::vector<PaymentHandler> told_apart(std::vector<PaymentHandler> handlers) {
  std::set<std::string> taken;
  for (PaymentHandler& handler : handlers) {
    while (!taken.insert(handler.id).second) handler.id += "_" + handler.provider;
  }
  return handlers;
}

}  // namespace till::checkout
