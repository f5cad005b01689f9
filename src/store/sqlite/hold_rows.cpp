// Hold intents in the SQLite store: the writer's part, the readers' and the leases.
#include <utility>

#include "store/codec/codec.h"
#include "store/follows.h"
#include "store/sqlite/core.h"

namespace till::store {
namespace {

constexpr int kBody = 0;
constexpr int kDue = 1;

auto unreadable() { return refused(app::StoreFailure::failed); }

// Of a row with the body and when it is due.
std::optional<app::HoldIntent> intent_of(const Statement& row) {
  auto intent = codec::decode_hold(row.bytes(kBody));
  if (intent && !row.is_null(kDue)) intent->due = Timestamp{row.integer(kDue)};
  return intent;
}

}  // namespace

bool BatchWriter::hold_fits(const app::Changeset& changeset) {
  if (!changeset.hold) return true;
  find_hold_.bind(1, changeset.hold->session.bytes);
  const ResetAtEnd reset(find_hold_);
  const bool found = find_hold_.step();
  note(!find_hold_.failed());
  if (!found) return goes_on_from(*changeset.hold, 0);
  const auto stored = codec::decode_hold(find_hold_.bytes(kBody));
  note(stored.has_value());
  return stored && goes_on_from(*changeset.hold, stored->version);
}

void BatchWriter::write_hold(const app::Changeset& changeset) {
  if (changeset.hold_due) note(hurry_hold_.bind(1, changeset.hold_due->bytes).run());
  if (!changeset.hold) return;
  const app::HoldIntent& intent = *changeset.hold;
  if (intent.state == app::HoldState::given_back) {
    return note(drop_hold_.bind(1, intent.session.bytes).run());
  }
  const std::string body = codec::encode(intent);
  put_hold_.bind(1, intent.session.bytes).bind_blob(3, body);
  intent.due ? put_hold_.bind(2, intent.due->ms) : put_hold_.bind_null(2);
  note(put_hold_.run());
}

app::StoreResult<std::optional<app::HoldIntent>> Reader::hold(const SessionId& id) {
  hold_.bind(1, id.bytes);
  const ResetAtEnd reset(hold_);
  if (!hold_.step()) {
    if (hold_.failed()) return unreadable();
    return std::optional<app::HoldIntent>();
  }
  auto intent = intent_of(hold_);
  if (!intent) return unreadable();
  return intent;
}

app::StoreResult<std::vector<app::HoldIntent>> Reader::due_holds(Timestamp now, std::size_t limit) {
  due_holds_.bind(1, now.ms).bind(2, static_cast<std::int64_t>(limit));
  const ResetAtEnd reset(due_holds_);
  std::vector<app::HoldIntent> due;
  while (due_holds_.step()) {
    auto intent = intent_of(due_holds_);
    if (!intent) return unreadable();
    due.push_back(std::move(*intent));
  }
  if (due_holds_.failed()) return unreadable();
  return due;
}

Task<app::StoreResult<std::optional<app::HoldIntent>>> SqliteStore::hold_of(SessionId session,
                                                                            Executor&) {
  auto reader = core_->readers.lease();
  if (!reader) co_return unreadable();
  co_return reader->hold(session);
}

Task<app::StoreResult<std::vector<app::HoldIntent>>> SqliteStore::lease_holds(Timestamp now,
                                                                              Milliseconds lease,
                                                                              std::size_t most,
                                                                              Executor&) {
  core_->hold_leases.forget_ended(now);
  auto reader = core_->readers.lease();
  if (!reader) co_return unreadable();
  // Those that are leased may be the earliest.
  auto come = reader->due_holds(now, most + core_->hold_leases.size());
  if (!come) co_return refused(come.error());
  std::vector<app::HoldIntent> due;
  for (app::HoldIntent& intent : *come) {
    if (due.size() == most) break;
    if (!core_->hold_leases.take_due(intent.session, now, now + lease, process_)) continue;
    due.push_back(std::move(intent));
  }
  co_return due;
}

Task<app::StoreResult<Done>> SqliteStore::postpone_hold(SessionId session, Timestamp due,
                                                        Executor&) {
  core_->hold_leases.postpone(session, due, process_);
  co_return Done{};
}

}  // namespace till::store
