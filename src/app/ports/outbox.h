// Outbox: the events that are told to agents, to the shop's backend and to buyers by mail, and who
// tells them.
//
// Events of one order are told to one receiver one after the other, by sequence. So an order is
// leased for a receiver, with its first pending event: nobody else is handed such an event of it
// before the lease ends, which it does by itself, so that what a process that died was about to
// tell is told by another. What one receiver is told of an order never waits for another. A store
// of one machine writes nothing for a lease and knows of none after a restart.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "app/ports/changeset.h"
#include "app/ports/store_result.h"

namespace till::app {

struct EventFilter {
  std::optional<EventState> state;
  std::size_t limit = 100;
  std::optional<EventId> after = {};           // Given: only later ids, in their order.
  std::optional<OrderId> order = {};           // Only this order's; not together with `after`.
  bool bodies = true;                          // False: they come without, which costs less.
  std::optional<EventReceiver> receiver = {};  // Only this one's.
};

// Names a lease; no two have the same number.
struct EventLease {
  OrderId order;
  std::uint64_t number = 0;
  EventReceiver receiver = EventReceiver::agent;
};

// An event that only whoever leased its order may tell.
struct LeasedEvent {
  OutboxEvent event;
  EventLease lease;
};

// How many events a caller has room for, so that it is handed none that it would only hold.
struct EventRoom {
  std::size_t most = 0;                           // Of agents in all,
  std::size_t most_of_agent = 0;                  // and of each agent
  std::map<std::string, std::size_t> of_agent{};  // that is not named here.
  std::size_t of_shop = 0;                        // Of the shop, beside what agents have,
  std::size_t of_mail = 0;                        // of mail,
  std::size_t of_tax = 0;                         // and of the tax service.

  // `agent` counts for agents alone.
  std::size_t of(EventReceiver receiver, const std::string& agent) const {
    switch (receiver) {
      case EventReceiver::agent: break;
      case EventReceiver::shop: return of_shop;
      case EventReceiver::mail: return of_mail;
      case EventReceiver::tax: return of_tax;
    }
    const auto named = of_agent.find(agent);
    return named == of_agent.end() ? most_of_agent : named->second;
  }
};

// What is pending of one agent, of the shop or of mail, of any process.
struct Backlog {
  std::string agent;       // Empty but for an agent.
  std::size_t events = 0;  // About, when there are very many.
  Timestamp oldest;        // When the first of them was made.
  EventReceiver receiver = EventReceiver::agent;
};

// What came of writing an outcome.
enum class Settling {
  written,  // The lease has ended with it.
  lost,     // Somebody else has the lease: nothing was written.
  failed,   // As CommitOutcome::busy or failed: nothing was written, and the lease goes on.
};

// For threads and failures see store_result.h.
class Outbox {
 public:
  virtual ~Outbox() = default;

  // Events as filtered, oldest first; those of one order by sequence.
  virtual Task<StoreResult<std::vector<OutboxEvent>>> events(EventFilter filter,
                                                             Executor& executor) = 0;

  // Nothing when there is no such event (any more).
  virtual Task<StoreResult<std::optional<OutboxEvent>>> event(EventId id, Executor& executor) = 0;

  // Takes up what is due, agents in turn, the others beside them, and of each what has been due
  // longest: orders that nobody has leased for it and whose first pending event of it is due. Each
  // is leased until `now + lease`. Of a commit in this process its events are there as soon as its
  // Task has ended.
  virtual Task<StoreResult<std::vector<LeasedEvent>>> lease_events(Timestamp now,
                                                                   Milliseconds lease,
                                                                   EventRoom room,
                                                                   Executor& executor) = 0;

  // Writes what became of a leased event, and of others of its order, all together or not at all,
  // and ends the lease. A lease that ended holds as long as nobody was given another.
  virtual Task<Settling> settle_events(EventLease lease, std::vector<EventUpdate> updates,
                                       Executor& executor) = 0;

  // Ends a lease; its order is due again at `due`. Nothing happens when the lease is lost.
  virtual Task<StoreResult<Done>> give_back(EventLease lease, Timestamp due,
                                            Executor& executor) = 0;

  // Of everyone who has pending events.
  virtual Task<StoreResult<std::vector<Backlog>>> backlogs(Executor& executor) = 0;

  // Writes what becomes of events that nobody is telling, all together or not at all; an unknown
  // one is left out. What is made pending is due as its update says.
  virtual Task<CommitOutcome> update_events(std::vector<EventUpdate> updates,
                                            Executor& executor) = 0;
};

}  // namespace till::app
