// The queues behind the Dispatcher. Private to app.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "app/dispatcher.h"
#include "app/receivers.h"

namespace till::app {

// One queue an order. The head of a queue is either under way, or waits at its receiver for its
// time; everything behind it waits for the head. One thread: the executor's.
struct Dispatcher::State {
  using Self = std::shared_ptr<State>;

  State(DispatcherDependencies given, Executor& on)
      : dependencies(std::move(given)), executor(on) {}

  // Puts an event behind the others of its order; nothing when it is there already.
  void append(OutboxEvent event);

  // Begins what is due, as far as there are free slots.
  static void start_due(const Self& self);
  void measure() const;

  static Task<StoreResult<Done>> recover(Self self);
  static Task<StoreResult<bool>> replay(Self self, EventId id);
  // Reads the pending events of receivers that were in the store and have a target now.
  static Task<Done> read_again(Self self);

  DispatcherDependencies dependencies;
  Executor& executor;
  std::size_t in_flight = 0;
  // Until then an added event may have older ones of its order still in the store.
  bool recovered = false;
  bool stopped = false;
  bool stale = false;    // Targets changed, or could not be read last time.
  bool reading = false;  // read_again is under way.

 private:
  struct Queue {
    std::vector<OutboxEvent> events;  // Oldest first; never empty, seldom more than one.
    bool under_way = false;           // The head is.
  };
  using Queues = std::map<OrderId, Queue>;

  // One attempt of the head of a queue, from its body to the commit of what came of it.
  static Task<Done> attempt(Self self, OutboxEvent event, WebhookTarget target);
  // Brings back a dead order_create before its order_update, which waits then; false: nothing is in
  // the way of the update.
  static Task<bool> bring_back_create(Self self, const OutboxEvent& update);
  // One delivery, signed with this secret now.
  static Task<WebhookAnswer> send(Self self, const OutboxEvent& event, const std::string& url,
                                  const Secret& secret);
  // The event with its body; nothing when there is no need or no way to send it now.
  static Task<std::optional<OutboxEvent>> with_body(Self self, OutboxEvent event);
  static void begin(const Self& self, Receivers::All::value_type& receiver);

  bool knows(const Queue& queue, const EventId& id) const;
  // Puts pending events of the store, oldest first, before what was added meanwhile; only those of
  // receivers that are being read.
  void take_up(std::vector<OutboxEvent> events);
  // Puts a replayed event where its age belongs, but never before a head that is under way; false
  // when it is there already.
  bool insert(OutboxEvent event);
  void schedule(Queue& queue);
  void unschedule(const Queue& queue);
  // What becomes of an event and, when it is an order_create that is dead, of those behind it.
  std::vector<EventUpdate> consequences(const OutboxEvent& event, const WebhookAnswer& answer);
  EventUpdate consequence(const OutboxEvent& event, const WebhookAnswer& answer);
  void settle(const OrderId& order, const std::vector<EventUpdate>& updates);
  void postpone(const OrderId& order);
  void drop_head(Queues::iterator queue);
  // Leaves the events of an agent to the store.
  void leave_in_store(const std::string& agent);
  void note(const OutboxEvent& event, const WebhookAnswer& answer, const EventUpdate& update);
  void report(const OutboxEvent& event, const WebhookAnswer& answer, const EventUpdate& update);
  void report_receiver(const std::string& agent, Receiver::News news, const std::string& error);
  double jitter();
  void keep_body(OutboxEvent& event);
  void lose_body(OutboxEvent& event);

  Queues queues_;
  Receivers receivers_;
  std::multiset<Timestamp> ages_;  // When each event of all queues was created.
  std::size_t body_bytes_ = 0;     // Of all queues.
  bool starting_ = false;          // start_due is on the stack: attempts may end inside it.
};

}  // namespace till::app
