// AdminClient: the admin API of a running shop, one blocking call at a time, each with a deadline.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "base/result.h"
#include "cli/answer.h"
#include "cli/failure.h"
#include "cli/loop_thread.h"
#include "cli/operator_env.h"
#include "net/http_client.h"

namespace till::cli {

// How long a command waits for the server.
struct AdminDeadlines {
  std::chrono::milliseconds connect{5'000};
  std::chrono::milliseconds read{10'000};
  // A change may wait for the payment provider.
  std::chrono::milliseconds change{25'000};
};

// Why no answer came.
struct NoAnswer {
  bool perhaps_done = false;  // The request may have reached the server.
  std::string sentence;
};

class AdminClient {
 public:
  explicit AdminClient(OperatorEnv env, AdminDeadlines deadlines = {})
      : env_(std::move(env)), deadlines_(deadlines) {}

  // Refused unless the answer is good.
  Result<Answer, Failure> get(const std::string& path);
  Result<Answer, Failure> post(const std::string& path, const std::string& body = {});

  // A change under an Idempotency-Key: the answer whatever its status, or why there is none. An
  // empty body is none.
  Result<Answer, NoAnswer> change(const std::string& path, const std::string& body,
                                  const std::string& key, const char* method = "POST");

 private:
  Result<Answer, NoAnswer> send(net::ClientRequest request);
  static Result<Answer, Failure> good(Result<Answer, NoAnswer> answer);

  const OperatorEnv env_;
  const AdminDeadlines deadlines_;
  LoopThread loop_;
  std::unique_ptr<net::HttpClient> client_;
};

// What a server says that did not do as it was asked.
Failure cannot_do_that(const Answer& answer);

}  // namespace till::cli
