// StripeTaxes: Stripe Tax as the shop's tax service.
#pragma once

#include <memory>
#include <string>
#include <utility>

#include "app/tax_service.h"
#include "base/log.h"
#include "net/guarded_client.h"
#include "payments/stripe/keyed_api.h"
#include "payments/stripe/options.h"
#include "payments/stripe/tax_answers.h"

namespace till::payments::stripe {

// Keeps nothing itself. A call ends within StripeOptions::patience. Any thread may call; the
// arguments must outlive it.
class StripeTaxes final : public app::TaxService {
 public:
  StripeTaxes(StripeOptions options, net::GuardedClient& client, const Clock& clock, Log& log);

  // What begins from now on is asked under this key.
  void take_over(Secret secret_key) { api_.take_over(std::move(secret_key)); }

  Task<app::TaxResult> calculate(const app::TaxQuestion& question, Executor& executor) override;
  Task<app::TaxOutcome> record(const app::TaxRecord& record, Executor& executor) override;
  Task<app::TaxOutcome> reverse(const app::TaxReversalRequest& request,
                                Executor& executor) override;

 private:
  static Task<app::TaxResult> calculate(std::shared_ptr<const Api> api,
                                        const app::TaxQuestion& question, bool with_tax_id,
                                        Timestamp deadline, Executor& executor);
  static Task<app::TaxOutcome> keep(std::shared_ptr<const Api> api, std::string what,
                                    net::ClientRequest request, std::int64_t attempt,
                                    Executor& executor);

  KeyedApi api_;
};

}  // namespace till::payments::stripe
