#include "net/detail/connection.h"

#include <poll.h>

#include <algorithm>
#include <array>
#include <utility>

#include "net/detail/response_writer.h"
#include "net/peer_address.h"

namespace till::net::detail {
namespace {

using std::chrono::steady_clock;
using State = RequestReader::State;

constexpr std::chrono::milliseconds kLinger{1'000};
constexpr std::size_t kLingerBytes = 4 * 1024 * 1024;

// Of what the handler threw, which is being caught.
Response answer_failure(const ServerContext& context) {
  try {
    throw;
  } catch (const std::exception& error) {
    context.log.write(LogLevel::error, "handler_failed",
                      {{"error", std::string_view(error.what())}});
  } catch (...) {
    context.log.write(LogLevel::error, "handler_failed", {});
  }
  return context.on_error(500);
}

// What a client that has closed its side leaves behind is told by the socket; whether it has is
// looked at when somebody asks, for nothing reads the socket while a request is worked on.
class SocketPeer final : public Peer {
 public:
  explicit SocketPeer(int socket) : socket_(socket) {}
  void leave() { socket_ = -1; }
  bool is_gone() const override {
    if (socket_ < 0) return true;
    pollfd asked{socket_, POLLRDHUP, 0};
    return ::poll(&asked, 1, 0) > 0;
  }

 private:
  int socket_;
};

template <class Stream>
class StreamConnection final : public Connection {
 public:
  template <class... StreamArguments>
  StreamConnection(std::shared_ptr<Seat> seat, IoLoop& loop, ConnectionList& list,
                   const ServerContext& context, std::function<void()> on_closed,
                   StreamArguments&&... arguments)
      : Connection(std::move(seat)),
        loop_(loop),
        list_(list),
        context_(context),
        on_closed_(std::move(on_closed)),
        reader_(context.options.max_header_bytes, context.options.max_body_bytes),
        stream_(std::forward<StreamArguments>(arguments)...) {
    entry_ = list_.all.insert(list_.all.end(), this);
    ErrorCode ignored;
    socket().set_option(tcp::no_delay(true), ignored);
    const auto peer = socket().remote_endpoint(ignored);
    if (!ignored) remote_address_ = peer_address(peer.address().to_string(), {}, {});
    peer_ = std::make_shared<SocketPeer>(socket().native_handle());
  }
  ~StreamConnection() override {
    peer_->leave();
    list_.all.erase(entry_);
    on_closed_();
  }

  // Owns the connection until it ends.
  static Task<Done> run(std::unique_ptr<StreamConnection> self,
                        std::shared_ptr<asio::ssl::context> tls) {
    try {
      co_await self->serve(tls != nullptr);
    } catch (...) {  // Out of memory, say: this connection ends, the others go on.
      self->context_.log.write(LogLevel::error, "connection_failed", {});
    }
    self->cut();
    co_return Done{};
  }

  void cut() override {
    closing_ = true;
    peer_->leave();
    end_stream();
    ErrorCode ignored;
    socket().close(ignored);
  }

 protected:
  void interrupt() override {
    ErrorCode ignored;
    socket().cancel(ignored);
  }
  void beat() override {
    deadline_ = steady_clock::now() + context_.options.stream_beat;
    stream_body_->beat();
  }
  void end_stream() override {
    if (stream_body_) stream_body_->close();
  }

 private:
  Socket& socket() {
    if constexpr (std::is_same_v<Stream, Socket>) {
      return stream_;
    } else {
      return stream_.next_layer();
    }
  }

  Task<bool> open(bool tls) {
    const auto& refuse = context_.options.refuse_connection;
    if (refuse && refuse()) co_return false;
    if constexpr (!std::is_same_v<Stream, Socket>) {
      if (tls) {
        enter(Stage::handshaking, context_.options.handshake_timeout);
        const IoResult shaken = co_await io([this](auto handler) {
          stream_.async_handshake(asio::ssl::stream_base::server, std::move(handler));
        });
        if (!shaken.ok()) co_return false;
      }
    }
    co_return !closing_;
  }

  Task<Done> serve(bool tls) {
    bool more = co_await open(tls);
    while (more) more = co_await serve_one();
    co_return Done{};
  }

  // Reads, answers; false when the connection is to be closed.
  Task<bool> serve_one() {
    reader_.begin();
    timed_out_ = false;
    enter(Stage::idle, context_.options.idle_timeout);
    bool asked = false;
    body_share_ = {};
    State state = reader_.advance();
    while (state != State::done) {
      if (state == State::faulty) co_return co_await reject(reader_.fault());
      if (state == State::body && !asked) {
        asked = true;
        refusal_ = body_refusal();
        if (refusal_) co_return co_await refuse();
        enter(Stage::receiving, context_.options.body_timeout);
        if (reader_.wants_continue() && !co_await send_continue()) co_return false;
      }
      if (stage_ == Stage::idle && reader_.started()) {
        enter(Stage::reading, context_.options.header_timeout);
      }
      if (closing_ && stage_ == Stage::idle) co_return false;
      // The time may also run out just as a read ends; no deadline would bound the next one.
      if (timed_out_) co_return co_await reject(408);
      const IoResult read = co_await read_some(stream_, reader_.space());
      if (!read.ok()) {
        const bool slow = timed_out_ && stage_ != Stage::idle;
        if (slow) co_return co_await reject(408);
        co_return false;
      }
      reader_.received(read.bytes);
      state = reader_.advance();
    }
    co_return co_await answer();
  }

  Task<bool> answer() {
    const bool keep_alive = reader_.keep_alive();
    const bool omit_body = reader_.is_head();
    const bool old_client = reader_.is_http10();
    Request request = reader_.take();
    body_share_.shrink_to(request.body.size());
    request.remote_address = remote_address_of(request);
    request.peer = peer_;
    stage_ = Stage::working;
    seat_->works();
    deadline_ = Deadline::max();
    Response response;
    try {
      response = co_await context_.handler(std::move(request), loop_);
    } catch (...) {
      response = answer_failure(context_);
    }
    const bool close = !keep_alive || response.close || closing_ || list_.draining;
    if (response.stream && !omit_body) co_return co_await send_stream(response, close, old_client);
    const bool sent = co_await send(response, close, old_client && !close, omit_body);
    if (response.cut) co_return false;
    if (sent && close) co_await linger();
    co_return sent && !close;
  }

  // Why the body that follows is not read.
  std::optional<Response> body_refusal() {
    Request head = reader_.head();
    head.remote_address = remote_address_of(head);
    if (const auto& refuses = context_.options.refuse_body) {
      if (auto refusal = refuses(head)) return refusal;
    }
    const auto& sender_of = context_.options.sender_of;
    body_share_ = context_.bodies.claim(sender_of ? sender_of(head) : std::string(),
                                        reader_.announced_bytes());
    if (body_share_) return std::nullopt;
    return error_answer(503);
  }

  std::string remote_address_of(const Request& request) const {
    const auto& proxies = context_.options.trusted_proxies;
    if (proxies.empty()) return remote_address_;
    return peer_address(remote_address_, request.headers, proxies);
  }

  Response error_answer(int status) {
    Response response = context_.on_error(status);
    for (const std::string& name : context_.options.echoed_headers) {
      if (auto value = reader_.header(name)) response.headers.push_back({name, std::move(*value)});
    }
    return response;
  }

  Task<bool> reject(int status) {
    timed_out_ = false;
    refusal_ = error_answer(status);
    return refuse();
  }

  // Sends refusal_ and closes: what else the client sends is not looked at.
  Task<bool> refuse() {
    const bool sent = co_await send(*refusal_, true, false, reader_.is_head());
    if (sent) co_await linger();
    co_return false;
  }

  Task<bool> send(const Response& response, bool close, bool keep_alive, bool omit_body) {
    enter(Stage::writing, context_.options.write_timeout);
    out_.clear();
    const Framing framing{.date = list_.date,
                          .close = close,
                          .keep_alive = keep_alive,
                          .omit_body = omit_body,
                          .until_close = omit_body && response.stream && !response.stream_bytes,
                          .fixed = context_.fixed_headers};
    write_head(response, framing, out_);
    std::string_view body = sent_body(response, framing);
    if (response.cut) {
      body = body.substr(0, *response.cut - std::min(*response.cut, out_.size()));
      out_.resize(std::min(*response.cut, out_.size()));
    }
    const IoResult written = co_await write_both(stream_, asio::buffer(out_), asio::buffer(body));
    co_return written.ok();
  }

  // Sends pieces as they come; a client too old for chunks gets them until the connection closes.
  Task<bool> send_stream(const Response& response, bool close, bool old_client) {
    stream_body_ = response.stream;
    out_.clear();
    const bool known = response.stream_bytes.has_value();
    const bool chunked = !old_client && !known;
    std::uint64_t left = response.stream_bytes.value_or(0);
    write_head(response,
               {.date = list_.date,
                .close = close || old_client,
                .omit_body = true,
                .chunked = chunked,
                .until_close = old_client && !known,
                .fixed = context_.fixed_headers},
               out_);
    bool sent = co_await send_piece();
    for (bool more = true; sent && more;) {
      if (closing_) stream_body_->close();
      enter(Stage::streaming, context_.options.stream_beat);
      const std::string piece = co_await stream_body_->next(loop_);
      more = !piece.empty();
      out_.clear();
      if (chunked) {
        write_chunk(piece, out_);
      } else {
        out_.append(known ? std::string_view(piece).substr(0, left) : piece);
      }
      left -= std::min<std::uint64_t>(left, piece.size());
      sent = co_await send_piece();
    }
    if (!sent) peer_->leave();
    stream_body_->close();
    stream_body_.reset();
    const bool ended = close || old_client || closing_ || list_.draining || left > 0;
    if (sent && ended) co_await linger();
    co_return sent && !ended;
  }

  Task<bool> send_piece() {
    if (out_.empty()) co_return true;
    enter(Stage::writing, context_.options.write_timeout);
    const IoResult written = co_await write_all(stream_, asio::buffer(out_));
    co_return written.ok();
  }

  Task<bool> send_continue() {
    constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
    const IoResult written =
        co_await write_all(stream_, asio::buffer(kContinue.data(), kContinue.size()));
    co_return written.ok();
  }

  // A close with unread input resets the connection and the client may lose the answer; so the
  // rest of what it sends is read and dropped for a moment.
  Task<Done> linger() {
    enter(Stage::writing, kLinger);
    if constexpr (std::is_same_v<Stream, Socket>) {
      ErrorCode ignored;
      socket().shutdown(tcp::socket::shutdown_send, ignored);
    } else {
      co_await io([this](auto handler) { stream_.async_shutdown(std::move(handler)); });
    }
    std::array<char, 4096> dropped{};
    std::size_t total = 0;
    while (total < kLingerBytes) {
      const IoResult read = co_await read_some(socket(), asio::buffer(dropped));
      if (!read.ok() || read.bytes == 0) break;
      total += read.bytes;
    }
    co_return Done{};
  }

  IoLoop& loop_;
  ConnectionList& list_;
  const ServerContext& context_;
  std::function<void()> on_closed_;
  std::list<Connection*>::iterator entry_;
  RequestReader reader_;
  Stream stream_;
  std::string remote_address_;
  std::shared_ptr<SocketPeer> peer_;
  std::string out_;
  std::shared_ptr<BodyStream> stream_body_;  // While one is sent.
  ByteBudget::Share body_share_;             // Of the request under way.
  std::optional<Response> refusal_;          // While it is sent.
};

}  // namespace

void Connection::enter(Stage stage, std::chrono::milliseconds bound) {
  const auto now = steady_clock::now();
  stage_ = stage;
  deadline_ = now + bound;
  seat_->waits(now);
}

void Connection::leave() {
  if (stage_ != Stage::working && stage_ != Stage::streaming) return cut();
  closing_ = true;
  end_stream();
}

void Connection::sweep(Deadline now) {
  if (now < deadline_) return;
  if (stage_ == Stage::streaming) return beat();
  deadline_ = Deadline::max();
  timed_out_ = true;
  if (stage_ == Stage::reading || stage_ == Stage::receiving) {
    interrupt();  // The client still gets its 408.
  } else {
    cut();
  }
}

void Connection::drain() {
  closing_ = true;
  if (stage_ == Stage::handshaking) cut();
  if (stage_ == Stage::streaming) end_stream();
  if (stage_ == Stage::idle) interrupt();  // A request that came in just now is still answered.
}

void serve_plain(Guest guest, IoLoop& loop, ConnectionList& list, const ServerContext& context,
                 std::function<void()> on_closed) {
  auto connection = std::make_unique<StreamConnection<Socket>>(
      std::move(guest.seat), loop, list, context, std::move(on_closed), std::move(guest.socket));
  spawn(StreamConnection<Socket>::run(std::move(connection), nullptr), [](Done) {});
}

void serve_tls(Guest guest, std::shared_ptr<asio::ssl::context> tls, IoLoop& loop,
               ConnectionList& list, const ServerContext& context,
               std::function<void()> on_closed) {
  auto connection = std::make_unique<StreamConnection<TlsStream>>(std::move(guest.seat), loop, list,
                                                                  context, std::move(on_closed),
                                                                  std::move(guest.socket), *tls);
  spawn(StreamConnection<TlsStream>::run(std::move(connection), std::move(tls)), [](Done) {});
}

}  // namespace till::net::detail
