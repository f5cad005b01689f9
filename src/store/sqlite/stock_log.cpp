#include "store/sqlite/stock_log.h"

#include <algorithm>
#include <utility>

#include "base/ensure.h"

namespace till::store {

bool read_stock_log(const Database& database, std::int64_t after,
                    const std::function<void(const LoggedBatch& batch)>& take) {
  Statement all =
      database.prepare("SELECT number, levels FROM stock_log WHERE number > ?1 ORDER BY number");
  all.bind(1, after);
  while (all.step()) {
    auto levels = codec::decode_levels(all.bytes(1));
    if (!levels) return false;
    take({all.integer(0), all.bytes(1).size(), std::move(*levels)});
  }
  return !all.failed();
}

StockLog::StockLog(const Database& database, std::size_t bytes)
    : most_bytes_(bytes),
      append_(database.prepare("INSERT INTO stock_log (number, levels) VALUES (?1, ?2)")),
      drop_(database.prepare("DELETE FROM stock_log WHERE number < ?1")) {}

bool StockLog::append(const std::vector<codec::LoggedLevel>& levels) {
  const std::string bytes = codec::encode(levels);
  for (const codec::LoggedLevel& each : levels) batch_.logged.push_back(each.stock.item_id);
  batch_.bytes = bytes.size();
  return append_.bind(1, last_ + 1).bind_blob(2, bytes).run();
}

void StockLog::begin_to_settle() {
  settling_.erase(settling_.begin(), settling_.begin() + static_cast<std::ptrdiff_t>(settled_));
  settling_.insert(settling_.end(), late_.begin(), late_.end());
  std::sort(settling_.begin(), settling_.end());
  settling_.erase(std::unique(settling_.begin(), settling_.end()), settling_.end());
  settled_ = 0;
  until_ = last_;
  late_.clear();
  bytes_ = 0;
}

std::span<const std::string> StockLog::take(std::size_t most) {
  batch_.settled = std::min(most, settling_.size() - settled_);
  return std::span(settling_).subspan(settled_, batch_.settled);
}

std::span<const std::string> StockLog::take_due() {
  constexpr std::size_t kLeast = 64;
  if (settling_.empty() && bytes_ >= most_bytes_) begin_to_settle();
  return take(std::max(kLeast, 2 * batch_.logged.size()));
}

std::span<const std::string> StockLog::take_all() {
  begin_to_settle();
  return take(settling_.size());
}

bool StockLog::ends_settling() const {
  return !settling_.empty() && settled_ + batch_.settled == settling_.size();
}

bool StockLog::drop_settled() { return !ends_settling() || drop_.bind(1, until_).run(); }

void StockLog::keep() {
  if (!batch_.logged.empty()) {
    ++last_;
    bytes_ += batch_.bytes;
    late_.insert(batch_.logged.begin(), batch_.logged.end());
  }
  if (ends_settling()) {
    settling_.clear();
    settled_ = 0;
  } else {
    settled_ += batch_.settled;
  }
  batch_ = {};
}

void StockLog::restore(const LoggedBatch& batch) {
  TILL_ENSURE(batch.number > last_);
  last_ = batch.number;
  bytes_ += batch.bytes;
  for (const codec::LoggedLevel& each : batch.levels) late_.insert(each.stock.item_id);
}

}  // namespace till::store
