// Double: Stripe's API without its network: keys, versions, parameters and idempotency around the
// ledger. No I/O; time is an argument.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/secret.h"
#include "stripe_double/kept_answers.h"
#include "stripe_double/ledger.h"
#include "stripe_double/parameters.h"
#include "stripe_double/tax_book.h"

namespace till::stripe_double {

struct Call {
  std::string method;
  std::string path;
  std::string query;
  std::string body;
  std::string authorization;    // The header's value.
  std::string version;          // Stripe-Version
  std::string idempotency_key;  // Empty when there is none.
};

// One thread at a time.
class Double {
 public:
  explicit Double(Secret secret_key) : secret_key_(std::move(secret_key)) {}

  // The answer to one call at `now`, in seconds; what it causes is appended to `events`.
  Answer answer(const Call& call, std::int64_t now, std::vector<Event>& events);
  // A fault of Stripe's own while it carries the call out: 500, which the key keeps. With
  // `effect` everything was done all the same.
  Answer break_down(const Call& call, bool effect, std::int64_t now, std::vector<Event>& events);

  Ledger& ledger() { return ledger_; }
  TaxBook& taxes() { return taxes_; }

 private:
  std::optional<Answer> check(const Call& call) const;
  std::optional<Answer> replay(const Call& call, std::int64_t now);
  Answer carry_out(const Call& call, std::int64_t now, std::vector<Event>& events);
  Answer route(const Route& route, const Form& form, std::string_view version, std::int64_t now,
               std::vector<Event>& events);

  const Secret secret_key_;
  Ledger ledger_;
  TaxBook taxes_;
  KeptAnswers kept_;
};

}  // namespace till::stripe_double
