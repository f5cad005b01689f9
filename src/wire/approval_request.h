// What an operator sends with an approval.
#pragma once

#include <optional>
#include <string_view>

#include "base/amount.h"
#include "base/result.h"
#include "checkout/refusal.h"

namespace till::wire {

// {"accept_total": N}: the total that the operator says yes to when it changed since the approval
// was asked for. Nothing when the body is blank or an empty object. Refused with `missing` or
// `invalid`, the param as a JSONPath; null and members that are not known are refused too.
Result<std::optional<Amount>, checkout::Refusal> decode_approval(std::string_view body);

}  // namespace till::wire
