#include "store/sqlite/reader.h"

#include <utility>

#include "checkout/erasure.h"
#include "store/codec/codec.h"
#include "store/codec/fields.h"
#include "store/sqlite/event_rows.h"

namespace till::store {
namespace {

// Rows read for one page of orders, so that a filter that fits few does not read them all.
constexpr std::size_t kMostLookedAt = 1'000;
constexpr std::size_t kMostEventsLookedAt = 5'000;

auto failed() { return refused(app::StoreFailure::failed); }

// The one row of a statement, decoded from its first column; nothing when there is no row.
template <class T>
app::StoreResult<std::optional<T>> read_one(Statement& statement,
                                            std::optional<T> (*decode)(std::string_view)) {
  const ResetAtEnd reset(statement);
  if (!statement.step()) {
    if (statement.failed()) return failed();
    return std::optional<T>();
  }
  auto value = decode(statement.bytes(0));
  if (!value) return failed();
  return value;
}

app::StoreResult<checkout::SessionPtr> read_session(Statement& statement) {
  auto session = read_one<checkout::Session>(statement, codec::decode_session);
  if (!session) return failed();
  if (!*session) return checkout::SessionPtr();
  return std::make_shared<const checkout::Session>(std::move(**session));
}

}  // namespace

VersionKey version_key(const SessionId& id, std::uint64_t version) {
  VersionKey key{};
  std::copy(id.bytes.begin(), id.bytes.end(), key.begin());
  for (std::size_t i = 0; i < 8; ++i) {
    key[23 - i] = static_cast<std::uint8_t>(version >> (8 * i));
  }
  return key;
}

Reader::Reader(Database database)
    : database_(std::move(database)),
      newest_(database_.prepare("SELECT body FROM session_versions WHERE key BETWEEN ?1 AND ?2 "
                                "ORDER BY key DESC LIMIT 1")),
      version_(database_.prepare("SELECT body FROM session_versions WHERE key = ?1")),
      record_(database_.prepare("SELECT fingerprint, dialect, answer, created_at FROM idempotency "
                                "WHERE seq = ?1")),
      order_(database_.prepare("SELECT body FROM orders WHERE id = ?1")),
      orders_(database_.prepare("SELECT body FROM orders WHERE id < ?1 ORDER BY id DESC")),
      orders_of_number_(database_.prepare("SELECT body FROM orders WHERE number = ?2 AND "
                                          "number <> '' AND id < ?1 ORDER BY id DESC")),
      token_(database_.prepare("SELECT body FROM vault_tokens WHERE id = ?1")),
      open_attempts_(database_.prepare("SELECT body FROM open_attempts JOIN attempts USING (id) "
                                       "ORDER BY open_attempts.rowid LIMIT ?1")),
      attempts_of_(database_.prepare(
          "SELECT body FROM attempts WHERE session = ?1 ORDER BY attempts.rowid")),
      deadlines_(
          database_.prepare("SELECT session FROM deadlines WHERE due <= ?1 ORDER BY due LIMIT ?2")),
      hold_(database_.prepare("SELECT body, due FROM hold_intents WHERE session = ?1")),
      due_holds_(database_.prepare(
          "SELECT body, due FROM hold_intents WHERE due <= ?1 ORDER BY due LIMIT ?2")),
      events_(prepare_events("ORDER BY seq")),
      events_in_state_(prepare_events("WHERE state = ?2 ORDER BY seq")),
      events_of_order_(prepare_events("WHERE order_id = ?3 ORDER BY sequence, seq")),
      events_after_(prepare_events("WHERE id > ?4 AND (?2 = 0 OR state = ?2) ORDER BY id")),
      event_(prepare_events("WHERE id = ?2")),
      uses_(database_.prepare("SELECT used FROM discount_uses WHERE key = ?1")) {}

app::StoreResult<checkout::SessionPtr> Reader::newest(const SessionId& id) {
  const VersionKey first = version_key(id, 0);
  const VersionKey last = version_key(id, UINT64_MAX);
  newest_.bind(1, first).bind(2, last);
  return read_session(newest_);
}

app::StoreResult<checkout::SessionPtr> Reader::version(const SessionId& id, std::uint64_t version) {
  const VersionKey key = version_key(id, version);
  version_.bind(1, key);
  return read_session(version_);
}

app::StoreResult<std::optional<app::IdempotencyRecord>> Reader::record(const Digest& scope,
                                                                       std::int64_t row) {
  const ResetAtEnd reset(record_);
  record_.bind(1, row);
  if (!record_.step()) {
    if (record_.failed()) return failed();
    return std::optional<app::IdempotencyRecord>();
  }
  app::IdempotencyRecord record;
  record.scope = scope;
  record_.bytes(0).copy(reinterpret_cast<char*>(record.fingerprint.data()),
                        record.fingerprint.size());
  const auto dialect = codec::enumerator<checkout::DialectId>(record_.number(1));
  auto answer = codec::decode_answer(record_.bytes(2));
  if (!dialect || !answer) return failed();
  record.dialect = *dialect;
  record.answer = std::move(*answer);
  record.created_at.ms = record_.integer(3);
  return record;
}

app::StoreResult<std::optional<checkout::Order>> Reader::order(const OrderId& id) {
  order_.bind(1, id.bytes);
  return read_one<checkout::Order>(order_, codec::decode_order);
}

app::StoreResult<app::OrderPage> Reader::orders(const app::OrderFilter& filter) {
  OrderId before;
  before.bytes.fill(0xff);
  if (filter.before) before = *filter.before;
  Statement& orders = filter.number ? orders_of_number_ : orders_;
  const ResetAtEnd reset(orders);
  orders.bind(1, before.bytes);
  if (filter.number) orders.bind_text(2, *filter.number);
  app::OrderPage page;
  OrderId last;
  for (std::size_t looked_at = 0; orders.step(); ++looked_at) {
    if (page.orders.size() == filter.limit || looked_at == kMostLookedAt) {
      page.next = last;
      return page;
    }
    auto order = codec::decode_order(orders.bytes(0));
    if (!order) return failed();
    last = order->id;
    const bool wanted = !filter.status || order->status == *filter.status;
    if (wanted) page.orders.push_back(std::move(*order));
  }
  if (orders.failed()) return failed();
  return page;
}

app::StoreResult<std::optional<app::VaultToken>> Reader::token(const TokenId& id) {
  token_.bind(1, id.bytes);
  return read_one<app::VaultToken>(token_, codec::decode_token);
}

app::StoreResult<std::vector<app::PaymentAttempt>> Reader::read_attempts(Statement& statement) {
  const ResetAtEnd reset(statement);
  std::vector<app::PaymentAttempt> attempts;
  while (statement.step()) {
    auto attempt = codec::decode_attempt(statement.bytes(0));
    if (!attempt) return failed();
    attempts.push_back(std::move(*attempt));
  }
  if (statement.failed()) return failed();
  return attempts;
}

app::StoreResult<std::vector<app::PaymentAttempt>> Reader::open_attempts(std::size_t limit) {
  open_attempts_.bind(1, static_cast<std::int64_t>(limit));
  return read_attempts(open_attempts_);
}

app::StoreResult<std::vector<app::PaymentAttempt>> Reader::attempts_of(const SessionId& id) {
  attempts_of_.bind(1, id.bytes);
  return read_attempts(attempts_of_);
}

app::StoreResult<std::vector<std::int64_t>> Reader::uses(const std::vector<std::string>& keys) {
  std::vector<std::int64_t> counts;
  for (const std::string& key : keys) {
    const ResetAtEnd reset(uses_);
    uses_.bind_text(1, key);
    counts.push_back(uses_.step() ? uses_.integer(0) : 0);
    if (uses_.failed()) return failed();
  }
  return counts;
}

app::StoreResult<std::vector<SessionId>> Reader::due_deadlines(Timestamp now, std::size_t limit) {
  const ResetAtEnd reset(deadlines_);
  deadlines_.bind(1, now.ms).bind(2, static_cast<std::int64_t>(limit));
  std::vector<SessionId> sessions;
  while (deadlines_.step()) sessions.push_back(deadlines_.id<SessionId>(0));
  if (deadlines_.failed()) return failed();
  return sessions;
}

Statement Reader::prepare_events(std::string_view which) const {
  return select_events(database_, which);
}

app::StoreResult<std::vector<app::OutboxEvent>> Reader::events(const app::EventFilter& filter) {
  Statement& unsorted = filter.state ? events_in_state_ : events_;
  Statement& in_order = filter.after ? events_after_ : unsorted;
  Statement& statement = filter.order ? events_of_order_ : in_order;
  const ResetAtEnd reset(statement);
  statement.bind(1, filter.bodies ? 1 : 0);
  if (filter.order) {
    statement.bind(3, filter.order->bytes);
  } else if (filter.after || filter.state) {
    // A state counts from 1, so that 0 is any.
    statement.bind(2, filter.state ? static_cast<std::int64_t>(*filter.state) : 0);
    if (filter.after) statement.bind(4, filter.after->bytes);
  }
  std::vector<app::OutboxEvent> events;
  while (events.size() < filter.limit && statement.step()) {
    auto event = event_of(statement);
    if (!event) return failed();
    if (filter.state && event->state != *filter.state) continue;
    if (filter.receiver && event->receiver != *filter.receiver) continue;
    events.push_back(std::move(*event));
  }
  if (statement.failed()) return failed();
  return events;
}

app::StoreResult<std::optional<app::OutboxEvent>> Reader::event(const EventId& id) {
  const ResetAtEnd reset(event_);
  event_.bind(1, 1).bind(2, id.bytes);
  if (!event_.step()) {
    if (event_.failed()) return failed();
    return std::optional<app::OutboxEvent>();
  }
  auto event = event_of(event_);
  if (!event) return failed();
  return event;
}

app::StoreResult<LocalOutbox::Read> Reader::pending(const LocalOutbox::Missing& missing) {
  Statement rows = select_events(database_, "WHERE state = ?2 AND seq > ?3 ORDER BY seq");
  rows.bind(1, 0).bind(2, static_cast<std::int64_t>(app::EventState::pending));
  rows.bind(3, static_cast<std::int64_t>(missing.after));
  LocalOutbox::Read read{{}, missing.after};
  for (std::size_t looked_at = 0; rows.step(); ++looked_at) {
    if (read.events.size() == missing.most || looked_at == kMostEventsLookedAt) return read;
    read.read_to = row_of(rows);
    auto event = event_of(rows);
    if (!event) return failed();
    if (party_of(*event) == missing.party) read.events.push_back(std::move(*event));
  }
  if (rows.failed()) return failed();
  read.all = true;
  return read;
}

app::StoreResult<app::BuyerPage> Reader::sessions_of_buyer(std::string_view email,
                                                           std::uint64_t from) {
  Statement versions = database_.prepare(
      "SELECT rowid, body FROM session_versions WHERE rowid > ?1 ORDER BY rowid LIMIT ?2");
  const auto most = static_cast<std::int64_t>(kMostLookedAt);
  versions.bind(1, static_cast<std::int64_t>(from)).bind(2, most);
  app::BuyerPage page;
  std::size_t seen = 0;
  std::uint64_t last = from;
  for (; versions.step(); ++seen) {
    last = versions.number(0);
    const auto session = codec::decode_session(versions.bytes(1));
    if (!session) return failed();
    if (checkout::holds_email(*session, email)) page.sessions.push_back(session->id);
  }
  if (versions.failed()) return failed();
  if (seen == kMostLookedAt) page.next = last;
  return page;
}

ReaderPool::Lease ReaderPool::lease() {
  {
    const std::lock_guard lock(mutex_);
    if (!free_.empty()) {
      auto reader = std::move(free_.back());
      free_.pop_back();
      return {*this, std::move(reader)};
    }
  }
  auto database = Database::open(path_, Database::Access::read_only);
  // A first read opens the files that reads need: a reader made without them would never read.
  if (!database || !database->execute("PRAGMA schema_version")) return {*this, nullptr};
  return {*this, std::make_unique<Reader>(std::move(*database))};
}

void ReaderPool::give_back(std::unique_ptr<Reader> reader) {
  const std::lock_guard lock(mutex_);
  free_.push_back(std::move(reader));
}

}  // namespace till::store
