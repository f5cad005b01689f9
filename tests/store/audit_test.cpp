// What operators did, as both stores keep it.
#include <gtest/gtest.h>

#include "base/sync_wait.h"
#include "store/store_under_test.h"

namespace till::store {
namespace {

app::AuditEvent deed(std::uint8_t number, std::string who, std::string about) {
  app::AuditEvent event;
  event.id.bytes.back() = number;
  event.at = {1'000 + number};
  event.operator_name = std::move(who);
  event.action = "refund_order";
  event.about = std::move(about);
  event.from = "203.0.113.7";
  return event;
}

class AuditOf : public ::testing::TestWithParam<Kind> {
 protected:
  void record(const app::AuditEvent& event) {
    EXPECT_TRUE(sync_wait(kept.audit().record(event, kept.executor())).has_value());
  }
  app::AuditPage list(app::AuditFilter filter) {
    return sync_wait(kept.audit().audit(std::move(filter), kept.executor())).value();
  }
  StoreUnderTest kept{GetParam()};
};

TEST_P(AuditOf, ADeedIsKeptWholeAndConcludedInItsPlace) {
  app::AuditEvent event = deed(1, "ada", "ord_1");
  record(event);
  EXPECT_EQ(list({}).events, std::vector{event}) << "as it was begun";
  event.status = 200;
  event.amount = Amount{500};
  event.currency = "usd";
  record(event);
  EXPECT_EQ(list({}).events, std::vector{event});
}

TEST_P(AuditOf, DeedsAreListedNewestFirstByPagesOperatorAndSubject) {
  for (std::uint8_t i = 1; i <= 5; ++i) {
    record(deed(i, i % 2 == 0 ? "ada" : "bob", i < 4 ? "ord_1" : "ord_2"));
  }
  const auto page = list({"", "", {}, 2});
  ASSERT_EQ(page.events.size(), 2U);
  EXPECT_EQ(page.events[0], deed(5, "bob", "ord_2"));
  ASSERT_TRUE(page.next.has_value());
  const auto rest = list({"", "", page.next, 3});
  EXPECT_EQ(rest.events.size(), 3U);
  EXPECT_FALSE(rest.next.has_value());
  EXPECT_EQ(list({"ada", "", {}, 10}).events.size(), 2U);
  EXPECT_EQ(list({"", "ord_1", {}, 10}).events.size(), 3U);
  EXPECT_EQ(list({"ada", "ord_1", {}, 10}).events, std::vector{deed(2, "ada", "ord_1")});
  EXPECT_TRUE(list({"eve", "", {}, 10}).events.empty());
}

TEST_P(AuditOf, PruningLeavesIt) {
  record(deed(1, "ada", "ord_1"));
  kept.prune({1'000'000});
  EXPECT_EQ(list({}).events.size(), 1U);
}

INSTANTIATE_TEST_SUITE_P(Stores, AuditOf, ::testing::Values(Kind::memory, Kind::sqlite));

}  // namespace
}  // namespace till::store
