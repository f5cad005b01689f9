#include "net/detail/request_reader.h"

#include <algorithm>
#include <boost/beast/http/error.hpp>
#include <utility>

#include "base/ascii.h"
#include "net/detail/chunks.h"

namespace till::net::detail {
namespace {

namespace http = boost::beast::http;
constexpr std::size_t kRequestReadBytes = 8 * 1024;

// The parser gives one error for another version, for no version at all and for what follows a good
// one. It reads a method, a target and eight characters; what follows those must not matter here.
bool names_another_version(std::string_view text) {
  const std::size_t target = text.find(' ') + 1;
  const std::string_view word = text.substr(text.find(' ', target) + 1, 8);
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  return word.size() == 8 && word.starts_with("HTTP/") && digit(word[5]) && word[6] == '.' &&
         digit(word[7]) && word != "HTTP/1.1" && word != "HTTP/1.0";
}

int status_for(ErrorCode error, std::string_view text) {
  if (error == http::error::header_limit || error == http::error::buffer_overflow) return 431;
  if (error == http::error::body_limit) return 413;
  if (error == http::error::bad_version && names_another_version(text)) return 505;
  return 400;
}

// Path and query of a target in absolute form (http://host/path), which servers must accept.
std::string_view without_authority(std::string_view target) {
  const std::size_t scheme = target.find("://");
  if (target.starts_with('/') || scheme == std::string_view::npos) return target;
  const std::size_t path = target.find_first_of("/?", scheme + 3);
  return path == std::string_view::npos ? std::string_view("/") : target.substr(path);
}

bool all_digits(boost::beast::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string text_of(boost::beast::string_view view) { return {view.data(), view.size()}; }

// Characters that mean the same with and without an escape (RFC 3986 2.3).
bool is_unreserved(char c) {
  const char lower = static_cast<char>(c | 0x20);
  return (lower >= 'a' && lower <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
         c == '_' || c == '~';
}

// One path for the spellings of it that mean the same.
std::string normal_path(std::string_view path) {
  std::string normal(path.substr(0, path.find('%')));
  for (std::size_t at = normal.size(); at < path.size(); ++at) {
    const bool escape = path[at] == '%' && at + 2 < path.size();
    const int high = escape ? hex_value(path[at + 1]) : -1;
    const int low = escape ? hex_value(path[at + 2]) : -1;
    const char meant = high < 0 || low < 0 ? '%' : static_cast<char>(high * 16 + low);
    if (is_unreserved(meant)) {
      normal += meant;
      at += 2;
    } else {
      normal += path[at];
    }
  }
  return normal;
}

}  // namespace

RequestReader::RequestReader(std::size_t max_header_bytes, std::size_t max_body_bytes)
    : max_header_bytes_(max_header_bytes),
      max_body_bytes_(max_body_bytes),
      buffer_(max_header_bytes + kRequestReadBytes) {}

void RequestReader::begin() {
  parser_.emplace();
  parser_->header_limit(static_cast<std::uint32_t>(max_header_bytes_));
  parser_->body_limit(max_body_bytes_);
  head_checked_ = false;
  fed_ = false;
  after_line_ = false;
  head_bytes_ = 0;
  fault_ = 0;
}

asio::mutable_buffer RequestReader::space() {
  const std::size_t room = buffer_.max_size() - buffer_.size();
  return buffer_.prepare(std::min(room, kRequestReadBytes));
}

void RequestReader::received(std::size_t bytes) { buffer_.commit(bytes); }

bool RequestReader::started() const { return fed_ || buffer_.size() > 0; }

RequestReader::State RequestReader::fail(int status) {
  fault_ = status;
  return State::faulty;
}

// Some clients end a body with a line of its own (RFC 9112 2.2). False while the next character has
// to tell whether that is what comes.
bool RequestReader::skip_empty_lines() {
  if (fed_) return true;
  const auto input = [this] {
    return std::string_view(static_cast<const char*>(buffer_.data().data()), buffer_.size());
  };
  while (input().starts_with("\r\n")) buffer_.consume(2);
  return input() != "\r";
}

// Does a line of the head begin with a blank? The parser joins it to the one before, and others
// may read it as a header of its own (RFC 9112 5.2). `head` is what the parser took just now.
bool RequestReader::is_folded(std::string_view head) {
  const auto blank = [](char c) { return c == ' ' || c == '\t'; };
  if (head.empty()) return false;
  if (after_line_ && blank(head.front())) return true;
  for (std::size_t line = head.find('\n') + 1; line != 0 && line < head.size();
       line = head.find('\n', line) + 1) {
    if (blank(head[line])) return true;
  }
  after_line_ = head.back() == '\n';
  return false;
}

// What the parser lets through but this server does not serve; false when faulty.
bool RequestReader::check_head() {
  head_checked_ = true;
  if (head_bytes_ > max_header_bytes_) {
    fault_ = 431;  // The parser bounds the request line and the fields each by itself.
    return false;
  }
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
  if (has_length && !all_digits(head[http::field::content_length])) {
    fault_ = 400;  // The parser takes a list of equal lengths.
    return false;
  }
  const auto length = parser_->content_length();
  if (length && *length > max_body_bytes_) {
    fault_ = 413;
    return false;
  }
  return true;
}

// The parser adds trailers to the fields of the head. Nothing reads trailers, and a credential or a
// second Host must not come in behind the checks.
void RequestReader::keep_headers() {
  headers_.clear();
  headers_.reserve(16);
  for (const auto& field : parser_->get()) {
    headers_.push_back({text_of(field.name_string()), text_of(field.value())});
  }
}

RequestReader::State RequestReader::advance() {
  if (!skip_empty_lines()) return State::head;
  while (true) {
    if (parser_->is_done()) return State::done;
    if (buffer_.size() == 0 || !enough_to_parse(*parser_, buffer_.size())) break;
    ErrorCode error;
    const auto input = buffer_.data();
    const std::size_t used = parser_->put(input, error);
    if (error && error != http::error::need_more) {
      return fail(status_for(error, {static_cast<const char*>(input.data()), input.size()}));
    }
    const bool folded = !head_checked_ && is_folded({static_cast<const char*>(input.data()), used});
    buffer_.consume(used);
    if (used > 0) fed_ = true;
    if (folded) return fail(400);
    if (!head_checked_) head_bytes_ += used;
    if (parser_->is_header_done() && !head_checked_) {
      if (!check_head()) return State::faulty;
      keep_headers();
    }
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

std::optional<std::string> RequestReader::header(const std::string& name) const {
  // A length beyond the limit is found at the end of the head, before the parser calls it done.
  if (!parser_->is_header_done() && fault_ != 413) return std::nullopt;
  const auto field = parser_->get().find(name);
  if (field == parser_->get().end()) return std::nullopt;
  std::string value = text_of(field->value());
  const bool printable =
      std::all_of(value.begin(), value.end(), [](char c) { return c >= ' ' && c < '\x7f'; });
  return printable ? std::optional(std::move(value)) : std::nullopt;
}

namespace {

// The request line of a head.
template <class Message>
Request request_of(const Message& message) {
  Request request;
  request.head_only = message.method() == http::verb::head;
  request.method = request.head_only ? "GET" : text_of(message.method_string());
  const std::string_view target =
      without_authority({message.target().data(), message.target().size()});
  const std::size_t question = target.find('?');
  // Without a path it is http://host?query.
  request.path = question == 0 ? "/" : normal_path(target.substr(0, question));
  if (question != std::string_view::npos) request.query = target.substr(question + 1);
  return request;
}

}  // namespace

Request RequestReader::head() const {
  Request request = request_of(parser_->get());
  request.headers = headers_;
  request.has_body = true;
  return request;
}

std::size_t RequestReader::announced_bytes() const {
  const auto length = parser_->content_length();
  return length ? static_cast<std::size_t>(*length) : max_body_bytes_;
}

Request RequestReader::take() {
  auto message = parser_->release();
  Request request = request_of(message);
  request.headers = std::move(headers_);
  request.body = std::move(message.body());
  request.has_body = !request.body.empty();
  return request;
}

}  // namespace till::net::detail
