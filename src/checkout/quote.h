// Quote: what the shop says about a cart: facts, prices, stock, options, taxes, discounts.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/amount.h"
#include "base/result.h"
#include "checkout/discount.h"
#include "checkout/fulfillment.h"

namespace till::checkout {

struct QuoteLine {
  std::string item_id;
  std::int64_t quantity = 1;
};

struct QuoteRequest {
  std::string currency;
  std::vector<QuoteLine> lines;  // In the order of the session; never empty.
  std::optional<Address> ship_to;
  std::vector<std::string> discount_codes;  // As submitted; the shop rejects repetitions.
  bool buyer_logged_in = false;
  std::optional<std::string> quote_id;  // Prices agreed on before (CU-13).
  bool quote_must_hold = false;         // Refuse a quote that is unknown or over.
  bool tax_exempt = false;  // The buyer showed a certificate that holds where the goods go.
  Timestamp now;
};

struct QuotedLine {
  std::string title;
  std::optional<std::string> description;
  Amount unit_amount;
  bool physical = true;
  bool tax_exempt = false;
  // Pieces nobody holds, of the item as a whole; nothing when the item needs no stock.
  std::optional<std::int64_t> available;
  Amount items_discount;  // Sum of the allocations to this line.
  Amount tax;             // On (unit_amount * quantity - items_discount).
};

struct QuotedOption {
  FulfillmentType type = FulfillmentType::shipping;
  std::string id;
  std::string title;
  std::optional<std::string> description;
  std::optional<std::string> carrier;
  std::optional<PickupLocation> location;
  Amount subtotal;
  Amount tax;
  std::vector<std::size_t> covers;  // Indices of lines.
};

struct Quote {
  std::vector<QuotedLine> lines;  // One a requested line, in order.
  std::vector<QuotedOption> options;
  bool region_served = true;  // False: an address is known and nothing can be brought there.
  std::vector<AppliedDiscount> applied;
  std::vector<RejectedDiscount> rejected;
  // The end of the quote whose prices these are; nothing when they are those of everyone.
  std::optional<Timestamp> quote_expires_at;
};

// Why there is no quote, in order of precedence.
enum class QuoteFailure {
  unsupported_currency,
  unknown_quote,
  unknown_item,
  amount_too_large,
  unavailable
};

struct QuoteRefusal {
  QuoteFailure failure = QuoteFailure::unavailable;
  std::size_t line_index = 0;  // Of unknown_item and amount_too_large.
};

using QuoteResult = Result<Quote, QuoteRefusal>;

}  // namespace till::checkout
