// NoDescriptors: the process is out of file descriptors for a while.
#pragma once

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

namespace till {

// Does a sanitizer open descriptors of its own to look at what is thrown? It takes a throw without
// them for a fault.
#ifdef __has_feature
inline constexpr bool kThrowsNeedDescriptors = __has_feature(undefined_behavior_sanitizer);
#else
inline constexpr bool kThrowsNeedDescriptors = false;
#endif

// At most `but` descriptors can be opened while one lives.
class NoDescriptors {
 public:
  explicit NoDescriptors(unsigned but = 0) {
    EXPECT_EQ(::getrlimit(RLIMIT_NOFILE, &before_), 0);
    const int next = ::dup(0);
    ::close(next);
    const rlimit few{static_cast<rlim_t>(next) + but, before_.rlim_max};
    EXPECT_EQ(::setrlimit(RLIMIT_NOFILE, &few), 0);
  }
  ~NoDescriptors() { ::setrlimit(RLIMIT_NOFILE, &before_); }
  NoDescriptors(const NoDescriptors&) = delete;
  NoDescriptors& operator=(const NoDescriptors&) = delete;

 private:
  rlimit before_{};
};

}  // namespace till
