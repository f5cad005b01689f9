// What the writer does with events, and what it tells the outbox of them.
#include <string>
#include <utility>

#include "app/event_receivers.h"
#include "store/codec/fields.h"
#include "store/sqlite/batch_writer.h"
#include "store/sqlite/event_rows.h"

namespace till::store {
namespace {

constexpr std::int64_t kEventsAtOnce = 500;

// Those whose pending events are told however old they are, as a list of SQL.
std::string told_until_taken() {
  std::string list;
  for (const app::EventReceiverRow& row : app::kEventReceivers) {
    if (!row.until_taken) continue;
    list += (list.empty() ? "" : ", ") + std::to_string(static_cast<std::int64_t>(row.receiver));
  }
  return "(" + list + ")";
}

}  // namespace

void BatchWriter::write_events(const app::Changeset& changeset) {
  for (app::OutboxEvent event : changeset.events) {
    if (changeset.session) event.sequence = changeset.session->version;
    write_event(std::move(event));
  }
  for (const app::EventUpdate& update : changeset.event_updates) update_event(update);
}

void BatchWriter::write_event(app::OutboxEvent event) {
  add_event_.bind(1, event.id.bytes).bind(2, event.order.bytes).bind_text(3, event.agent);
  add_event_.bind(4, static_cast<std::int64_t>(event.type)).bind_blob(5, event.body);
  add_event_.bind(6, event.created_at.ms).bind(7, static_cast<std::int64_t>(event.state));
  add_event_.bind(8, event.attempts).bind(9, event.next_attempt_at.ms);
  add_event_.bind_text(10, event.last_error).bind(11, static_cast<std::int64_t>(event.sequence));
  add_event_.bind(12, static_cast<std::int64_t>(event.receiver));
  note(add_event_.run());
  const bool is_new = sqlite3_changes(database_.handle()) > 0;
  const auto row = static_cast<std::uint64_t>(sqlite3_last_insert_rowid(database_.handle()));
  if (is_new) batch_outbox_.emplace_back(AddedEvent{std::move(event), row});
}

void BatchWriter::update_event(const app::EventUpdate& update) {
  UpdatedEvent updated{update, {}};
  if (!outbox_.knows(update.id)) {
    const ResetAtEnd reset(find_event_);
    const bool found = find_event_.bind(1, 0).bind(2, update.id.bytes).step();
    note(!find_event_.failed());
    auto event = found ? event_of(find_event_) : std::nullopt;
    if (event) updated.before = AddedEvent{std::move(*event), row_of(find_event_)};
  }
  update_event_.bind(1, update.id.bytes).bind(2, static_cast<std::int64_t>(update.state));
  update_event_.bind(3, update.attempts).bind(4, update.next_attempt_at.ms);
  note(update_event_.bind_text(5, update.last_error).run());
  batch_outbox_.emplace_back(std::move(updated));
}

void BatchWriter::tell_outbox(OutboxChange change) {
  if (auto* added = std::get_if<AddedEvent>(&change)) {
    outbox_.add(std::move(added->event), added->row);
  } else if (auto* updated = std::get_if<UpdatedEvent>(&change)) {
    tell_update(std::move(*updated));
  } else if (const auto* dropped = std::get_if<DroppedEvent>(&change)) {
    outbox_.drop(dropped->id, dropped->party);
  } else {
    outbox_.forget_bodies(std::get<ChangedBodies>(change).order);
  }
}

void BatchWriter::tell_update(UpdatedEvent updated) {
  if (outbox_.update(updated.update) || !updated.before) return;
  app::OutboxEvent& event = updated.before->event;
  const bool was_pending = event.state == app::EventState::pending;
  const bool is_pending = updated.update.state == app::EventState::pending;
  if (was_pending && !is_pending) outbox_.drop(event.id, party_of(event));
  if (was_pending || !is_pending) return;
  event.state = updated.update.state;
  event.attempts = updated.update.attempts;
  event.next_attempt_at = updated.update.next_attempt_at;
  event.last_error = updated.update.last_error;
  outbox_.add(std::move(event), updated.before->row);
}

bool BatchWriter::load_outbox() {
  Statement pending = select_events(database_, "WHERE state = ?2 ORDER BY seq");
  pending.bind(1, 0).bind(2, static_cast<std::int64_t>(app::EventState::pending));
  while (pending.step()) {
    auto event = event_of(pending);
    if (!event) return false;
    outbox_.add(std::move(*event), row_of(pending));
  }
  return !pending.failed();
}

std::size_t BatchWriter::drop_events(app::EventState state, Timestamp before) {
  const std::string sql =
      "DELETE FROM outbox WHERE seq IN "
      "(SELECT seq FROM outbox WHERE state = ?3 AND (?3 <> ?4 OR receiver NOT IN " +
      told_until_taken() +
      ") ORDER BY seq LIMIT ?2) AND created_at < ?1 RETURNING id, agent, receiver";
  Statement drop = database_.prepare(sql.c_str());
  drop.bind(1, before.ms).bind(2, kEventsAtOnce).bind(3, static_cast<std::int64_t>(state));
  drop.bind(4, static_cast<std::int64_t>(app::EventState::pending));
  std::size_t dropped = 0;
  for (; drop.step(); ++dropped) {
    if (state != app::EventState::pending) continue;
    const auto receiver = codec::enumerator<app::EventReceiver>(drop.number(2));
    app::OutboxEvent event;
    event.agent = drop.bytes(1);
    event.receiver = receiver.value_or(app::EventReceiver::agent);
    batch_outbox_.emplace_back(DroppedEvent{drop.id<EventId>(0), party_of(event)});
  }
  note(!drop.failed());
  return dropped;
}

}  // namespace till::store
