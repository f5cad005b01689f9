// TaxMemory: a tax service that is asked the same question once for a while.
#pragma once

#include <deque>
#include <mutex>
#include <string>
#include <unordered_map>

#include "app/tax_service.h"
#include "base/clock.h"
#include "base/digest.h"

namespace till::app {

struct TaxMemoryOptions {
  std::size_t most = 4'096;  // Answers; for one more the oldest is forgotten.
  // Rates change at midnight somewhere, and a calculation is good for months.
  Milliseconds age = std::chrono::minutes(10);
};

// Failures are not remembered. Any thread may call; the arguments must outlive it.
class TaxMemory final : public TaxService {
 public:
  TaxMemory(TaxService& service, const Clock& clock, TaxMemoryOptions options = {})
      : service_(service), clock_(clock), options_(options) {}

  Task<TaxResult> calculate(const TaxQuestion& question, Executor& executor) override;
  Task<TaxOutcome> record(const TaxRecord& record, Executor& executor) override {
    return service_.record(record, executor);
  }
  Task<TaxOutcome> reverse(const TaxReversalRequest& request, Executor& executor) override {
    return service_.reverse(request, executor);
  }

 private:
  struct Known {
    TaxCalculation calculation;
    Timestamp at;
  };
  std::optional<TaxCalculation> recall(const std::string& key);
  void remember(const std::string& key, const TaxCalculation& calculation);

  TaxService& service_;
  const Clock& clock_;
  const TaxMemoryOptions options_;
  std::mutex mutex_;
  std::unordered_map<std::string, Known> known_;
  std::deque<std::string> in_order_;  // The keys of known_, oldest first.
};

}  // namespace till::app
