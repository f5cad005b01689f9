// One process of Till over a store that it shares, and the receivers that its events go to.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "app/background.h"
#include "app/checkout_service.h"
#include "app/dispatcher.h"
#include "app/faulty_store.h"
#include "app/hold_keeper.h"
#include "app/order_service.h"
#include "app/shop_orders.h"
#include "app/shop_teller.h"
#include "commerce/embedded/embedded_commerce.h"
#include "commerce/remote/remote_commerce.h"
#include "commerce/remote/remote_holds.h"
#include "commerce/remote/remote_last_word.h"
#include "commerce/remote/remote_receiver.h"
#include "simulation/bank.h"
#include "simulation/shop_line.h"
#include "simulation/world.h"
#include "store/memory/memory_store.h"
#include "wire/order_events.h"

namespace till::simulation {

// What the shop's feed says of a mug, for less than the catalogue asks.
inline constexpr Amount kFeedPrice{1'200};

struct Feed final : app::PublishedPrices {
  bool stands(std::string_view item, std::string_view, Amount price, Timestamp) const override {
    return item == "mug-blue" && price == kFeedPrice;
  }
};

// What every process of the shop has in common.
struct ShopFloor {
  explicit ShopFloor(World& the_world);

  World& world;
  store::MemoryStore memory;
  Bank bank;
  app::SequentialIds ids;
  commerce::Catalog catalog;
  checkout::SellerProfile profile;
  Feed feed;
  bool capture_later = false;
  std::map<std::string, std::int64_t> stated;  // Pieces of each item.
  std::unique_ptr<Shop> shop;                  // Behind Till.
  ShopWeather weather;
  // What the agents' platform took: the ids of events, in the order in which they first came.
  std::vector<std::string> received;
  std::set<std::string> received_ids;
};

// A store whose answers take time, and whose disk fails now and then, before a commit or after it.
class FarStore final : public app::FaultyStore {
 public:
  FarStore(World& world, app::Store& memory, const bool& dead)
      : FaultyStore(memory), memory_(memory), world_(world), dead_(dead) {}
  bool broken() const { return broken_; }  // The process ends: see CommitOutcome::failed.
  Task<app::StoreResult<app::Loaded>> load(std::optional<SessionId> session,
                                           std::optional<Digest> scope,
                                           Executor& executor) override;
  Task<app::CommitOutcome> commit(app::Changeset changeset, Executor& executor) override;
  Task<app::StoreResult<std::vector<app::PaymentAttempt>>> lease_due(Timestamp now,
                                                                     Milliseconds lease,
                                                                     std::size_t most,
                                                                     Executor& executor) override;
  Task<app::StoreResult<bool>> lease_attempt(AttemptId id, Timestamp now, Milliseconds lease,
                                             Executor& executor) override;
  Task<app::StoreResult<Done>> postpone(AttemptId id, Timestamp due, Executor& executor) override;
  Task<app::StoreResult<std::optional<app::HoldIntent>>> hold_of(SessionId session,
                                                                 Executor& executor) override;
  Task<app::StoreResult<std::vector<app::HoldIntent>>> lease_holds(Timestamp now,
                                                                   Milliseconds lease,
                                                                   std::size_t most,
                                                                   Executor& executor) override;
  Task<app::StoreResult<Done>> postpone_hold(SessionId session, Timestamp due,
                                             Executor& executor) override;
  Task<app::StoreResult<std::vector<SessionId>>> lease_deadlines(Timestamp now, Milliseconds lease,
                                                                 std::size_t most,
                                                                 Executor& executor) override;
  Task<app::StoreResult<std::vector<app::LeasedEvent>>> lease_events(Timestamp now,
                                                                     Milliseconds lease,
                                                                     app::EventRoom room,
                                                                     Executor& executor) override;
  Task<app::Settling> settle_events(app::EventLease lease, std::vector<app::EventUpdate> updates,
                                    Executor& executor) override;
  Task<app::StoreResult<Done>> give_back(app::EventLease lease, Timestamp due,
                                         Executor& executor) override;

 private:
  // Whoever is gone reaches nothing.
  bool gone() const { return dead_ || broken_; }
  // What becomes of a commit before the store has it; nothing when it is to have it.
  Task<std::optional<app::CommitOutcome>> lose(Executor& executor);
  app::Store& memory_;
  World& world_;
  const bool& dead_;
  bool broken_ = false;
};

// Reaches nobody once its process is dead.
class OwnGateway final : public app::PaymentGateway {
 public:
  OwnGateway(Bank& bank, const bool& dead) : bank_(bank), dead_(dead) {}
  std::string_view name() const override { return bank_.name(); }
  Task<app::ChargeOutcome> charge(app::ChargeRequest request, Executor& executor) override;
  Task<app::StepOutcome> refund(app::ChargeStep step, Executor& executor) override;
  Task<app::StepOutcome> capture(app::ChargeStep step, Executor& executor) override;
  Task<app::StepOutcome> cancel(app::ChargeStep step, Executor& executor) override;
  Task<app::ChargeSearch> find(std::string charge, Executor& executor) override;

 private:
  Bank& bank_;
  const bool& dead_;
};

// The agents' platform: loses events, and the word that it took them.
class Platform final : public app::WebhookSender {
 public:
  Platform(ShopFloor& floor, const bool& dead) : floor_(floor), dead_(dead) {}
  Task<app::WebhookAnswer> send(app::WebhookDelivery delivery, Executor& executor) override;

 private:
  ShopFloor& floor_;
  const bool& dead_;
};

// What asks the shop behind one process.
struct BehindTill {
  BehindTill(ShopFloor& floor, app::Commerce& embedded, app::Store& store, const bool& dead);
  // Whoever prices.
  app::Commerce& commerce();
  app::LastWord* last_word() { return shop_.approves ? &word_ : nullptr; }
  app::ShopHolds* holds() { return shop_.holds ? &holds_ : nullptr; }
  app::ShopReceiver& receiver() { return receiver_; }

 private:
  Shop& shop_;
  app::Commerce& embedded_;
  app::FixedRandom random_;
  app::FakeLog log_;
  app::NoObserver observer_;
  std::unique_ptr<commerce::remote::BackendClient> client_;
  commerce::remote::Capabilities capabilities_;
  commerce::remote::RemoteCommerce commerce_;
  commerce::remote::RemoteLastWord word_;
  commerce::remote::RemoteHolds holds_;
  commerce::remote::RemoteReceiver receiver_;
};

class Process {
 public:
  explicit Process(ShopFloor& floor);

  // From now on nothing that it does reaches anybody, and nobody hears from it.
  void kill() { dead_ = true; }
  bool dead() const { return dead_; }
  bool must_end() const { return store_.broken(); }
  // What a loop does now and then.
  void tick();

 private:
  void look();

  bool dead_ = false;

 public:
  Line line;

 private:
  std::unique_ptr<store::MemoryStore> memory_;  // As this process has it.
  FarStore store_;
  commerce::EmbeddedCommerce commerce_;
  OwnGateway gateway_;
  Platform platform_;
  BehindTill behind_;
  app::FixedRandom random_;
  wire::Dialects dialects_;
  wire::DialectOrderEvents events_;
  app::NoObserver observer_;
  app::FakeLog log_;

 public:
  app::CheckoutService checkout;
  app::OrderService orders;

 private:
  app::ShopOrders shop_orders_;
  app::Dispatcher dispatcher_;
  app::ShopTeller teller_;
  std::optional<app::HoldKeeper> keeper_;  // Nothing: the shop holds nothing.
  app::Background background_;
};

}  // namespace till::simulation
