// AdminClient: the admin API of a running shop, one blocking call at a time.
#pragma once

#include <memory>
#include <string>

#include "base/clock.h"
#include "base/id.h"
#include "base/random.h"
#include "base/result.h"
#include "cli/agent_env.h"
#include "cli/failure.h"
#include "cli/loop_thread.h"
#include "cli/shop_client.h"

namespace till::cli {

class AdminClient {
 public:
  explicit AdminClient(AgentEnv env) : env_(std::move(env)) {}

  // Refused unless the answer is good.
  Result<Answer, Failure> call(const std::string& method, const std::string& path,
                               const std::string& body = {});

 private:
  static constexpr std::chrono::milliseconds kPulse{1'000};
  const AgentEnv env_;
  const SystemClock clock_;
  SystemRandom random_;
  RandomIds ids_{clock_, random_};
  LoopThread loop_{kPulse};
  std::unique_ptr<ShopClient> shop_;
};

}  // namespace till::cli
