#include "net/detail/request_reader.h"

#include <boost/beast/http/error.hpp>
#include <utility>

namespace till::net::detail {
namespace {

namespace http = boost::beast::http;
constexpr std::size_t kReadBytes = 8 * 1024;

int status_for(ErrorCode error) {
  if (error == http::error::header_limit || error == http::error::buffer_overflow) return 431;
  if (error == http::error::body_limit) return 413;
  if (error == http::error::bad_version) return 505;
  return 400;
}

// Path and query of a target in absolute form (http://host/path), which servers must accept.
std::string_view without_authority(std::string_view target) {
  const std::size_t scheme = target.find("://");
  if (target.starts_with('/') || scheme == std::string_view::npos) return target;
  const std::size_t path = target.find_first_of("/?", scheme + 3);
  return path == std::string_view::npos ? std::string_view("/") : target.substr(path);
}

std::string text_of(boost::beast::string_view view) { return {view.data(), view.size()}; }

}  // namespace

RequestReader::RequestReader(std::size_t max_header_bytes, std::size_t max_body_bytes)
    : max_header_bytes_(max_header_bytes),
      max_body_bytes_(max_body_bytes),
      buffer_(max_header_bytes + kReadBytes) {}

void RequestReader::begin() {
  parser_.emplace();
  parser_->header_limit(static_cast<std::uint32_t>(max_header_bytes_));
  parser_->body_limit(max_body_bytes_);
  head_checked_ = false;
  fed_ = false;
  fault_ = 0;
}

asio::mutable_buffer RequestReader::space() {
  const std::size_t room = buffer_.max_size() - buffer_.size();
  return buffer_.prepare(std::min(room, kReadBytes));
}

void RequestReader::received(std::size_t bytes) { buffer_.commit(bytes); }

bool RequestReader::started() const { return fed_ || buffer_.size() > 0; }

RequestReader::State RequestReader::fail(int status) {
  fault_ = status;
  return State::faulty;
}

// What the parser lets through but this server does not serve; false when faulty.
bool RequestReader::check_head() {
  head_checked_ = true;
  const auto& head = parser_->get();
  if (head.version() != 11 && head.version() != 10) {
    fault_ = 505;
    return false;
  }
  const auto coding = head.find(http::field::transfer_encoding);
  if (coding != head.end() && !boost::beast::iequals(coding->value(), "chunked")) {
    fault_ = 501;
    return false;
  }
  if (coding != head.end() && head.version() == 10) {
    fault_ = 400;
    return false;
  }
  const bool has_length = head.count(http::field::content_length) > 0;
  if ((coding != head.end() && has_length) || head.count(http::field::content_length) > 1) {
    fault_ = 400;
    return false;
  }
  if (head.version() == 11 && head.count(http::field::host) != 1) {
    fault_ = 400;
    return false;
  }
  const auto length = parser_->content_length();
  if (length && *length > max_body_bytes_) {
    fault_ = 413;
    return false;
  }
  return true;
}

RequestReader::State RequestReader::advance() {
  while (true) {
    if (parser_->is_done()) return State::done;
    if (buffer_.size() == 0) break;
    ErrorCode error;
    const std::size_t used = parser_->put(buffer_.data(), error);
    buffer_.consume(used);
    if (used > 0) fed_ = true;
    if (error && error != http::error::need_more) return fail(status_for(error));
    if (parser_->is_header_done() && !head_checked_ && !check_head()) return State::faulty;
    if (error == http::error::need_more && used == 0) {
      // Full of something that never ends: a head, or the extensions or trailers of chunks.
      if (buffer_.size() >= buffer_.max_size()) return fail(parser_->is_header_done() ? 400 : 431);
      break;
    }
  }
  return parser_->is_header_done() ? State::body : State::head;
}

bool RequestReader::wants_continue() const {
  return head_checked_ && !is_http10() &&
         boost::beast::iequals(parser_->get()[http::field::expect], "100-continue");
}

bool RequestReader::is_head() const {
  return parser_->is_header_done() && parser_->get().method() == http::verb::head;
}

Request RequestReader::take() {
  auto message = parser_->release();
  Request request;
  request.method = text_of(message.method_string());
  const std::string_view target =
      without_authority({message.target().data(), message.target().size()});
  const std::size_t question = target.find('?');
  request.path = target.substr(0, question);
  if (question != std::string_view::npos) request.query = target.substr(question + 1);
  request.headers.reserve(16);
  for (const auto& field : message) {
    request.headers.push_back({text_of(field.name_string()), text_of(field.value())});
  }
  request.body = std::move(message.body());
  request.has_body = !request.body.empty();
  return request;
}

}  // namespace till::net::detail
