// Audit: what operators did, kept for good.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/ports/store_result.h"
#include "base/amount.h"
#include "base/clock.h"
#include "base/id.h"
#include "base/task.h"

namespace till::app {

struct AuditTag {
  static constexpr std::string_view prefix = "aud_";
};
using AuditId = Id<AuditTag>;

// A change that an operator asked for. It names nobody but the operator: buyers may be forgotten,
// deeds are not.
struct AuditEvent {
  AuditId id;
  Timestamp at;
  std::string operator_name;
  std::string action;  // As in "refund_order".
  // The id of an order, a session, an event or an item; empty when of none.
  std::string about;
  std::optional<Amount> amount;  // What was given back, let go or charged.
  std::string currency;          // Empty without an amount.
  std::string from;              // The address that the request came from.
  std::int64_t status = 0;       // Of the answer; 0 while there is none, and after a crash.
  bool operator==(const AuditEvent&) const = default;
};

struct AuditFilter {
  std::string operator_name;      // Empty: of all.
  std::string about;              // Empty: about anything.
  std::optional<AuditId> before;  // Only older ones.
  std::size_t limit = 100;
};

// Newest first. With `next` there are more, before that id.
struct AuditPage {
  std::vector<AuditEvent> events;
  std::optional<AuditId> next;
};

// For threads and failures see store_result.h.
class AuditTrail {
 public:
  virtual ~AuditTrail() = default;
  // Inserts the event, or replaces the one of its id. It is on disk once the Task has ended.
  virtual Task<StoreResult<Done>> record(AuditEvent event, Executor& executor) = 0;
  virtual Task<StoreResult<AuditPage>> audit(AuditFilter filter, Executor& executor) = 0;
};

}  // namespace till::app
