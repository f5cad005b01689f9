// AnswerReader: bytes in, one answer out, under limits. Does no I/O.
#pragma once

#include <algorithm>
#include <boost/beast/core/buffers_range.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/type_traits.hpp>
#include <cstdint>
#include <optional>
#include <string>

#include "net/detail/asio.h"
#include "net/http_types.h"

namespace till::net::detail {

// As Beast's string body, which would set aside all that the peer says it is going to send.
struct GrowingBody {
  using value_type = std::string;
  class reader {
   public:
    template <bool kRequest, class Fields>
    reader(boost::beast::http::header<kRequest, Fields>&, value_type& body) : body_(body) {}
    void init(const boost::optional<std::uint64_t>& length, ErrorCode& error) {
      constexpr std::uint64_t kMostAhead = 64 * 1024;
      if (length) body_.reserve(static_cast<std::size_t>(std::min(*length, kMostAhead)));
      error = {};
    }
    template <class Buffers>
    std::size_t put(const Buffers& buffers, ErrorCode& error) {
      const std::size_t before = body_.size();
      for (const auto& each : boost::beast::buffers_range_ref(buffers)) {
        body_.append(static_cast<const char*>(each.data()), each.size());
      }
      error = {};
      return body_.size() - before;
    }
    void finish(ErrorCode& error) { error = {}; }

   private:
    value_type& body_;
  };
};

// How the body of an answer is given.
enum class Delivery { whole, in_pieces };

// The answer to one request. Feed it until it is done or faulty.
class AnswerReader {
 public:
  // `head` when the request was HEAD: the answer's length stands, its body does not.
  // In pieces, a body without a length is faulty at its end: nobody would see that it is cut off.
  AnswerReader(bool head, std::size_t max_body_bytes, Delivery delivery = Delivery::whole);

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
  // In pieces: the head, once it has come and for the first time; else nothing.
  std::optional<Response> take_head();
  // In pieces: what came of the body so far, moved out.
  std::string take_piece();

 private:
  using Parser = boost::beast::http::response_parser<GrowingBody>;
  void begin();
  State advance();
  State fail(ErrorCode error);

  const bool head_;
  const std::size_t max_body_bytes_;
  const Delivery delivery_;
  bool head_taken_ = false;
  boost::beast::flat_buffer buffer_;
  std::optional<Parser> parser_;
  bool any_byte_ = false;
  ErrorCode error_;
};

}  // namespace till::net::detail
