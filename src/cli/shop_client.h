// ShopClient: a shop's HTTP interface as an agent.
#pragma once

#include <memory>
#include <string>

#include "base/id.h"
#include "base/result.h"
#include "base/task.h"
#include "cli/agent_env.h"
#include "cli/answer.h"
#include "net/http_client.h"

namespace till::cli {

// `env`, `ids` and the executor of a call must outlive it. Any thread may call.
class ShopClient {
 public:
  static Result<std::unique_ptr<ShopClient>, std::string> create(const AgentEnv& env,
                                                                 IdSource& ids);
  // Each is refused with a sentence when no answer came, whatever its status.
  Task<AnswerOrFault> get(std::string path, Executor& executor);
  // Under an Idempotency-Key of its own.
  Task<AnswerOrFault> post(std::string path, std::string body, Executor& executor);

 private:
  ShopClient(const AgentEnv& env, IdSource& ids, std::unique_ptr<net::HttpClient> client)
      : env_(env), ids_(ids), client_(std::move(client)) {}
  net::ClientRequest request(std::string method, const std::string& path) const;
  Task<AnswerOrFault> send(net::ClientRequest request, Executor& executor);

  const AgentEnv& env_;
  IdSource& ids_;
  std::unique_ptr<net::HttpClient> client_;
};

}  // namespace till::cli
