// KeptAnswers: what idempotency keys give again. Pure; time is an argument.
#pragma once

#include <deque>
#include <string>
#include <unordered_map>
#include <utility>

#include "stripe_double/answer.h"

namespace till::stripe_double {

// One thread at a time. Times are seconds and do not run back.
class KeptAnswers {
 public:
  struct Kept {
    std::string request;  // What came with the key.
    Answer answer;
  };

  // A key is kept for a day from its first answer on. At most 200,000 are; for one more the oldest
  // is forgotten.
  void keep(const std::string& key, Kept kept, std::int64_t now);
  // Null when the key has no answer; valid until the next call.
  const Kept* find(const std::string& key, std::int64_t now);
  std::size_t size() const { return kept_.size(); }

 private:
  void forget(std::int64_t now);

  std::unordered_map<std::string, Kept> kept_;                 // By key.
  std::deque<std::pair<std::int64_t, std::string>> in_order_;  // When, and the key.
};

}  // namespace till::stripe_double
