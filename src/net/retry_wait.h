// How long to wait before a request is tried again. Pure.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>

#include "base/random.h"
#include "net/http_types.h"

namespace till::net {

struct RetryOptions {
  std::size_t tries = 3;                      // The first one included.
  std::chrono::milliseconds first_wait{100};  // Doubled for each further one, with jitter.
  std::chrono::milliseconds most_wait{1'000};
};

// Between half of the wait and the whole of it, so that those who failed together do not come
// together again. `failed` is the number of tries that failed, from 1.
std::chrono::milliseconds retry_wait(const RetryOptions& options, std::size_t failed,
                                     Random& random);

// The whole seconds of Retry-After, at most a day; nothing when there are none.
std::optional<std::chrono::milliseconds> retry_after(const Response& response);

}  // namespace till::net
