// Requests and responses as values: what the HTTP server hands to a handler and the client sends.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace till::net {

struct Header {
  std::string name;
  std::string value;
};

// A request that was read whole within the limits.
struct Request {
  std::string method;  // As sent: GET, POST, …
  std::string path;    // The target without its query, undecoded.
  std::string query;   // Without the question mark; empty when there is none.
  std::vector<Header> headers;
  std::string body;
  std::string remote_address;
  bool has_body = false;  // A body was announced, even an empty one with Content-Length: 0 is not.
  // The first header of that name, case-insensitive; nothing when absent.
  std::optional<std::string_view> header(std::string_view name) const;
  // How many headers carry that name.
  std::size_t count(std::string_view name) const;
};

struct Response {
  int status = 200;
  std::vector<Header> headers;  // Without Content-Length, Date and Connection.
  std::string body;
  bool close = false;  // End the connection after this answer.
  // The connection ends after so many bytes of the answer, head included: for servers that play
  // faults.
  std::optional<std::size_t> cut = {};
  // The first header of that name, case-insensitive; nothing when absent.
  std::optional<std::string_view> header(std::string_view name) const;
};

}  // namespace till::net
