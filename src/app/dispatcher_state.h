// The queues behind the Dispatcher. Private to app.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <utility>
#include <vector>

#include "app/dispatcher.h"

namespace till::app {

// One queue an order. The head of a queue is either under way, or waits in `due_` for its time;
// everything behind it waits for the head. One thread: the executor's.
struct Dispatcher::State {
  using Self = std::shared_ptr<State>;

  State(DispatcherDependencies given, Executor& on)
      : dependencies(std::move(given)), executor(on) {}

  // Puts an event behind the others of its order; nothing when it is there already.
  void append(OutboxEvent event);
  // Puts pending events of the store, oldest first, before what was added meanwhile.
  void take_up(std::vector<OutboxEvent> events);
  // Puts a replayed event where its age belongs, but never before a head that is under way; false
  // when it is there already.
  bool insert(OutboxEvent event);

  // Begins what is due, as far as there are free slots.
  static void start_due(const Self& self);
  void measure() const;

  static Task<StoreResult<Done>> recover(Self self);
  static Task<StoreResult<bool>> replay(Self self, EventId id);

  DispatcherDependencies dependencies;
  Executor& executor;
  std::size_t in_flight = 0;
  // Until then an added event may have older ones of its order still in the store.
  bool recovered = false;
  bool stopped = false;

 private:
  struct Queue {
    std::vector<OutboxEvent> events;  // Oldest first; never empty, seldom more than one.
    bool under_way = false;           // The head is.
  };
  using Queues = std::map<OrderId, Queue>;

  // One attempt of the head of a queue, from its body to the commit of what came of it.
  static Task<Done> attempt(Self self, OutboxEvent event, WebhookTarget target);
  // One delivery, signed with this secret now.
  static Task<WebhookAnswer> send(Self self, const OutboxEvent& event, const std::string& url,
                                  const Secret& secret);
  // The event with its body; nothing when there is no need or no way to send it now.
  static Task<std::optional<OutboxEvent>> with_body(Self self, OutboxEvent event);
  static void begin(const Self& self, Queue& queue, WebhookTarget target);

  bool knows(const Queue& queue, const EventId& id) const;
  void schedule(Queue& queue);
  void unschedule(const Queue& queue);
  EventUpdate consequence(const OutboxEvent& event, const WebhookAnswer& answer);
  void settle(const OrderId& order, const EventUpdate& update);
  void postpone(const OrderId& order);
  void drop_head(Queues::iterator queue);
  void report(const OutboxEvent& event, const WebhookAnswer& answer, const EventUpdate& update);
  double jitter();

  Queues queues_;
  std::set<std::pair<Timestamp, OrderId>> due_;
  std::multiset<Timestamp> ages_;  // When each event of all queues was created.
  bool starting_ = false;          // start_due is on the stack: attempts may end inside it.
};

}  // namespace till::app
