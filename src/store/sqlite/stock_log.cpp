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
  for (const codec::LoggedLevel& each : levels) batch_.logged.insert(each.stock.item_id);
  batch_.bytes = bytes.size();
  return append_.bind(1, last_ + 1).bind_blob(2, bytes).run();
}

void StockLog::begin_to_settle() {
  until_ = last_;
  settling_.clear();
  settling_.reserve(late_.size());
  for (const auto& [item, number] : late_) settling_.push_back(item);
  std::sort(settling_.begin(), settling_.end());
  reached_ = 0;
  bytes_ = 0;
}

std::vector<std::string> StockLog::take_next(std::size_t most) {
  std::vector<std::string> due;
  batch_.reached = std::min(settling_.size(), reached_ + most);
  for (std::size_t at = reached_; at < batch_.reached; ++at) {
    const std::string& item = settling_[at];
    if (batch_.logged.contains(item)) continue;
    const auto late = late_.find(item);
    if (late != late_.end() && late->second <= until_) due.push_back(item);
  }
  batch_.settled = due;
  return due;
}

std::vector<std::string> StockLog::take_due() {
  constexpr std::size_t kLeast = 64;
  if (!settles() && bytes_ >= most_bytes_) begin_to_settle();
  return settles() ? take_next(std::max(kLeast, 2 * batch_.logged.size()))
                   : std::vector<std::string>();
}

std::vector<std::string> StockLog::take_all() {
  begin_to_settle();
  return take_next(settling_.size());
}

bool StockLog::drop_settled() {
  const bool all = settles() && batch_.reached == settling_.size();
  return !all || drop_.bind(1, until_).run();
}

void StockLog::keep() {
  if (!batch_.logged.empty()) {
    ++last_;
    bytes_ += batch_.bytes;
  }
  for (const std::string& item : batch_.settled) late_.erase(item);
  reached_ = std::max(reached_, batch_.reached);
  if (settles() && reached_ == settling_.size()) settling_.clear();
  for (const std::string& item : batch_.logged) late_[item] = last_;
  batch_ = {};
}

void StockLog::restore(const LoggedBatch& batch) {
  TILL_ENSURE(batch.number > last_);
  last_ = batch.number;
  bytes_ += batch.bytes;
  for (const codec::LoggedLevel& each : batch.levels) late_[each.stock.item_id] = last_;
}

}  // namespace till::store
