#include "cli/admin_client.h"

#include <algorithm>
#include <utility>
#include "base/sync_wait.h"

namespace till::cli {
namespace {

std::string seconds(std::chrono::milliseconds span) {
  const auto whole = std::chrono::duration_cast<std::chrono::seconds>(span).count();
  return std::to_string(whole) + (whole == 1 ? " second" : " seconds");
}

net::ClientRequest request_of(const OperatorEnv& env, std::string method, const std::string& path) {
  net::ClientRequest request;
  request.method = std::move(method);
  request.url = env.url + path;
  request.headers = {{"Authorization", "Bearer " + env.token.reveal()},
                     {"User-Agent", "till"},
                     {"Accept", "application/json"}};
  return request;
}

}  // namespace

Failure cannot_do_that(const Answer& answer) {
  return {kFailed, "cannot do that: " + answer.complaint()};
}

Result<Answer, Failure> AdminClient::good(Result<Answer, NoAnswer> answer) {
  if (!answer) return failed(answer.error().sentence);
  if (!answer->good()) return refused(cannot_do_that(*answer));
  return std::move(*answer);
}

Result<Answer, Failure> AdminClient::get(const std::string& path) {
  net::ClientRequest request = request_of(env_, "GET", path);
  request.timeout = deadlines_.read;
  return good(send(std::move(request)));
}

Result<Answer, Failure> AdminClient::post(const std::string& path, const std::string& body) {
  return good(change(path, body, ""));
}

Result<Answer, NoAnswer> AdminClient::change(const std::string& path, const std::string& body,
                                             const std::string& key, const char* method) {
  net::ClientRequest request = request_of(env_, method, path);
  if (!body.empty()) request.headers.push_back({"Content-Type", "application/json"});
  if (!key.empty()) request.headers.push_back({"Idempotency-Key", key});
  request.body = body;
  request.timeout = deadlines_.change;
  return send(std::move(request));
}

Result<Answer, NoAnswer> AdminClient::send(net::ClientRequest request) {
  if (!client_) {
    net::ClientOptions options;
    options.ca_file = env_.ca_file;
    options.connect_timeout = deadlines_.connect;
    options.timeout = options.answer_timeout = std::max(deadlines_.read, deadlines_.change);
    auto client = net::HttpClient::create(std::move(options));
    if (!client) return refused(NoAnswer{false, client.error()});
    client_ = std::move(*client);
  }
  const std::string url = request.url;
  const std::chrono::milliseconds deadline = *request.timeout;
  const auto began = std::chrono::steady_clock::now();
  auto response = sync_wait(client_->send(std::move(request), loop_.executor()));
  if (!response) {
    const bool late = std::chrono::steady_clock::now() - began >= deadline;
    const std::string why =
        late ? "nothing came within " + seconds(deadline) : one_line(response.error().detail);
    return refused(NoAnswer{response.error().kind == net::ClientFailureKind::no_answer,
                            "no answer from " + url + ": " + why + "; is the server running?"});
  }
  const bool replayed = response->header("Idempotent-Replayed") == "true";
  return Answer{response->status, Json::parse(response->body), std::move(response->body), replayed};
}

}  // namespace till::cli
