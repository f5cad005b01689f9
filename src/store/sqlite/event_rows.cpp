#include "store/sqlite/event_rows.h"

#include "store/codec/fields.h"

namespace till::store {

Statement select_events(const Database& database, std::string_view clause) {
  const std::string sql =
      "SELECT id, order_id, agent, type, CASE WHEN ?1 THEN body ELSE x'' END, created_at, state, "
      "attempts, next_attempt_at, last_error, sequence, seq, receiver FROM outbox " +
      std::string(clause);
  return database.prepare(sql.c_str());
}

std::optional<app::OutboxEvent> event_of(const Statement& row) {
  const auto type = codec::enumerator<app::EventType>(row.number(3));
  const auto state = codec::enumerator<app::EventState>(row.number(6));
  const auto receiver = codec::enumerator<app::EventReceiver>(row.number(12));
  if (!type || !state || !receiver) return std::nullopt;
  app::OutboxEvent event;
  event.id = row.id<EventId>(0);
  event.order = row.id<OrderId>(1);
  event.agent = row.bytes(2);
  event.type = *type;
  event.body = row.bytes(4);
  event.created_at.ms = row.integer(5);
  event.state = *state;
  event.attempts = row.integer(7);
  event.next_attempt_at.ms = row.integer(8);
  event.last_error = row.bytes(9);
  event.sequence = row.number(10);
  event.receiver = *receiver;
  return event;
}

std::uint64_t row_of(const Statement& row) { return row.number(11); }

}  // namespace till::store
