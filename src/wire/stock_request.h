// What an operator or the shop's own software sends to tell how many pieces there are.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/stock_service.h"
#include "base/result.h"
#include "wire/body.h"

namespace till::wire {

// One of the faults of a request: where, by a name of its own, and what to do instead.
struct StockFault {
  std::string param;  // A JSONPath.
  std::string_view code;
  std::string sentence;
  bool operator==(const StockFault&) const = default;
};

// From the members items and counted_at. Refused with all faults, but no more than
// app::kMostComplaints.
Result<app::StockRequest, std::vector<StockFault>> decode_stock(const Body& body);

// A complaint about that request.
StockFault stock_fault(const app::StockComplaint& complaint, const app::StockRequest& request);

// Does a repetition change the number once more, so that only a key makes it safe?
bool needs_key(const app::StockRequest& request);

// The 400 of all of them; the first one stands where errors always do.
std::string render_stock_faults(const std::vector<StockFault>& faults);

}  // namespace till::wire
