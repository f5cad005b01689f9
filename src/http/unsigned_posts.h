// UnsignedPosts: what a path that takes posts from outside, known by their signature alone, does
// about those that have none.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <string>

#include "base/clock.h"

namespace till::http {

// Any thread may call. Bounded: it remembers the addresses of a while only, and of so many.
class UnsignedPosts {
 public:
  struct Verdict {
    bool too_many = false;    // Of this address or its network: end the connection.
    std::int64_t unsaid = 0;  // How many to log now, this one included; 0: say nothing yet.
  };

  // A post without a good signature came from the address.
  Verdict note(const std::string& address, Timestamp now);

 private:
  struct Bucket {
    std::int64_t left = 0;  // Thousandths of a post.
    Timestamp filled_at;
  };
  bool admit(const std::string& address, Timestamp now);

  std::mutex mutex_;
  std::map<std::string, Bucket> buckets_;  // By peer, see net::peer_network.
  std::int64_t unsaid_ = 0;
  Timestamp say_again_at_;
};

}  // namespace till::http
