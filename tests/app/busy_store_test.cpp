// A store that is busy, fails, or was changed by someone else at the last moment.
#include <gtest/gtest.h>

#include "app/faulty_store.h"
#include "app/shop.h"

namespace till::app {
namespace {

using checkout::RefusalCode;
using checkout::Status;

struct Hindered {
  Hindered() : shop([this](Store& inner) { return wrap(inner); }) {}
  std::unique_ptr<Store> wrap(Store& inner) {
    auto made = std::make_unique<FaultyStore>(inner);
    faulty = made.get();
    return made;
  }
  // Another process writes the next version of the session, with nothing changed in it.
  void touch(SessionId id) {
    auto touched = *shop.run(shop.memory.load(id, std::nullopt, shop.executor))->session;
    ++touched.version;
    Changeset changeset;
    changeset.session = std::make_shared<const checkout::Session>(std::move(touched));
    EXPECT_EQ(shop.run(shop.memory.commit(std::move(changeset), shop.executor)),
              CommitOutcome::committed);
  }

  FaultyStore* faulty = nullptr;
  Shop shop;
};

TEST(ABusyStore, IsToldAsSuchAndLeavesTheKeyFree) {  // ER-04, ID-14
  Hindered hindered;
  Shop& shop = hindered.shop;
  for (const auto& [outcome, code] : {std::pair(CommitOutcome::busy, RefusalCode::unavailable),
                                      std::pair(CommitOutcome::failed, RefusalCode::internal)}) {
    hindered.faulty->fail_nth_call(2, outcome);  // After the look at the key.
    const auto command = cart({{"mug-blue", 1}});
    const std::string key = "key-" + std::to_string(static_cast<int>(code));
    EXPECT_EQ(Shop::code_of(shop.create(key, command)), code);
    const auto again = shop.create(key, command);
    EXPECT_FALSE(again.replayed);
    EXPECT_EQ(Shop::session_of(again)->status, Status::ready_for_payment);
  }
}

TEST(AnOutcome, IsCommittedThoughTheSessionChangedMeanwhile) {
  Hindered hindered;
  Shop& shop = hindered.shop;
  const auto session = shop.created(cart({{"mug-blue", 1}}));
  const auto token = shop.token_for(*session);
  FaultyStore& store = *hindered.faulty;
  // Before the third commit: the attempt, the token that it spends, and what came of it.
  store.before_commit = [&] {
    store.before_commit = [&] { store.before_commit = [&] { hindered.touch(session->id); }; };
  };
  const auto done = Shop::session_of(shop.complete("k", session->id, token));
  EXPECT_EQ(done->status, Status::completed);
  EXPECT_EQ(done->version, session->version + 3);
  EXPECT_EQ(shop.announced.size(), 1U);
}

TEST(AnExpiry, ThatWasNotCommittedIsTriedAgain) {
  Hindered hindered;
  Shop& shop = hindered.shop;
  const auto session = shop.created(cart({{"poster-limited", 2}}));
  shop.clock.advance(std::chrono::hours(6));
  const auto expire = [&] { return shop.run(shop.service.expire(session->id, shop.executor)); };
  hindered.faulty->fail_nth_call(2, CommitOutcome::busy);
  EXPECT_FALSE(expire());
  EXPECT_EQ(shop.available("poster-limited"), 1);
  EXPECT_TRUE(expire());
  EXPECT_EQ(shop.available("poster-limited"), 3);
}

}  // namespace
}  // namespace till::app
