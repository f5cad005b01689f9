// LastWord: what the shop behind Till says to a purchase before anything is charged.
#pragma once

#include <memory>
#include <string>

#include "base/task.h"
#include "checkout/session.h"

namespace till::app {

// What would be sold, at the prices of now.
struct PurchaseQuestion {
  checkout::Session session;
  std::string provider;  // Who would charge; empty: the buyer pays on account.
};

// Would the same be sold to the same buyer? Times and versions do not count.
bool is_same_purchase(const PurchaseQuestion& one, const PurchaseQuestion& other);

// Implementations may be called from any thread.
class LastWord {
 public:
  virtual ~LastWord() = default;
  // Does the shop want to be asked at all? It may change its mind.
  virtual bool is_wanted() const = 0;
  // False: nothing may be charged. Why is for the seller's log alone. Silence was given its meaning
  // by the seller. Changes nothing.
  virtual Task<bool> accepts(std::shared_ptr<const PurchaseQuestion> purchase,
                             Executor& executor) = 0;
};

}  // namespace till::app
