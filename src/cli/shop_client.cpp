#include "cli/shop_client.h"

#include <utility>

namespace till::cli {
namespace {

constexpr std::string_view kApiVersion = "2026-04-17";
constexpr std::chrono::milliseconds kTimeout{30'000};

}  // namespace

Result<std::unique_ptr<ShopClient>, std::string> ShopClient::create(const AgentEnv& env,
                                                                    IdSource& ids) {
  net::ClientOptions options;
  options.ca_file = env.ca_file;
  options.timeout = kTimeout;
  auto client = net::HttpClient::create(std::move(options));
  if (!client) return refused(client.error());
  return std::unique_ptr<ShopClient>(new ShopClient(env, ids, std::move(*client)));
}

net::ClientRequest ShopClient::request(std::string method, const std::string& path) const {
  net::ClientRequest made;
  made.method = std::move(method);
  made.url = env_.url + path;
  made.headers = {{"Authorization", "Bearer " + env_.token.reveal()},
                  {"API-Version", std::string(kApiVersion)},
                  {"User-Agent", "till-buy"},
                  {"Accept", "application/json"}};
  return made;
}

Task<AnswerOrFault> ShopClient::send(net::ClientRequest request, Executor& executor) {
  const std::string url = request.url;
  auto response = co_await client_->send(std::move(request), executor);
  if (!response) {
    co_return refused("no answer from " + url + ": " + one_line(response.error().detail) +
                      "; is the server running?");
  }
  const bool replayed = response->header("Idempotent-Replayed") == "true";
  co_return Answer{response->status, Json::parse(response->body), std::move(response->body),
                   replayed};
}

Task<AnswerOrFault> ShopClient::get(std::string path, Executor& executor) {
  return send(request("GET", path), executor);
}

Task<AnswerOrFault> ShopClient::post(std::string path, std::string body, Executor& executor) {
  net::ClientRequest made = request("POST", path);
  made.headers.push_back({"Content-Type", "application/json"});
  made.headers.push_back({"Idempotency-Key", ids_.make<RequestId>().text()});
  made.body = std::move(body);
  return send(std::move(made), executor);
}

}  // namespace till::cli
