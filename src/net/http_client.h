// HttpClient: one request, one answer, over TLS or plain. Knows nothing of ACP.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/task.h"
#include "net/http_types.h"

namespace till::net {

struct ClientOptions {
  std::string ca_file;  // PEM of the only authorities trusted; empty: the system's.
  std::chrono::milliseconds timeout{10'000};         // From the name look-up to the last byte.
  std::chrono::milliseconds connect_timeout{5'000};  // Of that, to look up, connect, shake hands.
  std::chrono::milliseconds answer_timeout{10'000};  // Of that, from the request to the answer.
  std::chrono::milliseconds idle_timeout{30'000};    // A connection is not reused after that.
  std::size_t idle_connections = 8;                  // Kept for each origin.
  std::size_t max_response_bytes = 1024 * 1024;
  // Given: only public addresses and those of these networks are called, whatever a name leads to.
  std::optional<std::vector<std::string>> open_networks;
};

// Takes the body of an answer piece by piece, so that nobody has to hold all of it. Called on the
// client's thread; it must outlive the request.
class BodySink {
 public:
  virtual ~BodySink() = default;
  // The head has come, without a body. False: nobody wants the rest, and the request fails.
  virtual bool begin(const Response& head) = 0;
  // The next piece of the body. False as before.
  virtual bool take(std::string_view piece) = 0;
  // Asked about ten times a second while the request is under way. False as before.
  virtual bool wanted() const = 0;
};

// Ends one request before it has ended by itself. Any thread may call.
class Abort {
 public:
  // The request ends soon, as one without an answer; one that begins later ends at once.
  void trigger();
  bool is_triggered();
  // For the client: what ends the request, called once at most; with nothing it has ended.
  void arm(std::function<void()> end);

 private:
  std::mutex mutex_;
  std::function<void()> end_;
  bool triggered_ = false;
};

struct ClientRequest {
  std::string method;
  std::string url;              // http://host[:port]/path or https://…
  std::vector<Header> headers;  // Host and Content-Length are added.
  std::string body;
  std::optional<std::chrono::milliseconds> timeout = {};  // Instead of that of the options.
  // Given: gets the body of an answer of server-sent events as it comes, on the client's thread;
  // the body of that answer is empty then.
  std::function<void(std::string_view)> on_events = {};
  // Given: gets the body, and that of the answer is empty. Each piece has answer_timeout to come.
  // A body that ends with the connection, without a length, is refused: it may have been cut off.
  BodySink* sink = nullptr;
  std::shared_ptr<Abort> abort = {};  // Null: nobody ends it.
};

// Did the server perhaps get the request? Decides whether a retry may repeat an effect.
enum class ClientFailureKind { bad_url, not_sent, no_answer };

struct ClientFailure {
  ClientFailureKind kind = ClientFailureKind::not_sent;
  std::string detail;  // For logs and operators.
};

// Keeps its own thread; any thread may call. Connections are kept alive and reused per origin. The
// certificate and the name of an https server are verified. No redirect is followed.
class HttpClient {
 public:
  static Result<std::unique_ptr<HttpClient>, std::string> create(ClientOptions options);
  virtual ~HttpClient() = default;  // Every request must have ended.
  virtual Task<Result<Response, ClientFailure>> send(ClientRequest request, Executor& executor) = 0;
  // Goes on at `executor` after a while, holding no thread.
  virtual Task<Done> pause(std::chrono::milliseconds wait, Executor& executor) = 0;
};

}  // namespace till::net
