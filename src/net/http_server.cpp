#include "net/http_server.h"

#include <atomic>
#include <boost/asio/basic_socket_acceptor.hpp>
#include <condition_variable>
#include <mutex>
#include <vector>

#include "net/address_rules.h"
#include "net/detail/connection.h"
#include "net/detail/response_writer.h"
#include "net/detail/tls_context.h"

namespace till::net {
namespace {

using detail::ErrorCode;
using detail::tcp;
using std::chrono::steady_clock;

constexpr std::chrono::milliseconds kSweepPeriod{50};
constexpr std::chrono::milliseconds kAcceptPause{50};
constexpr std::size_t kSenders = 4;  // That may take all the bytes under way together.
using Acceptor = detail::asio::basic_socket_acceptor<tcp, detail::LoopExecutor>;

// A loop, its connections and the timer that looks after their deadlines.
struct Worker {
  Worker() : sweeper(loop.context()) {}
  detail::IoLoop loop;
  detail::ConnectionList connections;
  detail::Timer sweeper;
};

class AsioHttpServer final : public HttpServer {
 public:
  AsioHttpServer(ServerOptions options, Handler handler, ErrorResponse on_error, Log& log)
      : options_(std::move(options)),
        handler_(std::move(handler)),
        on_error_(std::move(on_error)),
        bodies_(options_.max_bytes_under_way,
                options_.max_bytes_under_way / (options_.sender_of ? kSenders : 1)),
        context_{options_, handler_, on_error_, log, detail::header_lines(options_.fixed_headers),
                 bodies_},
        seats_({options_.max_connections, options_.max_connections_per_peer},
               [this](std::size_t loop, std::uint64_t number) { make_leave(loop, number); }) {
    for (unsigned i = 0; i < std::max(1U, options_.threads); ++i) {
      workers_.push_back(std::make_unique<Worker>());
    }
    acceptor_ = std::make_unique<Acceptor>(workers_.front()->loop.context());
    pause_ = std::make_unique<detail::Timer>(workers_.front()->loop.context());
  }
  ~AsioHttpServer() override {
    drain(std::chrono::milliseconds(0));
    for (auto& worker : workers_) worker->loop.stop();
  }

  Result<void, std::string> open() {
    if (options_.tls) {
      if (auto loaded = reload_tls(); !loaded) return loaded;
    }
    const std::string& host = options_.host;
    ErrorCode error;
    const auto address =
        detail::asio::ip::make_address(host == "localhost" ? "127.0.0.1" : host, error);
    if (error) return refused("cannot listen on " + host + "; give a numeric address or localhost");
    const tcp::endpoint endpoint(address, options_.port);
    acceptor_->open(endpoint.protocol(), error);
    if (!error) acceptor_->set_option(tcp::acceptor::reuse_address(true), error);
    if (!error) acceptor_->bind(endpoint, error);
    if (!error) acceptor_->listen(1024, error);
    if (error == detail::asio::error::address_in_use) {
      return refused("port " + std::to_string(options_.port) + " of " + host +
                     " is in use; stop the other server or choose another --listen");
    }
    if (error) return refused("cannot listen on " + host + ": " + error.message());
    port_ = acceptor_->local_endpoint(error).port();
    return {};
  }

  std::uint16_t port() const override { return port_; }

  void start() override {
    for (auto& worker : workers_) {
      worker->connections.date = detail::http_date();
      sweep_later(*worker);
      worker->loop.start();
    }
    started_ = true;
    accepting_ = true;
    detail::asio::post(workers_.front()->loop.context(), [this] { accept(); });
  }

  void drain(std::chrono::milliseconds grace) override {
    if (!started_) return;
    draining_ = true;
    detail::asio::post(workers_.front()->loop.context(), [this] {
      ErrorCode ignored;
      acceptor_->close(ignored);
      pause_->cancel();
      const std::lock_guard lock(mutex_);
      accepting_ = false;
      closed_.notify_all();
    });
    each_connection([](detail::Connection& one) { one.drain(); });
    if (wait_until_closed(grace)) return;
    each_connection([](detail::Connection& one) { one.cut(); });
    // A handler that still works uses the loop: the server must not go before its Task has ended.
    std::unique_lock lock(mutex_);
    closed_.wait(lock, [this] { return all_closed(); });
  }

  Result<void, std::string> reload_tls() override {
    if (!options_.tls) return {};
    auto made = detail::make_server_tls(*options_.tls);
    if (!made) return refused(made.error());
    const std::lock_guard lock(mutex_);
    tls_ = std::move(*made);
    return {};
  }

  std::size_t open_connections() const override { return open_; }

 private:
  detail::TlsContext tls() {
    const std::lock_guard lock(mutex_);
    return tls_;
  }

  void accept() {
    if (draining_) return;
    const std::size_t loop = next_++ % workers_.size();
    acceptor_->async_accept(workers_[loop]->loop.context(),
                            [this, loop](ErrorCode error, detail::Socket socket) {
                              if (draining_) return;
                              if (error) return accept_later();
                              admit(loop, std::move(socket));
                              accept();
                            });
  }
  // Out of descriptors, say: the next one may be free in a moment.
  void accept_later() {
    pause_->expires_after(kAcceptPause);
    pause_->async_wait([this](ErrorCode error) {
      if (!error) accept();
    });
  }
  void admit(std::size_t loop, detail::Socket socket) {
    ErrorCode error;
    const auto peer = socket.remote_endpoint(error);
    if (error) return;  // It is gone already.
    const std::string address = peer.address().to_string();
    const bool proxy = is_within(address, options_.trusted_proxies);
    auto seat =
        seats_.claim(address, loop, proxy ? detail::PeerKind::proxy : detail::PeerKind::one);
    if (!seat) return;  // Closed by going out of scope.
    ++open_;
    Worker& worker = *workers_[loop];
    // Sockets are moved only, and a posted function may be copied: hence the shared one.
    auto shared = std::make_shared<detail::Guest>(std::move(socket), std::move(seat));
    detail::asio::post(worker.loop.context(),
                       [this, &worker, shared] { serve(worker, std::move(*shared)); });
  }
  void make_leave(std::size_t loop, std::uint64_t number) {
    Worker& worker = *workers_[loop];
    detail::asio::post(worker.loop.context(), [&worker, number] {
      visit(worker, [number](detail::Connection& one) {
        if (one.number() == number) one.leave();
      });
    });
  }
  void serve(Worker& worker, detail::Guest guest) {
    const auto on_closed = [this, seat = guest.seat] {
      seats_.give_back(*seat);
      const std::lock_guard lock(mutex_);
      --open_;
      closed_.notify_all();
    };
    if (worker.connections.draining) return on_closed();
    if (options_.tls) {
      detail::serve_tls(std::move(guest), tls(), worker.loop, worker.connections, context_,
                        on_closed);
    } else {
      detail::serve_plain(std::move(guest), worker.loop, worker.connections, context_, on_closed);
    }
  }

  void sweep_later(Worker& worker) {
    worker.sweeper.expires_after(kSweepPeriod);
    worker.sweeper.async_wait([this, &worker](ErrorCode error) {
      if (error) return;
      worker.connections.date = detail::http_date();
      const auto now = steady_clock::now();
      visit(worker, [now](detail::Connection& one) { one.sweep(now); });
      sweep_later(worker);
    });
  }
  // A connection may leave the list while it is visited, only itself and never another.
  template <class Visit>
  static void visit(Worker& worker, Visit visit) {
    auto& all = worker.connections.all;
    for (auto one = all.begin(); one != all.end();) visit(**one++);
  }
  template <class Visit>
  void each_connection(Visit visit_one) {
    for (auto& worker : workers_) {
      detail::asio::post(worker->loop.context(), [&worker = *worker, visit_one] {
        worker.connections.draining = true;
        visit(worker, visit_one);
      });
    }
  }
  bool all_closed() const { return !accepting_ && open_ == 0; }
  bool wait_until_closed(std::chrono::milliseconds bound) {
    std::unique_lock lock(mutex_);
    return closed_.wait_for(lock, bound, [this] { return all_closed(); });
  }

  ServerOptions options_;
  Handler handler_;
  ErrorResponse on_error_;
  detail::ByteBudget bodies_;
  detail::ServerContext context_;
  detail::Seats seats_;
  std::vector<std::unique_ptr<Worker>> workers_;
  std::unique_ptr<Acceptor> acceptor_;
  std::unique_ptr<detail::Timer> pause_;
  std::uint16_t port_ = 0;
  std::size_t next_ = 0;
  std::atomic<std::size_t> open_ = 0;
  std::atomic<bool> draining_ = false;
  bool started_ = false;
  bool accepting_ = false;
  std::mutex mutex_;
  std::condition_variable closed_;
  detail::TlsContext tls_;
};

}  // namespace

Result<std::unique_ptr<HttpServer>, std::string> HttpServer::listen(ServerOptions options,
                                                                    Handler handler,
                                                                    ErrorResponse on_error,
                                                                    Log& log) {
  auto server = std::make_unique<AsioHttpServer>(std::move(options), std::move(handler),
                                                 std::move(on_error), log);
  if (auto opened = server->open(); !opened) return refused(opened.error());
  return server;
}

}  // namespace till::net
