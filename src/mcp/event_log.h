// EventLog: the server-sent events of one stream, kept for a client that lost its connection.
#pragma once

#include <coroutine>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "base/task.h"
#include "mcp/kept_streams.h"
#include "net/http_types.h"

namespace till::mcp {

// Events are numbered from 1 within a stream; an event's id is "STREAM-NUMBER", unique within its
// session, so that Last-Event-ID names the stream as well. Any thread may call.
class EventLog : public std::enable_shared_from_this<EventLog> {
 public:
  // `kept` is told when it ends; null for a stream that nobody can come back to.
  explicit EventLog(std::uint64_t stream, std::shared_ptr<KeptStreams> kept = nullptr)
      : stream_(stream), kept_(std::move(kept)) {}

  // Appends a message. Of more than kKeptEvents or kKeptBytes the oldest are forgotten, never the
  // last one.
  void push(std::string_view message);
  // No message follows: who reads gets the end behind the last one.
  void finish();
  bool finished() const;
  // Whoever reads now gets what there is, and nobody after that.
  void forget();
  // Ends the connection of whoever reads; the stream goes on.
  void end_reader();
  // Can a client come back to what follows event number `after`?
  bool keeps(std::uint64_t after) const;
  std::uint64_t stream() const { return stream_; }
  // The number of the last event; 0 before the first.
  std::uint64_t last() const;

  // The events behind number `after`, as a body of server-sent events, then those to come. Whoever
  // read before is ended: a stream has one reader, the last to ask. With `primed` it begins with an
  // event without data, so that a client has an id to come back with before anything was said.
  std::shared_ptr<net::BodyStream> read(std::uint64_t after, bool primed);

  static constexpr std::size_t kKeptEvents = 64;
  static constexpr std::size_t kKeptBytes = 1024 * 1024;

 private:
  class Reader;
  struct Event {
    std::uint64_t number;
    std::string text;  // As it is sent.
  };
  // What lies behind the reader's place, of one reader that still reads. With the lock held.
  std::string take(Reader& reader);
  void wake();
  void drop_first();
  void drop_all();

  const std::uint64_t stream_;
  const std::shared_ptr<KeptStreams> kept_;
  mutable std::mutex mutex_;
  std::deque<Event> events_;
  std::size_t bytes_ = 0;  // Of events_.
  std::uint64_t last_ = 0;
  bool finished_ = false;
  bool forgotten_ = false;
  Reader* reader_ = nullptr;  // Who reads now; it leaves before it goes.
};

// The stream and the number that an event id names; nothing for other text.
struct EventPlace {
  std::uint64_t stream = 0;
  std::uint64_t number = 0;
};
std::optional<EventPlace> parse_event_id(std::string_view text);

}  // namespace till::mcp
