#include "simulation/till.h"

#include "app/shop.h"

namespace till::simulation {

using app::CommitOutcome;

ShopFloor::ShopFloor(World& the_world)
    : world(the_world),
      bank(world),
      catalog(*commerce::parse_catalog(app::kShopCatalog)),
      profile{"till_demo",
              "Demo shop",
              "https://api.shop.example",
              "https://shop.example",
              {{"card_tokenized", "till_sandbox"}},
              {"usd"},
              Milliseconds(6 * 3600 * 1000)},
      capture_later(world.draw(2) == 0) {
  std::vector<app::Store::StatedStock> stock;
  for (const auto& item : catalog.items) {
    if (item.digital) continue;
    stated[item.id] = item.id == "mug-blue" ? 5 : item.stock;
    stock.push_back({item.id, stated[item.id]});
  }
  world.expect(memory.state_stock(stock, world.clock.now()).has_value(), "stock can be stated");
  shop = std::make_unique<Shop>(world, stated);
  bank.before_charge = [this](const app::ChargeRequest& charge) { shop->check_charge(charge); };
  profile.policy.approvals.on_account = profile.policy.approvals.on_request = true;
}

Task<app::StoreResult<app::Loaded>> FarStore::load(std::optional<SessionId> session,
                                                   std::optional<Digest> scope,
                                                   Executor& executor) {
  for (auto hops = world_.draw(3); hops > 0; --hops) co_await resume_on(executor);
  if (gone()) co_return refused(app::StoreFailure::failed);
  co_return co_await memory_.load(session, scope, executor);
}

Task<std::optional<CommitOutcome>> FarStore::lose(Executor& executor) {
  for (auto hops = world_.draw(4); hops > 0; --hops) co_await resume_on(executor);
  if (gone()) co_return CommitOutcome::failed;
  if (world_.fault(3)) co_return CommitOutcome::busy;
  broken_ = world_.fault(1);
  if (broken_ && world_.draw(2) == 0) co_return CommitOutcome::failed;
  co_return std::nullopt;
}

Task<CommitOutcome> FarStore::commit(app::Changeset changeset, Executor& executor) {
  if (const auto lost = co_await lose(executor)) co_return *lost;
  const auto outcome = co_await memory_.commit(std::move(changeset), executor);
  // Answers come in another order than that of the commits.
  for (auto hops = world_.draw(3); hops > 0; --hops) co_await resume_on(executor);
  co_return broken_ ? CommitOutcome::failed : outcome;
}

Task<app::StoreResult<std::vector<app::PaymentAttempt>>> FarStore::lease_due(Timestamp now,
                                                                             Milliseconds lease,
                                                                             std::size_t most,
                                                                             Executor& executor) {
  if (gone()) co_return refused(app::StoreFailure::failed);
  co_return co_await memory_.lease_due(now, lease, most, executor);
}

Task<app::StoreResult<bool>> FarStore::lease_attempt(AttemptId id, Timestamp now,
                                                     Milliseconds lease, Executor& executor) {
  if (gone()) co_return refused(app::StoreFailure::failed);
  co_return co_await memory_.lease_attempt(id, now, lease, executor);
}

Task<app::StoreResult<Done>> FarStore::postpone(AttemptId id, Timestamp due, Executor& executor) {
  if (gone()) co_return refused(app::StoreFailure::failed);
  co_return co_await memory_.postpone(id, due, executor);
}

Task<app::StoreResult<std::optional<app::HoldIntent>>> FarStore::hold_of(SessionId session,
                                                                         Executor& executor) {
  if (gone()) co_return refused(app::StoreFailure::failed);
  co_return co_await memory_.hold_of(session, executor);
}

Task<app::StoreResult<std::vector<app::HoldIntent>>> FarStore::lease_holds(Timestamp now,
                                                                           Milliseconds lease,
                                                                           std::size_t most,
                                                                           Executor& executor) {
  if (gone()) co_return refused(app::StoreFailure::failed);
  co_return co_await memory_.lease_holds(now, lease, most, executor);
}

Task<app::StoreResult<Done>> FarStore::postpone_hold(SessionId session, Timestamp due,
                                                     Executor& executor) {
  if (gone()) co_return refused(app::StoreFailure::failed);
  co_return co_await memory_.postpone_hold(session, due, executor);
}

Task<app::StoreResult<std::vector<SessionId>>> FarStore::lease_deadlines(Timestamp now,
                                                                         Milliseconds lease,
                                                                         std::size_t most,
                                                                         Executor& executor) {
  if (gone()) co_return refused(app::StoreFailure::failed);
  co_return co_await memory_.lease_deadlines(now, lease, most, executor);
}

Task<app::StoreResult<std::vector<app::LeasedEvent>>> FarStore::lease_events(Timestamp now,
                                                                             Milliseconds lease,
                                                                             app::EventRoom room,
                                                                             Executor& executor) {
  for (auto hops = world_.draw(2); hops > 0; --hops) co_await resume_on(executor);
  if (gone()) co_return refused(app::StoreFailure::failed);
  co_return co_await memory_.lease_events(now, lease, std::move(room), executor);
}

Task<app::Settling> FarStore::settle_events(app::EventLease lease,
                                            std::vector<app::EventUpdate> updates,
                                            Executor& executor) {
  if (co_await lose(executor)) co_return app::Settling::failed;
  const auto settled = co_await memory_.settle_events(lease, std::move(updates), executor);
  co_return broken_ ? app::Settling::failed : settled;
}

Task<app::StoreResult<Done>> FarStore::give_back(app::EventLease lease, Timestamp due,
                                                 Executor& executor) {
  if (gone()) co_return refused(app::StoreFailure::failed);
  co_return co_await memory_.give_back(lease, due, executor);
}

Task<app::ChargeOutcome> OwnGateway::charge(app::ChargeRequest request, Executor& executor) {
  if (dead_) co_return app::ChargeInDoubt{};
  co_return co_await bank_.charge(std::move(request), executor);
}
Task<app::StepOutcome> OwnGateway::refund(app::ChargeStep step, Executor& executor) {
  if (dead_) co_return app::StepInDoubt{};
  co_return co_await bank_.refund(std::move(step), executor);
}
Task<app::StepOutcome> OwnGateway::capture(app::ChargeStep step, Executor& executor) {
  if (dead_) co_return app::StepInDoubt{};
  co_return co_await bank_.capture(std::move(step), executor);
}
Task<app::StepOutcome> OwnGateway::cancel(app::ChargeStep step, Executor& executor) {
  if (dead_) co_return app::StepInDoubt{};
  co_return co_await bank_.cancel(std::move(step), executor);
}
Task<app::ChargeSearch> OwnGateway::find(std::string charge, Executor& executor) {
  return bank_.find(std::move(charge), executor);
}

Task<app::WebhookAnswer> Platform::send(app::WebhookDelivery delivery, Executor& executor) {
  World& world = floor_.world;
  const app::WebhookAnswer nothing{std::nullopt, std::nullopt, "no answer"};
  co_await world.travel(executor);
  if (dead_ || world.fault(20)) co_return nothing;
  if (world.fault(10)) co_return app::WebhookAnswer{503, std::nullopt, ""};
  if (floor_.received_ids.insert(delivery.request_id).second) {
    floor_.received.push_back(delivery.request_id);
  }
  co_await world.travel(executor);
  if (world.fault(15)) co_return nothing;
  co_return app::WebhookAnswer{200, std::nullopt, ""};
}

namespace {

commerce::remote::BackendOptions options_of(const Shop& shop) {
  commerce::remote::BackendOptions options;
  options.url = "http://shop.example";
  options.max_concurrent = 2;  // So that some wait.
  options.silence_approves = shop.silence_approves;
  return options;
}

}  // namespace

BehindTill::BehindTill(ShopFloor& floor, app::Commerce& embedded, app::Store& store,
                       const bool& dead)
    : shop_(*floor.shop),
      embedded_(embedded),
      client_(commerce::remote::BackendClient::over(
          std::make_unique<ShopLine>(floor.world, *floor.shop, floor.weather, dead),
          options_of(*floor.shop), {Secret("s"), Secret()},
          {floor.world.clock, random_, log_, observer_})),
      capabilities_(*client_),
      commerce_(*client_, capabilities_, embedded, store, store),
      word_(*client_, capabilities_),
      holds_(*client_, capabilities_),
      receiver_(*client_, capabilities_) {}

app::Commerce& BehindTill::commerce() {
  if (shop_.prices || shop_.holds) return commerce_;
  return embedded_;
}

namespace {
// Long enough for what a run has of faults: no event is given up.
webhooks::RetrySchedule patient() { return {std::vector<Milliseconds>(200, Milliseconds(1'000))}; }
}  // namespace

Process::Process(ShopFloor& floor)
    : line(floor.world),
      memory_(floor.memory.of_another_process()),
      store_(floor.world, *memory_, dead_),
      commerce_(floor.catalog, store_),
      gateway_(floor.bank, dead_),
      platform_(floor, dead_),
      behind_(floor, commerce_, store_, dead_),
      dialects_(floor.profile, {}),
      events_(dialects_, floor.ids, &behind_.receiver()),
      checkout({store_, behind_.commerce(), gateway_, floor.world.clock, floor.ids, events_,
                observer_, floor.profile, nullptr, [this](const app::OutboxEvent&) { look(); },
                floor.capture_later, &log_, nullptr, behind_.last_word(), behind_.holds(),
                &floor.feed}),
      orders({store_, store_, store_, gateway_, floor.world.clock, floor.ids, events_, line,
              [this](const app::OutboxEvent&) { look(); }}),
      shop_orders_({{store_, store_, store_, gateway_, floor.world.clock, floor.ids, events_, line,
                     [this](const app::OutboxEvent&) { look(); }},
                    orders,
                    store_,
                    observer_,
                    log_,
                    floor.shop->refused_go_back ? app::OnRefused::refund : app::OnRefused::hold}),
      dispatcher_({store_, platform_, floor.world.clock, random_, observer_, log_,
                   [](const std::string&) {
                     return app::WebhookTarget{"https://agent.example", Secret("s"), {}};
                   },
                   patient()},
                  line),
      teller_({store_, behind_.receiver(), shop_orders_, floor.world.clock, random_, observer_,
               log_, patient()},
              line),
      background_({checkout, orders, store_, store_, store_, floor.world.clock, log_}, {}, line) {
  if (app::ShopHolds* const holds = behind_.holds()) {
    keeper_.emplace(app::HoldKeeperDependencies{store_, store_, *holds, floor.profile.policy.holds,
                                                floor.world.clock, log_},
                    line);
  }
  floor.world.add(line);
}

void Process::look() {
  dispatcher_.look();
  teller_.look();
}

void Process::tick() {
  dispatcher_.tick();
  teller_.look();
  background_.settle_due();
  if (keeper_) keeper_->look();
  background_.expire_due();
}

}  // namespace till::simulation
