#include "assembly/payment_tools.h"

#include <memory>

#include "base/sync_wait.h"
#include "cli/loop_thread.h"
#include "store/memory/memory_store.h"

namespace till::assembly {
namespace {

// A provider that serves no shop, and the loop it asks on.
struct Bench {
  Result<std::unique_ptr<payments::Provider>, std::string> open(
      const payments::ProviderConfig& config) {
    return config.open({tokens, clock, random, log});
  }
  store::MemoryStore tokens;
  SystemClock clock;
  SystemRandom random;
  NoLog log;
  cli::LoopThread loop;
};

}  // namespace

Result<std::vector<payments::CheckRow>, std::string> check_provider(
    const payments::ProviderConfig& config) {
  Bench bench;
  const auto provider = bench.open(config);
  if (!provider) return refused(provider.error());
  return sync_wait((*provider)->check(bench.loop.executor()));
}

Result<std::string, std::string> make_test_token(const payments::ProviderConfig& config,
                                                 const payments::TestPayment& payment) {
  Bench bench;
  const auto provider = bench.open(config);
  if (!provider) return refused(provider.error());
  return sync_wait((*provider)->test_token(payment, bench.loop.executor()));
}

}  // namespace till::assembly
