// The writer's part in stock: who may take pieces, what moves them, and numbers that are told.
#include <algorithm>
#include <map>
#include <utility>

#include "checkout/decide.h"
#include "store/codec/codec.h"
#include "store/sqlite/batch_writer.h"
#include "store/stock_book.h"

namespace till::store {

using checkout::StockLevel;
using checkout::StockSince;

namespace {

constexpr const char* kLevels =
    "SELECT item_id, free - missing, set_aside, stated, counted, counted_at, added FROM stock ";

StockLevel level_of(const Statement& row) {
  StockLevel level{row.integer(1), row.integer(2), row.integer(3), {}, row.integer(6)};
  if (!row.is_null(4)) level.count = {row.integer(4), {row.integer(5)}};
  return level;
}

// Fills a page with what fits its filter, in the order of the ids.
class StockPages {
 public:
  explicit StockPages(const app::StockFilter& filter) : filter_(filter) {}
  bool full() const { return page_.next.has_value(); }
  void show(const std::string& item, const StockLevel& level) {
    if (full() || !fits({item, level}, filter_)) return;
    if (page_.items.size() == filter_.limit) {
      page_.next = page_.items.back().item_id;
    } else {
      page_.items.push_back({item, level});
    }
  }
  app::StockPage take() { return std::move(page_); }

 private:
  const app::StockFilter& filter_;
  app::StockPage page_;
};

}  // namespace

class BatchWriter::Book final : public StockBook {
 public:
  explicit Book(BatchWriter& writer) : writer_(writer) {}

  StockLevel seen(const std::string& item) override {
    const auto pending = writer_.batch_stock_.find(item);
    if (pending != writer_.batch_stock_.end()) return pending->second;
    return writer_.committed_stock(item);
  }
  StockLevel& level(const std::string& item) override { return writer_.pending_stock(item); }
  bool known(const std::string& item) override {
    return writer_.batch_stock_.contains(item) || writer_.stock_.find(item).has_value();
  }
  std::vector<std::string> items() override {
    std::vector<std::string> items = writer_.stock_.known_items();
    for (const auto& [item, level] : writer_.batch_stock_) {
      if (!writer_.stock_.find(item)) items.push_back(item);
    }
    return items;
  }
  StockSince since(const std::string& item, Timestamp at) override {
    Statement& sum = writer_.sum_moves_;
    const ResetAtEnd reset(sum);
    const bool found = sum.bind_text(1, item).bind(2, at.ms).step();
    writer_.note(!sum.failed());
    return found ? StockSince{sum.integer(0), sum.integer(1)} : StockSince{};
  }
  void note(const std::string& item, Timestamp at, StockSince move) override {
    Statement& put = writer_.put_move_;
    writer_.note(
        put.bind_text(1, item).bind(2, at.ms).bind(3, move.sold).bind(4, move.added).run());
  }
  void forget(const std::string& item, Timestamp before) override {
    writer_.note(writer_.drop_moves_.bind_text(1, item).bind(2, before.ms).run());
  }
  Timestamp begins() const override { return writer_.moves_begin_; }

 private:
  BatchWriter& writer_;
};

bool BatchWriter::stock_suffices(const app::Changeset& changeset) {
  std::map<std::string, std::int64_t> taken;
  for (const checkout::StockMove& move : changeset.stock) taken[move.item_id] += move.taken;
  for (const auto& [item, count] : taken) {
    if (count <= 0) continue;  // What is given back may be less than what lacks.
    const std::int64_t free = Book(*this).seen(item).open;
    if (free < count || !within_share(changeset, item, free, count)) return false;
  }
  return true;
}

bool BatchWriter::within_share(const app::Changeset& changeset, const std::string& item,
                               std::int64_t free, std::int64_t taken) const {
  const std::int64_t percent = changeset.limits.share_percent;
  if (percent == 100) return true;
  const std::string& agent = changeset.session->agent;
  checkout::HeldPieces held = agents_.held(agent, item);
  const checkout::HeldPieces more = batch_agents_.held(agent, item);
  held.by_agent += more.by_agent;
  held.by_all += more.by_all;
  return taken <= checkout::within_share(free, held, percent);
}

StockLevel& BatchWriter::pending_stock(const std::string& item_id) {
  const auto [level, added] = batch_stock_.try_emplace(item_id);
  if (added) level->second = committed_stock(item_id);
  return level->second;
}

// Of an item that nothing in the batch has moved.
StockLevel BatchWriter::committed_stock(const std::string& item_id) const {
  if (const auto level = stock_.find(item_id)) return *level;
  const auto others = batch_others_ ? batch_others_ : stock_.others();
  return stated_level(others.get(), item_id);
}

void BatchWriter::write_moves(const app::Changeset& changeset) {
  if (changeset.stock.empty() && changeset.sold.pieces.empty()) return;
  Book book(*this);
  move_stock(book, changeset);
}

bool BatchWriter::state_stock(std::span<const app::Store::StatedStock> stated, Timestamp at) {
  Book book(*this);
  store::state_stock(book, stated, at);
  return fine_;
}

bool BatchWriter::state_others(const std::shared_ptr<const app::StatedPieces>& others,
                               Timestamp at) {
  batch_others_ = others;
  Book book(*this);
  store::state_others(book, *others, at);
  return fine_;
}

bool BatchWriter::tell_stock(const app::StockReport& report, app::StockTold& told) {
  told = {};  // The batch may be written once more.
  if (report.key && key_is_taken(report.key->scope)) {
    told.outcome = app::CommitOutcome::key_taken;
    return fine_;
  }
  Book book(*this);
  told = store::tell_stock(book, report);
  if (report.key && !report.look_only && told.objections.empty()) {
    app::IdempotencyRecord record = *report.key;
    record.answer = app::StockAnswer{told.items};
    add_key(record);
  }
  return fine_;
}

void BatchWriter::write_level(const std::string& item, const StockLevel& level) {
  const std::string held = codec::encode(agents_.holders(item, batch_agents_));
  put_stock_.bind_text(1, item).bind(2, checkout::free_pieces(level));
  put_stock_.bind(3, checkout::missing_pieces(level)).bind(4, level.held);
  put_stock_.bind(5, level.catalog).bind(8, level.added).bind_blob(9, held);
  if (level.count) {
    put_stock_.bind(6, level.count->pieces).bind(7, level.count->at.ms);
  } else {
    put_stock_.bind_null(6).bind_null(7);
  }
  note(put_stock_.run());
}

bool BatchWriter::write_stock() {
  if (batch_stock_.empty()) return fine_;
  std::vector<codec::LoggedLevel> levels;
  levels.reserve(batch_stock_.size());
  for (const auto& [item, level] : batch_stock_) {
    levels.push_back({{item, level}, agents_.holders(item, batch_agents_)});
  }
  note(stock_log_.append(levels));
  for (const std::string& item : stock_log_.take_due()) write_level(item, committed_stock(item));
  note(stock_log_.drop_settled());
  return fine_;
}

bool BatchWriter::settle_stock() {
  if (stock_log_.empty()) return true;
  if (!begin()) return false;
  for (const std::string& item : stock_log_.take_all()) write_level(item, committed_stock(item));
  note(stock_log_.drop_settled());
  return fine_ && commit();
}

bool BatchWriter::load_stock() {
  Statement begin = database_.prepare("SELECT max(at) FROM stock_moves_begin");
  if (begin.step()) moves_begin_.ms = begin.integer(0);
  Statement all = database_.prepare(kLevels);
  std::map<std::string, StockLevel> levels;
  bool looked_up = true;
  while (all.step()) {
    levels[std::string(all.bytes(0))] = level_of(all);
    looked_up = looked_up && !all.is_null(2);
  }
  const bool logged = read_stock_log(database_, 0, [this, &levels](const LoggedBatch& batch) {
    stock_log_.restore(batch);
    for (const codec::LoggedLevel& each : batch.levels) {
      levels[each.stock.item_id] = each.stock.level;
    }
  });
  if (begin.failed() || all.failed() || !logged) return false;
  if (!looked_up && !look_up_held(levels)) return false;
  stock_.set(levels);
  return true;
}

// What open sessions hold of Till's own stock.
bool BatchWriter::look_up_held(std::map<std::string, StockLevel>& levels) {
  Statement open = database_.prepare("SELECT DISTINCT session FROM deadlines");
  std::map<std::string, std::int64_t> held;
  while (open.step()) {
    const auto session = newest(open.id<SessionId>(0));
    if (!session) continue;
    for (const checkout::Hold& hold : checkout::own_holds(*session)) {
      held[hold.item_id] += hold.quantity;
    }
  }
  Statement put = database_.prepare("UPDATE stock SET set_aside = ?2 WHERE item_id = ?1");
  bool fine = !open.failed() && begin();
  for (auto& [item, level] : levels) {
    level.held = held[item];
    fine = fine && put.bind_text(1, item).bind(2, level.held).run();
  }
  return fine && fine_ && commit_.run();
}

// Read before the rows: what is brought to them meanwhile is found there or here.
app::StoreResult<app::StockPage> Reader::stock(const app::StockFilter& filter) {
  std::map<std::string, StockLevel> late;
  const bool logged = read_stock_log(database_, 0, [&](const LoggedBatch& batch) {
    for (const codec::LoggedLevel& each : batch.levels) {
      if (each.stock.item_id > filter.after) late[each.stock.item_id] = each.stock.level;
    }
  });
  Statement find = database_.prepare(
      (std::string(kLevels) +
       "WHERE item_id > ?1 AND (?2 = '' OR item_id = ?2) AND free <= ?3 ORDER BY item_id")
          .c_str());
  find.bind_text(1, filter.after).bind_text(2, filter.item_id);
  find.bind(3, filter.most_free.value_or(INT64_MAX));
  StockPages pages(filter);
  auto next = late.cbegin();
  while (!pages.full() && find.step()) {
    const std::string item(find.bytes(0));
    for (; next != late.cend() && next->first < item; ++next) pages.show(next->first, next->second);
    if (next == late.cend() || next->first != item) pages.show(item, level_of(find));
  }
  for (; next != late.cend(); ++next) pages.show(next->first, next->second);
  if (find.failed() || !logged) return refused(app::StoreFailure::failed);
  return pages.take();
}

}  // namespace till::store
