// The admin API over a store with three events, and what a test asks of it.
#pragma once

#include <gtest/gtest.h>
#include <simdjson.h>

#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "app/shop.h"
#include "commerce/embedded/embedded_products.h"
#include "console/admin_api.h"
#include "store/memory/memory_store.h"

namespace till::console {

inline constexpr Timestamp kStart{1'795'514'400'000};  // 2026-11-24T10:00:00Z

class FakeSender final : public app::WebhookSender {
 public:
  Task<app::WebhookAnswer> send(app::WebhookDelivery, Executor&) override {
    ++attempts;
    co_return app::WebhookAnswer{200, std::nullopt, {}};
  }
  int attempts = 0;
};

inline EventId event_id(std::uint8_t number) {
  EventId id;
  id.bytes.back() = number;
  return id;
}

inline std::string text_at(const net::Response& response, std::string_view pointer) {
  simdjson::dom::parser parser;
  simdjson::dom::element element;
  if (parser.parse(response.body).at_pointer(pointer).get(element) != simdjson::SUCCESS) return {};
  std::string_view text;
  return element.get(text) == simdjson::SUCCESS ? std::string(text) : simdjson::minify(element);
}

inline std::optional<std::string> header_of(const net::Response& response, std::string_view name) {
  for (const net::Header& one : response.headers) {
    if (one.name == name) return one.value;
  }
  return std::nullopt;
}

inline net::Request request(std::string method, std::string path, std::string query = {},
                            const char* authorization = "Bearer operator") {
  net::Request request;
  request.method = std::move(method);
  request.path = std::move(path);
  request.query = std::move(query);
  if (authorization != nullptr) request.headers = {{"Authorization", authorization}};
  return request;
}

struct Console {
  explicit Console(Digest token = sha256("operator")) : token_hash(token) {
    add(1, app::EventState::delivered, 1, "");
    add(2, app::EventState::dead, 11, "receiver said \"no\"");
    add(3, app::EventState::pending, 2, "timed out");
  }

  void add(std::uint8_t number, app::EventState state, std::int64_t attempts, std::string error) {
    app::OutboxEvent event;
    event.id = event_id(number);
    event.order.bytes.back() = number;
    event.agent = "agent-a";
    event.type = number == 1 ? app::EventType::order_create : app::EventType::order_update;
    event.body = "{}";
    event.created_at = kStart + Milliseconds(1000 * number);
    event.state = state;
    event.attempts = attempts;
    event.next_attempt_at = kStart + Milliseconds(3'600'000);
    event.last_error = std::move(error);
    app::Changeset changeset;
    changeset.events.push_back(std::move(event));
    EXPECT_EQ(run(store.commit(std::move(changeset), executor)), app::CommitOutcome::committed);
  }

  template <class T>
  T run(Task<T> task) {
    std::optional<T> result;
    spawn(std::move(task), [&result](T value) { result.emplace(std::move(value)); });
    // By turns, until neither has anything left.
    for (int i = 0; i < 4; ++i) {
      dispatcher_loop.run_all();
      executor.run_all();
      shop.executor.run_all();
    }
    if (!result) throw std::logic_error("the task did not end");
    return std::move(*result);
  }
  net::Response send(net::Request asked) { return run(api.handle(std::move(asked), executor)); }
  app::EventState state_of(std::uint8_t number) {
    return (**run(store.event(event_id(number), executor))).state;
  }

  const Digest token_hash;
  app::FakeClock clock;
  app::FixedRandom random;
  app::NoObserver observer;
  NoLog log;
  app::ManualExecutor executor;
  app::ManualExecutor dispatcher_loop;
  store::MemoryStore store;
  FakeSender sender;
  app::Dispatcher dispatcher{{store, sender, clock, random, observer, log,
                              [](const std::string&) {
                                return app::WebhookTarget{"https://agent.example", Secret("s")};
                              },
                              webhooks::RetrySchedule::standard()},
                             dispatcher_loop};
  bool alive = true;
  bool ready = true;
  app::Shop shop;
  wire::SessionRenderer renderer{shop.profile};
  store::MemoryStore trail;
  app::Buyers buyers{shop.service, shop.store, shop.store, shop.events, clock};
  commerce::EmbeddedProducts products{shop.catalog, shop.store};
  app::StockService stock{{shop.store, shop.store, products, nullptr, clock}};
  AdminApi api{{store, store, store, store, dispatcher, dispatcher_loop, [this] { return alive; },
                [this] { return ready; }, [] { return std::string("till_up 1\n"); }, shop.orders,
                shop.service, renderer, trail, clock, shop.ids, log, buyers, stock},
               std::make_shared<const Operators>(std::vector<Operator>{
                   {"operator",
                    {token_hash},
                    {Right::view, Right::fulfil, Right::refund, Right::configure, Right::stock}},
                   {"packer", {sha256("old"), sha256("packer")}, {Right::fulfil}},
                   {"viewer", {sha256("viewer")}, {Right::view}},
                   {"warehouse", {sha256("warehouse")}, {Right::stock}},
                   {"shop", {sha256("shop")}, {Right::fulfil, Right::refund}, true}})};
};

}  // namespace till::console
