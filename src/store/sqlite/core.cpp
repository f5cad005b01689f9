#include "store/sqlite/core.h"

#include <algorithm>
#include <chrono>
#include <utility>
#include <variant>

#include "base/clock.h"

namespace till::store {
namespace {

using app::CommitOutcome;

// After so many more pages the log is copied into the database.
constexpr int kCheckpointPages = 4'000;
constexpr int kPausePages = 16'000;
constexpr std::chrono::seconds kMeasurePeriod{1};

}  // namespace

SqliteCore::SqliteCore(const std::string& path, SqliteOptions options, app::Observer& observer,
                       Log& log, std::unique_ptr<FileLock> lock, std::unique_ptr<Room> the_room,
                       Database writer, Database checkpointer)
    : options_(options),
      observer_(observer),
      log_(log),
      file_lock_(std::move(lock)),
      room(std::move(the_room)),
      heads(options.cache_sessions, options.cache_bytes),
      outbox({options.outbox_events}),
      readers(path),
      writer_(std::move(writer), heads, stock, keys, agents, outbox, options.stock_log_bytes),
      checkpointer_(std::move(checkpointer)),
      checkpoint_at_(kCheckpointPages) {
  sqlite3_wal_hook(
      writer_.handle(),
      [](void* self, sqlite3*, const char*, int pages) {
        static_cast<SqliteCore*>(self)->log_pages_ = pages;
        return SQLITE_OK;
      },
      this);
  write_thread_ = std::thread([this] { write_batches(); });
  checkpoint_thread_ = std::thread([this] { checkpoint_when_due(); });
}

SqliteCore::~SqliteCore() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  work_.notify_all();
  checkpoint_.notify_all();
  write_thread_.join();
  checkpoint_thread_.join();
  // What is not settled now is when the next till has it open.
  if (!dead_ && !writer_.settle_stock()) writer_.roll_back();
  sqlite3_wal_checkpoint_v2(checkpointer_.handle(), nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr,
                            nullptr);
}

bool SqliteCore::load() {
  return writer_.load_stock() && writer_.load_keys() && writer_.load_agents() &&
         writer_.load_awaited() && writer_.load_outbox();
}

bool SqliteCore::enqueue(Waiting& waiting) {
  bool first = false;
  {
    const std::lock_guard lock(mutex_);
    if (dead_) {
      waiting.outcome = CommitOutcome::failed;
      return false;
    }
    if (queue_.size() >= options_.queue_limit) return false;
    if (queue_bytes_ + waiting.bytes > options_.queue_bytes) return false;
    queue_bytes_ += waiting.bytes;
    first = queue_.empty();
    queue_.push_back(&waiting);
  }
  if (first) work_.notify_one();
  return true;
}

std::vector<Waiting*> SqliteCore::next_batch() {
  std::unique_lock lock(mutex_);
  work_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
  const std::size_t count = std::min(queue_.size(), options_.max_batch);
  const auto end = queue_.begin() + static_cast<std::ptrdiff_t>(count);
  std::vector<Waiting*> batch(queue_.begin(), end);
  queue_.erase(queue_.begin(), end);
  for (const Waiting* waiting : batch) queue_bytes_ -= waiting->bytes;
  return batch;
}

void SqliteCore::write_batches() {
  for (auto batch = next_batch(); !batch.empty(); batch = next_batch()) {
    write_batch(batch);
    // The frame that holds a Waiting may be gone as soon as its coroutine goes on.
    for (Waiting* waiting : batch) {
      Executor& executor = waiting->executor;
      executor.post(waiting->work);
    }
    note_log_size();
  }
}

void SqliteCore::note_log_size() {
  const int pages = log_pages_;
  if (pages < last_log_pages_) checkpoint_at_ = kCheckpointPages;  // The log began anew.
  last_log_pages_ = pages;
  if (pages > checkpoint_at_) checkpoint_.notify_one();
}

// False when the disk failed.
bool SqliteCore::write(Waiting& waiting) {
  if (const auto* changeset = std::get_if<EncodedChangeset>(&waiting.order)) {
    waiting.outcome = writer_.apply(*changeset);
    return waiting.outcome != CommitOutcome::failed;
  }
  waiting.outcome = CommitOutcome::committed;
  if (auto* pruning = std::get_if<Pruning>(&waiting.order)) {
    return writer_.prune(pruning->now, pruning->retention, pruning->dropped);
  }
  if (auto* erasing = std::get_if<Erasing>(&waiting.order)) {
    return writer_.erase_buyer(erasing->sessions, erasing->now, erasing->events, erasing->left);
  }
  if (const auto* event = std::get_if<app::AuditEvent>(&waiting.order)) {
    return writer_.write_audit(*event);
  }
  if (auto* telling = std::get_if<Telling>(&waiting.order)) {
    return writer_.tell_stock(telling->report, telling->told);
  }
  if (const auto* stating = std::get_if<StatingOthers>(&waiting.order)) {
    return writer_.state_others(stating->others, stating->at);
  }
  const auto& stating = std::get<Stating>(waiting.order);
  return writer_.state_stock(stating.stock, stating.at);
}

// Writes a batch as one transaction, or rolls back; false when the disk failed or is full.
bool SqliteCore::try_batch(const std::vector<Waiting*>& batch) {
  bool fine = writer_.begin();
  for (Waiting* waiting : batch) {
    if (!fine) break;
    fine = write(*waiting);
  }
  return fine && writer_.commit();
}

// A full disk takes a batch in the end when the log begins anew or the reserve is given up.
bool SqliteCore::write_or_make_room(const std::vector<Waiting*>& batch) {
  for (const bool give_up_reserve : {false, true}) {
    if (try_batch(batch)) return true;
    if (writer_.roll_back() == BatchWriter::Failure::broken) return stop_for_good();
    if (give_up_reserve) room->release();
    checkpoint();
  }
  if (try_batch(batch)) return true;
  if (writer_.roll_back() == BatchWriter::Failure::broken) return stop_for_good();
  if (!std::exchange(full_, true)) {
    const std::string& error = writer_.error();
    log_.write(LogLevel::error, "store_full", {{"error", std::string_view(error)}});
  }
  return false;
}

// After a failed sync nothing tells what is on the disk.
bool SqliteCore::stop_for_good() {
  const std::string& error = writer_.error();
  log_.write(LogLevel::error, "store_failed", {{"error", std::string_view(error)}});
  dead_ = true;
  return false;
}

void SqliteCore::write_batch(const std::vector<Waiting*>& batch) {
  const std::lock_guard lock(writer_mutex_);
  const auto began = SystemClock().now();
  if (!dead_ && write_or_make_room(batch)) {
    full_ = false;
    observer_.batch_committed(batch.size(), SystemClock().now() - began);
    for (Waiting* waiting : batch) {
      if (std::holds_alternative<Erasing>(waiting->order) && !cut_log()) {
        waiting->outcome = CommitOutcome::busy;
      }
    }
    return;
  }
  const auto outcome = dead_ ? CommitOutcome::failed : CommitOutcome::busy;
  for (Waiting* waiting : batch) waiting->outcome = outcome;
}

// Checkpoints copy the log into the database beside the writer, which would stall in the middle of
// a commit if it did so itself.
void SqliteCore::checkpoint_when_due() {
  measure_room();
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    const bool due = checkpoint_.wait_for(
        lock, kMeasurePeriod, [this] { return stopping_ || log_pages_ > checkpoint_at_; });
    if (stopping_) break;
    lock.unlock();
    measure_room();
    if (due) shorten_log();
    lock.lock();
  }
}

void SqliteCore::shorten_log() {
  const bool large = log_pages_ > kPausePages;
  checkpoint();
  if (large) {
    // Under steady load the log never is copied whole, so that it would grow without end: now
    // and then the writer waits for the small rest, after which the log begins anew.
    const std::lock_guard pause(writer_mutex_);
    checkpoint();
  }
  checkpoint_at_ = log_pages_ + kCheckpointPages;
}

void SqliteCore::measure_room() {
  room->measure();
  const bool scarce = room->is_scarce();
  const std::uint64_t free = room->free_bytes();
  observer_.disk_measured(free, scarce);
  if (std::exchange(told_scarce_, scarce) == scarce) return;
  const std::int64_t bytes = static_cast<std::int64_t>(free);
  if (scarce) {
    log_.write(LogLevel::error, "disk_below_reserve", {{"free_bytes", bytes}});
  } else {
    log_.write(LogLevel::info, "disk_has_room", {{"free_bytes", bytes}});
  }
}

void SqliteCore::checkpoint() {
  const std::lock_guard lock(checkpointer_mutex_);
  sqlite3_wal_checkpoint_v2(checkpointer_.handle(), nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr,
                            nullptr);
}

// Readers that still need the log are waited for, as long as a connection waits.
bool SqliteCore::cut_log() {
  const std::lock_guard lock(checkpointer_mutex_);
  return sqlite3_wal_checkpoint_v2(checkpointer_.handle(), nullptr, SQLITE_CHECKPOINT_TRUNCATE,
                                   nullptr, nullptr) == SQLITE_OK;
}

}  // namespace till::store
