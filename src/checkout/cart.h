// Carts: what an agent collects before a checkout; prices are estimates and nothing is held (A20).
// A cart is a session of kind cart, which is priced, kept and expired as sessions are.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "checkout/decide.h"

namespace till::checkout {

// The whole cart as the agent wants it: whatever is absent is removed (CT-03, CT-13).
struct CartCommand {
  std::vector<RequestedLine> lines;  // Never empty.
  std::optional<Buyer> buyer;
  std::optional<std::string> locale;  // Read when a cart is made, and kept.
  std::optional<Language> language;
};

// The first version of a cart, to be priced; the seller chooses the currency (CT-06).
Draft begin_cart(const CartCommand& command, const std::string& currency, const std::string& agent,
                 Milliseconds lifetime, const Circumstances& circumstances);

// The next version of an open cart, to be priced. It expires later than before (CT-10).
Draft replace_cart(const Session& cart, const CartCommand& command, Milliseconds lifetime,
                   const Circumstances& circumstances);

// The cart called off; what it shows stays as it was (CT-04).
Session cancel_cart(const Session& cart, Timestamp now);

// Neither canceled nor past its time: otherwise there is no such cart (CT-02).
bool is_open_cart(const Session& session, Timestamp now);

}  // namespace till::checkout
