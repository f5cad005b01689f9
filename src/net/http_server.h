// HttpServer: HTTP/1.1 over TLS 1.3 or plain, under limits. Knows nothing of ACP.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/log.h"
#include "base/result.h"
#include "base/task.h"
#include "net/http_types.h"

namespace till::net {

struct TlsFiles {
  std::string certificate_chain;  // PEM
  std::string private_key;        // PEM
};

struct ServerOptions {
  std::string host;             // A numeric address or localhost.
  std::uint16_t port = 0;       // 0: any free one.
  std::optional<TlsFiles> tls;  // Nothing: plain HTTP.
  unsigned threads = 1;
  // Networks of proxies whose X-Forwarded-For says where a request came from.
  std::vector<std::string> trusted_proxies;
  // One more makes the one go that has waited for its peer for the longest time, of this peer when
  // it has too many; it is closed at once when none waits.
  std::size_t max_connections = 4096;
  // An address; of IPv6 a /64 network. A trusted proxy brings many peers and has no such bound.
  std::size_t max_connections_per_peer = 1024;
  std::size_t max_header_bytes = 16 * 1024;  // 431 beyond.
  std::size_t max_body_bytes = 1024 * 1024;  // 413 beyond.
  // Of all bodies that did not come with their heads and are not answered yet; 503 beyond.
  std::size_t max_bytes_under_way = 64 * 1024 * 1024;
  // Whose body follows this head, so that nobody takes more than a quarter of those bytes; called
  // where refuse_body is. Empty: one may take them all.
  std::function<std::string(const Request& head)> sender_of;
  std::chrono::milliseconds handshake_timeout{10'000};
  std::chrono::milliseconds idle_timeout{75'000};    // Between requests.
  std::chrono::milliseconds header_timeout{10'000};  // From a request's first byte to its head.
  std::chrono::milliseconds body_timeout{30'000};    // For the whole body.
  std::chrono::milliseconds write_timeout{30'000};   // For the whole response.
  std::chrono::milliseconds stream_beat{15'000};     // Silence of a stream before it has to beat.
  // Asked on the connection's loop before a body is read that did not come with its head: the
  // answer in its place, after which the connection ends, or nothing. Empty: all are read.
  std::function<std::optional<Response>(const Request& head)> refuse_body;
  // Headers of every answer, also of those of ErrorResponse.
  std::vector<Header> fixed_headers;
  // Headers of a request that come back on the answer of ErrorResponse too, once its head is read.
  std::vector<std::string> echoed_headers;
  // Asked once a connection, on its loop; one that it refuses is closed before a handshake or a
  // request. For servers that play faults; empty: none is refused.
  std::function<bool()> refuse_connection;
};

// Answers a request. `executor` is the event loop of the connection: the Task begins and must end
// there. The request is the handler's to move, and lives until then. An exception becomes the
// answer of `on_error` with 500.
using Handler = std::function<Task<Response>(Request&& request, Executor& executor)>;

// The answer for what never reaches the handler: 400 malformed, 408 too slow, 413, 431, 500, 501,
// 503 too much under way, 505. Called on a connection's event loop.
using ErrorResponse = std::function<Response(int status)>;

class HttpServer {
 public:
  // Binds and listens; nothing is served before start(). Refused with a sentence that says what
  // to do (port taken, certificate unreadable, …).
  static Result<std::unique_ptr<HttpServer>, std::string> listen(ServerOptions options,
                                                                 Handler handler,
                                                                 ErrorResponse on_error, Log& log);
  virtual ~HttpServer() = default;  // Stops at once if it still serves.

  virtual std::uint16_t port() const = 0;
  virtual void start() = 0;
  // Takes no new connection, lets requests under way end, closes idle connections; cuts what is
  // left after `grace`. Blocks until all is closed. Any thread but the server's own.
  virtual void drain(std::chrono::milliseconds grace) = 0;
  // Reads certificate and key anew for connections to come; on refusal the old ones stay.
  virtual Result<void, std::string> reload_tls() = 0;
  virtual std::size_t open_connections() const = 0;
};

}  // namespace till::net
