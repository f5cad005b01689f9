#include "http/seen_signatures.h"

#include <algorithm>

namespace till::http {

SeenSignatures::Name SeenSignatures::half_of(const Digest& digest) {
  Name half{};
  std::copy_n(digest.begin(), half.size(), half.begin());
  return half;
}

bool SeenSignatures::admit(std::string_view agent, const Digest& signature, const Digest& scope) {
  const Timestamp now = clock_.now();
  const std::string_view bytes(reinterpret_cast<const char*>(signature.data()), signature.size());
  const Name name = half_of(sha256_of_parts({agent, bytes}));
  const std::lock_guard lock(mutex_);
  const auto is_over = [&](const Used& used) { return now - used.at > kept_; };
  while (!by_time_.empty() && is_over(by_time_.front())) {
    scopes_.erase(by_time_.front().signature);
    by_time_.pop_front();
  }
  const auto [known, is_new] = scopes_.try_emplace(name, half_of(scope));
  if (!is_new) return known->second == half_of(scope);
  by_time_.push_back({name, now});
  if (by_time_.size() > most_) {
    scopes_.erase(by_time_.front().signature);
    by_time_.pop_front();
  }
  return true;
}

std::size_t SeenSignatures::size() const {
  const std::lock_guard lock(mutex_);
  return scopes_.size();
}

}  // namespace till::http
