// LastWord: what the shop behind Till says to a purchase before anything is charged.
#pragma once

#include <string>

#include "base/id.h"
#include "base/task.h"

namespace till::app {

// What would be sold, at the prices of now, as the shop reads it.
struct PurchaseQuestion {
  SessionId session;
  std::string body;  // See OrderEvents::before_charge().
};

// Implementations may be called from any thread.
class LastWord {
 public:
  virtual ~LastWord() = default;
  // Does the shop want to be asked at all? It may change its mind.
  virtual bool is_wanted() const = 0;
  // False: nothing may be charged. Why is for the seller's log alone. Silence was given its meaning
  // by the seller. Changes nothing. The purchase must live until the Task has ended.
  virtual Task<bool> accepts(const PurchaseQuestion& purchase, Executor& executor) = 0;
};

}  // namespace till::app
