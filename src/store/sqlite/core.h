// SqliteCore: an open database with its caches and its threads, which all stores on it share. One
// thread writes whatever waits as one transaction, one keeps the log short and watches the disk.
// Private to the SQLite store.
#pragma once

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "store/local_leases.h"
#include "store/local_outbox.h"
#include "store/sqlite/batch_writer.h"
#include "store/sqlite/files.h"
#include "store/sqlite/reader.h"
#include "store/sqlite/room.h"
#include "store/sqlite/sqlite_store.h"
#include "store/sqlite/waiting.h"

namespace till::store {

class SqliteCore {
 public:
  SqliteCore(const std::string& path, SqliteOptions options, app::Observer& observer, Log& log,
             std::unique_ptr<FileLock> lock, std::unique_ptr<Room> room, Database writer,
             Database checkpointer);
  // Writes what waits and closes.
  ~SqliteCore();
  SqliteCore(const SqliteCore&) = delete;
  SqliteCore& operator=(const SqliteCore&) = delete;

  // Fills what is kept in memory from disk; false when the disk failed. Before anything else.
  bool load();
  // Has the write thread do it; false when it will not, for which `waiting` says why.
  bool enqueue(Waiting& waiting);
  bool dead() const { return dead_; }

 private:
  void write_batches();
  std::vector<Waiting*> next_batch();
  void write_batch(const std::vector<Waiting*>& batch);
  bool write_or_make_room(const std::vector<Waiting*>& batch);
  bool try_batch(const std::vector<Waiting*>& batch);
  bool stop_for_good();
  bool write(Waiting& waiting);
  void note_log_size();
  void checkpoint_when_due();
  void shorten_log();
  void measure_room();
  void checkpoint();
  // Copies the whole log and cuts it off, so that nothing old is left in it; false when a reader
  // still needs it.
  bool cut_log();

  const SqliteOptions options_;
  app::Observer& observer_;
  Log& log_;
  std::unique_ptr<FileLock> file_lock_;

 public:
  const std::unique_ptr<Room> room;
  HeadCache heads;
  StockLevels stock;
  KeyIndex keys;
  AgentShelf agents;
  LocalLeases<AttemptId> attempt_leases;
  LocalLeases<SessionId> deadline_leases;
  LocalLeases<SessionId> hold_leases;
  LocalOutbox outbox;
  ReaderPool readers;
  std::atomic<unsigned> processes = 0;  // That have a store on it besides the first.

 private:
  BatchWriter writer_;
  std::mutex writer_mutex_;  // Held by a batch, and by a checkpoint that makes the writer wait.
  std::mutex checkpointer_mutex_;  // Taken last.
  Database checkpointer_;

  std::mutex mutex_;
  std::condition_variable work_;
  std::condition_variable checkpoint_;
  std::vector<Waiting*> queue_;
  std::size_t queue_bytes_ = 0;  // Of queue_.
  bool stopping_ = false;
  std::atomic<bool> dead_ = false;
  int last_log_pages_ = 0;    // Of the write thread.
  bool full_ = false;         // Of the write thread: the last batch found no room.
  bool told_scarce_ = false;  // Of the checkpoint thread.
  std::atomic<int> log_pages_ = 0;
  std::atomic<int> checkpoint_at_;
  std::thread write_thread_;
  std::thread checkpoint_thread_;
};

}  // namespace till::store
