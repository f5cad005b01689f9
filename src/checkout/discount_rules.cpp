#include "checkout/discount_rules.h"

#include <algorithm>
#include <utility>

#include "base/ascii.h"
#include "base/digest.h"
#include "checkout/discount_amounts.h"

namespace till::checkout {
namespace {

// What a use of the discount counts. The buyer is kept as a digest: the store need not know who.
std::vector<DiscountUse> uses_of(const DiscountDefinition& definition, const DiscountCart& cart) {
  std::vector<DiscountUse> uses;
  const std::string id = folded_code(definition.id);
  if (definition.usage_limit) uses.push_back({"all:" + id, *definition.usage_limit});
  if (definition.once_per_buyer && !cart.buyer.empty()) {
    uses.push_back({"buyer:" + to_hex(sha256_of_parts({id, folded_code(cart.buyer)})), 1});
  }
  return uses;
}

bool used_up(const DiscountDefinition& definition, const DiscountCart& cart) {
  const auto uses = uses_of(definition, cart);
  return std::any_of(uses.begin(), uses.end(), [&cart](const DiscountUse& use) {
    const auto used = cart.used.find(use.key);
    return (used == cart.used.end() ? 0 : used->second) >= use.limit;
  });
}

// Does the cart hold what the discount asks for?
bool reaches(const DiscountDefinition& definition, const DiscountCart& cart) {
  const std::int64_t pieces = qualifying_pieces(definition, cart);
  if (pieces == 0 || qualifying_amount(definition, cart) < definition.minimum) return false;
  if (definition.buy_and_get) {
    const auto reduced = reduced_pieces(definition, cart);
    return std::any_of(reduced.begin(), reduced.end(), [](auto count) { return count > 0; });
  }
  return definition.volume.empty() || reached_tier(definition, pieces).has_value();
}

bool allows(const DiscountDefinition& one, const DiscountDefinition& other) {
  return one.combines ||
         std::any_of(one.combines_with.begin(), one.combines_with.end(),
                     [&other](const std::string& id) { return same_code(id, other.id); });
}

// Why a discount does not apply besides those accepted so far, in order of precedence.
std::optional<MessageCode> rejection(const DiscountDefinition& definition, const DiscountCart& cart,
                                     const std::vector<AcceptedDiscount>& accepted) {
  if (definition.starts && cart.now < *definition.starts) return MessageCode::discount_code_invalid;
  if (definition.expired || (definition.ends && *definition.ends <= cart.now)) {
    return MessageCode::discount_code_expired;
  }
  if (definition.members_only && !cart.logged_in) {
    return MessageCode::discount_code_user_not_logged_in;
  }
  if (definition.once_per_buyer && cart.buyer.empty()) {
    return MessageCode::discount_code_user_ineligible;
  }
  if (used_up(definition, cart)) return MessageCode::discount_code_usage_limit_reached;
  if (!reaches(definition, cart)) return MessageCode::discount_code_minimum_not_met;
  const bool combines = std::all_of(accepted.begin(), accepted.end(), [&](const auto& other) {
    return allows(definition, *other.definition) && allows(*other.definition, definition);
  });
  if (!combines) return MessageCode::discount_code_combination_disallowed;
  return std::nullopt;
}

const DiscountDefinition* find(const std::vector<DiscountDefinition>& known,
                               const std::string& code) {
  const auto found = std::find_if(known.begin(), known.end(), [&code](const auto& definition) {
    return !definition.code.empty() && same_code(definition.code, code);
  });
  return found == known.end() ? nullptr : &*found;
}

// The codes in the order in which they were submitted, then what applies without one.
std::vector<AcceptedDiscount> accept(const std::vector<DiscountDefinition>& known,
                                     const DiscountCart& cart,
                                     std::vector<RejectedDiscount>& rejected) {
  std::vector<AcceptedDiscount> accepted;
  for (const std::string& code : cart.codes) {
    const DiscountDefinition* definition = find(known, code);
    const bool repeated = std::any_of(accepted.begin(), accepted.end(), [&](const auto& earlier) {
      return earlier.definition == definition;
    });
    std::optional<MessageCode> reason;
    if (definition == nullptr) {
      reason = MessageCode::discount_code_invalid;
    } else if (repeated) {
      reason = MessageCode::discount_code_already_applied;
    } else {
      reason = rejection(*definition, cart, accepted);
    }
    if (reason) {
      rejected.push_back({code, *reason});
    } else {
      accepted.push_back({definition, code});
    }
  }
  for (const DiscountDefinition& definition : known) {
    if (!definition.code.empty() || rejection(definition, cart, accepted)) continue;
    accepted.push_back({&definition, ""});
  }
  return accepted;
}

}  // namespace

TextId text_of_rejection(MessageCode reason) {
  switch (reason) {
    case MessageCode::discount_code_expired: return TextId::discount_expired;
    case MessageCode::discount_code_already_applied: return TextId::discount_repeated;
    case MessageCode::discount_code_minimum_not_met: return TextId::discount_minimum_not_met;
    case MessageCode::discount_code_user_not_logged_in: return TextId::discount_for_members;
    case MessageCode::discount_code_combination_disallowed: return TextId::discount_not_combinable;
    case MessageCode::discount_code_user_ineligible: return TextId::discount_once_per_buyer;
    case MessageCode::discount_code_usage_limit_reached: return TextId::discount_used_up;
    case MessageCode::discount_code_invalid:
    case MessageCode::none:
    case MessageCode::missing:
    case MessageCode::invalid:
    case MessageCode::out_of_stock:
    case MessageCode::payment_declined:
    case MessageCode::requires_3ds:
    case MessageCode::region_restricted:
    case MessageCode::unsupported:
    case MessageCode::conflict:
    case MessageCode::intervention_required:
    case MessageCode::price_change: break;
  }
  return TextId::discount_unknown;
}

std::string folded_code(std::string_view code) {
  std::string folded(code);
  std::transform(folded.begin(), folded.end(), folded.begin(), [](char c) { return lower(c); });
  return folded;
}

bool same_code(std::string_view left, std::string_view right) {
  return equal_ignoring_case(left, right);
}

std::vector<std::string> distinct_codes(const std::vector<std::string>& codes) {
  std::vector<std::string> distinct;
  for (const std::string& code : codes) {
    const bool seen = std::any_of(distinct.begin(), distinct.end(), [&code](const auto& earlier) {
      return same_code(earlier, code);
    });
    if (!seen) distinct.push_back(code);
  }
  return distinct;
}

std::vector<std::string> counted_keys(const std::vector<DiscountDefinition>& known,
                                      const DiscountCart& cart) {
  std::vector<std::string> keys;
  for (const DiscountDefinition& definition : known) {
    const bool asked = definition.code.empty() ||
                       std::any_of(cart.codes.begin(), cart.codes.end(), [&](const auto& code) {
                         return same_code(code, definition.code);
                       });
    if (!asked) continue;
    for (DiscountUse& use : uses_of(definition, cart)) keys.push_back(std::move(use.key));
  }
  return keys;
}

DiscountOutcome apply_discounts(const std::vector<DiscountDefinition>& known,
                                const DiscountCart& cart) {
  DiscountOutcome outcome;
  outcome.line_discounts.resize(cart.lines.size());
  CheckedSum sum;
  for (const auto& line : cart.lines) sum.add(line.base);
  if (!sum.result()) return outcome;
  std::vector<AcceptedDiscount> accepted = accept(known, cart, outcome.rejected);
  for (const AcceptedDiscount& one : accepted) {
    for (DiscountUse& use : uses_of(*one.definition, cart)) outcome.uses.push_back(std::move(use));
  }
  take_amounts(std::move(accepted), cart, outcome);
  return outcome;
}

}  // namespace till::checkout
