// Requests and responses as values: what the HTTP server hands to a handler and the client sends.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/task.h"

namespace till::net {

struct Header {
  std::string name;
  std::string value;
};

// The client at the other end of a connection.
class Peer {
 public:
  virtual ~Peer() = default;
  // It has closed its side, or the connection is over. Asked on the connection's loop only.
  virtual bool is_gone() const = 0;
};

// A request that was read whole within the limits.
struct Request {
  std::string method;      // As sent: GET, POST, …; but GET for HEAD, see head_only.
  bool head_only = false;  // HEAD: the server sends the answer to GET without its body.
  // The target without its query. Escapes of characters that need none are undone (RFC 3986
  // 6.2.2.2), others stand.
  std::string path;
  std::string query;  // Without the question mark; empty when there is none.
  std::vector<Header> headers;
  std::string body;
  std::string remote_address;             // From where it came, behind proxies that are trusted.
  std::shared_ptr<const Peer> peer = {};  // Who waits for the answer; null: nobody knows.
  bool has_body = false;  // A body was announced, even an empty one with Content-Length: 0 is not.
  // The first header of that name, case-insensitive; nothing when absent.
  std::optional<std::string_view> header(std::string_view name) const;
  // How many headers carry that name.
  std::size_t count(std::string_view name) const;
  // The method as it was sent.
  std::string_view sent_method() const { return head_only ? std::string_view("HEAD") : method; }
  // The body is compressed, say: its bytes are not what its Content-Type names.
  bool is_encoded() const;
};

// The body of an answer that is sent piece by piece, as it comes.
class BodyStream {
 public:
  virtual ~BodyStream() = default;
  // The next piece, or an empty one at the end. Goes on at `executor`, the loop of the connection;
  // asked again only after it has given.
  virtual Task<std::string> next(Executor& executor) = 0;
  // Nothing was sent for a while (ServerOptions::stream_beat): next() may give what says that the
  // stream still lives. Called on that loop.
  virtual void beat() = 0;
  // The client is gone or the server ends: next() gives the end soon. Called on that loop.
  virtual void close() = 0;
};

struct Response {
  int status = 200;
  std::vector<Header> headers;  // Without Content-Length, Date and Connection.
  std::string body;
  // Sent in the place of `body` when there is one: a text that many answers share.
  std::shared_ptr<const std::string> shared_body = {};
  bool close = false;  // End the connection after this answer.
  // The connection ends after so many bytes of the answer, head included: for servers that play
  // faults.
  std::optional<std::size_t> cut = {};
  std::shared_ptr<BodyStream> stream = {};  // Sent in the place of `body` when there is one.
  // How many bytes the stream gives, where that is known. When it ends before, the connection does
  // too, so that the client sees that it has not all of it.
  std::optional<std::uint64_t> stream_bytes = {};
  // The first header of that name, case-insensitive; nothing when absent.
  std::optional<std::string_view> header(std::string_view name) const;
};

}  // namespace till::net
