#include "app/receivers.h"

#include "base/ensure.h"

namespace till::app {
namespace {

constexpr std::size_t kMostUnderWay = 4;
constexpr std::size_t kFailuresInRow = 8;
// Short, so that a receiver that is back hears of everything within a moment.
constexpr Milliseconds kPause = std::chrono::seconds(1);

}  // namespace

bool Receiver::failing() const { return failures_ >= kFailuresInRow; }

bool Receiver::is_ready(Timestamp now) const {
  if (being_read || due_.empty() || due_.begin()->first > now) return false;
  if (!failing()) return under_way_ < kMostUnderWay;
  // A clock that was set back must not make the pause longer.
  const bool paused = now < pause_until_ && pause_until_ <= now + kPause;
  return under_way_ == 0 && !paused;
}

OrderId Receiver::begin() {
  TILL_ENSURE(!due_.empty());
  const OrderId order = due_.begin()->second;
  due_.erase(due_.begin());
  ++under_way_;
  return order;
}

Receiver::News Receiver::ended(bool taken, Timestamp now) {
  --under_way_;
  const bool failed_before = failing();
  failures_ = taken ? 0 : failures_ + 1;
  if (!failing()) return failed_before ? News::recovered : News::none;
  pause_until_ = now + kPause;
  return failed_before ? News::none : News::began_to_fail;
}

Receiver::News Receiver::moved_to(const std::string& url) {
  if (url == url_) return News::none;
  url_ = url;
  const bool failed_before = failing();
  failures_ = 0;
  return failed_before ? News::recovered : News::none;
}

Receivers::All::value_type* Receivers::next(Timestamp now, bool only_idle) {
  auto at = all_.upper_bound(last_);
  for (std::size_t seen = 0; seen < all_.size(); ++seen, ++at) {
    if (at == all_.end()) at = all_.begin();
    if (only_idle && at->second.under_way() > 0) continue;
    if (!at->second.is_ready(now)) continue;
    last_ = at->first;
    return &*at;
  }
  return nullptr;
}

}  // namespace till::app
