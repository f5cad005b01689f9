// Numbers of pieces that are told, in both stores.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>
#include <random>

#include "store/stock_book.h"
#include "store_under_test.h"

namespace till::store {
namespace {

using app::CommitOutcome;
using app::StockNumber;
using checkout::StockFault;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

Timestamp at(std::int64_t minutes) { return kNow + Milliseconds(minutes * 60'000); }

class StockNumbersContract : public testing::TestWithParam<Kind> {
 protected:
  app::StockTold tell(std::vector<StockNumber> numbers, Timestamp moment,
                      std::optional<std::uint64_t> key = {}) {
    app::StockReport report{std::move(numbers), moment, now};
    if (key) report.key = record_of(*key);
    return sync_wait(under_test.store().tell_stock(std::move(report), under_test.executor()));
  }
  app::StockTold count(const std::string& item, std::int64_t pieces, Timestamp moment) {
    return tell({{item, StockNumber::Kind::counted, pieces}}, moment);
  }
  app::StockTold add(const std::string& item, std::int64_t pieces, Timestamp moment) {
    return tell({{item, StockNumber::Kind::added, pieces}}, moment);
  }
  CommitOutcome hold(const std::string& item, std::int64_t pieces) {
    return under_test.commit(change_of({{item, pieces}}));
  }
  CommitOutcome sell(const std::string& item, std::int64_t pieces, Timestamp moment) {
    app::Changeset changeset;
    changeset.sold = {{{item, pieces}}, moment};
    return under_test.commit(std::move(changeset));
  }
  // An order is canceled: its pieces are free again.
  CommitOutcome give_back(const std::string& item, std::int64_t pieces, Timestamp moment) {
    app::Changeset changeset;
    changeset.stock = {{item, -pieces}};
    changeset.sold = {{{item, -pieces}}, moment};
    return under_test.commit(std::move(changeset));
  }
  app::StockPage page(app::StockFilter filter = {}) {
    return sync_wait(under_test.store().stock(std::move(filter), under_test.executor())).value();
  }
  checkout::StockLevel level(const std::string& item) {
    app::StockFilter filter;
    filter.item_id = item;
    return page(filter).items.at(0).level;
  }
  static std::vector<std::string> ids(const app::StockPage& page) {
    std::vector<std::string> all;
    for (const auto& item : page.items) all.push_back(item.item_id);
    return all;
  }

  StoreUnderTest under_test{GetParam()};
  Timestamp now = at(60);
};

INSTANTIATE_TEST_SUITE_P(Stores, StockNumbersContract, testing::Values(Kind::memory, Kind::sqlite),
                         [](const auto& kind) {
                           return kind.param == Kind::memory ? "Memory" : "Sqlite";
                         });

TEST_P(StockNumbersContract, CountWhatWasSoldAfterTheCountOnlyOnce) {
  under_test.state("mug", 100);
  hold("mug", 1);  // Before the count, sold after it: it was on the shelf.
  hold("mug", 4);
  sell("mug", 4, at(-5));  // Before the count: not on the shelf any more.
  hold("mug", 1);
  sell("mug", 2, at(10));
  hold("mug", 3);
  const auto told = count("mug", 40, at(0));
  EXPECT_EQ(told.outcome, CommitOutcome::committed);
  ASSERT_EQ(told.items.size(), 1U);
  EXPECT_EQ(told.items[0].level, level("mug"));
  EXPECT_EQ(level("mug"), (checkout::StockLevel{35, 3, 100, {{40, at(0)}}, 0}));
  EXPECT_EQ(under_test.free("mug"), 35);
  EXPECT_EQ(checkout::sold_pieces(level("mug")), 2);
  sell("mug", 3, at(61));
  EXPECT_EQ(level("mug"), (checkout::StockLevel{35, 0, 100, {{40, at(0)}}, 0}));
  EXPECT_EQ(checkout::sold_pieces(level("mug")), 5);
}

TEST_P(StockNumbersContract, KeepWhatCanceledOrdersGaveBackAndWhatWasAddedAfterTheCount) {
  under_test.state("mug", 10);
  hold("mug", 5);
  sell("mug", 5, at(-9));
  give_back("mug", 2, at(-1));
  give_back("mug", 3, at(1));
  add("mug", 7, at(-1));
  add("mug", 20, at(2));
  under_test.state("mug", 11);  // At kNow, which the count knows.
  count("mug", 40, at(0));
  EXPECT_EQ(under_test.free("mug"), 40 + 3 + 20);
  EXPECT_EQ(level("mug").added, 20);
  EXPECT_EQ(checkout::sold_pieces(level("mug")), -3);
}

TEST_P(StockNumbersContract, KeepTheCatalogueMovingStockByWhatItChanged) {
  const auto state = [&](std::int64_t pieces, Timestamp moment) {
    const std::vector<app::Store::StatedStock> stated{{"mug", pieces}};
    ASSERT_TRUE(under_test.store().state_stock(stated, moment));
  };
  state(10, at(-60));
  state(12, at(5));
  count("mug", 40, at(0));
  EXPECT_EQ(under_test.free("mug"), 42) << "edited after the count, told before it";
  state(12, at(61));
  EXPECT_EQ(under_test.free("mug"), 42) << "read again";
  state(0, at(62));
  EXPECT_EQ(under_test.free("mug"), 30);
  EXPECT_EQ(level("mug").added, -10);
  state(3, at(63));
  EXPECT_EQ(under_test.free("mug"), 33);
}

TEST_P(StockNumbersContract, NeverFreeWhatIsHeldOrOwed) {
  under_test.state("mug", 10);
  hold("mug", 6);
  const auto told = count("mug", 4, at(0));
  EXPECT_EQ(checkout::missing_pieces(told.items.at(0).level), 2);
  EXPECT_EQ(under_test.free("mug"), 0);
  EXPECT_EQ(hold("mug", 1), CommitOutcome::stock_short);
  EXPECT_EQ(hold("mug", -1), CommitOutcome::committed) << "giving back is always possible";
  EXPECT_EQ(under_test.free("mug"), 0);
  EXPECT_EQ(sell("mug", 3, at(61)), CommitOutcome::committed) << "what is held stays held";
  hold("mug", -2);
  EXPECT_EQ(level("mug").held, 0);
  EXPECT_EQ(under_test.free("mug"), 1);
}

TEST_P(StockNumbersContract, AreRefusedAllTogetherWithThePlaceOfEachFault) {
  for (const char* item : {"cup", "mug", "tee"}) under_test.state(item, 5);
  count("mug", 5, at(10));
  const auto told = tell({{"cup", StockNumber::Kind::counted, 9},
                          {"mug", StockNumber::Kind::counted, 9},
                          {"tee", StockNumber::Kind::added, -6}},
                         at(9), 7);
  EXPECT_THAT(told.objections,
              ElementsAre(app::StockObjection{1, StockFault::older_than_count, at(10)},
                          app::StockObjection{2, StockFault::below_nothing, now + -kStockMemory}));
  EXPECT_THAT(told.items, IsEmpty());
  EXPECT_EQ(under_test.free("cup"), 5);
  EXPECT_FALSE(under_test.load({}, digest_of(7)).record) << "the key is not used up";
}

TEST_P(StockNumbersContract, AreOnlyLookedAtWhenThatIsAsked) {
  under_test.state("mug", 5);
  app::StockReport report{{{"mug", StockNumber::Kind::counted, 9}}, at(0), now};
  report.look_only = true;
  report.key = record_of(1);
  const auto told =
      sync_wait(under_test.store().tell_stock(std::move(report), under_test.executor()));
  EXPECT_EQ(told.outcome, CommitOutcome::committed);
  EXPECT_EQ(under_test.free("mug"), 5);
  EXPECT_FALSE(under_test.load({}, digest_of(1)).record);
}

TEST_P(StockNumbersContract, AreTakenOnceUnderOneKey) {
  under_test.state("mug", 5);
  const auto told = tell({{"mug", StockNumber::Kind::added, 3}}, at(0), 1);
  EXPECT_EQ(told.outcome, CommitOutcome::committed);
  EXPECT_EQ(tell({{"mug", StockNumber::Kind::added, 3}}, at(0), 1).outcome,
            CommitOutcome::key_taken);
  EXPECT_EQ(under_test.free("mug"), 8);
  const auto record = under_test.load({}, digest_of(1)).record;
  ASSERT_TRUE(record.has_value());
  EXPECT_EQ(record->fingerprint, record_of(1).fingerprint);
  EXPECT_EQ(std::get<app::StockAnswer>(record->answer).items, told.items);
}

TEST_P(StockNumbersContract, AreNotTakenFromBeforeWhatIsRemembered) {
  under_test.state("mug", 5);
  const Timestamp earliest = now + -kStockMemory;
  EXPECT_THAT(count("mug", 9, earliest + Milliseconds(-1)).objections,
              ElementsAre(app::StockObjection{0, StockFault::too_long_ago, earliest}));
  hold("mug", 1);
  sell("mug", 1, earliest + Milliseconds(1));
  hold("mug", 1);
  sell("mug", 1, now);
  EXPECT_THAT(count("mug", 9, earliest).objections, IsEmpty());
  EXPECT_EQ(under_test.free("mug"), 7) << "all that was sold since then is known";
}

TEST_P(StockNumbersContract, AreListedByPagesAndFilters) {
  for (const char* item : {"a", "b", "c", "d"}) under_test.state(item, 5);
  under_test.state("b", 1);
  hold("d", 4);
  app::StockFilter filter;
  filter.limit = 3;
  const auto first = page(filter);
  EXPECT_THAT(ids(first), ElementsAre("a", "b", "c"));
  ASSERT_TRUE(first.next);
  filter.after = *first.next;
  const auto last = page(filter);
  EXPECT_THAT(ids(last), ElementsAre("d"));
  EXPECT_FALSE(last.next);
  filter = {};
  filter.most_free = 1;
  EXPECT_THAT(ids(page(filter)), ElementsAre("b", "d"));
  filter.limit = 1;
  EXPECT_EQ(page(filter).next, "b");
  filter.item_id = "d";
  EXPECT_THAT(ids(page(filter)), ElementsAre("d"));
  filter.item_id = "none";
  EXPECT_THAT(ids(page(filter)), IsEmpty());
}

// Buyers, a warehouse that counts right, and deliveries; both are told late, in any order.
class ManyHands {
 public:
  ManyHands(StoreUnderTest& store, unsigned seed) : under_test_(store), random_(seed) {
    store.state("mug", shelf);
  }

  void step() {
    clock = clock + Milliseconds(1 + some(100'000));
    switch (some(8)) {
      case 0:
      case 1: return hold();
      case 2: return give_back();
      case 3: return sell();
      case 4: return cancel_order();
      case 5: return deliver();
      case 6: untold.push_back({{"mug", StockNumber::Kind::counted, shelf}, clock}); return;
      default: return tell();
    }
  }
  void tell() {
    if (untold.empty()) return;
    const auto next = untold.begin() + some(std::ssize(untold));
    app::StockReport report{{next->number}, next->moment, clock};
    const auto told =
        sync_wait(under_test_.store().tell_stock(std::move(report), under_test_.executor()));
    ASSERT_EQ(told.outcome, CommitOutcome::committed);
    for (const auto& objection : told.objections) {
      ASSERT_EQ(objection.fault, StockFault::older_than_count);
    }
    untold.erase(next);
  }

  struct Word {
    StockNumber number;
    Timestamp moment;
  };
  std::int64_t shelf = 10;  // What is not sold.
  std::int64_t held = 0;
  std::int64_t sold = 0;
  std::vector<Word> untold;
  Timestamp clock = kNow;

 private:
  std::int64_t some(std::int64_t most) {
    return static_cast<std::int64_t>(random_() % static_cast<std::uint64_t>(most));
  }
  CommitOutcome commit(std::int64_t taken, std::int64_t gone) {
    app::Changeset changeset;
    if (taken != 0) changeset.stock = {{"mug", taken}};
    if (gone != 0) changeset.sold = {{{"mug", gone}}, clock};
    return under_test_.commit(std::move(changeset));
  }
  void hold() {
    const std::int64_t wanted = 1 + some(4);
    const bool there = wanted <= under_test_.free("mug");
    ASSERT_EQ(commit(wanted, 0), there ? CommitOutcome::committed : CommitOutcome::stock_short);
    if (there) held += wanted;
  }
  void give_back() {  // Canceled, or expired.
    const std::int64_t less = some(held + 1);
    ASSERT_EQ(commit(-less, 0), CommitOutcome::committed);
    held -= less;
  }
  void sell() {
    const std::int64_t pieces = some(held + 1);
    ASSERT_EQ(commit(0, pieces), CommitOutcome::committed);
    held -= pieces;
    shelf -= pieces;
    sold += pieces;
  }
  void cancel_order() {
    const std::int64_t pieces = some(sold + 1);
    ASSERT_EQ(commit(-pieces, -pieces), CommitOutcome::committed);
    shelf += pieces;
    sold -= pieces;
  }
  void deliver() {
    const std::int64_t pieces = some(5);
    shelf += pieces;
    untold.push_back({{"mug", StockNumber::Kind::added, pieces}, clock});
  }

  StoreUnderTest& under_test_;
  std::mt19937 random_;
};

TEST_P(StockNumbersContract, ComeToWhatIsThereHoweverLateTheyAreTold) {
  const unsigned seed = std::random_device{}();
  std::cout << "seed " << seed << '\n';
  ManyHands hands(under_test, seed);
  for (int step = 0; step < 400 && !HasFatalFailure(); ++step) {
    hands.step();
    ASSERT_GE(under_test.free("mug"), 0);
    ASSERT_LE(under_test.free("mug") + hands.held, hands.shelf) << "more than there is is for sale";
  }
  while (!hands.untold.empty() && !HasFatalFailure()) hands.tell();
  EXPECT_EQ(under_test.free("mug"), hands.shelf - hands.held);
  EXPECT_EQ(level("mug").held, hands.held);
  EXPECT_EQ(checkout::missing_pieces(level("mug")), 0);
}

}  // namespace
}  // namespace till::store
