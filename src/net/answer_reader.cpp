#include "net/detail/answer_reader.h"

#include <algorithm>
#include <boost/beast/http/error.hpp>
#include <utility>

#include "net/detail/chunks.h"

namespace till::net::detail {
namespace {

namespace http = boost::beast::http;
constexpr std::size_t kReadBytes = 16 * 1024;
// More than a head may have, so that only what never ends fills it.
constexpr std::size_t kBufferBytes = 2 * kReadBytes;

template <class Message>
Response head_of(const Message& message) {
  Response response;
  response.status = static_cast<int>(message.result_int());
  for (const auto& field : message) {
    response.headers.push_back({{field.name_string().data(), field.name_string().size()},
                                {field.value().data(), field.value().size()}});
  }
  return response;
}

}  // namespace

AnswerReader::AnswerReader(bool head, std::size_t max_body_bytes, Delivery delivery)
    : head_(head), max_body_bytes_(max_body_bytes), delivery_(delivery), buffer_(kBufferBytes) {
  begin();
}

void AnswerReader::begin() {
  parser_.emplace();
  parser_->body_limit(max_body_bytes_);
  parser_->skip(head_);
  parser_->eager(true);
}

asio::mutable_buffer AnswerReader::space() {
  const std::size_t room = buffer_.max_size() - buffer_.size();
  return buffer_.prepare(std::min(room, kReadBytes));
}

AnswerReader::State AnswerReader::fail(ErrorCode error) {
  error_ = error;
  return State::faulty;
}

AnswerReader::State AnswerReader::received(std::size_t bytes) {
  any_byte_ = any_byte_ || bytes > 0;
  buffer_.commit(bytes);
  return advance();
}

AnswerReader::State AnswerReader::advance() {
  while (true) {
    if (parser_->is_done()) {
      if (parser_->get().result_int() >= 200) return State::done;
      begin();
    }
    if (buffer_.size() == 0 || !enough_to_parse(*parser_, buffer_.size())) return State::more;
    ErrorCode error;
    buffer_.consume(parser_->put(buffer_.data(), error));
    if (error && error != http::error::need_more) return fail(error);
    // Such a status is none, and would have a body that nothing asks for.
    if (parser_->is_header_done() && parser_->get().result_int() < 100) {
      return fail(http::error::bad_status);
    }
    if (!error) continue;
    if (buffer_.size() == buffer_.max_size()) return fail(http::error::buffer_overflow);
    return State::more;
  }
}

AnswerReader::State AnswerReader::ended() {
  // The parser asserts that it has seen something: a peer that closes after 100 Continue would end
  // the process.
  if (!parser_->got_some()) return fail(http::error::end_of_stream);
  if (delivery_ == Delivery::in_pieces) return fail(http::error::partial_message);
  ErrorCode error;
  parser_->put_eof(error);
  if (error) return fail(error);
  return parser_->get().result_int() < 200 ? fail(http::error::bad_status) : State::done;
}

Response AnswerReader::take() {
  auto message = parser_->release();
  Response response = head_of(message);
  response.body = std::move(message.body());
  return response;
}

std::optional<Response> AnswerReader::take_head() {
  if (head_taken_ || !parser_->is_header_done() || parser_->get().result_int() < 200) {
    return std::nullopt;
  }
  head_taken_ = true;
  return head_of(parser_->get());
}

std::string AnswerReader::take_piece() { return std::exchange(parser_->get().body(), {}); }

std::string AnswerReader::take_events() {
  if (!parser_->is_header_done()) return {};
  const auto type = parser_->get()[http::field::content_type];
  if (!type.starts_with("text/event-stream")) return {};
  return std::exchange(parser_->get().body(), {});
}

}  // namespace till::net::detail
