// A shop that answers as told, over plain HTTP on this machine.
#pragma once

#include <gtest/gtest.h>

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "cli/agent_env.h"
#include "net/http_server.h"

namespace till::cli {

struct FakeAnswer {
  int status = 200;
  std::string body;
};

// An open session at the given status; `more` are further members, each after a comma.
inline std::string session_json(const std::string& status, const std::string& more = "") {
  return R"({"id":"cs_1","status":")" + status +
         R"(","currency":"usd","capabilities":{"payment":)" +
         R"({"handlers":[{"id":"handler_1","config":{"merchant_id":"merchant_1"}}]}},)" +
         R"("line_items":[{"id":"li_1","quantity":2,"name":"Blue mug"},)" +
         R"({"id":"li_2","quantity":1,"name":"E-book"}],"fulfillment_options":[)" +
         R"({"type":"shipping","id":"fast","title":"Fast",)" +
         R"("totals":[{"type":"total","amount":1500}]},)" +
         R"({"type":"shipping","id":"cheap","title":"Cheap",)" +
         R"("totals":[{"type":"total","amount":500}]}],)" +
         R"("totals":[{"type":"tax","amount":290},{"type":"total","amount":4689}])" + more + "}";
}

inline constexpr const char* kCheapIsSelected =
    R"(,"selected_fulfillment_options":[{"type":"shipping","option_id":"cheap"}])";
inline constexpr const char* kHasAnOrder = R"(,"order":{"id":"ord_1"})";
inline constexpr const char* kCreate = "POST /checkout_sessions";
inline constexpr const char* kUpdate = "POST /checkout_sessions/cs_1";
inline constexpr const char* kGet = "GET /checkout_sessions/cs_1";
inline constexpr const char* kComplete = "POST /checkout_sessions/cs_1/complete";
inline constexpr const char* kCancel = "POST /checkout_sessions/cs_1/cancel";
inline constexpr const char* kVault = "POST /agentic_commerce/delegate_payment";

// Any thread may ask what came.
class FakeShop {
 public:
  // At first a shop where everything goes well.
  FakeShop() {
    answer(kCreate, {201, session_json("incomplete")});
    answer(kUpdate, {200, session_json("ready_for_payment")});
    answer(kUpdate, {200, session_json("ready_for_payment", kCheapIsSelected)});
    answer(kVault, {201, R"({"id":"vt_1"})"});
    answer(kComplete, {200, session_json("completed", kHasAnOrder)});
    answer(kGet, {200, session_json("completed", kHasAnOrder)});
    answer(kCancel, {200, session_json("canceled")});
    net::ServerOptions options;
    options.host = "127.0.0.1";
    auto handler = [this](net::Request request, Executor&) { return handle(std::move(request)); };
    auto on_error = [](int status) { return net::Response{.status = status, .close = true}; };
    auto server = net::HttpServer::listen(std::move(options), handler, on_error, log_);
    EXPECT_TRUE(server.has_value());
    server_ = std::move(*server);
    server_->start();
  }

  // Another answer to be given to this call; the last one is given again and again.
  void answer(const std::string& call, FakeAnswer answer) {
    const std::lock_guard lock(mutex_);
    answers_[call].push_back(std::move(answer));
  }
  // Only these answers to this call from now on.
  void instead(const std::string& call, std::deque<FakeAnswer> answers) {
    const std::lock_guard lock(mutex_);
    answers_[call] = std::move(answers);
  }
  // What to do before this call is answered.
  void before(const std::string& call, std::function<void()> deed) {
    const std::lock_guard lock(mutex_);
    deeds_[call] = std::move(deed);
  }

  std::vector<net::Request> requests() const {
    const std::lock_guard lock(mutex_);
    return requests_;
  }
  std::vector<std::string> calls() const {
    std::vector<std::string> names;
    for (const net::Request& request : requests()) names.push_back(name_of(request));
    return names;
  }
  AgentEnv env() const {
    AgentEnv env;
    env.url = "http://127.0.0.1:" + std::to_string(server_->port());
    env.token = Secret("token_1");
    env.webhook_secret = Secret("whsec_1");
    return env;
  }

 private:
  static std::string name_of(const net::Request& request) {
    return request.method + " " + request.path;
  }

  Task<net::Response> handle(net::Request request) {
    const std::string name = name_of(request);
    if (const auto deed = deed_of(name)) deed();
    const std::lock_guard lock(mutex_);
    requests_.push_back(std::move(request));
    auto& answers = answers_[name];
    if (answers.empty()) answers.push_back({404, R"({"code":"not_found","message":"No."})"});
    net::Response response;
    response.status = answers.front().status;
    response.body = answers.front().body;
    if (answers.size() > 1) answers.pop_front();
    co_return response;
  }
  std::function<void()> deed_of(const std::string& name) const {
    const std::lock_guard lock(mutex_);
    const auto found = deeds_.find(name);
    return found == deeds_.end() ? nullptr : found->second;
  }

  mutable std::mutex mutex_;
  std::map<std::string, std::deque<FakeAnswer>> answers_;
  std::map<std::string, std::function<void()>> deeds_;
  std::vector<net::Request> requests_;
  NoLog log_;
  std::unique_ptr<net::HttpServer> server_;  // Stops before the rest goes.
};

}  // namespace till::cli
