#include "checkout/discount_rules.h"

#include <algorithm>
#include <utility>

namespace till::checkout {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

struct Accepted {
  const DiscountDefinition* definition;
  std::string code;
};

// Why a code does not apply, in order of precedence.
std::optional<MessageCode> rejection(const DiscountDefinition* definition, bool repeated,
                                     Amount base, bool logged_in) {
  if (definition == nullptr) return MessageCode::discount_code_invalid;
  if (repeated) return MessageCode::discount_code_already_applied;
  if (definition->expired) return MessageCode::discount_code_expired;
  if (definition->members_only && !logged_in) return MessageCode::discount_code_user_not_logged_in;
  if (base < definition->minimum) return MessageCode::discount_code_minimum_not_met;
  return std::nullopt;
}

const DiscountDefinition* find(const std::vector<DiscountDefinition>& known,
                               const std::string& code) {
  const auto found = std::find_if(known.begin(), known.end(), [&code](const auto& definition) {
    return same_code(definition.code, code);
  });
  return found == known.end() ? nullptr : &*found;
}

AppliedDiscount begin_applied(const Accepted& accepted) {
  AppliedDiscount applied;
  applied.code = accepted.code;
  applied.name = accepted.definition->name;
  applied.percent_off = accepted.definition->percent_off;
  applied.amount_off = accepted.definition->amount_off;
  applied.priority = accepted.definition->priority;
  return applied;
}

// A percentage falls on every line, rounded half up there, at most what the line still costs.
void apply_percentage(const Accepted& accepted, std::span<const Amount> bases,
                      DiscountOutcome& outcome) {
  AppliedDiscount applied = begin_applied(accepted);
  for (std::size_t i = 0; i < bases.size(); ++i) {
    const Amount wanted = fraction_half_up(bases[i], *accepted.definition->percent_off, 100);
    const Amount left{bases[i].minor - outcome.line_discounts[i].minor};
    const Amount part = std::min(wanted, left);
    if (part.minor == 0) continue;
    outcome.line_discounts[i].minor += part.minor;
    applied.amount.minor += part.minor;
    applied.allocations.push_back({i, part});
  }
  outcome.applied.push_back(std::move(applied));
}

}  // namespace

bool same_code(std::string_view left, std::string_view right) {
  return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                    [](char a, char b) { return lower(a) == lower(b); });
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

DiscountOutcome apply_discounts(const std::vector<DiscountDefinition>& known,
                                const std::vector<std::string>& codes,
                                std::span<const Amount> line_base_amounts, bool logged_in) {
  DiscountOutcome outcome;
  outcome.line_discounts.resize(line_base_amounts.size());
  CheckedSum sum;
  for (const Amount base : line_base_amounts) sum.add(base);
  const auto base = sum.result();
  if (!base) return outcome;

  std::vector<Accepted> accepted;
  for (const std::string& code : codes) {
    const DiscountDefinition* definition = find(known, code);
    const bool repeated = std::any_of(accepted.begin(), accepted.end(), [&](const auto& earlier) {
      return earlier.definition == definition;
    });
    if (const auto reason = rejection(definition, repeated, *base, logged_in)) {
      outcome.rejected.push_back({code, *reason});
    } else {
      accepted.push_back({definition, code});
    }
  }
  std::stable_sort(accepted.begin(), accepted.end(), [](const auto& left, const auto& right) {
    return left.definition->priority < right.definition->priority;
  });
  for (const Accepted& one : accepted) {
    if (one.definition->percent_off) apply_percentage(one, line_base_amounts, outcome);
  }
  Amount left = *base;
  for (const Amount part : outcome.line_discounts) left.minor -= part.minor;
  for (const Accepted& one : accepted) {
    if (!one.definition->amount_off) continue;
    AppliedDiscount applied = begin_applied(one);
    applied.amount = std::min(*one.definition->amount_off, left);
    left.minor -= applied.amount.minor;
    outcome.order_discount.minor += applied.amount.minor;
    outcome.applied.push_back(std::move(applied));
  }
  std::stable_sort(
      outcome.applied.begin(), outcome.applied.end(),
      [](const auto& first, const auto& second) { return first.priority < second.priority; });
  return outcome;
}

}  // namespace till::checkout
