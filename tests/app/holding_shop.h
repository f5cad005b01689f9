// A shop whose backend holds the pieces: the backend, and a whole Till in front of it.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "app/faulty_store.h"
#include "app/hold_keeper.h"
#include "app/hold_rules.h"
#include "app/shop.h"

namespace till::app {

// Holds by the contract, and fails as the test says.
class HoldingBackend final : public ShopHolds {
 public:
  enum class Silence { none, before, after };  // Before or after it did what it was asked.

  explicit HoldingBackend(const Clock& clock) : clock_(clock) {}
  bool is_wanted() const override { return wanted; }
  Task<bool> can_be_asked(Executor&) override { co_return wanted&& reachable; }
  Milliseconds patience() const override { return shop_patience; }
  Task<std::optional<std::vector<Shortage>>> hold(const HoldRequest& request,
                                                  Executor& executor) override {
    const HoldRequest asked_for = request;
    asked.push_back(asked_for);
    if (before_answer) std::exchange(before_answer, nullptr)();
    if (slow) {
      co_await resume_on(line);
      co_await resume_on(executor);
    }
    if (silence == Silence::before || !wanted) co_return std::nullopt;
    auto lacking = put(asked_for);
    if (silence == Silence::after) co_return std::nullopt;
    co_return lacking;
  }
  Task<bool> give_back(SessionId session, std::uint64_t, Executor&) override {
    ++given_back;
    if (silence == Silence::before || !wanted) co_return false;
    sets[session].pieces.clear();
    co_return silence == Silence::none;
  }

  // What it holds of an item for everybody now.
  std::int64_t held(const std::string& item) const { return held_but_for(item, SessionId{}); }
  // It forgot everything, as after a restart without its data.
  void forget() { sets.clear(); }

  std::map<std::string, std::int64_t> stock{{"mug-blue", 100}, {"poster-limited", 3}};
  Silence silence = Silence::none;
  bool wanted = true;
  bool reachable = true;
  Milliseconds shop_patience{1'500};
  bool slow = false;  // Answers once the test runs `line`.
  ManualExecutor line;
  std::function<void()> before_answer;  // Called once.
  std::vector<HoldRequest> asked;
  int given_back = 0;  // How often it was asked to.
  struct Set {
    std::uint64_t version = 0;
    Timestamp until;
    std::vector<checkout::Hold> pieces;
  };
  std::map<SessionId, Set> sets;

 private:
  std::int64_t held_but_for(const std::string& item, const SessionId& but) const {
    std::int64_t sum = 0;
    for (const auto& [session, set] : sets) {
      if (session == but || set.until <= clock_.now()) continue;
      sum += checkout::held_of(set.pieces, item);
    }
    return sum;
  }
  std::optional<std::vector<Shortage>> put(const HoldRequest& request) {
    Set& set = sets[request.session];
    if (request.version < set.version) return std::nullopt;  // Its answer fits no question.
    set = {request.version, request.until, {}};
    std::vector<Shortage> lacking;
    for (const checkout::Hold& hold : request.pieces) {
      const std::int64_t free = stock[hold.item_id] - held_but_for(hold.item_id, request.session);
      if (free >= hold.quantity) {
        set.pieces.push_back(hold);
      } else {
        lacking.push_back({hold.item_id, free});
      }
    }
    return lacking;
  }
  const Clock& clock_;
};

// What agents, time and crashes do to it. The store may fail.
struct HoldingShop {
  HoldingShop()
      : shop([this](Store& inner) {
          auto made = std::make_unique<FaultyStore>(inner);
          store = made.get();
          return made;
        }) {
    restart();
  }
  // As after a crash: nothing is left but the store and the backend.
  void restart() {
    keeper.emplace(HoldKeeperDependencies{shop.store, shop.store, backend,
                                          shop.profile.policy.holds, shop.clock, log},
                   shop.executor);
    service = std::make_unique<CheckoutService>(
        CheckoutDependencies{shop.store, shop.commerce, shop.gateway, shop.clock, shop.ids,
                             shop.events, shop.observer, shop.profile, &shop.sandbox,
                             [](const OutboxEvent&) {}, false, &log, nullptr, nullptr, &backend});
  }
  Reply create(const std::string& key, const checkout::CreateCommand& command) {
    return shop.run(by_agent(*service).create(shop.context(key, key), command));
  }
  checkout::SessionPtr created(std::vector<std::pair<std::string, std::int64_t>> lines,
                               const std::string& key = "create") {
    return Shop::session_of(create(key, cart(std::move(lines))));
  }
  Reply update(const std::string& key, SessionId id, const checkout::UpdateCommand& command) {
    return shop.run(by_agent(*service).update(shop.context(key, key), id, command));
  }
  Reply cancel(const std::string& key, SessionId id) {
    return shop.run(
        by_agent(*service).cancel(shop.context(key, key), id, checkout::CancelCommand{}));
  }
  Reply complete(const std::string& key, const checkout::Session& session) {
    if (token.empty()) token = shop.token_for(session);
    return shop.run(
        by_agent(*service).complete(shop.context(key, key), session.id, shop.payment(token)));
  }
  // Lets the keeper do what is due now, also what it had put off.
  void keep() {
    keeper->look();
    shop.executor.run_all();
  }
  void keep_after(Milliseconds span) {
    shop.clock.advance(span);
    keep();
  }
  checkout::SessionPtr newest(SessionId id) {
    return shop.run(shop.memory.load(id, std::nullopt, shop.executor))->session;
  }
  std::optional<HoldIntent> intent(SessionId id) {
    return *shop.run(shop.memory.hold_of(id, shop.executor));
  }
  static checkout::UpdateCommand lines(
      const std::vector<std::pair<std::string, std::int64_t>>& to) {
    std::vector<checkout::RequestedLine> wanted;
    for (const auto& [item, quantity] : to) {
      checkout::RequestedLine& line = wanted.emplace_back();
      line.item_id = item;
      line.quantity = quantity;
    }
    checkout::UpdateCommand command;
    command.lines = checkout::Patch<std::vector<checkout::RequestedLine>>::of(wanted);
    return command;
  }

  FaultyStore* store = nullptr;
  Shop shop;
  HoldingBackend backend{shop.clock};
  FakeLog log;
  std::optional<HoldKeeper> keeper;
  std::unique_ptr<CheckoutService> service;
  std::string token;
};

}  // namespace till::app
