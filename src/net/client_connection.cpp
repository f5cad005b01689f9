#include "net/detail/client_connection.h"

#include <functional>

#include "net/address_rules.h"

namespace till::net::detail {
namespace {

using Resolver = asio::ip::basic_resolver<tcp, LoopExecutor>;

ClientConnection::Exchange no_answer(ErrorCode error, bool any_byte) {
  return {refused(ClientFailure{ClientFailureKind::no_answer, error.message()}), false, any_byte};
}

// False: the sink wants no more.
bool pass_on(AnswerReader& reader, BodySink& sink) {
  if (const auto head = reader.take_head(); head && !sink.begin(*head)) return false;
  const std::string piece = reader.take_piece();
  return piece.empty() || sink.take(piece);
}

}  // namespace

// The system's look-up cannot be stopped once it runs: who gives up leaves it to end by itself.
struct ClientConnection::LookUp {
  explicit LookUp(asio::io_context& context) : resolver(context) {}
  void finish(ErrorCode error) {
    const auto waiting = std::exchange(on_done, nullptr);
    if (waiting) waiting(error);
  }
  Resolver resolver;
  Resolver::results_type results;
  std::function<void(ErrorCode)> on_done;
};

Task<ErrorCode> ClientConnection::look_up(const Url& url, std::vector<tcp::endpoint>& found) {
  ErrorCode not_numeric;
  const auto address =
      asio::ip::make_address(url.host == "localhost" ? "127.0.0.1" : url.host, not_numeric);
  if (!not_numeric) {
    found.emplace_back(address, url.port);
    co_return ErrorCode();
  }
  const auto pending = std::make_shared<LookUp>(loop_.context());
  look_up_ = pending;
  const IoResult resolved = co_await io([&](auto handler) {
    pending->on_done = std::move(handler);
    pending->resolver.async_resolve(url.host, std::to_string(url.port),
                                    [pending](ErrorCode error, Resolver::results_type results) {
                                      pending->results = std::move(results);
                                      pending->finish(error);
                                    });
  });
  look_up_ = nullptr;
  if (resolved.ok()) {
    for (const auto& result : pending->results) found.push_back(result.endpoint());
  }
  co_return resolved.error;
}

Task<ErrorCode> ClientConnection::connect(const std::vector<tcp::endpoint>& candidates) {
  ErrorCode error = asio::error::host_not_found;
  for (const tcp::endpoint& candidate : candidates) {
    if (closed_) co_return asio::error::operation_aborted;
    plain_.emplace(loop_.context());
    const IoResult connected =
        co_await io([&](auto handler) { plain_->async_connect(candidate, std::move(handler)); });
    error = connected.error;
    if (!error) break;
  }
  ErrorCode ignored;
  if (!error) plain_->set_option(tcp::no_delay(true), ignored);
  co_return error;
}

Task<ErrorCode> ClientConnection::open(const Url& url) {
  std::vector<tcp::endpoint> found;
  if (const ErrorCode error = co_await look_up(url, found)) co_return error;
  if (open_networks_) {
    std::erase_if(found, [this](const tcp::endpoint& each) {
      return !may_call(each.address().to_string(), *open_networks_);
    });
    if (found.empty()) co_return asio::error::access_denied;
  }
  if (const ErrorCode error = co_await connect(found)) co_return error;
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

Task<ErrorCode> ClientConnection::read_answer(AnswerReader& reader, const Takers& takers) {
  auto state = AnswerReader::State::more;
  while (state == AnswerReader::State::more) {
    const IoResult got = co_await read(reader.space());
    if (got.error == asio::error::eof && reader.any_byte()) {
      state = reader.ended();
    } else if (got.ok()) {
      state = reader.received(got.bytes);
    } else {
      co_return got.error;
    }
    if (state != AnswerReader::State::faulty && takers.sink != nullptr) {
      if (!pass_on(reader, *takers.sink)) co_return asio::error::operation_aborted;
    }
    if (!takers.on_events) continue;
    if (const std::string piece = reader.take_events(); !piece.empty()) takers.on_events(piece);
  }
  co_return reader.error();
}

Task<ClientConnection::Exchange> ClientConnection::exchange(const std::string& request, bool head,
                                                            std::size_t max_bytes,
                                                            const Takers& takers) {
  const IoResult sent = co_await write(request);
  if (!sent.ok()) co_return no_answer(sent.error, false);
  const Delivery delivery = takers.sink != nullptr ? Delivery::in_pieces : Delivery::whole;
  AnswerReader reader(head, max_bytes, delivery);
  const ErrorCode error = co_await read_answer(reader, takers);
  if (error) co_return no_answer(error, reader.any_byte());
  const bool reusable = reader.reusable();
  co_return Exchange{reader.take(), reusable, true};
}

void ClientConnection::close() {
  closed_ = true;
  ErrorCode ignored;
  if (stream_ || plain_) socket().close(ignored);
  if (look_up_) {
    asio::post(loop_.context(),
               [pending = look_up_] { pending->finish(asio::error::operation_aborted); });
  }
}

}  // namespace till::net::detail
