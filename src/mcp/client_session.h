// ClientSession: what is kept of an MCP client between its requests. Not a checkout session, which
// outlives it.
#pragma once

#include <cstdint>
#include <deque>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "mcp/event_log.h"
#include "mcp/version.h"

namespace till::mcp {

// Any thread may call.
class ClientSession {
 public:
  // `kept` is what the sessions of its agent share.
  ClientSession(std::string id, Version version, std::shared_ptr<KeptStreams> kept = nullptr)
      : id_(std::move(id)), version_(version), kept_(std::move(kept)) {}

  const std::string& id() const { return id_; }
  Version version() const { return version_; }

  // A stream for the answer to one request; null when kStreams are under way already. Of those that
  // are finished the last kKeptStreams stay for a client that comes back.
  std::shared_ptr<EventLog> open_stream();
  // The stream of what the server says by itself; always the same one.
  std::shared_ptr<EventLog> own_stream();
  // The stream that an event id names, when its number was given; null otherwise.
  std::shared_ptr<EventLog> find_stream(EventPlace place);
  // Ends the connections that read streams now; their clients may come back.
  void end_readers();
  // Ends every stream; the server's own also when it is asked for only later.
  void close();

  // A request is under way; false when one of that id already is, or too many are.
  bool begin(const std::string& request_id);
  // The client does not want its answer any more; nothing happens when it is not under way.
  void cancel(const std::string& request_id);
  bool is_cancelled(const std::string& request_id) const;
  // It is no longer under way; true when it was cancelled meanwhile.
  bool end(const std::string& request_id);

  static constexpr std::size_t kStreams = 32;
  static constexpr std::size_t kKeptStreams = 4;
  static constexpr std::size_t kRequests = 64;

 private:
  const std::string id_;
  const Version version_;
  const std::shared_ptr<KeptStreams> kept_;
  mutable std::mutex mutex_;
  std::uint64_t last_stream_ = 1;  // 1 is the server's own.
  std::shared_ptr<EventLog> own_;
  std::deque<std::shared_ptr<EventLog>> streams_;
  bool closed_ = false;
  std::map<std::string, bool> requests_;  // Under way, and whether they were cancelled.
};

struct SessionBounds {
  std::size_t of_an_agent = 1'000;         // The one unused for longest goes for another.
  Milliseconds idle{6LL * 3'600 * 1'000};  // Unused for so long, it is over.
};

// The sessions of all agents. An agent's sessions are its own: another's is unknown. Any thread
// may call.
class ClientSessions {
 public:
  explicit ClientSessions(SessionBounds bounds = {}) : bounds_(bounds) {}

  std::shared_ptr<ClientSession> open(const std::string& agent, std::string id, Version version,
                                      Timestamp now);
  // Null when it is unknown or over.
  std::shared_ptr<ClientSession> find(const std::string& agent, std::string_view id, Timestamp now);
  // False when it was unknown.
  bool end(const std::string& agent, std::string_view id);
  // A token of the agent counts no more: whoever reads a stream of its sessions is cut off, and the
  // sessions of one that is `gone` are over.
  void cut_off(const std::string& agent, bool gone);
  // Says something to every client that listens.
  void announce(std::string_view message);
  std::size_t size() const;

 private:
  struct Entry {
    std::shared_ptr<ClientSession> session;
    Timestamp used_at;
  };
  struct OfAgent {
    std::list<Entry> by_use;  // The last used one at the end.
    std::map<std::string, std::list<Entry>::iterator, std::less<>> by_id;
    std::shared_ptr<KeptStreams> kept = std::make_shared<KeptStreams>();
  };
  static void drop_first(OfAgent& agent);

  const SessionBounds bounds_;
  mutable std::mutex mutex_;
  std::map<std::string, OfAgent> agents_;
};

}  // namespace till::mcp
