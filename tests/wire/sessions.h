// Sessions and a seller to render.
#pragma once

#include "checkout/seller_profile.h"
#include "checkout/session.h"

namespace till::wire::test {

checkout::SellerProfile seller();

// Three lines, a buyer, an address and a chosen option: everything that can be echoed.
checkout::Session ready_session();
// One line, no address and the message that asks for it.
checkout::Session incomplete_session();
// One applied discount with allocations, one without, and one of each reason refused.
checkout::Session discounted_session();
// The ready session with its order.
checkout::Session completed_session();
// A cart of the same lines for the same buyer, one of which is sold out.
checkout::Session cart_session();
checkout::Session authenticating_session();

}  // namespace till::wire::test
