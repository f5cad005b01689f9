// The writer's part in counting what agents take up: along with each change, and from the rows when
// the database is opened.
#include <utility>

#include "store/codec/codec.h"
#include "store/sqlite/batch_writer.h"

namespace till::store {

// The items are written once a batch, with their stock.
void BatchWriter::count_agent(const checkout::Session* before, const checkout::Session& next) {
  for (const std::string& item : batch_agents_.count(before, next)) pending_stock(item);
}

bool BatchWriter::load_agents() {
  if (!count_unnamed()) return false;
  AgentCounts counts;
  Statement open =
      database_.prepare("SELECT agent, count(*) FROM deadlines WHERE agent <> '' GROUP BY agent");
  while (open.step()) counts.set_open(std::string(open.bytes(0)), open.integer(1));
  Statement held = database_.prepare("SELECT item_id, held FROM stock WHERE held IS NOT NULL");
  while (held.step()) {
    auto by_agent = codec::decode_counts(held.bytes(1));
    if (!by_agent) return false;
    counts.set_held(std::string(held.bytes(0)), std::move(*by_agent));
  }
  const bool logged = read_stock_log(database_, 0, [&counts](const LoggedBatch& batch) {
    for (const codec::LoggedLevel& each : batch.levels) {
      counts.set_held(each.stock.item_id, each.holders);
    }
  });
  if (open.failed() || held.failed() || !logged) return false;
  agents_.add(counts);
  return true;
}

// Sessions of a till that did not count are counted once. What they hold is kept by a batch that
// changes nothing else; the agents' numbers are read back from the rows.
bool BatchWriter::count_unnamed() {
  Statement unnamed = database_.prepare("SELECT due, session FROM deadlines WHERE agent IS NULL");
  std::vector<std::pair<std::int64_t, SessionId>> rows;
  while (unnamed.step()) rows.emplace_back(unnamed.integer(0), unnamed.id<SessionId>(1));
  if (unnamed.failed()) return false;
  if (rows.empty()) return true;
  Statement name =
      database_.prepare("UPDATE deadlines SET agent = ?3 WHERE due = ?1 AND session = ?2");
  bool fine = begin();
  for (const auto& [due, id] : rows) {
    const auto head = newest(id);
    if (head) count_agent(nullptr, *head);
    const std::string agent = head ? counted_agent(*head) : std::string();
    fine = fine && name.bind(1, due).bind(2, id.bytes).bind_text(3, agent).run();
  }
  fine = fine && fine_ && write_stock() && commit_.run();
  if (fine) stock_log_.keep();
  batch_agents_.clear();
  batch_stock_.clear();
  return fine;
}

}  // namespace till::store
