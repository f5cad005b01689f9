// TaxService: who reckons taxes in the catalogue's place, and keeps what was sold with them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/amount.h"
#include "base/clock.h"
#include "base/id.h"
#include "base/result.h"
#include "base/task.h"
#include "checkout/party.h"

namespace till::app {

// The code of what is never taxed.
inline constexpr const char* kNeverTaxed = "never";
// The code of a delivery of what costs nothing, which is asked about as a line.
inline constexpr const char* kDelivery = "delivery";

// What a line or a delivery costs after every discount; positive.
struct TaxedAmount {
  Amount amount;
  bool holds_tax = false;  // The tax is part of the amount; else it is added.
  std::int64_t quantity = 1;
  // What the service calls its kind, or one of the above; empty: the usual one.
  std::string code = {};
  bool operator==(const TaxedAmount&) const = default;
};

// What goes to one address. The same question has the same answer for a while; a session asks for
// itself, so that no two sales rest on one calculation.
struct TaxQuestion {
  SessionId session;
  std::string currency;
  checkout::Address address;
  std::optional<checkout::Address> from;  // Where the shop is, as far as it says.
  std::vector<TaxedAmount> lines;         // Never empty.
  std::optional<TaxedAmount> delivery;    // What brings them, unless it is free.
  std::optional<std::string> tax_id;      // Of the buyer's company, as given.
  bool exempt = false;                    // The buyer has a certificate that holds there.
  bool operator==(const TaxQuestion&) const = default;
};

struct TaxCalculation {
  std::string id;             // By which a sale is recorded.
  std::vector<Amount> lines;  // The tax of each, never more than an amount that holds it.
  Amount delivery;
  Amount total;        // What is paid, with every tax.
  bool freed = false;  // By certificate, or because the buyer owes the tax.
  Timestamp expires_at;
};

// Why there is no calculation. Never a reason to charge no tax.
enum class TaxFailure {
  not_located,  // The address does not say enough, or what cannot be: whoever gave it can mend it.
  silent,       // No answer that can be relied on: try again.
  refused,      // As things are configured there will be none; the log says why.
};

using TaxResult = Result<TaxCalculation, TaxFailure>;

// A sale that is to be kept. No two have the same reference: the same one told again is kept once.
struct TaxRecord {
  std::string calculation;
  std::string reference;
  std::int64_t attempt = 0;  // How often it was told in vain.
};

struct TaxReversalRequest {
  std::string sale;       // As the service called it.
  std::string reference;  // No two have the same, nor is it that of a sale.
  Amount amount;          // With its tax.
  std::string currency;
  bool whole = false;        // All of a sale of which nothing was taken back.
  std::int64_t attempt = 0;  // How often it was told in vain.
};

// The service has it now, or had it before.
struct TaxKept {
  std::string id;  // Empty: it had it before, and does not say under which name.
};
// The calculation is over, so that there has to be another one.
struct TaxLapsed {};
// The service says no, and would again.
struct TaxRefused {
  std::string detail;  // For the seller's log.
};
// No answer that can be relied on.
struct TaxFailed {
  std::string detail;
};
using TaxOutcome = std::variant<TaxKept, TaxLapsed, TaxRefused, TaxFailed>;

// Implementations may be called from any thread and are bounded in time. Arguments must live until
// the Task has ended.
class TaxService {
 public:
  virtual ~TaxService() = default;
  virtual Task<TaxResult> calculate(const TaxQuestion& question, Executor& executor) = 0;
  virtual Task<TaxOutcome> record(const TaxRecord& record, Executor& executor) = 0;
  virtual Task<TaxOutcome> reverse(const TaxReversalRequest& request, Executor& executor) = 0;
};

}  // namespace till::app
