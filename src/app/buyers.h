// Buyers: what is kept of one buyer, and forgetting it, by e-mail address.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/checkout_service.h"
#include "app/ports/buyer_data.h"
#include "app/ports/sessions.h"

namespace till::app {

// Some sessions of a buyer, as they stand; with `next` there may be more from there on, of which
// some may have been given already.
struct BuyerSessions {
  std::vector<checkout::SessionPtr> sessions;
  std::optional<std::uint64_t> next;
};

struct ErasedBuyer {
  std::size_t sessions = 0;
  std::size_t orders = 0;
  // Those whose payment is under way: to be erased again once it has ended.
  std::vector<SessionId> left;
};

// Any thread may call; each call goes on at its executor. The dependencies must outlive it.
class Buyers {
 public:
  Buyers(CheckoutService& checkout, Sessions& sessions, BuyerData& data, const OrderEvents& events,
         const Clock& clock)
      : checkout_(checkout), sessions_(sessions), data_(data), events_(events), clock_(clock) {}

  // Sessions and carts that hold the address in any version, a bounded number a call.
  Task<StoreResult<BuyerSessions>> find(std::string email, std::uint64_t from, Executor& executor);

  // Cancels what is open of the buyer and forgets who bought, see BuyerData::erase_buyer. May be
  // repeated; what was erased is found no more.
  Task<StoreResult<ErasedBuyer>> erase(std::string email, Executor& executor);

 private:
  Task<StoreResult<std::vector<SessionId>>> all_of(std::string email, Executor& executor);

  CheckoutService& checkout_;
  Sessions& sessions_;
  BuyerData& data_;
  const OrderEvents& events_;
  const Clock& clock_;
};

}  // namespace till::app
