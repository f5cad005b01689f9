#include "cli/progress_bar.h"

#include <algorithm>

namespace till::cli {
namespace {

constexpr std::uint64_t kBarSteps = 40;

}  // namespace

void ProgressBar::show(std::uint64_t done, std::uint64_t all) {
  if (terminal_ == nullptr) return;
  const std::uint64_t percent = all == 0 ? 0 : std::min<std::uint64_t>(done * 100 / all, 100);
  const std::uint64_t now = all == 0 ? done / unit_ : percent;
  if (drawn_ && now == shown_) return;
  shown_ = now;
  clear();
  if (all == 0) {
    write(std::to_string(now) + done_);
  } else {
    const auto full = static_cast<std::size_t>(percent * kBarSteps / 100);
    write("[" + std::string(full, '#') + std::string(kBarSteps - full, '.') + "] " +
          std::to_string(percent) + "%");
  }
}

void ProgressBar::clear() {
  if (!drawn_) return;
  *terminal_ << "\r" << std::string(width_, ' ') << "\r" << std::flush;
  drawn_ = false;
}

void ProgressBar::write(const std::string& text) {
  *terminal_ << text << std::flush;
  width_ = text.size();
  drawn_ = true;
}

}  // namespace till::cli
