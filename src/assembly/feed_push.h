// FeedPush: brings an agent's feed to what the shop sells now, by what changed since the agent
// accepted something last.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "assembly/feed_api.h"
#include "assembly/feed_rendering.h"
#include "products/file/pushed_products.h"

namespace till::assembly {

struct PushCounts {
  std::int64_t sent = 0;     // Products that the agent accepted.
  std::int64_t same = 0;     // Those that it had as they are.
  std::int64_t gone = 0;     // Among the sent: those of which the shop shows nothing any more.
  std::int64_t refused = 0;  // Products that the agent did not take.
  FeedCounts shown;          // Of the feed.
};

// No more in one call of the agent.
inline constexpr std::size_t kMostPushedProducts = 200;
inline constexpr std::size_t kMostPushedBytes = 2 * 1024 * 1024;

// One round. All of it must outlive the call, which blocks.
class FeedPush {
 public:
  FeedPush(FeedApi& api, products::PushedProducts& pushed, const cli::Config& config,
           const std::string& url, const Clock& clock, IdSource& ids,
           const std::atomic<bool>& stopped)
      : api_(api),
        pushed_(pushed),
        config_(config),
        url_(url),
        clock_(clock),
        ids_(ids),
        stopped_(stopped) {}

  // Refused with a sentence; what the agent accepted until then is kept. `refusal` is told of each
  // product that the agent did not take.
  Result<PushCounts, std::string> run(const FeedSource& source,
                                      const products::TellListing& refusal);

 private:
  Result<void, std::string> need_feed();
  bool take(std::string_view line);
  bool add(products::PushLine line);
  bool flush();
  // Sends a part of the batch: the whole, or each half of one that is refused.
  bool send(std::size_t begin, std::size_t end);
  bool fail(std::string sentence);
  Result<std::vector<products::PushedLine>, std::string> gone();
  bool tell_gone();

  FeedApi& api_;
  products::PushedProducts& pushed_;
  const cli::Config& config_;
  const std::string& url_;
  const Clock& clock_;
  IdSource& ids_;
  const std::atomic<bool>& stopped_;
  const products::TellListing* refusal_ = nullptr;
  std::vector<products::PushLine> batch_;
  std::size_t batch_bytes_ = 0;
  std::vector<std::uint64_t> seen_;  // The numbers of the products' ids.
  std::string failure_;
  PushCounts counts_;
};

}  // namespace till::assembly
