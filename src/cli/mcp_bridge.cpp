#include "cli/mcp_bridge.h"

#include <chrono>
#include <memory>
#include <string>
#include <utility>

#include "base/json_writer.h"
#include "cli/loop_thread.h"
#include "net/http_client.h"

namespace till::cli {
namespace {

constexpr std::chrono::milliseconds kPulse{1'000};
constexpr std::string_view kSessionHeader = "Mcp-Session-Id";

net::ClientRequest request_of(const AgentEnv& env, const std::string& session, std::string line) {
  net::ClientRequest request{"POST", env.url + "/mcp", {}, std::move(line)};
  request.headers = {{"Authorization", "Bearer " + env.token.reveal()},
                     {"Content-Type", "application/json"},
                     {"Accept", "application/json"}};  // No streams: one line back for one line.
  if (!session.empty()) request.headers.push_back({std::string(kSessionHeader), session});
  return request;
}

std::string unreachable(const std::string& url, const std::string& detail) {
  std::string out;
  JsonWriter json(out);
  json.begin_object().member("jsonrpc", "2.0").key("id").null().key("error").begin_object();
  json.member("code", std::int64_t{-32603});
  json.member("message", "The till at " + url + " does not answer: " + detail);
  json.end_object().end_object();
  return out;
}

}  // namespace

Result<void, Failure> bridge_mcp(const AgentEnv& env, LineInput& input,
                                 const std::function<void(std::string_view)>& write) {
  net::ClientOptions options;
  options.ca_file = env.ca_file;
  auto client = net::HttpClient::create(options);
  if (!client) return failed(client.error());
  LoopThread loop(kPulse);
  std::string session;
  while (auto line = input.next()) {
    auto answer =
        sync_wait((*client)->send(request_of(env, session, std::move(*line)), loop.executor()));
    if (!answer) {
      write(unreachable(env.url, answer.error().detail));
      continue;
    }
    if (const auto begun = answer->header(kSessionHeader)) session = *begun;
    if (!answer->body.empty()) write(answer->body);
  }
  return {};
}

}  // namespace till::cli
