// Capabilities: which questions the backend answers. Asked at the start, when the config is read
// anew, when the backend comes back, and with the next question while it is not known.
#pragma once

#include <atomic>
#include <coroutine>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "commerce/remote/backend_client.h"

namespace till::commerce::remote {

// What is not listed is done by Till.
struct Listed {
  bool quote = false;
  bool holds = false;
  bool approval = false;
  bool orders = false;
  bool products = false;
};

// The list, of the version of the contract that Till speaks.
Result<Listed, AnswerFault> read_capabilities(json::Value answer);

// Any thread may call. The client must outlive it and every call.
class Capabilities {
 public:
  explicit Capabilities(BackendClient& client) : client_(client) {}

  // As they are known, asked for when they are not, though not more often than every second;
  // nothing when the backend does not tell.
  Task<std::optional<Listed>> get(Executor& executor);
  // As they are known now; nothing when they are not.
  std::optional<Listed> known() const;
  // They may have changed: the next get() asks again. What is known counts until there is an
  // answer.
  void doubt();
  // Nobody is asking.
  bool idle() const;

 private:
  struct Waiter {
    std::coroutine_handle<> work;
    Executor* executor = nullptr;
  };
  enum class Step { use, ask, wait };
  // What get() has to do; asking is ours then.
  Step next_step();
  // True when there is something to wait for.
  bool wait(std::coroutine_handle<> work, Executor& executor);
  void learn(const BackendAnswer& answer, std::optional<Listed> read);
  auto answered(Executor& executor) {
    struct Awaiter {
      Capabilities& all;
      Executor& executor;
      bool await_ready() const noexcept { return false; }
      bool await_suspend(std::coroutine_handle<> work) const { return all.wait(work, executor); }
      void await_resume() const noexcept {}
    };
    return Awaiter{*this, executor};
  }

  BackendClient& client_;
  mutable std::mutex mutex_;  // Of what follows.
  std::optional<Listed> known_;
  bool doubted_ = true;
  bool asking_ = false;
  std::optional<Timestamp> asked_at_;
  std::uint64_t comebacks_ = 0;  // Of the client, when it was asked last.
  std::vector<Waiter> waiting_;
};

}  // namespace till::commerce::remote
