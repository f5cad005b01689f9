// Commerce: the shop itself, asked for facts and prices.
#pragma once

#include "base/task.h"
#include "checkout/quote.h"

namespace till::app {

// Implementations may be called from any thread.
class Commerce {
 public:
  virtual ~Commerce() = default;
  // Prices a cart as the shop stands now. Holds nothing and changes nothing. The request must live
  // until the Task has ended.
  virtual Task<checkout::QuoteResult> quote(const checkout::QuoteRequest& request,
                                            Executor& executor) = 0;
  // Does an answer come over a network? Then nobody is made to wait for it who does not need it,
  // and within one request nothing is asked twice. Always the same.
  virtual bool is_remote() const { return false; }
};

}  // namespace till::app
