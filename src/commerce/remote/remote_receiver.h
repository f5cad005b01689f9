// RemoteReceiver: brings orders, and what happens to them, to the shop's backend (POST /orders and
// POST /orders/{order_id}/events).
#pragma once

#include "app/shop_receiver.h"
#include "commerce/remote/capabilities.h"

namespace till::commerce::remote {

// What the backend says to an order that it took.
Result<app::ShopTaken, AnswerFault> read_order_answer(json::Value answer);

// Any thread may call. Both must outlive it and every call.
class RemoteReceiver final : public app::ShopReceiver {
 public:
  RemoteReceiver(BackendClient& client, Capabilities& capabilities)
      : client_(client), capabilities_(capabilities) {}

  // Also while nobody knows: what is not told cannot be made good later.
  bool is_wanted() const override;
  // A backend that does not list orders is told nothing: then it fails, until the list changes.
  Task<app::ShopAnswer> tell(app::OutboxEvent event, Executor& executor) override;

 private:
  BackendClient& client_;
  Capabilities& capabilities_;
};

}  // namespace till::commerce::remote
