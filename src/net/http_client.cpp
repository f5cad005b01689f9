#include "net/http_client.h"

#include <algorithm>
#include <exception>
#include <map>
#include <vector>

#include "base/url.h"
#include "net/detail/client_connection.h"

namespace till::net {
namespace {

using detail::ClientConnection;
using detail::ErrorCode;

constexpr std::size_t kOrigins = 64;
constexpr const char* kNoConnection = "no connection in time";
constexpr const char* kNoAnswer = "no answer in time";
constexpr const char* kUnwanted = "nobody wants the answer any more";
constexpr std::chrono::milliseconds kLook{100};  // How often a sink is asked.
constexpr const char* kAborted = "it was given up";
constexpr const char* kClosedAddress = "its address is private and of no network that is allowed";

std::string request_text(const ClientRequest& request, const Url& url) {
  std::string text = request.method + " " + url.target + " HTTP/1.1\r\nHost: " + url.authority();
  text += "\r\n";
  for (const Header& header : request.headers) {
    text += header.name + ": " + header.value + "\r\n";
  }
  if (!request.body.empty() || request.method == "POST" || request.method == "PUT") {
    text += "Content-Length: " + std::to_string(request.body.size()) + "\r\n";
  }
  return text + "\r\n" + request.body;
}

class AsioHttpClient final : public HttpClient {
 public:
  AsioHttpClient(ClientOptions options, detail::TlsContext tls)
      : options_(std::move(options)), tls_(std::move(tls)) {
    loop_.start();
  }
  ~AsioHttpClient() override {
    loop_.stop();
    idle_.clear();
  }

  Task<Result<Response, ClientFailure>> send(ClientRequest request, Executor& executor) override {
    const auto url = parse_url(request.url);
    if (!url) {
      co_return refused(ClientFailure{ClientFailureKind::bad_url,
                                      "the URL must be http://… or https://… without spaces"});
    }
    co_await resume_on(loop_);
    auto answer = co_await send_here(request, *url);
    co_await resume_on(executor);
    co_return answer;
  }

  Task<Done> pause(std::chrono::milliseconds wait, Executor& executor) override {
    co_await resume_on(loop_);
    detail::Timer timer(loop_.context());
    timer.expires_after(wait);
    co_await detail::io([&timer](auto handler) { timer.async_wait(std::move(handler)); });
    co_await resume_on(executor);
    co_return Done{};
  }

 private:
  struct Kept {
    std::unique_ptr<ClientConnection> connection;
    detail::Deadline until;
  };
  using Idle = std::vector<Kept>;  // Never empty in the map.

  // Closes the connection in use when the time of the request, or of its present step, is up, or
  // when its sink wants no more.
  struct Watch : std::enable_shared_from_this<Watch>, BodySink {
    Watch(detail::IoLoop& loop, const ClientRequest& request, const ClientOptions& options)
        : timer(loop.context()),
          end(std::chrono::steady_clock::now() + request.timeout.value_or(options.timeout)),
          piece_timeout(options.answer_timeout),
          sink(request.sink) {}
    // The step may take so long, and no longer than the request. A later step replaces it.
    void allow(std::chrono::milliseconds step, const char* late) {
      extend(step, late);
      arm();
    }
    void extend(std::chrono::milliseconds step, const char* late) {
      until = std::min(end, std::chrono::steady_clock::now() + step);
      until_late = late;
    }
    void arm() {
      const auto next = std::chrono::steady_clock::now() + kLook;
      timer.expires_at(sink == nullptr ? until : std::min(until, next));
      timer.async_wait([self = shared_from_this()](ErrorCode error) {
        if (!error) self->look();
      });
    }
    void look() {
      if (sink == nullptr || std::chrono::steady_clock::now() >= until) return expire(until_late);
      if (!sink->wanted()) return expire(kUnwanted);
      arm();
    }
    void expire(const char* late) {
      expired = late;
      if (connection != nullptr) connection->close();
    }
    // The request is over.
    void leave() {
      connection = nullptr;
      sink = nullptr;
      timer.cancel();
    }
    bool begin(const Response& head) override {
      extend(piece_timeout, kNoAnswer);
      return sink->begin(head);
    }
    bool take(std::string_view piece) override {
      extend(piece_timeout, kNoAnswer);
      return sink->take(piece);
    }
    bool wanted() const override { return sink->wanted(); }
    detail::Timer timer;
    const detail::Deadline end;
    const std::chrono::milliseconds piece_timeout;
    BodySink* sink;  // Null: there is none.
    detail::Deadline until;
    const char* until_late = nullptr;
    ClientConnection* connection = nullptr;
    const char* expired = nullptr;  // What was late.
  };

  Task<Result<Response, ClientFailure>> send_here(const ClientRequest& request, const Url& url) {
    auto watch = std::make_shared<Watch>(loop_, request, options_);
    const std::string text = request_text(request, url);
    const std::string origin = (url.tls ? "https://" : "http://") + url.authority();
    Result<Response, ClientFailure> answer =
        refused(ClientFailure{ClientFailureKind::no_answer, "the client failed"});
    if (request.abort) {
      request.abort->arm([this, watch] {
        boost::asio::post(loop_.context(), [watch] { watch->expire(kAborted); });
      });
    }
    try {
      answer = co_await attempt(request, text, url, origin, *watch);
    } catch (const std::exception& failure) {
      answer.error().detail = failure.what();  // The answer still belongs to its own loop.
    }
    if (request.abort) request.abort->arm(nullptr);
    watch->leave();
    if (!answer && watch->expired != nullptr) answer.error().detail = watch->expired;
    co_return answer;
  }

  // A kept connection may have been closed meanwhile: when nothing came back on it, a new one is
  // tried once.
  Task<Result<Response, ClientFailure>> attempt(const ClientRequest& request,
                                                const std::string& text, const Url& url,
                                                const std::string& origin, Watch& watch) {
    if (request.abort && request.abort->is_triggered()) {
      co_return refused(ClientFailure{ClientFailureKind::not_sent, kAborted});
    }
    const bool head = request.method == "HEAD";
    const std::size_t most = options_.max_response_bytes;
    const ClientConnection::Takers takers{request.on_events,
                                          request.sink != nullptr ? &watch : nullptr};
    // What went out on a kept connection may have reached the server.
    ClientFailureKind unopened = ClientFailureKind::not_sent;
    if (auto kept = take_idle(origin)) {
      unopened = ClientFailureKind::no_answer;
      watch.connection = kept.get();
      watch.allow(options_.answer_timeout, kNoAnswer);
      auto outcome = co_await kept->exchange(text, head, most, takers);
      watch.connection = nullptr;
      if (outcome.reusable && outcome.answer) keep(origin, std::move(kept));
      if (outcome.answer || outcome.any_byte || watch.expired != nullptr) {
        co_return std::move(outcome.answer);
      }
    }
    auto fresh = std::make_unique<ClientConnection>(loop_, tls_, options_.open_networks);
    watch.connection = fresh.get();
    watch.allow(options_.connect_timeout, kNoConnection);
    if (const ErrorCode error = co_await fresh->open(url); error || watch.expired != nullptr) {
      watch.connection = nullptr;
      const bool closed = options_.open_networks && error == boost::asio::error::access_denied;
      co_return refused(ClientFailure{unopened, closed ? kClosedAddress : error.message()});
    }
    watch.allow(options_.answer_timeout, kNoAnswer);
    auto outcome = co_await fresh->exchange(text, head, most, takers);
    watch.connection = nullptr;
    if (outcome.reusable && outcome.answer) keep(origin, std::move(fresh));
    co_return std::move(outcome.answer);
  }

  // The one used last, which the server closes last.
  std::unique_ptr<ClientConnection> take_idle(const std::string& origin) {
    const auto found = idle_.find(origin);
    if (found == idle_.end()) return nullptr;
    Kept kept = std::move(found->second.back());
    found->second.pop_back();
    // Those before it are older still.
    const bool stale = kept.until < std::chrono::steady_clock::now();
    if (stale || found->second.empty()) idle_.erase(found);
    return stale ? nullptr : std::move(kept.connection);
  }
  void keep(const std::string& origin, std::unique_ptr<ClientConnection> connection) {
    // Origins come from configuration and are few; should they not be, starting over is enough.
    if (idle_.size() >= kOrigins && !idle_.contains(origin)) idle_.clear();
    Idle& idle = idle_[origin];
    if (idle.size() >= options_.idle_connections) idle.erase(idle.begin());
    idle.push_back(
        {std::move(connection), std::chrono::steady_clock::now() + options_.idle_timeout});
  }

  ClientOptions options_;
  detail::TlsContext tls_;
  detail::IoLoop loop_;
  std::map<std::string, Idle> idle_;
};

}  // namespace

void Abort::trigger() {
  const std::lock_guard lock(mutex_);
  triggered_ = true;
  if (const auto end = std::exchange(end_, nullptr)) end();
}

bool Abort::is_triggered() {
  const std::lock_guard lock(mutex_);
  return triggered_;
}

void Abort::arm(std::function<void()> end) {
  const std::lock_guard lock(mutex_);
  end_ = std::move(end);
  if (!triggered_ || !end_) return;
  std::exchange(end_, nullptr)();
}

Result<std::unique_ptr<HttpClient>, std::string> HttpClient::create(ClientOptions options) {
  auto tls = detail::make_client_tls(options.ca_file);
  if (!tls) return refused(tls.error());
  try {
    return std::make_unique<AsioHttpClient>(std::move(options), std::move(*tls));
  } catch (const std::exception& failure) {  // Out of descriptors or threads.
    return refused(std::string("cannot open a client: ") + failure.what());
  }
}

}  // namespace till::net
