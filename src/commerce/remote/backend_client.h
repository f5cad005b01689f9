// BackendClient: one question to the shop's backend (docs/backend/README.md), signed, within a
// deadline, and what came of it in the log and the metrics.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "app/observer.h"
#include "base/clock.h"
#include "base/id.h"
#include "base/log.h"
#include "base/random.h"
#include "base/task.h"
#include "commerce/remote/answer_fault.h"
#include "commerce/remote/signature.h"
#include "commerce/remote/slots.h"
#include "json/value.h"
#include "net/guarded_client.h"

namespace till::commerce::remote {

struct BackendOptions {
  std::string url;      // No slash at the end.
  std::string ca_file;  // Empty: the system's authorities.
  Milliseconds quote_timeout{1'500};
  Milliseconds hold_timeout{1'500};
  Milliseconds approval_timeout{2'000};
  Milliseconds order_timeout{10'000};
  std::size_t max_concurrent = 64;  // Requests at once.
  bool silence_approves = false;    // What no answer to an approval means.
};

// All of them must outlive whoever gets them. The clock is that of the wall: the backend compares.
struct BackendNeeds {
  const Clock& clock;
  Random& random;
  Log& log;
  app::Observer& observer;
};

// The answer was read and is of the schema.
struct BackendAccepted {};

// A no, with 409 or 422.
struct BackendRefused {
  std::string reason;
  std::optional<std::size_t> index;  // Of a line.
  std::string message;               // For the seller.
};

enum class BackendFailureKind {
  open_circuit,  // Nothing was sent: it failed so often that it is left alone for a while.
  crowded,       // Nothing was sent: too many requests are under way.
  not_sent,      // Nothing got there.
  no_answer,     // It may have got there.
  wrong_status,
  not_of_schema,
};

struct BackendFailed {
  BackendFailureKind kind = BackendFailureKind::not_sent;
  Milliseconds retry_after{0};  // When trying again makes sense.
  int status = 0;               // Of an answer there was.
  // It said nothing at all, or only that it does not work.
  bool is_silence() const {
    return status >= 500 || kind == BackendFailureKind::open_circuit ||
           kind == BackendFailureKind::not_sent || kind == BackendFailureKind::no_answer;
  }
};

using BackendAnswer = std::variant<BackendAccepted, BackendRefused, BackendFailed>;

struct BackendQuestion {
  // What logs and metrics name it; a text that lives as long as the program.
  std::string_view call;
  std::string method;
  std::string path;  // Behind the URL.
  std::string body;  // Empty: none.
  Milliseconds patience{0};
  std::optional<std::string> key = {};  // The same key is the same deed, for ever.
  // Takes an answer over; what is wrong with it otherwise. Without it any 2xx will do.
  std::function<std::optional<AnswerFault>(json::Value)> read = {};
  // The same of a no; without it, none is expected.
  std::function<std::optional<AnswerFault>(const BackendRefused&)> read_refusal = {};
};

// Any thread may call.
class BackendClient {
 public:
  static Result<std::unique_ptr<BackendClient>, std::string> create(BackendOptions options,
                                                                    BackendSecrets secrets,
                                                                    BackendNeeds needs);
  // The same over a client of the caller's: a world without a network.
  static std::unique_ptr<BackendClient> over(std::unique_ptr<net::HttpClient> client,
                                             BackendOptions options, BackendSecrets secrets,
                                             BackendNeeds needs);

  // Asks, and once more when that failed in passing: a question changes nothing, or has a key. Who
  // finds no seat waits for one, at the cost of its own patience.
  Task<BackendAnswer> ask(BackendQuestion question, Executor& executor);

  // What it asks counts among what `other` may have under way, too. Before the first question.
  void share_slots_of(const BackendClient& other) { shared_ = other.slots_; }
  // For questions to come.
  void replace(BackendSecrets secrets);
  // How long nothing will be sent; nothing while questions are let through.
  std::optional<std::chrono::milliseconds> closed_for() const { return client_->closed_for(); }
  // How often it answered after it had not.
  std::uint64_t comebacks() const { return comebacks_; }
  const BackendOptions& options() const { return options_; }
  const Clock& clock() const { return needs_.clock; }
  Log& log() const { return needs_.log; }

 private:
  BackendClient(BackendOptions options, BackendSecrets secrets, BackendNeeds needs)
      : options_(std::move(options)),
        needs_(needs),
        slots_(std::make_shared<Slots>(options_.max_concurrent)),
        secrets_(std::move(secrets)) {}
  Task<Result<net::Response, net::GuardedFailure>> send(const BackendQuestion& question,
                                                        const RequestId& id, Timestamp begun,
                                                        Executor& executor);
  void give_back();
  net::GuardedRequest request_of(const BackendQuestion& question, const RequestId& id);
  BackendAnswer read(const BackendQuestion& question, const RequestId& id,
                     const net::Response& response) const;
  BackendAnswer refusal_of(const BackendQuestion& question, const RequestId& id,
                           const net::Response& response) const;
  // Writes the line of a failure, which is what it gives.
  BackendFailed fail(const BackendQuestion& question, const RequestId& id, BackendFailed failed,
                     std::string_view place, std::string_view detail) const;
  void note(const BackendQuestion& question, const BackendAnswer& answer, Timestamp begun);

  const BackendOptions options_;
  const BackendNeeds needs_;
  std::unique_ptr<net::GuardedClient> client_;
  const std::shared_ptr<Slots> slots_;
  std::shared_ptr<Slots> shared_;  // Claimed besides its own; null: none.
  mutable std::mutex mutex_;       // Of what follows.
  BackendSecrets secrets_;
  std::atomic<bool> silent_ = false;
  std::atomic<std::uint64_t> comebacks_ = 0;
};

}  // namespace till::commerce::remote
