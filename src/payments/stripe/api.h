// Api: one request to Stripe within a deadline, and what there is to log about it. Private to this
// folder.
#pragma once

#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/log.h"
#include "base/task.h"
#include "net/guarded_client.h"
#include "payments/stripe/answers.h"
#include "payments/stripe/options.h"

namespace till::payments::stripe {

// Stripe keeps an idempotency key for a day at least; the hour is for clocks that differ.
inline constexpr Milliseconds kKeyLife = std::chrono::hours(23);

// The arguments must outlive it. Any thread may call.
class Api {
 public:
  Api(StripeOptions options, net::GuardedClient& client, const Clock& clock, Log& log)
      : options_(std::move(options)), client_(client), clock_(clock), log_(log) {}

  const StripeOptions& options() const { return options_; }
  Timestamp now() const { return clock_.now(); }
  // Of everything that begins now.
  Timestamp deadline() const { return now() + options_.patience; }
  // Is there time enough that something may come of a request?
  bool has_time(Timestamp deadline) const;

  // A status of 0 when nothing came before the deadline. `what` names the request in the log.
  Task<Answer> ask(std::string_view what, net::ClientRequest request, Timestamp deadline,
                   Executor& executor) const;

  // Something that an operator may want to know.
  void tell(std::string_view event, const std::string& session, std::string_view name,
            std::string_view value) const;
  // Something that an operator must look at.
  void alarm(std::string_view event, const std::string& session, std::string_view why) const;
  void warn(std::string_view event, const std::string& session, std::string_view why) const;

 private:
  const StripeOptions options_;
  net::GuardedClient& client_;
  const Clock& clock_;
  Log& log_;
};

}  // namespace till::payments::stripe
