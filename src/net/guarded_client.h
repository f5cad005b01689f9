// GuardedClient: an HttpClient for one provider that others depend on: bounded retries with
// jitter, a circuit breaker, a limit of requests at once and a deadline over all tries together.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>

#include "base/clock.h"
#include "base/random.h"
#include "net/circuit_breaker.h"
#include "net/http_client.h"
#include "net/retry_wait.h"

namespace till::net {

struct GuardOptions {
  ClientOptions client;
  RetryOptions retry;
  BreakerOptions breaker;
  std::size_t most_at_once = 256;  // One more is refused as `crowded`.
};

// What is to be done after an answer.
enum class AnswerKind {
  final,      // It goes to the caller; the provider works.
  transient,  // May be tried again, but the provider works (429, a lock, a conflict).
  outage,     // May be tried again, and counts against the provider (5xx).
};

struct GuardedRequest {
  ClientRequest request;
  // From now to the end of the last try; a wait that would pass it is not begun.
  std::chrono::milliseconds patience{10'000};
  // May a try be repeated although an earlier one may have reached the provider? Only when the
  // provider takes the same key for the same effect.
  bool repeatable = true;
  // Given: changes each try just before it leaves, knowing what is left of the patience.
  std::function<void(ClientRequest&, std::chrono::milliseconds)> prepare = {};
};

enum class GuardedFailureKind {
  open_circuit,  // Nothing was sent: the provider failed so often that it is left alone.
  crowded,       // Nothing was sent: too many requests are under way.
  not_sent,      // No try reached the provider.
  no_answer,     // A try may have reached it.
};

struct GuardedFailure {
  GuardedFailureKind kind = GuardedFailureKind::not_sent;
  std::string detail;                        // For logs and operators.
  std::chrono::milliseconds retry_after{0};  // When trying again makes sense.
};

// Any thread may call. The clock and the random source must outlive it.
class GuardedClient {
 public:
  using Judge = std::function<AnswerKind(const Response& answer)>;

  static Result<std::unique_ptr<GuardedClient>, std::string> create(GuardOptions options,
                                                                    Judge judge, const Clock& clock,
                                                                    Random& random);
  // The same over a client of the caller's, which brings its own options: a world without a
  // network.
  static std::unique_ptr<GuardedClient> over(std::unique_ptr<HttpClient> client,
                                             GuardOptions options, Judge judge, const Clock& clock,
                                             Random& random);
  virtual ~GuardedClient() = default;  // Every request must have ended.

  // The last answer there was, whatever its kind, or why there is none. After the tries are used
  // up a transient answer or an outage is given as it came.
  virtual Task<Result<Response, GuardedFailure>> send(GuardedRequest request,
                                                      Executor& executor) = 0;

  // How long the circuit stays open; nothing while requests are let through.
  virtual std::optional<std::chrono::milliseconds> closed_for() const = 0;
};

}  // namespace till::net
