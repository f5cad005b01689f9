#include "stripe_double/kept_answers.h"

namespace till::stripe_double {
namespace {

constexpr std::int64_t kDay = 24 * 60 * 60;
constexpr std::size_t kMostKeys = 200'000;

}  // namespace

void KeptAnswers::keep(const std::string& key, Kept kept, std::int64_t now) {
  const bool fresh = kept_.insert_or_assign(key, std::move(kept)).second;
  if (fresh) in_order_.emplace_back(now, key);
  forget(now);
}

const KeptAnswers::Kept* KeptAnswers::find(const std::string& key, std::int64_t now) {
  forget(now);
  const auto found = kept_.find(key);
  return found == kept_.end() ? nullptr : &found->second;
}

void KeptAnswers::forget(std::int64_t now) {
  while (!in_order_.empty() &&
         (in_order_.size() > kMostKeys || in_order_.front().first + kDay <= now)) {
    kept_.erase(in_order_.front().second);
    in_order_.pop_front();
  }
}

}  // namespace till::stripe_double
