// RequestReader: bytes in, requests out, under limits. Does no I/O.
#pragma once

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <optional>
#include <vector>

#include "net/detail/asio.h"
#include "net/http_types.h"

namespace till::net::detail {

// One connection's input. Call begin() for each request, then feed it until it is done or faulty.
class RequestReader {
 public:
  RequestReader(std::size_t max_header_bytes, std::size_t max_body_bytes);

  enum class State { head, body, done, faulty };

  // Begins the next request; bytes of it that came early are used by the next advance().
  void begin();
  // Where to put bytes that were read; then call received().
  asio::mutable_buffer space();
  void received(std::size_t bytes);
  // Takes in what was received and tells where the request stands.
  State advance();

  // Anything of the current request has come in.
  bool started() const;
  // After `faulty`: the HTTP status that says why.
  int fault() const { return fault_; }
  // Once the head is read: the client waits for a word before it sends the body.
  bool wants_continue() const;
  bool keep_alive() const { return parser_->keep_alive(); }
  bool is_head() const;
  // The value of a header, once the head is read and when it is printable; nothing otherwise.
  std::optional<std::string> header(const std::string& name) const;
  bool is_http10() const { return parser_->get().version() == 10; }
  // Once the head is read: the request without its body, and how long that may become.
  Request head() const;
  std::size_t announced_bytes() const;
  // After `done`: the request, moved out.
  Request take();

 private:
  using Parser = boost::beast::http::request_parser<boost::beast::http::string_body>;
  State fail(int status);
  bool skip_empty_lines();
  bool is_folded(std::string_view head);
  bool check_head();
  void keep_headers();

  std::size_t max_header_bytes_;
  std::size_t max_body_bytes_;
  boost::beast::flat_buffer buffer_;
  std::optional<Parser> parser_;
  std::vector<Header> headers_;  // Of the head alone.
  bool head_checked_ = false;
  bool fed_ = false;
  bool after_line_ = false;  // What was taken of the head ends with a line.
  std::size_t head_bytes_ = 0;
  int fault_ = 0;
};

}  // namespace till::net::detail
