// One idempotency key while its first request is still under way, and what uses up no key.
#include <gtest/gtest.h>

#include <deque>

#include "app/faulty_store.h"
#include "app/shop.h"

namespace till::app {
namespace {

using checkout::RefusalCode;

// A shop whose commits wait for the test, are counted and can be looked at.
class WatchedStore final : public FaultyStore {
 public:
  using FaultyStore::FaultyStore;
  Task<CommitOutcome> commit(Changeset changeset, Executor& executor) override {
    ++commits;
    forgotten = changeset.deadline_done;
    co_return co_await FaultyStore::commit(std::move(changeset), executor);
  }
  int commits = 0;
  std::optional<SessionId> forgotten;  // The deadline that the last commit forgets.
};

struct Watched {
  Watched() : shop([this](Store& inner) { return wrap(inner); }) {}
  std::unique_ptr<Store> wrap(Store& inner) {
    auto made = std::make_unique<WatchedStore>(inner);
    store = made.get();
    return made;
  }
  // A create that is asked for and not yet answered.
  std::optional<Reply>& ask(const std::string& key, const std::string& body) {
    std::optional<Reply>& reply = replies.emplace_back();
    spawn(by_agent(shop.service).create(shop.context(key, body), cart({{"mug-blue", 1}})),
          [&reply](Reply given) { reply = std::move(given); });
    shop.executor.run_all();
    return reply;
  }

  WatchedStore* store = nullptr;
  Shop shop;
  std::deque<std::optional<Reply>> replies;
};

TEST(OneKey, IsCarriedOutOnceThoughItComesTwiceAtATime) {  // ID-13
  Watched watched;
  watched.store->held = true;
  const auto& first = watched.ask("key", "body");
  const auto& same = watched.ask("key", "body");
  const auto& other = watched.ask("key", "another body");
  EXPECT_FALSE(first.has_value());
  ASSERT_TRUE(same && other);
  EXPECT_EQ(Shop::code_of(*same), RefusalCode::idempotency_in_flight);
  EXPECT_EQ(Shop::code_of(*other), RefusalCode::idempotency_conflict);
  watched.store->held = false;
  watched.store->line.run_all();
  watched.shop.executor.run_all();
  ASSERT_TRUE(first.has_value());
  EXPECT_EQ(watched.store->commits, 1);
}

TEST(OneKey, IsLeftAloneByARefusalForNow) {  // ID-15
  Watched watched;
  Shop& shop = watched.shop;
  const auto session = shop.created(cart({{"mug-blue", 1}}));
  const auto token = shop.token_for(*session);
  shop.gateway.silent = true;
  shop.complete("complete", session->id, token);
  const int before = watched.store->commits;
  const auto refused = shop.update("update", session->id, checkout::UpdateCommand{});
  EXPECT_EQ(Shop::code_of(refused), RefusalCode::payment_in_progress);
  EXPECT_EQ(watched.store->commits, before) << "nothing is to be kept";
}

TEST(ADeadline, OfNoSessionIsForgotten) {
  Watched watched;
  Shop& shop = watched.shop;
  const auto nobody = shop.ids.make<SessionId>();
  EXPECT_TRUE(shop.run(shop.service.expire(nobody, shop.executor)));
  EXPECT_EQ(watched.store->forgotten, nobody);
}

}  // namespace
}  // namespace till::app
