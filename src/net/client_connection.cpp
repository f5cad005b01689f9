#include "net/detail/client_connection.h"

#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

namespace till::net::detail {
namespace {

namespace http = boost::beast::http;
using Resolver = asio::ip::basic_resolver<tcp, LoopExecutor>;

Response to_response(http::response<http::string_body> message) {
  Response response;
  response.status = static_cast<int>(message.result_int());
  for (const auto& field : message) {
    response.headers.push_back({{field.name_string().data(), field.name_string().size()},
                                {field.value().data(), field.value().size()}});
  }
  response.body = std::move(message.body());
  return response;
}

}  // namespace

Task<ErrorCode> ClientConnection::open(const Url& url) {
  Resolver resolver(loop_.context());
  Resolver::results_type found;
  const IoResult resolved = co_await io([&](auto handler) {
    resolver.async_resolve(url.host, std::to_string(url.port),
                           [&found, handler = std::move(handler)](
                               ErrorCode error, Resolver::results_type results) mutable {
                             found = std::move(results);
                             handler(error);
                           });
  });
  if (!resolved.ok()) co_return resolved.error;
  ErrorCode error = asio::error::host_not_found;
  for (const auto& candidate : found) {
    if (closed_) co_return asio::error::operation_aborted;
    plain_.emplace(loop_.context());
    const tcp::endpoint endpoint = candidate.endpoint();
    const IoResult connected =
        co_await io([&](auto handler) { plain_->async_connect(endpoint, std::move(handler)); });
    error = connected.error;
    if (!error) break;
  }
  if (error) co_return error;
  ErrorCode ignored;
  plain_->set_option(tcp::no_delay(true), ignored);
  if (!url.tls) co_return ErrorCode();
  stream_.emplace(std::move(*plain_), *tls_);
  if (!expect_peer(*stream_, url.host)) co_return asio::error::no_memory;
  const IoResult shaken = co_await io([this](auto handler) {
    stream_->async_handshake(asio::ssl::stream_base::client, std::move(handler));
  });
  co_return shaken.error;
}

Task<IoResult> ClientConnection::write(const std::string& text) {
  if (stream_) co_return co_await write_all(*stream_, asio::buffer(text));
  co_return co_await write_all(*plain_, asio::buffer(text));
}

Task<IoResult> ClientConnection::read(asio::mutable_buffer into) {
  if (stream_) co_return co_await read_some(*stream_, into);
  co_return co_await read_some(*plain_, into);
}

Task<ClientConnection::Outcome> ClientConnection::exchange(const std::string& request, bool head,
                                                           std::size_t max_bytes) {
  const auto no_answer = [](std::string detail) {
    return refused(ClientFailure{ClientFailureKind::no_answer, std::move(detail)});
  };
  const IoResult sent = co_await write(request);
  if (!sent.ok()) co_return Outcome{no_answer(sent.error.message()), false, false};
  http::response_parser<http::string_body> parser;
  parser.body_limit(max_bytes);
  parser.skip(head);
  parser.eager(true);
  bool any_byte = false;
  while (!parser.is_done()) {
    ErrorCode error;
    if (buffer_.size() > 0) {
      buffer_.consume(parser.put(buffer_.data(), error));
      if (error && error != http::error::need_more) {
        co_return Outcome{no_answer(error.message()), false, any_byte};
      }
      if (parser.is_done() || !error) continue;
    }
    const IoResult got = co_await read(buffer_.prepare(16 * 1024));
    if (!got.ok()) {
      if (any_byte && !parser.is_done()) parser.put_eof(error);
      if (any_byte && !error && parser.is_done()) break;
      co_return Outcome{no_answer(got.error.message()), false, any_byte};
    }
    any_byte = true;
    buffer_.commit(got.bytes);
  }
  const bool reusable = parser.keep_alive();
  co_return Outcome{to_response(parser.release()), reusable, true};
}

void ClientConnection::close() {
  closed_ = true;
  ErrorCode ignored;
  if (stream_ || plain_) socket().close(ignored);
}

}  // namespace till::net::detail
