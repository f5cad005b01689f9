// DialectOrderEvents: events of orders, each in the dialect of its receiver.
#pragma once

#include "app/mail_events.h"
#include "app/ports/order_events.h"
#include "app/shop_receiver.h"
#include "base/id.h"
#include "checkout/shop_news.h"
#include "wire/dialects.h"

namespace till::wire {

// An agent is told of an order in the dialect in which it bought, a shop in that of its backend.
// What a buyer is told by mail goes with it.
// Both must outlive this.
class DialectOrderEvents final : public app::OrderEvents {
 public:
  DialectOrderEvents(const Dialects& dialects, IdSource& ids,
                     const app::ShopReceiver* shop = nullptr)
      : dialects_(dialects), ids_(ids), shop_(shop) {}

  // Who decides whether orders are told that are placed from now on; null: nobody is told. Of one
  // that was told what happens to it is told in any case, once there is somebody to tell.
  void tell(const app::ShopReceiver* shop) { shop_ = shop; }
  // Who writes to buyers from now on; null: nobody does. It must outlive this.
  void mail(app::MailEvents* mails) { mails_ = mails; }

  // From now on what a tax service has to know of an order is told.
  void tell_tax_service() { taxes_ = true; }

  std::vector<app::OutboxEvent> of(const app::OrderNews& news, Timestamp now) override;
  app::OutboxEvent to_shop(const checkout::Session& session, Timestamp now) override;
  std::string before_charge(const checkout::Session& priced, const std::string& provider,
                            Timestamp now) const override;
  bool shop_wants_orders() const override { return shop_ != nullptr && shop_->is_wanted(); }
  std::optional<std::string> without_buyer(const app::OutboxEvent& event,
                                           const checkout::Session& session) const override;

 private:
  app::OutboxEvent event_of(const checkout::Order& order, app::EventType type, Timestamp now);
  void add_for_shop(const app::OrderNews& news, Timestamp now,
                    std::vector<app::OutboxEvent>& events);
  std::string agents_body(app::EventType type, const checkout::Order& order) const;

  const Dialects& dialects_;
  IdSource& ids_;
  const app::ShopReceiver* shop_;
  app::MailEvents* mails_ = nullptr;
  bool taxes_ = false;
};

}  // namespace till::wire
