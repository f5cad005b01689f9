#include "cli/webhook_receiver.h"

#include <condition_variable>
#include <mutex>
#include <set>
#include <utility>

#include "cli/endpoint.h"
#include "cli/json.h"
#include "webhooks/event.h"

namespace till::cli {
namespace {

constexpr Milliseconds kTolerance{300'000};

}  // namespace

// What came, shared between the server's thread and the one that waits.
class WebhookReceiver::Inbox {
 public:
  Inbox(Secret secret, const Clock& clock) : secret_(std::move(secret)), clock_(clock) {}

  // The status to answer.
  int receive(const net::Request& request) {
    const auto signature = request.header("Merchant-Signature");
    if (!signature ||
        !webhooks::verify(*signature, secret_.reveal(), request.body, clock_.now(), kTolerance)) {
      const std::lock_guard lock(mutex_);
      ++unverified_;
      return 401;
    }
    const Json event = Json::parse(request.body);
    if (event.at("type").text() == "order_create") {
      const std::lock_guard lock(mutex_);
      orders_.insert(event.at("data").at("id").text());
      changed_.notify_all();
    }
    return 204;
  }

  Result<void, std::string> wait(const std::string& order_id, std::chrono::milliseconds time) {
    std::unique_lock lock(mutex_);
    const bool came = changed_.wait_for(lock, time, [&] { return orders_.contains(order_id); });
    if (came) return {};
    if (unverified_ > 0) {
      return refused(std::string(
          "a webhook came with a wrong signature; does TILL_WEBHOOK_SECRET match the server's?"));
    }
    return refused("no webhook of " + order_id +
                   " came in time; is webhook_url of till.toml the --webhook-listen address?");
  }

 private:
  const Secret secret_;
  const Clock& clock_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::set<std::string> orders_;
  int unverified_ = 0;
};

namespace {

Task<net::Response> answer(std::shared_ptr<WebhookReceiver::Inbox> inbox, net::Request request) {
  net::Response response;
  response.status = request.method == "POST" ? inbox->receive(request) : 405;
  co_return response;
}

NoLog no_log;

}  // namespace

WebhookReceiver::WebhookReceiver(std::shared_ptr<Inbox> inbox,
                                 std::unique_ptr<net::HttpServer> server)
    : inbox_(std::move(inbox)), server_(std::move(server)) {}

WebhookReceiver::~WebhookReceiver() = default;

std::uint16_t WebhookReceiver::port() const { return server_->port(); }

Result<std::unique_ptr<WebhookReceiver>, std::string> WebhookReceiver::start(
    const std::string& address, Secret secret, const Clock& clock) {
  const auto endpoint = parse_endpoint(address);
  if (!endpoint) return refused(std::string("--webhook-listen must be ADDRESS:PORT"));
  auto inbox = std::make_shared<Inbox>(std::move(secret), clock);
  net::ServerOptions options;
  options.host = endpoint->host;
  options.port = endpoint->port;
  // Not a coroutine itself, so its captures may die with it.
  auto handler = [inbox](net::Request request, Executor&) {
    return answer(inbox, std::move(request));
  };
  auto on_error = [](int status) {
    net::Response response;
    response.status = status;
    return response;
  };
  auto server = net::HttpServer::listen(std::move(options), handler, on_error, no_log);
  if (!server) return refused("cannot receive webhooks: " + server.error());
  (*server)->start();
  return std::unique_ptr<WebhookReceiver>(
      new WebhookReceiver(std::move(inbox), std::move(*server)));
}

Result<void, std::string> WebhookReceiver::wait_for_order(const std::string& order_id,
                                                          std::chrono::milliseconds time) {
  return inbox_->wait(order_id, time);
}

}  // namespace till::cli
