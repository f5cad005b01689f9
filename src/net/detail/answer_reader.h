// AnswerReader: bytes in, one answer out, under limits. Does no I/O.
#pragma once

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <optional>

#include "net/detail/asio.h"
#include "net/http_types.h"

namespace till::net::detail {

// The answer to one request. Feed it until it is done or faulty.
class AnswerReader {
 public:
  // `head` when the request was HEAD: the answer's length stands, its body does not.
  AnswerReader(bool head, std::size_t max_body_bytes);

  enum class State { more, done, faulty };

  // Where to put bytes that were read; then call received().
  asio::mutable_buffer space();
  // Takes in what was read and tells where the answer stands. 100 Continue and its like are passed
  // over.
  State received(std::size_t bytes);
  // The peer has closed: ends a body without a length; anything else is cut short.
  State ended();

  bool any_byte() const { return any_byte_; }
  // After `faulty`: why.
  ErrorCode error() const { return error_; }
  // After `done`: the connection can take another request.
  bool reusable() const { return parser_->keep_alive() && buffer_.size() == 0; }
  // After `done`: the answer, moved out.
  Response take();
  // What came of its body so far, moved out, when the answer is one of server-sent events; else
  // nothing.
  std::string take_events();

 private:
  using Parser = boost::beast::http::response_parser<boost::beast::http::string_body>;
  void begin();
  State advance();
  State fail(ErrorCode error);

  const bool head_;
  const std::size_t max_body_bytes_;
  boost::beast::flat_buffer buffer_;
  std::optional<Parser> parser_;
  bool any_byte_ = false;
  ErrorCode error_;
};

}  // namespace till::net::detail
