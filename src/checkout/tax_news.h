// What a tax service has to be told of an order: its sales, and what is taken back of them. Pure.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "checkout/order.h"
#include "checkout/session.h"

namespace till::checkout {

// One sale to record: lines that went to one address, with what brought them.
struct TaxSaleDue {
  // The calculation of exactly this; nothing where none is, so that it is calculated anew.
  std::optional<TaxBasis> basis;
  std::vector<std::size_t> lines;  // Indices into the session's lines.
  std::string option;              // The delivery that is part of it, by its id.
  bool alone = true;  // False: one of several of the option, and nobody knows of which lines.
};

// The sales of an order in a lasting order; none when no tax service was asked. The session must
// have its order.
std::vector<TaxSaleDue> tax_sales(const Session& session);

// Something to take back of a sale that was recorded.
struct TaxReversalDue {
  std::size_t sale = 0;  // Its index.
  AdjustmentId adjustment;
  std::string reference;  // The refund's id, or the order's; no other reversal has it.
  Amount amount;          // With its tax.
  bool whole = false;     // All of a sale of which nothing was taken back.
};

// What was paid back, or never taken, and not yet taken back of the recorded sales. A refund counts
// once it went through; a dispute takes back nothing.
std::vector<TaxReversalDue> tax_reversals(const Order& order);

// Does the change from `before` (null: the order was placed just now) concern the tax service?
bool concerns_taxes(const Order* before, const Session& after);

}  // namespace till::checkout
