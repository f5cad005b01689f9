// LocalOutbox: which events are pending, and who tells them, for stores that one machine keeps.
// Private to the stores.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "app/ports/outbox.h"

namespace till::store {

// Whom an event is for: an agent, by its name, or another receiver, which has none and comes later.
struct Party {
  app::EventReceiver receiver = app::EventReceiver::agent;
  std::string agent;
  auto operator<=>(const Party&) const = default;
};
Party party_of(const app::OutboxEvent& event);
inline Party agent_named(std::string name) { return {app::EventReceiver::agent, std::move(name)}; }

// A queue for each order and receiver, as committed. Leases are kept here alone: none is written,
// and with the last process they are gone. Of an agent with very many pending events the first are
// kept and the others left in the store, to be read once there is room: see Missing. Any thread may
// call.
class LocalOutbox {
 public:
  struct Limits {
    std::size_t events_of_agent = 10'000;
    std::size_t body_bytes = std::size_t{16} << 20U;  // Beyond it events are kept without bodies.
  };
  explicit LocalOutbox(Limits limits) : limits_(limits) {}

  // What was committed, in the order of the commits. `row` is where the store has the event, and
  // grows with every new one. An event that is not pending, or that is kept already, is left out.
  void add(app::OutboxEvent event, std::uint64_t row);
  // False when the event is not kept.
  bool update(const app::EventUpdate& update);
  bool knows(const EventId& id) const;
  // A pending event of this receiver is pending no more, whether it is kept or left in the store.
  void drop(const EventId& id, const Party& party);
  // What the events of an order say was changed in the store.
  void forget_bodies(const OrderId& order);

  // See app::Outbox. A body that is empty is in the store.
  std::vector<app::LeasedEvent> lease(Timestamp now, Milliseconds lease,
                                      const app::EventRoom& room);
  // Keeps a lease from ending while its outcome is written; false when it is lost.
  bool begin_settling(const app::EventLease& lease);
  // With `written` the lease ends.
  void end_settling(const app::EventLease& lease, bool written);
  void give_back(const app::EventLease& lease, Timestamp due);
  std::vector<app::Backlog> backlogs() const;

  // Events that were left in the store and that there is room for: those of this party after this
  // row, so many at most. Whoever is told of them reads them and says what there was.
  struct Missing {
    Party party;
    std::uint64_t after = 0;
    std::size_t most = 0;
  };
  std::optional<Missing> begin_reading();
  // `events` oldest first and without bodies; rows up to `read_to` were looked at, which are all
  // there were when `all` is true.
  struct Read {
    std::vector<app::OutboxEvent> events;
    std::uint64_t read_to = 0;
    bool all = false;
  };
  void end_reading(const Missing& missing, Read read);

 private:
  struct Queue {
    std::vector<app::OutboxEvent> events;  // In the order in which they are told; never empty.
    std::uint64_t lease = 0;               // 0: nobody has one.
    Timestamp at;  // When it is due, or its lease ends; its place among its party's.
  };
  using QueueKey = std::pair<app::EventReceiver, OrderId>;
  using Queues = std::map<QueueKey, Queue>;
  struct Waiting {
    std::set<std::pair<Timestamp, OrderId>> orders;  // All but those that are settling.
    std::multiset<Timestamp> ages;                   // When each event kept was created.
    std::size_t left = 0;                            // About so many are left in the store,
    bool behind = false;                             // where some are,
    std::uint64_t read_to = 0;                       // in rows after this one.
    bool reading = false;
    std::uint64_t missed_from = 0;  // The first that was left there since the reading began.
  };
  using Parties = std::map<Party, Waiting>;

  bool has_place(const Waiting& party, const app::OutboxEvent& event) const;
  void keep(Waiting& party, app::OutboxEvent event);
  void leave(Waiting& party, std::uint64_t row);
  void remove(const EventId& id);
  static std::vector<app::OutboxEvent>::iterator find(Queue& queue, const EventId& id);
  static void place(Waiting& party, const OrderId& order, Queue& queue, Timestamp at);
  app::LeasedEvent lease_first(app::EventReceiver receiver, Waiting& party, Timestamp until);
  Queue* held(const app::EventLease& lease);
  void lose_body(app::OutboxEvent& event);

  const Limits limits_;
  mutable std::mutex mutex_;
  Queues queues_;
  std::map<EventId, QueueKey> orders_;  // Of every event that is kept.
  Parties parties_;
  Party last_;  // Which agent's turn it was.
  std::uint64_t leases_ = 0;
  std::size_t body_bytes_ = 0;
};

}  // namespace till::store
