// Pieces of items that are too many to be told one by one, in both stores.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "store_under_test.h"

namespace till::store {
namespace {

using app::CommitOutcome;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class Stated final : public app::StatedPieces {
 public:
  explicit Stated(std::map<std::string, std::int64_t> pieces,
                  std::optional<Timestamp> counted_at = {})
      : pieces_(std::move(pieces)), counted_at_(counted_at) {}
  std::optional<Timestamp> counted_at(const std::string&) const override { return counted_at_; }
  std::optional<std::int64_t> stated(const std::string& item) const override {
    const auto found = pieces_.find(item);
    return found == pieces_.end() ? std::nullopt : std::optional(found->second);
  }

 private:
  const std::map<std::string, std::int64_t> pieces_;
  const std::optional<Timestamp> counted_at_;
};

class StatedOthersContract : public testing::TestWithParam<Kind> {
 protected:
  void state(std::map<std::string, std::int64_t> pieces) {
    const auto others = std::make_shared<const Stated>(std::move(pieces));
    EXPECT_TRUE(under_test.store().state_others(others, kNow).has_value());
  }
  void count(std::map<std::string, std::int64_t> pieces, Timestamp at) {
    const auto others = std::make_shared<const Stated>(std::move(pieces), at);
    EXPECT_TRUE(under_test.store().state_others(others, kNow).has_value());
  }
  std::vector<std::int64_t> available(const std::vector<std::string>& items) {
    return under_test.store().available(items);
  }
  CommitOutcome hold(const std::string& item, std::int64_t pieces) {
    return under_test.commit(change_of({{item, pieces}}));
  }
  void sell(const std::string& item, std::int64_t pieces, Timestamp moment) {
    app::Changeset changeset;
    changeset.sold = {{{item, pieces}}, moment};
    EXPECT_EQ(under_test.commit(std::move(changeset)), CommitOutcome::committed);
  }
  static Timestamp before(std::int64_t minutes) { return kNow + Milliseconds(-minutes * 60'000); }
  std::vector<std::string> written() {
    std::vector<std::string> items;
    const auto page = sync_wait(under_test.store().stock({}, under_test.executor())).value();
    for (const auto& item : page.items) items.push_back(item.item_id);
    return items;
  }

  StoreUnderTest under_test{GetParam()};
};

INSTANTIATE_TEST_SUITE_P(Stores, StatedOthersContract, testing::Values(Kind::memory, Kind::sqlite),
                         [](const auto& kind) {
                           return kind.param == Kind::memory ? "memory" : "sqlite";
                         });

TEST_P(StatedOthersContract, AreThereAndNotWrittenUntilSomethingMovesThem) {
  state({{"a", 5}, {"b", 0}});
  EXPECT_THAT(available({"a", "b", "c"}), ElementsAre(5, 0, 0));
  EXPECT_THAT(written(), IsEmpty());
  EXPECT_EQ(hold("a", 6), CommitOutcome::stock_short);
  EXPECT_EQ(hold("b", 1), CommitOutcome::stock_short);
  EXPECT_EQ(hold("c", 1), CommitOutcome::stock_short);
  EXPECT_EQ(hold("a", 2), CommitOutcome::committed);
  EXPECT_THAT(available({"a", "b"}), ElementsAre(3, 0));
  EXPECT_THAT(written(), ElementsAre("a"));
}

TEST_P(StatedOthersContract, FollowWhatIsStatedNowWhetherTheyWereMovedOrNot) {
  state({{"a", 5}, {"b", 5}, {"c", 5}});
  EXPECT_EQ(hold("a", 2), CommitOutcome::committed);
  state({{"a", 9}, {"b", 1}});
  EXPECT_THAT(available({"a", "b", "c"}), ElementsAre(7, 1, 0));
  state({{"a", 9}, {"b", 1}});
  EXPECT_THAT(available({"a", "b"}), ElementsAre(7, 1)) << "stated twice, taken once";
}

TEST_P(StatedOthersContract, WentAndStayHeldWhereTheyWere) {
  state({{"a", 5}});
  EXPECT_EQ(hold("a", 2), CommitOutcome::committed);
  state({});
  EXPECT_THAT(available({"a"}), ElementsAre(3)) << "nobody sells it any more; its pieces are known";
  EXPECT_EQ(hold("a", -2), CommitOutcome::committed);
  state({{"a", 5}});
  EXPECT_THAT(available({"a"}), ElementsAre(5));
}

TEST_P(StatedOthersContract, StandBehindWhatTheCatalogueStates) {
  const app::Stock::StatedStock mug{"mug", 3};
  EXPECT_TRUE(under_test.store().state_stock({&mug, 1}, kNow).has_value());
  state({{"a", 5}});
  EXPECT_THAT(available({"mug", "a"}), ElementsAre(3, 5));
}

TEST_P(StatedOthersContract, AreCountedLikeAnyOther) {
  state({{"a", 5}});
  app::StockReport report{{{"a", app::StockNumber::Kind::added, -3}}, kNow, kNow};
  const auto told =
      sync_wait(under_test.store().tell_stock(std::move(report), under_test.executor()));
  EXPECT_THAT(told.objections, IsEmpty());
  EXPECT_THAT(available({"a"}), ElementsAre(2));
}

TEST_P(StatedOthersContract, ThatWereCountedLoseNoSaleSinceThenAndTakeNoneTwice) {
  state({{"a", 50}});
  EXPECT_EQ(hold("a", 5), CommitOutcome::committed);
  sell("a", 5, before(60));
  EXPECT_THAT(available({"a"}), ElementsAre(45));
  count({{"a", 40}}, before(30));
  EXPECT_THAT(available({"a"}), ElementsAre(40)) << "what was sold before is counted already";
  EXPECT_EQ(hold("a", 3), CommitOutcome::committed);
  sell("a", 3, before(10));
  count({{"a", 39}}, before(20));
  EXPECT_THAT(available({"a"}), ElementsAre(36)) << "what was sold since is not counted twice";
  count({{"a", 39}}, before(20));
  EXPECT_THAT(available({"a"}), ElementsAre(36)) << "told again, as at every start";
  count({{"a", 10}}, before(40));
  EXPECT_THAT(available({"a"}), ElementsAre(36)) << "an older count is known better";
}

TEST_P(StatedOthersContract, CountedTooLongAgoOrLaterThanNowFollowByTheDifference) {
  state({{"a", 50}});
  EXPECT_EQ(hold("a", 5), CommitOutcome::committed);
  sell("a", 5, before(60));
  count({{"a", 48}}, before(8 * 24 * 60));
  EXPECT_THAT(available({"a"}), ElementsAre(43));
  count({{"a", 50}}, before(-1));
  EXPECT_THAT(available({"a"}), ElementsAre(45));
}

}  // namespace
}  // namespace till::store
