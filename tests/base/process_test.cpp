#include "base/process.h"

#include <gtest/gtest.h>
#include <sys/prctl.h>
#include <sys/resource.h>

namespace till {
namespace {

TEST(AProcess, ThatKeepsItsMemoryPrivateLeavesNoCoreDump) {
  const auto look = [] {
    keep_memory_private();
    rlimit core{1, 1};
    ::getrlimit(RLIMIT_CORE, &core);
    const bool dumpable = ::prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) != 0;
    std::exit(core.rlim_cur == 0 && core.rlim_max == 0 && !dumpable ? 0 : 1);
  };
  EXPECT_EXIT(look(), ::testing::ExitedWithCode(0), "");
}

}  // namespace
}  // namespace till
