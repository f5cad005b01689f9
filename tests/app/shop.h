// A whole shop in memory: the use cases over the memory store, the embedded catalogue and the
// sandbox, with a clock that the test sets.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/checkout_service.h"
#include "app/fakes.h"
#include "app/operations.h"
#include "app/order_service.h"
#include "commerce/embedded/embedded_commerce.h"
#include "payments/sandbox/sandbox_gateway.h"
#include "store/memory/memory_store.h"
#include "wire/order_events.h"

namespace till::app {

inline constexpr const char* kShopCatalog = R"({
  "currency": "usd",
  "items": [
    {"id": "mug-blue", "title": "Blue mug", "unit_amount": 1450, "stock": 1000000},
    {"id": "poster-limited", "title": "Poster", "unit_amount": 4000, "stock": 3},
    {"id": "cap-sold-out", "title": "Cap", "unit_amount": 1900, "stock": 0},
    {"id": "ebook-acp", "title": "E-book", "unit_amount": 999, "digital": true, "tax_exempt": true},
    {"id": "desk-oak", "title": "Desk", "unit_amount": 45900, "stock": 100,
     "fulfillment": ["shipping", "pickup", "local_delivery"]}],
  "shipping": [
    {"id": "standard", "title": "Standard", "amount": 500, "countries": ["US"]},
    {"id": "express", "title": "Express", "amount": 1500, "countries": ["US"]},
    {"id": "international", "title": "International", "amount": 2500,
     "countries": ["CA", "GB", "DE", "FR", "JP"]}],
  "pickup": {"id": "pickup-store", "title": "Pick up", "amount": 0, "location": {
    "name": "Shop", "address": {"name": "Shop", "line_one": "1 Market St", "city": "San Francisco",
                                "state": "CA", "country": "US", "postal_code": "94105"}}},
  "local_delivery": {"id": "local-delivery", "title": "Local delivery", "amount": 2000,
                     "countries": ["US"]},
  "tax": [
    {"country": "US", "state": "CA", "rate_ppm": 72500},
    {"country": "US", "state": "NY", "rate_ppm": 88750},
    {"country": "US", "state": "OR", "rate_ppm": 0},
    {"country": "US", "rate_ppm": 50000}],
  "discounts": [
    {"code": "SAVE10", "name": "10% off", "percent_off": 10},
    {"code": "TAKE5", "name": "5.00 off", "amount_off": 500, "minimum": 2000}]
})";

inline checkout::Address address_in(std::string state, std::string country = "US") {
  return {"Ann Lee",        "5 Elm St",         std::nullopt, "Town",
          std::move(state), std::move(country), "94105"};
}

inline checkout::CreateCommand cart(std::vector<std::pair<std::string, std::int64_t>> lines,
                                    std::optional<checkout::Address> to = address_in("CA")) {
  checkout::CreateCommand command;
  command.currency = "usd";
  for (auto& [item, quantity] : lines) {
    const std::size_t at = command.lines.size();
    command.lines.push_back(
        {item, quantity, {checkout::Member::line_id, at}, {checkout::Member::line_quantity, at}});
  }
  if (to) {
    command.fulfillment_details.emplace();
    command.fulfillment_details->address = std::move(to);
  }
  return command;
}

// Passes every charge on and counts those that reached the provider as a new charge.
class CountingGateway final : public PaymentGateway {
 public:
  explicit CountingGateway(PaymentGateway& inner) : inner_(inner) {}
  std::string_view name() const override { return called; }
  checkout::ChargeLimits limits(std::string_view) const override { return charges; }
  Task<ChargeOutcome> charge(ChargeRequest request, Executor& executor) override {
    ++calls;
    keys.push_back(request.gateway_key);
    amounts.push_back(request.amount);
    requests.push_back(request);
    if (silent) co_return ChargeInDoubt{};
    if (refuses) co_return ChargeRefused{};
    const bool bare = !request.receipt_email && !request.shipping;
    if (particular && !bare) co_return ChargeNeedsPlain{};
    if (silent_when_plain) co_return ChargeInDoubt{};
    if (pending) co_return ChargePending{"pi_1"};
    co_return co_await inner_.charge(std::move(request), executor);
  }
  Task<StepOutcome> refund(ChargeStep request, Executor& executor) override {
    refunds.push_back(request);
    if (silent) co_return StepInDoubt{};
    if (refuses_refunds) co_return StepRefused{};
    if (agrees) co_return StepDone{"re_1"};
    co_return co_await inner_.refund(std::move(request), executor);
  }
  Task<StepOutcome> capture(ChargeStep step, Executor& executor) override {
    captures.push_back(step);
    if (silent) co_return StepInDoubt{};
    if (lapsed) co_return StepRefused{};
    co_return co_await inner_.capture(std::move(step), executor);
  }
  Task<StepOutcome> cancel(ChargeStep step, Executor& executor) override {
    cancels.push_back(step);
    if (silent) co_return StepInDoubt{};
    if (captured_by_hand) co_return StepRefused{};
    if (agrees) co_return StepDone{step.charge};
    co_return co_await inner_.cancel(std::move(step), executor);
  }
  Task<ChargeSearch> find(std::string charge, Executor& executor) override {
    if (silent) co_return ChargeInDoubt{};
    co_return co_await inner_.find(std::move(charge), executor);
  }
  Task<std::optional<checkout::PaymentFailure>> look(ChargeRequest request,
                                                     Executor& executor) override {
    return inner_.look(std::move(request), executor);
  }
  std::optional<Milliseconds> closed_for() const override {
    return down ? std::optional(Milliseconds(5'000)) : std::nullopt;
  }
  int calls = 0;
  bool refuses_refunds = false;
  std::vector<ChargeStep> refunds;
  std::vector<ChargeStep> captures;
  std::vector<ChargeStep> cancels;
  std::vector<ChargeRequest> requests;
  bool refuses = false;  // Declines every charge.
  bool pending = false;  // The buyer is being authenticated elsewhere.
  bool lapsed = false;   // What was authorized is gone.
  bool captured_by_hand = false;
  bool agrees = false;             // To a refund or cancel of any charge.
  bool down = false;               // The provider is known to be down.
  bool silent = false;             // The provider does not answer.
  std::string called = "sandbox";  // As it is configured now.
  checkout::ChargeLimits charges;
  bool particular = false;  // Takes plain charges only.
  bool silent_when_plain = false;
  std::vector<std::string> keys;
  std::vector<Amount> amounts;

 private:
  PaymentGateway& inner_;
};

// What the feeds say: nothing, until the test has them say something.
struct FeedsOfTheTest final : PublishedPrices {
  bool stands(std::string_view item, std::string_view in, Amount price, Timestamp) const override {
    return in == currency && said.contains({std::string(item), price.minor});
  }
  std::string currency = "usd";
  std::set<std::pair<std::string, std::int64_t>> said;
};

struct Shop {
  Shop() : Shop(nullptr) {}
  // `wrapped`, when given, stands before the memory store (for faults).
  explicit Shop(std::function<std::unique_ptr<Store>(Store&)> wrap)
      : wrapped(wrap ? wrap(memory) : nullptr),
        store(wrapped ? *wrapped : memory),
        catalog(*commerce::parse_catalog(kShopCatalog)),
        commerce(catalog, store),
        sandbox(store, clock),
        gateway(sandbox),
        profile{"till_demo",
                "Demo shop",
                "https://api.shop.example",
                "https://shop.example",
                {{"card_tokenized", "till_sandbox"}},
                {"usd"},
                Milliseconds(6 * 3600 * 1000)},
        service({store, commerce, gateway, clock, ids, events, observer, profile, &sandbox,
                 [this](const OutboxEvent& event) { announced.push_back(event); }, false, nullptr,
                 nullptr, nullptr, nullptr, &published}),
        orders({store, store, store, gateway, clock, ids, events, executor,
                [this](const OutboxEvent& event) { announced.push_back(event); }}) {
    std::vector<Store::StatedStock> stock;
    for (const auto& item : catalog.items) {
      if (!item.digital) stock.push_back({item.id, item.stock});
    }
    EXPECT_TRUE(memory.state_stock(stock, clock.now()).has_value());
    profile.capabilities.three_ds = true;
    profile.policy.holds = {profile.session_lifetime, 100, 0};  // A demo's.
    profile.policy.approvals.on_account = profile.policy.approvals.on_request = true;
  }

  template <class T>
  T run(Task<T> task) {
    std::optional<T> result;
    spawn(std::move(task), [&result](T value) { result.emplace(std::move(value)); });
    executor.run_all();
    if (!result) throw std::logic_error("the task did not end");
    return std::move(*result);
  }

  RequestContext context(const std::string& key, const std::string& body,
                         const std::string& agent = "agent-a") {
    return {agent, sha256_of_parts({agent, key}), sha256(body), DialectId::acp_2026_04_17,
            executor};
  }
  Reply create(const std::string& key, const checkout::CreateCommand& command,
               const std::string& agent = "agent-a") {
    return run(by_agent(service).create(context(key, key + "-body", agent), command));
  }
  checkout::SessionPtr created(const checkout::CreateCommand& command) {
    return session_of(create("create-" + std::to_string(++created_count), command));
  }
  Reply update(const std::string& key, SessionId id, const checkout::UpdateCommand& command) {
    return run(by_agent(service).update(context(key, key + "-body"), id, command));
  }
  Reply cancel(const std::string& key, SessionId id) {
    return run(
        by_agent(service).cancel(context(key, key + "-body"), id, checkout::CancelCommand{}));
  }
  Reply get(SessionId id, const std::string& agent = "agent-a") {
    return run(by_agent(service).get(agent, id, executor));
  }
  std::string token_for(const checkout::Session& session,
                        const std::string& number = "4242424242424242") {
    checkout::VaultCommand command{Secret(number),
                                   session.totals.total,
                                   "usd",
                                   session.id.text(),
                                   profile.merchant_id,
                                   clock.now() + Milliseconds(3600'000),
                                   false,
                                   {}};
    const auto reply = run(by_agent(service).vault(
        context("vault-" + std::to_string(++vault_count), "card"), command));
    return std::get<TokenReply>(reply.content).token.id.text();
  }
  checkout::CompleteCommand payment(const std::string& token) const {
    checkout::CompleteCommand command;
    command.handler_id = profile.handlers.front().id;
    command.instrument_type = "card";
    command.credential_type = "spt";
    command.token = Secret(token);
    return command;
  }
  Reply complete(const std::string& key, SessionId id, const std::string& token) {
    return run(by_agent(service).complete(context(key, token), id, payment(token)));
  }
  std::vector<PaymentAttempt> open_attempts() { return *run(memory.open_attempts(100, executor)); }
  static checkout::SessionPtr session_of(const Reply& reply) {
    const auto* session = std::get_if<SessionReply>(&reply.content);
    if (session == nullptr) {
      throw std::logic_error("refused with " + std::to_string(static_cast<int>(code_of(reply))));
    }
    return session->session;
  }
  static checkout::RefusalCode code_of(const Reply& reply) {
    return std::get<checkout::Refusal>(reply.content).code;
  }
  std::int64_t available(const std::string& item) {
    const std::vector<std::string> ids_of{item};
    return memory.available(ids_of).front();
  }

  FakeClock clock;
  SequentialIds ids;
  ManualExecutor executor;
  NoObserver observer;
  store::MemoryStore memory;
  std::unique_ptr<Store> wrapped;
  Store& store;
  commerce::Catalog catalog;
  commerce::EmbeddedCommerce commerce;
  payments::SandboxGateway sandbox;
  CountingGateway gateway;
  checkout::SellerProfile profile;
  wire::Dialects dialects{profile, {}};
  wire::DialectOrderEvents events{dialects, ids};
  std::vector<OutboxEvent> announced;
  FeedsOfTheTest published;
  CheckoutService service;
  OrderService orders;
  int created_count = 0;
  int vault_count = 0;
};

}  // namespace till::app
