// ModernLines: lines of MCP's modern era on their way to a till that is served: each is a request
// of its own, several at a time. Private to the bridge.
#pragma once

#include <condition_variable>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "cli/agent_env.h"
#include "net/http_client.h"

namespace till::cli {

// pass(), cancel() and end() on one thread; `say` is called on others, one at a time. What it is
// made of must outlive it.
class ModernLines {
 public:
  ModernLines(const AgentEnv& env, net::HttpClient& client, Executor& executor,
              std::function<void(std::string_view)> say)
      : env_(env), client_(client), executor_(executor), say_(std::move(say)) {}

  // Sends a line with these headers; waits while as many as may be are under way.
  void pass(const std::string& line, const std::vector<net::Header>& headers);
  // The client wants no answer to the request of this id any more: closes its connection, which
  // cancels it. False when none is under way.
  bool cancel(const std::string& id);
  // Ends what listens, and waits for the rest.
  void end();

  static constexpr std::size_t kUnderWay = 32;
  static constexpr std::size_t kListening = 64;

 private:
  struct Call {
    std::string id;
    bool listens = false;
    bool answered = false;
    bool cancelled = false;
    std::shared_ptr<net::Abort> abort = std::make_shared<net::Abort>();
  };
  using CallPtr = std::shared_ptr<Call>;
  bool take_place(const CallPtr& call);
  Task<Done> run(CallPtr call, net::ClientRequest request);
  void tell(Call& call, std::string_view message, bool answers);

  const AgentEnv& env_;
  net::HttpClient& client_;
  Executor& executor_;
  const std::function<void(std::string_view)> say_;
  std::mutex mutex_;  // Of what follows, and of the calls.
  std::condition_variable changed_;
  std::list<CallPtr> calls_;
};

}  // namespace till::cli
