#include "app/receivers.h"

namespace till::app {
namespace {

constexpr std::size_t kFailuresInRow = 8;
// Short, so that a receiver that is back hears of everything within a moment.
constexpr Milliseconds kPause = std::chrono::seconds(1);

}  // namespace

bool Receiver::failing() const { return failures_ >= kFailuresInRow; }

std::size_t Receiver::room(Timestamp now) const {
  if (unknown) return 0;
  if (!failing()) return under_way_ < kMostUnderWay ? kMostUnderWay - under_way_ : 0;
  // A clock that was set back must not make the pause longer.
  const bool paused = now < pause_until_ && pause_until_ <= now + kPause;
  return under_way_ == 0 && !paused ? 1 : 0;
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

}  // namespace till::app
