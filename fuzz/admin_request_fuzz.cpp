// Any method, path and query to the admin listener: an answer in JSON, nothing of webhooks without
// the operator's token, and never more events than were asked for.
#include <simdjson.h>

#include <coroutine>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/ensure.h"
#include "commerce/embedded/embedded_commerce.h"
#include "commerce/embedded/embedded_products.h"
#include "console/admin_api.h"
#include "net/bearer.h"
#include "store/memory/memory_store.h"
#include "wire/order_events.h"

namespace {

using namespace till;

constexpr Timestamp kNow{1'795'514'400'000};
constexpr std::size_t kEvents = 3;

class FixedClock final : public Clock {
 public:
  Timestamp now() const override { return kNow; }
};

class ZeroRandom final : public Random {
 public:
  void fill(std::span<std::uint8_t> bytes) override {
    for (std::uint8_t& byte : bytes) byte = 0;
  }
};

class Queue final : public Executor {
 public:
  void post(std::coroutine_handle<> work) override { works_.push_back(work); }
  void run_all() {
    while (!works_.empty()) {
      const auto work = works_.front();
      works_.pop_front();
      work.resume();
    }
  }

 private:
  std::deque<std::coroutine_handle<>> works_;
};

class Taker final : public app::WebhookSender {
 public:
  Task<app::WebhookAnswer> send(app::WebhookDelivery, Executor&) override {
    co_return app::WebhookAnswer{200, std::nullopt, {}};
  }
};

class SilentGateway final : public app::PaymentGateway {
 public:
  std::string_view name() const override { return "silent"; }
  Task<app::ChargeOutcome> charge(app::ChargeRequest, Executor&) override {
    co_return app::ChargeInDoubt{};
  }
  Task<app::StepOutcome> refund(app::ChargeStep, Executor&) override {
    co_return app::StepInDoubt{};
  }
  Task<app::StepOutcome> capture(app::ChargeStep, Executor&) override {
    co_return app::StepInDoubt{};
  }
  Task<app::StepOutcome> cancel(app::ChargeStep, Executor&) override {
    co_return app::StepInDoubt{};
  }
  Task<app::ChargeSearch> find(std::string, Executor&) override { co_return app::ChargeInDoubt{}; }
};

// A console over three events: delivered, dead and pending.
class Console {
 public:
  Console() {
    add(1, app::EventState::delivered);
    add(2, app::EventState::dead);
    add(3, app::EventState::pending);
  }

  net::Response send(net::Request request) {
    return run(api_.handle(std::move(request), executor_));
  }

 private:
  void add(std::uint8_t number, app::EventState state) {
    app::OutboxEvent event;
    event.id.bytes.back() = number;
    event.order.bytes.back() = number;
    event.agent = "agent";
    event.body = "{}";
    event.created_at = kNow;
    event.state = state;
    app::Changeset changeset;
    changeset.events.push_back(std::move(event));
    TILL_ENSURE(run(store_.commit(std::move(changeset), executor_)) ==
                app::CommitOutcome::committed);
  }

  template <class T>
  T run(Task<T> task) {
    std::optional<T> result;
    spawn(std::move(task), [&result](T value) { result.emplace(std::move(value)); });
    for (int turn = 0; turn < 4; ++turn) {
      loop_.run_all();
      executor_.run_all();
    }
    TILL_ENSURE(result.has_value());
    return std::move(*result);
  }

  FixedClock clock_;
  ZeroRandom random_;
  app::NoObserver observer_;
  NoLog log_;
  Queue executor_;
  Queue loop_;
  store::MemoryStore store_;
  Taker sender_;
  app::Dispatcher dispatcher_{
      {store_, sender_, clock_, random_, observer_, log_,
       [](const std::string&) {
         return app::WebhookTarget{"https://agent.example", Secret("s"), {}};
       },
       webhooks::RetrySchedule::standard()},
      loop_};
  SilentGateway gateway_;
  RandomIds ids_{clock_, random_};
  checkout::SellerProfile profile_;
  wire::Dialects dialects_{profile_, {}};
  wire::DialectOrderEvents events_{dialects_, ids_};
  app::OrderService orders_{{store_, store_, store_, gateway_, clock_, ids_, events_, loop_,
                             [](const app::OutboxEvent&) {}}};
  commerce::EmbeddedCommerce commerce_{commerce::Catalog{}, store_};
  app::CheckoutService checkout_{{store_, commerce_, gateway_, clock_, ids_, events_, observer_,
                                  profile_, nullptr, [](const app::OutboxEvent&) {}}};
  wire::SessionRenderer renderer_{profile_};
  app::Buyers buyers_{checkout_, store_, store_, events_, clock_};
  commerce::EmbeddedProducts products_{commerce::Catalog{}, store_};
  app::StockService stock_{{store_, store_, products_, nullptr, clock_}};
  console::AdminApi api_{{store_, store_, store_, store_, dispatcher_, loop_, [] { return true; },
                          [] { return true; }, [] { return std::string("{}"); }, orders_, checkout_,
                          renderer_, store_, clock_, ids_, log_, buyers_, stock_},
                         std::make_shared<const console::Operators>(std::vector<console::Operator>{
                             {"operator",
                              {sha256("operator")},
                              {console::Right::view, console::Right::fulfil, console::Right::refund,
                               console::Right::configure, console::Right::stock}}})};
};

std::string_view take(std::string_view& rest, char end) {
  const std::size_t at = rest.find(end);
  const std::string_view word = rest.substr(0, at);
  rest = at == std::string_view::npos ? std::string_view() : rest.substr(at + 1);
  return word;
}

void check(const net::Request& request, const net::Response& response, bool operator_asks) {
  simdjson::dom::parser parser;
  simdjson::dom::element body;
  TILL_ENSURE(parser.parse(response.body).get(body) == simdjson::SUCCESS);
  simdjson::dom::array events;
  if (body.at_key("events").get(events) == simdjson::SUCCESS) {
    TILL_ENSURE(operator_asks && response.status == 200 && events.size() <= kEvents);
    if (request.query == "limit=1") TILL_ENSURE(events.size() == 1);
    if (request.query == "state=dead") TILL_ENSURE(events.size() == 1);
  }
  const bool closed = request.path.starts_with("/admin") || request.path.starts_with("/orders") ||
                      request.path.starts_with("/sessions");
  if (closed && !operator_asks) TILL_ENSURE(response.status == 401);
  if (response.status != 200) {
    std::string_view text;
    TILL_ENSURE(body.at_key("message").get(text) == simdjson::SUCCESS && !text.empty());
  }
}

}  // namespace

// METHOD PATH?QUERY, and in a second line the value of Authorization.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  std::string_view line = take(rest, '\n');
  net::Request request;
  request.method = take(line, ' ');
  request.path = take(line, '?');
  request.query = line;
  if (!rest.empty()) request.headers.push_back({"Authorization", std::string(rest)});
  Console console;
  // Schemes are written in any case.
  const bool operator_asks = net::bearer_token(request) == "operator";
  check(request, console.send(request), operator_asks);
  return 0;
}
