#include "stripe_double/serve.h"

#include <atomic>
#include <csignal>
#include <cstdio>
#include <deque>
#include <memory>
#include <mutex>
#include <set>
#include <utility>

#include "base/clock.h"
#include "net/event_loop.h"
#include "net/http_client.h"
#include "net/http_server.h"
#include "stripe_double/control.h"

namespace till::stripe_double {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kTick{20};
constexpr milliseconds kSlow{4'000};
constexpr milliseconds kGrace{500};
constexpr milliseconds kReceiverPatience{5'000};
constexpr std::size_t kMostLetters = 32;  // On their way at once.

net::Response response_of(Answer answer) {
  net::Response response;
  response.status = answer.status;
  response.headers = {{"Content-Type", "application/json"}};
  if (answer.replayed) response.headers.push_back({"Idempotent-Replayed", "true"});
  if (answer.retry_advised) response.headers.push_back({"Stripe-Should-Retry", "true"});
  response.body = std::move(answer.body);
  return response;
}

Call call_of(const net::Request& request) {
  const auto header = [&request](std::string_view name) {
    return std::string(request.header(name).value_or(""));
  };
  return {request.method,
          request.path,
          request.query,
          request.body,
          header("Authorization"),
          header("Stripe-Version"),
          header("Idempotency-Key")};
}

// What a request is about, whatever its idempotency key: the same in every run whose tokens have
// names.
std::string subject_of(const Call& call) {
  std::string subject = call.method + call.path;
  const auto form = Form::parse(call.body);
  if (!form) return subject;
  for (const char* const name : {"payment_method_data[shared_payment_granted_token]",
                                 "shared_payment_granted_token", "payment_intent", "amount"}) {
    subject += " " + form->text(name);
  }
  return subject;
}

class Process {
 public:
  explicit Process(const DoubleOptions& options)
      : options_(options),
        stripe_(options.secret_key),
        faults_(options.seed, options.faults),
        mail_(faults_, options.disorder, std::to_string(clock_.now().ms) + "_"),
        loop_(net::EventLoop::create()) {}

  int run() {
    net::ServerOptions server;
    server.host = options_.host;
    server.port = options_.port;
    if (!options_.tls_certificate.empty()) {
      server.tls = net::TlsFiles{options_.tls_certificate, options_.tls_key};
    }
    server.refuse_connection = [this] {
      const std::lock_guard lock(mutex_);
      return faults_.refuses_connection();
    };
    net::ClientOptions client;
    client.ca_file = options_.webhook_ca_file;
    client.timeout = kReceiverPatience;
    auto made = net::HttpClient::create(client);
    if (!made) return fail(made.error());
    client_ = std::move(*made);
    auto listening = net::HttpServer::listen(
        server,
        [this](net::Request request, Executor& executor) {
          return handle(std::move(request), executor);
        },
        [](int status) {
          return net::Response{status, {}, "{}"};
        },
        log_);
    if (!listening) return fail(listening.error());
    server_ = std::move(*listening);
    loop_->on_signals({SIGTERM, SIGINT}, [this](int) { stopping_ = true; });
    loop_->every(kTick, [this] { tick(); });
    server_->start();
    std::printf("stripe double on %s://%s:%d\n", server.tls ? "https" : "http",
                options_.host.c_str(), int{server_->port()});
    std::fflush(stdout);
    loop_->run();
    return 0;
  }

 private:
  static int fail(const std::string& why) {
    std::fprintf(stderr, "till: %s\n", why.c_str());
    return 1;
  }
  std::int64_t seconds() const { return clock_.now().ms / 1000; }

  Task<net::Response> handle(net::Request request, Executor& executor) {
    if (request.path.starts_with("/double/")) co_return controlled(request);
    const Call call = call_of(request);
    const bool quiet = call.path.starts_with("/v1/test_helpers/");
    const PlayedFault fault = quiet ? PlayedFault::none : next_fault(subject_of(call), call.path);
    if (!take_key(call)) {
      co_return response_of(error_answer(
          409, {.type = "idempotency_error",
                .code = "idempotency_key_in_use",
                .message = "There is currently another in-progress request using this key."}));
    }
    milliseconds wait(quiet ? 0 : options_.latency_ms);
    if (fault == PlayedFault::slow) wait = std::max(wait, kSlow);
    if (wait > milliseconds(0)) co_await client_->pause(wait, executor);
    net::Response response = play(call, fault);
    release_key(call);
    label(response, call);
    co_return response;
  }

  // What Stripe says of the request itself.
  void label(net::Response& response, const Call& call) {
    response.headers.push_back({"Request-Id", "req_" + std::to_string(++requests_)});
    response.headers.push_back({"Stripe-Version", call.version});
    if (call.idempotency_key.empty()) return;
    response.headers.push_back({"Idempotency-Key", call.idempotency_key});
  }

  // Requests of one key at once are the caller's business, as at Stripe.
  bool take_key(const Call& call) {
    if (call.idempotency_key.empty()) return true;
    const std::lock_guard lock(mutex_);
    return keys_.insert(call.idempotency_key).second;
  }
  void release_key(const Call& call) {
    const std::lock_guard lock(mutex_);
    keys_.erase(call.idempotency_key);
  }

  PlayedFault next_fault(const std::string& subject, const std::string& path) {
    const std::lock_guard lock(mutex_);
    return faults_.next(subject, path);
  }

  net::Response play(const Call& call, PlayedFault fault) {
    net::Response nothing;
    nothing.cut = 0;
    switch (fault) {
      case PlayedFault::drop_before: return nothing;
      case PlayedFault::lock: {
        Answer locked = error_answer(
            429, {.code = "lock_timeout", .message = "This object cannot be accessed right now."});
        locked.retry_advised = true;
        return response_of(std::move(locked));
      }
      case PlayedFault::unavailable:
        return response_of(
            error_answer(503, {.type = "api_error", .message = "Stripe is unavailable."}));
      case PlayedFault::broken: return response_of(broken(call, false));
      case PlayedFault::broken_late: return response_of(broken(call, true));
      case PlayedFault::drop_after: carry_out(call); return nothing;
      case PlayedFault::truncated: {
        net::Response half = carry_out(call);
        half.cut = half.body.size() / 2 + 200;  // The head is about that long.
        return half;
      }
      case PlayedFault::slow:
      case PlayedFault::refused:
      case PlayedFault::none: break;
    }
    return carry_out(call);
  }

  net::Response carry_out(const Call& call) {
    const std::lock_guard lock(mutex_);
    std::vector<Event> events;
    Answer answer = stripe_.answer(call, seconds(), events);
    post(events);
    return response_of(std::move(answer));
  }
  Answer broken(const Call& call, bool effect) {
    const std::lock_guard lock(mutex_);
    std::vector<Event> events;
    Answer answer = stripe_.break_down(call, effect, seconds(), events);
    post(events);
    return answer;
  }
  net::Response controlled(const net::Request& request) {
    const std::lock_guard lock(mutex_);
    std::vector<Event> events;
    const auto form = Form::parse(request.body);
    if (!form) return response_of(error_answer(400, {.message = "Invalid request body."}));
    Answer answer =
        control({stripe_, faults_, mail_}, request.method, request.path, *form, seconds(), events);
    post(events);
    return response_of(std::move(answer));
  }

  void post(const std::vector<Event>& events) {
    if (options_.webhook_url.empty()) return;
    for (const Event& event : events) mail_.post(event, clock_.now());
  }

  void tick() {
    // Without the lock: the requests that are waited for want it.
    if (stopping_) server_->drain(kGrace);
    const std::lock_guard lock(mutex_);
    if (stopping_) {
      if (under_way_ == 0) loop_->stop();
      return;
    }
    expire();
    authenticate();
    while (under_way_ < kMostLetters) {
      auto letter = mail_.next(clock_.now());
      if (!letter) break;
      ++under_way_;
      spawn(deliver(std::move(*letter)), [](Done) {});
    }
  }

  void expire() {
    std::vector<Event> events;
    stripe_.ledger().expire(seconds(), events);
    post(events);
  }

  // What waits for its buyer is decided once it was seen waiting long enough.
  void authenticate() {
    if (!options_.authenticate_after_ms) return;
    const Timestamp now = clock_.now();
    std::vector<Event> events;
    for (const std::string& id : stripe_.ledger().undecided()) {
      const auto seen = waiting_since_.try_emplace(id, now).first;
      if (now < seen->second + milliseconds(*options_.authenticate_after_ms)) continue;
      stripe_.ledger().finish(id, true, events);
      waiting_since_.erase(seen);
    }
    post(events);
  }

  Task<Done> deliver(Letter letter) {
    net::ClientRequest request{"POST", options_.webhook_url, {}, letter.body};
    request.headers = {
        {"Content-Type", "application/json"},
        {"Stripe-Signature", signature_of(options_.webhook_secret, letter.body, clock_.now())}};
    const auto answer = co_await client_->send(std::move(request), *loop_);
    const std::lock_guard lock(mutex_);
    --under_way_;
    if (!answer || answer->status >= 300) mail_.again(std::move(letter), clock_.now());
    co_return Done{};
  }

  const DoubleOptions& options_;
  std::atomic<std::int64_t> requests_ = 0;
  SystemClock clock_;
  NoLog log_;
  std::mutex mutex_;  // Of what follows, up to the loop.
  Double stripe_;
  Faults faults_;
  Mail mail_;
  std::set<std::string> keys_;  // In use just now.
  std::unordered_map<std::string, Timestamp> waiting_since_;
  std::size_t under_way_ = 0;
  bool stopping_ = false;  // On the loop only.
  std::unique_ptr<net::EventLoop> loop_;
  std::unique_ptr<net::HttpClient> client_;
  std::unique_ptr<net::HttpServer> server_;
};

}  // namespace

int serve(const DoubleOptions& options) { return Process(options).run(); }

}  // namespace till::stripe_double
