// Discount rules: which discounts apply to a cart and by how much (A13). Pure.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "checkout/discount.h"
#include "checkout/texts.h"

namespace till::checkout {

// Whoever buys `buy` pieces gets `get` more at `percent_off`: the cheapest of the pieces that
// qualify, or, with `get_items`, pieces of those.
struct BuyAndGet {
  std::int64_t buy = 1;
  std::int64_t get = 1;
  std::int64_t percent_off = 100;
  std::vector<std::string> get_items;  // None of them qualifies itself.
};

// From so many qualifying pieces on, so much off all of them.
struct VolumeTier {
  std::int64_t pieces = 1;
  std::int64_t percent_off = 0;
};

// A discount a shop knows, in the currency of one cart. Exactly one of percent_off, amount_off,
// buy_and_get and volume is set.
struct DiscountDefinition {
  std::string id;    // Unique, whatever its case.
  std::string code;  // What a buyer types: the id. Empty: applied without being asked for.
  std::string name;
  std::optional<std::int64_t> percent_off;  // 0 to 100, of every line that qualifies.
  std::optional<Amount> amount_off;         // Of the order, or of the lines that `items` names.
  std::optional<BuyAndGet> buy_and_get;
  std::vector<VolumeTier> volume;  // By rising pieces.
  std::vector<std::string> items;  // What qualifies; everything when empty.
  Amount minimum;                  // Of the undiscounted lines that qualify.
  bool expired = false;
  std::optional<Timestamp> starts;
  std::optional<Timestamp> ends;
  bool members_only = false;
  std::optional<std::int64_t> usage_limit;
  bool once_per_buyer = false;
  bool combines = true;                    // False: only with those it names.
  std::vector<std::string> combines_with;  // Ids.
  std::int64_t priority = 1;
};

// A cart as discounts see it.
struct DiscountCart {
  struct Line {
    std::string item_id;  // Empty: qualifies for nothing.
    std::int64_t pieces = 1;
    Amount base;  // Undiscounted.
  };
  std::vector<Line> lines;
  std::vector<std::string> codes;  // As submitted.
  bool logged_in = false;
  std::string buyer;  // Who buys, the same for every purchase; empty while not known.
  Timestamp now;
  std::map<std::string, std::int64_t> used;  // By DiscountUse::key; a key left out is unused.
};

struct DiscountOutcome {
  std::vector<AppliedDiscount> applied;    // By priority; of one priority, those of lines first.
  std::vector<RejectedDiscount> rejected;  // As submitted; automatic discounts never are.
  std::vector<DiscountUse> uses;           // What the applied ones count.
  std::vector<Amount> line_discounts;      // One a line; never more than the line.
  Amount order_discount;                   // Never more than what the lines still cost.
};

// Discounts of one priority look at the same amounts, so that their order does not matter; a later
// priority looks at what the earlier ones left (DC-10). What would push a line or the order below
// zero is cut off (DC-14). The bases must add up to at most kAmountMax, else nothing applies and
// the caller's own sum refuses the cart.
DiscountOutcome apply_discounts(const std::vector<DiscountDefinition>& known,
                                const DiscountCart& cart);

// What must be known as `used` before these discounts are applied to the cart.
std::vector<std::string> counted_keys(const std::vector<DiscountDefinition>& known,
                                      const DiscountCart& cart);

// What a rejection says: one text a reason.
TextId text_of_rejection(MessageCode reason);

// The code in the one spelling that all of its spellings share.
std::string folded_code(std::string_view code);

// Compares codes as buyers type them: ASCII case does not matter (DC-02).
bool same_code(std::string_view left, std::string_view right);

// The codes without repetitions, first spelling kept (DC-02).
std::vector<std::string> distinct_codes(const std::vector<std::string>& codes);

}  // namespace till::checkout
