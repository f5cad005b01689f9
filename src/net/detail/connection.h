// Connection: one client, request after request, with a deadline for each stage.
#pragma once

#include <list>
#include <memory>
#include <string>

#include "net/detail/byte_budget.h"
#include "net/detail/io_loop.h"
#include "net/detail/request_reader.h"
#include "net/detail/seats.h"
#include "net/http_server.h"

namespace till::net::detail {

class Connection;

// The connections of one loop; used on its thread only.
struct ConnectionList {
  std::list<Connection*> all;
  std::string date;  // The Date header of this second.
  bool draining = false;
};

// What all connections of a server share; outlives them.
struct ServerContext {
  const ServerOptions& options;
  const Handler& handler;
  const ErrorResponse& on_error;
  Log& log;
  std::string fixed_headers;  // ServerOptions::fixed_headers, as they are sent.
  ByteBudget& bodies;         // That are under way.
};

class Connection {
 public:
  explicit Connection(std::shared_ptr<Seat> seat) : seat_(std::move(seat)) {}
  virtual ~Connection() = default;
  // Ends the stage whose deadline has come.
  void sweep(Deadline now);
  // Ends the connection if it waits for a request; else lets the request end and then closes.
  void drain();
  // Ends the connection whose place others need: a request that is being carried out ends first,
  // and a stream at the end of what it says now.
  void leave();
  std::uint64_t number() const { return seat_->number(); }
  // Closes whatever happens.
  virtual void cut() = 0;

 protected:
  // Interrupts what the connection waits for.
  virtual void interrupt() = 0;
  // A stream was silent for as long as it may be.
  virtual void beat() = 0;
  // Makes a stream end.
  virtual void end_stream() = 0;

  enum class Stage { handshaking, idle, reading, receiving, working, writing, streaming };
  // Reading is that of a head, receiving that of a body. In all stages but working the connection
  // waits for its peer.
  void enter(Stage stage, std::chrono::milliseconds bound);

  std::shared_ptr<Seat> seat_;
  Stage stage_ = Stage::handshaking;
  Deadline deadline_ = Deadline::max();
  bool timed_out_ = false;
  bool closing_ = false;
};

// An accepted socket and its place.
struct Guest {
  Socket socket;
  std::shared_ptr<Seat> seat;
};

// Serves it until it closes; `on_closed` is called last, on the loop.
void serve_plain(Guest guest, IoLoop& loop, ConnectionList& list, const ServerContext& context,
                 std::function<void()> on_closed);
void serve_tls(Guest guest, std::shared_ptr<asio::ssl::context> tls, IoLoop& loop,
               ConnectionList& list, const ServerContext& context, std::function<void()> on_closed);

}  // namespace till::net::detail
