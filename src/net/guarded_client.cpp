#include "net/guarded_client.h"

#include <algorithm>
#include <mutex>
#include <utility>

namespace till::net {
namespace {

using std::chrono::milliseconds;

class OwnGuardedClient final : public GuardedClient {
 public:
  OwnGuardedClient(GuardOptions options, Judge judge, std::unique_ptr<HttpClient> client,
                   const Clock& clock, Random& random)
      : options_(std::move(options)),
        judge_(std::move(judge)),
        client_(std::move(client)),
        clock_(clock),
        random_(random),
        breaker_(options_.breaker) {}

  Task<Result<Response, GuardedFailure>> send(GuardedRequest request, Executor& executor) override {
    if (!enter()) {
      co_return refused(GuardedFailure{GuardedFailureKind::crowded,
                                       "too many requests are under way",
                                       options_.retry.most_wait});
    }
    auto answer = co_await send_admitted(std::move(request), executor);
    leave();
    co_return answer;
  }

  std::optional<milliseconds> closed_for() const override {
    const std::lock_guard lock(mutex_);
    return breaker_.closed_for(clock_.now());
  }

 private:
  // What is known of a request after a try.
  struct Progress {
    std::optional<Response> answer;  // The last one that may be tried again.
    GuardedFailure failure{GuardedFailureKind::not_sent, "no time was left for it", {}};
    bool reached = false;  // A try may have got there.
  };

  Task<Result<Response, GuardedFailure>> send_admitted(GuardedRequest request, Executor& executor) {
    const Timestamp end = clock_.now() + request.patience;
    Progress progress;
    for (std::size_t tried = 1; tried <= options_.retry.tries; ++tried) {
      if (!admit()) {
        note_open(progress);
        break;
      }
      const milliseconds left = end - clock_.now();
      if (left <= milliseconds(0)) break;
      ClientRequest attempt = request.request;
      attempt.timeout = left;
      if (request.prepare) request.prepare(attempt, left);
      auto answer = co_await client_->send(std::move(attempt), executor);
      const bool again = note(std::move(answer), progress);
      if (!again && progress.answer) co_return std::move(*progress.answer);
      if (!again || (progress.reached && !request.repeatable)) break;
      if (tried == options_.retry.tries) break;
      const milliseconds wait = wait_after(tried, progress);
      if (clock_.now() + wait >= end) break;
      co_await client_->pause(wait, executor);
    }
    if (progress.answer) co_return std::move(*progress.answer);
    co_return refused(std::move(progress.failure));
  }

  bool enter() {
    const std::lock_guard lock(mutex_);
    if (under_way_ >= options_.most_at_once) return false;
    ++under_way_;
    return true;
  }
  void leave() {
    const std::lock_guard lock(mutex_);
    --under_way_;
  }
  bool admit() {
    const std::lock_guard lock(mutex_);
    return breaker_.admit(clock_.now());
  }

  void note_open(Progress& progress) const {
    // What was sent before stays what it was.
    if (progress.answer || progress.reached) return;
    progress.failure = {GuardedFailureKind::open_circuit,
                        "it failed so often that it is left alone for a while",
                        closed_for().value_or(options_.breaker.pause)};
  }

  // Takes the try's outcome over; true when it may be tried again.
  bool note(Result<Response, ClientFailure> answer, Progress& progress) {
    AnswerKind kind = AnswerKind::outage;
    if (answer) kind = judge_(*answer);
    {
      const std::lock_guard lock(mutex_);
      if (kind == AnswerKind::outage) {
        breaker_.failed(clock_.now());
      } else {
        breaker_.succeeded();
      }
    }
    if (answer) {
      progress.reached = true;
      progress.answer = std::move(*answer);
      return kind != AnswerKind::final;
    }
    progress.answer.reset();
    progress.reached = progress.reached || answer.error().kind == ClientFailureKind::no_answer;
    progress.failure = {
        progress.reached ? GuardedFailureKind::no_answer : GuardedFailureKind::not_sent,
        answer.error().detail,
        {}};
    return answer.error().kind != ClientFailureKind::bad_url;
  }

  milliseconds wait_after(std::size_t tried, const Progress& progress) {
    const auto wanted = progress.answer ? retry_after(*progress.answer) : std::nullopt;
    return std::max(wanted.value_or(milliseconds(0)), retry_wait(options_.retry, tried, random_));
  }

  const GuardOptions options_;
  const Judge judge_;
  const std::unique_ptr<HttpClient> client_;
  const Clock& clock_;
  Random& random_;
  mutable std::mutex mutex_;  // Of what follows.
  CircuitBreaker breaker_;
  std::size_t under_way_ = 0;
};

}  // namespace

Result<std::unique_ptr<GuardedClient>, std::string> GuardedClient::create(GuardOptions options,
                                                                          Judge judge,
                                                                          const Clock& clock,
                                                                          Random& random) {
  options.client.idle_connections = options.most_at_once;
  auto client = HttpClient::create(options.client);
  if (!client) return refused(client.error());
  return over(std::move(*client), std::move(options), std::move(judge), clock, random);
}

std::unique_ptr<GuardedClient> GuardedClient::over(std::unique_ptr<HttpClient> client,
                                                   GuardOptions options, Judge judge,
                                                   const Clock& clock, Random& random) {
  return std::make_unique<OwnGuardedClient>(std::move(options), std::move(judge), std::move(client),
                                            clock, random);
}

}  // namespace till::net
