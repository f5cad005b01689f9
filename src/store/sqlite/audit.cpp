// The audit events of the SQLite store: written seldom, read seldom.
#include <utility>

#include "store/sqlite/batch_writer.h"
#include "store/sqlite/reader.h"

namespace till::store {

bool BatchWriter::write_audit(const app::AuditEvent& event) {
  Statement put = database_.prepare(
      "INSERT INTO audit VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT (id) DO UPDATE "
      "SET about = excluded.about, amount = excluded.amount, currency = excluded.currency, "
      "status = excluded.status");
  put.bind(1, event.id.bytes).bind(2, event.at.ms).bind_text(3, event.operator_name);
  put.bind_text(4, event.action).bind_text(5, event.about);
  // Without a currency there is no amount.
  put.bind(6, event.amount ? event.amount->minor : 0).bind_text(7, event.currency);
  put.bind_text(8, event.from).bind(9, event.status);
  note(put.run());
  return fine_;
}

app::StoreResult<app::AuditPage> Reader::audit(const app::AuditFilter& filter) {
  Statement find = database_.prepare(
      "SELECT id, at, operator, action, about, amount, currency, peer, status FROM audit "
      "WHERE (?1 = '' OR operator = ?1) AND (?2 = '' OR about = ?2) AND id < ?3 "
      "ORDER BY id DESC LIMIT ?4");
  app::AuditId last;
  last.bytes.fill(0xff);
  const app::AuditId before = filter.before.value_or(last);
  find.bind_text(1, filter.operator_name).bind_text(2, filter.about).bind(3, before.bytes);
  find.bind(4, static_cast<std::int64_t>(filter.limit) + 1);
  app::AuditPage page;
  while (find.step()) {
    if (page.events.size() == filter.limit) {
      page.next = page.events.back().id;
      break;
    }
    app::AuditEvent event;
    event.id = find.id<app::AuditId>(0);
    event.at.ms = find.integer(1);
    event.operator_name = find.bytes(2);
    event.action = find.bytes(3);
    event.about = find.bytes(4);
    event.currency = find.bytes(6);
    if (!event.currency.empty()) event.amount = Amount{find.integer(5)};
    event.from = find.bytes(7);
    event.status = find.integer(8);
    page.events.push_back(std::move(event));
  }
  if (find.failed()) return refused(app::StoreFailure::failed);
  return page;
}

}  // namespace till::store
