// StockService: takes numbers of pieces from elsewhere, and shows what there is. For operators, the
// shop's own software and imports alike.
#pragma once

#include <cstddef>
#include <optional>
#include <variant>
#include <vector>

#include "app/order_service.h"
#include "app/ports/sessions.h"
#include "app/ports/stock_numbers.h"
#include "app/product_catalog.h"
#include "app/shop_holds.h"
#include "base/clock.h"

namespace till::app {

// Numbers of items, of each once and no more than limits::kStockNumbers, that held at one moment;
// without one, when they are told.
struct StockRequest {
  std::vector<StockNumber> numbers;
  std::optional<Timestamp> at = {};
};

// What is wrong with a request.
struct StockComplaint {
  enum class Kind : std::uint8_t {
    in_the_future,     // The moment, by the clock of this machine.
    unknown_item,      // The shop sells none.
    digital_item,      // It has no pieces.
    older_than_count,  // The last count was taken after the moment, and has it already.
    too_long_ago,      // Since then sales are not known.
    below_nothing,     // Fewer than none would be left.
    too_many,
  };
  Kind kind = Kind::in_the_future;
  std::optional<std::size_t> number = {};  // By its place; nothing: the moment.
  Timestamp moment = {};                   // Now, of the last count, or since when sales are known.
  bool operator==(const StockComplaint&) const = default;
};

struct StockReply {
  std::vector<ItemStock> items;  // In the order of the request, as they were right after it.
  bool replayed = false;         // The key was used before; nothing was done again.
};

// The shop's own backend holds the pieces: numbers that Till keeps are not used.
struct StockElsewhere {};

// With complaints, of which all are told but no more than kMostComplaints, nothing was changed. A
// Refusal is one of the machine or of the key: idempotency_conflict, unavailable, internal.
using StockReplies =
    std::variant<StockReply, std::vector<StockComplaint>, StockElsewhere, checkout::Refusal>;
inline constexpr std::size_t kMostComplaints = 50;

struct StockDependencies {
  StockNumbers& numbers;
  Sessions& sessions;  // For the answers of keys.
  ProductCatalog& products;
  const ShopHolds* shop_holds = nullptr;  // Null: Till holds the pieces.
  const Clock& clock;
};

// Any thread may call. The dependencies must outlive it.
class StockService {
 public:
  explicit StockService(StockDependencies dependencies) : dependencies_(dependencies) {}

  // Takes the whole request or nothing of it, and under one key only once.
  Task<StockReplies> tell(StockRequest request, std::optional<OperatorKey> key, Executor& executor);
  Task<StoreResult<StockPage>> list(StockFilter filter, Executor& executor);
  // Do Till's own numbers decide what may be sold?
  bool is_used() const;
  // Does the shop sell the item?
  bool sells(const std::string& item_id) const;

 private:
  // The answer that the key was given before; nothing when it is new.
  Task<std::optional<StockReplies>> answered(OperatorKey key, Executor& executor);
  Task<StockReplies> tell_new(StockReport report, Executor& executor);
  std::vector<StockComplaint> complaints_of(const StockReport& report) const;

  StockDependencies dependencies_;
};

}  // namespace till::app
