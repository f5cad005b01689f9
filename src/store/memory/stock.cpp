// Stock in the store in memory.
#include <utility>

#include "store/memory/memory_store.h"
#include "store/stock_book.h"

namespace till::store {

class MemoryStore::Book final : public StockBook {
 public:
  explicit Book(Data& data) : data_(data) {}

  checkout::StockLevel seen(const std::string& item) override {
    const auto found = data_.stock.find(item);
    return found == data_.stock.end() ? stated_level(data_.others.get(), item) : found->second;
  }
  checkout::StockLevel& level(const std::string& item) override {
    return data_.stock.try_emplace(item, seen(item)).first->second;
  }
  std::vector<std::string> items() override {
    std::vector<std::string> items;
    items.reserve(data_.stock.size());
    for (const auto& [item, level] : data_.stock) items.push_back(item);
    return items;
  }
  bool known(const std::string& item) override { return data_.stock.contains(item); }
  checkout::StockSince since(const std::string& item, Timestamp at) override {
    checkout::StockSince sum;
    const auto& moves = data_.stock_moves[item];
    for (auto move = moves.upper_bound(at); move != moves.end(); ++move) {
      sum.sold += move->second.sold;
      sum.added += move->second.added;
    }
    return sum;
  }
  void note(const std::string& item, Timestamp at, checkout::StockSince move) override {
    checkout::StockSince& kept = data_.stock_moves[item][at];
    kept.sold += move.sold;
    kept.added += move.added;
  }
  void forget(const std::string& item, Timestamp before) override {
    auto& moves = data_.stock_moves[item];
    moves.erase(moves.begin(), moves.lower_bound(before));
  }
  Timestamp begins() const override { return {}; }

 private:
  Data& data_;
};

void MemoryStore::apply_stock(const app::Changeset& changeset) {
  Book book(*data_);
  move_stock(book, changeset);
}

std::vector<std::int64_t> MemoryStore::available(std::span<const std::string> item_ids) {
  const std::lock_guard lock(data_->mutex);
  Book book(*data_);
  std::vector<std::int64_t> free;
  free.reserve(item_ids.size());
  for (const std::string& id : item_ids) free.push_back(checkout::free_pieces(book.seen(id)));
  return free;
}

std::vector<std::optional<std::int64_t>> MemoryStore::recorded(
    std::span<const std::string> item_ids) {
  const std::lock_guard lock(data_->mutex);
  std::vector<std::optional<std::int64_t>> free(item_ids.size());
  for (std::size_t i = 0; i < item_ids.size(); ++i) {
    const auto found = data_->stock.find(item_ids[i]);
    if (found != data_->stock.end()) free[i] = checkout::free_pieces(found->second);
  }
  return free;
}

app::StoreResult<Done> MemoryStore::state_stock(std::span<const StatedStock> stock, Timestamp at) {
  const std::lock_guard lock(data_->mutex);
  Book book(*data_);
  store::state_stock(book, stock, at);
  return Done{};
}

app::StoreResult<Done> MemoryStore::state_others(std::shared_ptr<const app::StatedPieces> others,
                                                 Timestamp at) {
  const std::lock_guard lock(data_->mutex);
  data_->others = std::move(others);
  Book book(*data_);
  store::state_others(book, *data_->others, at);
  return Done{};
}

Task<app::StockTold> MemoryStore::tell_stock(app::StockReport report, Executor&) {
  const std::lock_guard lock(data_->mutex);
  app::StockTold told;
  if (report.key && data_->records.contains(report.key->scope)) {
    told.outcome = app::CommitOutcome::key_taken;
    co_return told;
  }
  Book book(*data_);
  told = store::tell_stock(book, report);
  if (report.key && !report.look_only && told.objections.empty()) {
    report.key->answer = app::StockAnswer{told.items};
    data_->records[report.key->scope] = std::move(*report.key);
  }
  co_return told;
}

Task<app::StoreResult<app::StockPage>> MemoryStore::stock(app::StockFilter filter, Executor&) {
  const std::lock_guard lock(data_->mutex);
  app::StockPage page;
  for (auto next = data_->stock.upper_bound(filter.after); next != data_->stock.end(); ++next) {
    app::ItemStock item{next->first, next->second};
    if (!fits(item, filter)) continue;
    if (page.items.size() == filter.limit) {
      page.next = page.items.back().item_id;
      break;
    }
    page.items.push_back(std::move(item));
  }
  co_return page;
}

}  // namespace till::store
