// The discounts of a quote.
#include <algorithm>
#include <array>
#include <utility>

#include "checkout/discount_rules.h"
#include "commerce/remote/quote_parts.h"

namespace till::commerce::remote {
namespace {

using checkout::AppliedDiscount;
using checkout::MessageCode;

struct RejectionRow {
  std::string_view reason;
  MessageCode code;
};
constexpr std::array kRejections{
    RejectionRow{"invalid", MessageCode::discount_code_invalid},
    RejectionRow{"expired", MessageCode::discount_code_expired},
    RejectionRow{"already_applied", MessageCode::discount_code_already_applied},
    RejectionRow{"minimum_not_met", MessageCode::discount_code_minimum_not_met},
    RejectionRow{"not_logged_in", MessageCode::discount_code_user_not_logged_in},
    RejectionRow{"not_eligible", MessageCode::discount_code_user_ineligible},
    RejectionRow{"combination", MessageCode::discount_code_combination_disallowed},
    RejectionRow{"usage_limit_reached", MessageCode::discount_code_usage_limit_reached},
};

// The code in the agent's spelling; a fault when nobody typed it.
std::string read_code(const json::Node& node, const Reading& reading) {
  const std::string code = node.text(kAnyText);
  for (const std::string& typed : reading.request.discount_codes) {
    if (checkout::same_code(typed, code)) return typed;
  }
  node.refuse("Nobody asked for this code. Repeat codes as they were typed.");
  return {};
}

// How often an answer may speak of the code, and how often it did so far.
std::ptrdiff_t typed(std::string_view code, const Reading& reading) {
  return std::ranges::count_if(reading.request.discount_codes, [&](const std::string& each) {
    return checkout::same_code(each, code);
  });
}

std::ptrdiff_t said(std::string_view code, const Reading& reading) {
  const auto same = [&](const auto& each) { return checkout::same_code(each.code, code); };
  return std::ranges::count_if(reading.quote.applied, same) +
         std::ranges::count_if(reading.quote.rejected, same);
}

void read_allocations(const json::Node& node, Reading& reading, AppliedDiscount& applied) {
  CheckedSum sum;
  const json::Node allocations = node.need("allocations");  // Its entries refer to it.
  for (const json::Node& entry : allocations.entries(limits::kLineItems)) {
    if (!entry.expect_object()) return;
    const auto index = read_index(entry, reading);
    if (!index) return;
    const auto same = [&](const auto& each) { return each.line_index == *index; };
    if (std::any_of(applied.allocations.begin(), applied.allocations.end(), same)) {
      return entry.member("index").refuse("A discount takes something off a line only once.");
    }
    const json::Node amount = entry.need("amount");
    const Amount taken = read_amount(amount);
    Amount& all = reading.quote.lines[*index].items_discount;
    if (taken.minor > reading.bases[*index].minor - all.minor) {
      return amount.refuse("The discounts take more off the line than it costs.");
    }
    all.minor += taken.minor;
    sum.add(taken);
    applied.allocations.push_back({*index, taken});
  }
  // No more than the lines, each of which is an amount: but all of them together may be none.
  if (!sum.result())
    return node.member("allocations").refuse("They add up to more than an amount.");
  applied.amount = *sum.result();
}

void read_size(const json::Node& node, AppliedDiscount& applied) {
  const json::Node percent = node.member("percent_off");
  const json::Node amount = node.member("amount_off");
  if (!percent.absent() && !amount.absent()) {
    return amount.refuse("A discount has percent_off or amount_off, not both.");
  }
  if (!percent.absent()) {
    applied.percent_off = percent.integer(1, 100);
  } else if (amount.absent()) {
    applied.amount_off = applied.amount;
  } else {
    applied.amount_off = read_amount(amount);
    if (applied.amount > *applied.amount_off) {
      amount.refuse("The allocations add up to more than amount_off.");
    }
  }
  applied.across = applied.amount_off && applied.allocations.size() > 1;
}

void read_applied(const json::Node& node, Reading& reading) {
  if (!node.expect_object()) return;
  AppliedDiscount applied;
  const json::Node code = node.member("code");
  if (!code.absent()) applied.code = read_code(code, reading);
  const auto same = [&](const auto& each) { return each.code == applied.code; };
  auto& all = reading.quote.applied;
  if (!applied.code.empty() && std::any_of(all.begin(), all.end(), same)) {
    return code.refuse("A code applies only once.");
  }
  const json::Node id = node.member("id");
  applied.id = !id.absent()            ? id.text(kIdText)
               : !applied.code.empty() ? applied.code
                                       : "discount_" + std::to_string(all.size() + 1);
  applied.name = node.need("title").text(kSomeText);
  applied.priority = std::ssize(all) + 1;  // In the order of the answer.
  read_allocations(node, reading, applied);
  read_size(node, applied);
  all.push_back(std::move(applied));
}

void read_rejected(const json::Node& node, Reading& reading) {
  if (!node.expect_object()) return;
  checkout::RejectedDiscount rejected;
  const json::Node code = node.need("code");
  rejected.code = read_code(code, reading);
  if (!rejected.code.empty() && said(rejected.code, reading) >= typed(rejected.code, reading)) {
    return code.refuse("Of this code it is said already what becomes of it.");
  }
  const json::Node reason = node.need("reason");
  const std::string name = reason.text({1, 64});
  const auto row = std::find_if(kRejections.begin(), kRejections.end(),
                                [&](const RejectionRow& each) { return each.reason == name; });
  if (row == kRejections.end()) return reason.invalid("a reason that the contract knows");
  rejected.reason = row->code;
  reading.quote.rejected.push_back(std::move(rejected));
}

}  // namespace

void read_discounts(const json::Node& answer, Reading& reading) {
  const json::Node discounts = answer.member("discounts");
  if (discounts.absent() || !discounts.expect_object()) return;
  const json::Node applied = discounts.member("applied");
  if (!applied.absent()) {
    for (const json::Node& each : applied.entries(limits::kListEntries)) {
      read_applied(each, reading);
    }
  }
  const json::Node rejected = discounts.member("rejected");
  if (rejected.absent()) return;
  for (const json::Node& each : rejected.entries(limits::kListEntries)) {
    read_rejected(each, reading);
  }
}

}  // namespace till::commerce::remote
