// What the Dispatcher is about. Private to app.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/dispatcher.h"
#include "app/receivers.h"

namespace till::app {

// Holds nothing but the events that are under way: what waits is the outbox's. One thread: the
// executor's.
struct Dispatcher::State {
  using Self = std::shared_ptr<State>;

  State(DispatcherDependencies given, Executor& on)
      : dependencies(std::move(given)), executor(on) {}

  // Begins what is due, as far as there are free slots.
  static void look(const Self& self);
  static Task<Done> measure(Self self);
  static Task<StoreResult<bool>> replay(Self self, EventId id);
  void targets_changed();

  DispatcherDependencies dependencies;
  Executor& executor;
  std::size_t in_flight = 0;
  bool stopped = false;

 private:
  static Task<Done> begin_due(Self self);
  static void begin(const Self& self, LeasedEvent leased);
  // One attempt, from its body to the commit of what came of it.
  static Task<Done> attempt(Self self, OutboxEvent event, WebhookTarget target);
  static Task<Done> settle(Self self, const OutboxEvent& event, const WebhookAnswer& answer);
  // Brings back a dead order_create before its order_update, which has to wait so long then;
  // nothing when nothing is in its way.
  static Task<std::optional<Milliseconds>> bring_back_create(Self self, const OutboxEvent& update);
  // One delivery, signed with this secret now.
  static Task<WebhookAnswer> send(Self self, const OutboxEvent& event, const std::string& url,
                                  const Secret& secret);
  // What becomes of an event and, when it is an order_create that is dead, of those behind it.
  static Task<std::vector<EventUpdate>> consequences(Self self, const OutboxEvent& event,
                                                     EventUpdate first);
  static Task<Done> give_back(Self self, EventLease lease, Milliseconds wait);

  // Receivers with nothing under way may always begin one: what they alone have room for.
  EventRoom room(bool only_idle) const;
  EventUpdate consequence(const OutboxEvent& event, const WebhookAnswer& answer);
  void note(const OutboxEvent& event, const WebhookAnswer& answer, const EventUpdate& update);
  void report(const OutboxEvent& event, const WebhookAnswer& answer, const EventUpdate& update);
  void report_receiver(const std::string& agent, Receiver::News news, const std::string& error);

  // One that outlasts its lease is not begun twice here: it goes on under the next one, unless
  // another process told the event meanwhile.
  struct UnderWay {
    EventId event;
    EventLease lease;
  };
  bool goes_on(const LeasedEvent& leased);
  // It is not under way any more once its outcome is about to be written; its lease until then.
  EventLease end(const OrderId& order);

  Receivers receivers_;
  std::map<OrderId, UnderWay> under_way_;
  bool looking_ = false;
  bool look_again_ = false;  // Something may be due since it began to look.
};

}  // namespace till::app
