// ProviderEvents: takes what a payment provider reports by itself. Reports come at least once, in
// any order, and from before the answer to our own request; each is taken once.
#pragma once

#include "app/checkout_service.h"
#include "app/order_service.h"
#include "app/pipeline.h"
#include "app/ports/attempts.h"
#include "app/ports/sessions.h"
#include "app/provider_event.h"
#include "base/log.h"

namespace till::app {

struct ProviderEventsDependencies {
  CheckoutService& checkout;
  OrderService& orders;
  Sessions& sessions;
  Attempts& attempts;
  Gateways gateways;
  const Clock& clock;
  Log& log;
  Executor& line;  // Where attempts are settled.
};

// Any thread may call. The dependencies must outlive it and every call.
class ProviderEvents {
 public:
  explicit ProviderEvents(ProviderEventsDependencies dependencies);

  // True once nothing of the report is left to do, also when it is none of ours; false when it
  // must be sent again, since the provider or the store could not be asked. A provider reports on
  // its own charges: whatever names the attempt or the order of another changes nothing.
  Task<bool> receive(ProviderEvent event, Executor& executor);

 private:
  enum class Found { ours, not_ours, unknown };
  Task<Found> find(const ProviderEvent& event, std::string charge, SessionId& session);
  Task<bool> take_here(const ProviderEvent& event);
  // Does the attempt await what this provider says?
  bool is_of(const ProviderEvent& event, const PaymentAttempt& attempt) const;
  Task<bool> name_charge(const ProviderEvent& event, SessionId session,
                         const ChargeReported& reported);
  Task<bool> settle_session(SessionId session);
  // Gives back what a charge took for an attempt that ended without it; false when that is not
  // known to have happened.
  Task<bool> give_back_stray(const ProviderEvent& event, SessionId session,
                             const ChargeReported& reported);
  Task<StepOutcome> give_back(PaymentGateway& gateway, ChargeStep step, ChargeState state);
  void tell(ReportTaken taken, const std::string& event, const SessionId& session);
  Task<bool> settle_token(const ProviderEvent& event, Digest token_hash);
  Task<Done> settle(PaymentAttempt attempt);

  ProviderEventsDependencies dependencies_;
  Pipeline pipeline_;
};

}  // namespace till::app
