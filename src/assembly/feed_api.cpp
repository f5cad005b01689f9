#include "assembly/feed_api.h"

#include <utility>

#include "base/sync_wait.h"
#include "base/url.h"
#include "json/value.h"
#include "json/writer.h"
#include "products/feeds/feed_text.h"

namespace till::assembly {
namespace {

using Kind = FeedApiFailure::Kind;

constexpr std::chrono::milliseconds kFeedPatience{15'000};  // SIGTERM waits for it.
constexpr std::size_t kMostFeedId = 255;
constexpr std::size_t kMostToldOfAnswer = 300;

net::AnswerKind judge_feed_answer(const net::Response& answer) {
  if (answer.status >= 500) return net::AnswerKind::outage;
  return answer.status == 429 ? net::AnswerKind::transient : net::AnswerKind::final;
}

net::GuardOptions guard_of(const cli::FeedPushConfig& config) {
  net::GuardOptions options;
  options.client.ca_file = config.ca_file;
  options.client.timeout = options.client.answer_timeout = std::chrono::milliseconds(10'000);
  options.retry = {4, std::chrono::milliseconds(250), std::chrono::milliseconds(4'000)};
  return options;
}

// What an agent says of why not, without what a log should not hold.
std::string words_of(const net::Response& answer) {
  json::Document document;
  const auto root = document.parse(answer.body);
  std::string words = "the agent answered " + std::to_string(answer.status);
  if (!root) return words;
  for (const char* member : {"code", "message", "param"}) {
    const std::string_view text = root->at(member).text();
    if (text.empty()) continue;
    words.append(": ").append(products::first_characters(text, kMostToldOfAnswer));
  }
  return words;
}

tl::unexpected<FeedApiFailure> failure_of(const net::Response& answer) {
  switch (answer.status) {
    case 404: return refused(FeedApiFailure{Kind::no_feed, words_of(answer)});
    case 400:
    case 409:
    case 413:
    case 422: return refused(FeedApiFailure{Kind::refused, words_of(answer)});
    case 401:
    case 403:
      return refused(FeedApiFailure{
          Kind::later, words_of(answer) + "; look whether the token of [[feeds.push]] is right"});
    default: return refused(FeedApiFailure{Kind::later, words_of(answer)});
  }
}

}  // namespace

Result<std::unique_ptr<FeedApi>, std::string> FeedApi::create(const cli::FeedPushConfig& config,
                                                              const FeedApiParts& parts) {
  auto client =
      net::GuardedClient::create(guard_of(config), judge_feed_answer, parts.clock, parts.random);
  if (!client) return refused("[[feeds.push]] " + config.name + ": " + client.error());
  return std::unique_ptr<FeedApi>(new FeedApi(config, parts, std::move(*client)));
}

Result<net::Response, FeedApiFailure> FeedApi::send(std::string method, const std::string& path,
                                                    std::string body, const std::string& key) {
  net::GuardedRequest request;
  request.patience = kFeedPatience;
  request.request.method = std::move(method);
  request.request.url = config_.url + path;
  request.request.body = std::move(body);
  request.request.headers = {{"Authorization", "Bearer " + config_.token.reveal()},
                             {"Content-Type", "application/json"},
                             {"API-Version", "2026-04-17"},
                             {"Request-Id", parts_.ids.make<RequestId>().text()}};
  if (!key.empty()) request.request.headers.push_back({"Idempotency-Key", key});
  auto answer = sync_wait(client_->send(std::move(request), parts_.executor));
  if (!answer) {
    return refused(FeedApiFailure{Kind::later, "no answer of the agent: " + answer.error().detail});
  }
  return std::move(*answer);
}

Result<std::string, FeedApiFailure> FeedApi::create_feed(const std::string& country,
                                                         const std::string& key) {
  std::string body;
  json::Writer json(body);
  json.begin_object();
  if (!country.empty()) json.member("target_country", std::string_view(country));
  json.end_object();
  const auto answer = send("POST", "/feeds", std::move(body), key);
  if (!answer) return refused(answer.error());
  if (answer->status != 201 && answer->status != 200) return failure_of(*answer);
  json::Document document;
  const auto root = document.parse(answer->body);
  std::string id(root ? root->at("id").text() : std::string_view());
  if (id.empty() || id.size() > kMostFeedId) {
    return refused(FeedApiFailure{Kind::later, "the agent gave no id of the new feed"});
  }
  return id;
}

Result<std::string, FeedApiFailure> FeedApi::upsert(const std::string& feed_id,
                                                    std::span<const std::string_view> products) {
  std::string body;
  json::Writer json(body);
  json.begin_object().key("products").begin_array();
  for (const std::string_view product : products) json.raw(product);
  json.end_array().end_object();
  const auto answer =
      send("PATCH", "/feeds/" + escape_query(feed_id) + "/products", std::move(body), "");
  if (!answer) return refused(answer.error());
  if (answer->status != 200) return failure_of(*answer);
  json::Document document;
  const auto root = document.parse(answer->body);
  if (!root || !root->at("accepted").is_boolean()) {
    return refused(FeedApiFailure{Kind::later, "the agent's answer does not say what it accepted"});
  }
  if (!root->at("accepted").flag()) {
    return refused(FeedApiFailure{Kind::refused, "the agent did not accept the products"});
  }
  const std::string_view update = root->at("feed_update_id").text();
  return std::string(products::first_characters(update, kMostFeedId));
}

}  // namespace till::assembly
