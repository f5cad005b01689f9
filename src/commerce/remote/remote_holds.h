// RemoteHolds: has the shop's backend hold pieces (PUT and DELETE /holds/{session_id}).
#pragma once

#include <mutex>

#include "app/shop_holds.h"
#include "commerce/remote/capabilities.h"
#include "net/circuit_breaker.h"

namespace till::commerce::remote {

// Any thread may call. Both must outlive it and every call.
class RemoteHolds final : public app::ShopHolds {
 public:
  RemoteHolds(BackendClient& client, Capabilities& capabilities)
      : client_(client), capabilities_(capabilities) {}

  bool is_wanted() const override;
  Task<bool> can_be_asked(Executor& executor) override;
  Milliseconds patience() const override;
  Task<std::optional<std::vector<app::Shortage>>> hold(const app::HoldRequest& request,
                                                       Executor& executor) override;
  Task<bool> give_back(SessionId session, std::uint64_t version, Executor& executor) override;

 private:
  // False also while nobody knows.
  Task<bool> listed(Executor& executor);

  void note(const BackendAnswer& answer);

  BackendClient& client_;
  Capabilities& capabilities_;
  std::mutex mutex_;  // Of what follows.
  // Of holds alone: every question that is not answered leaves a row, also while quotes work.
  net::CircuitBreaker breaker_{net::BreakerOptions{}};
};

}  // namespace till::commerce::remote
