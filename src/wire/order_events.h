// DialectOrderEvents: events of orders, each in the dialect of its receiver.
#pragma once

#include "app/ports/order_events.h"
#include "base/id.h"
#include "wire/dialects.h"

namespace till::wire {

// An agent is told of an order in the dialect in which it bought. Both must outlive this.
class DialectOrderEvents final : public app::OrderEvents {
 public:
  DialectOrderEvents(const Dialects& dialects, IdSource& ids) : dialects_(dialects), ids_(ids) {}

  std::vector<app::OutboxEvent> of(app::EventType type, const checkout::Order& order,
                                   Timestamp now) override;
  std::string body(app::EventType type, const checkout::Order& order) const override;

 private:
  const Dialects& dialects_;
  IdSource& ids_;
};

}  // namespace till::wire
