#include "products/import_schedule.h"

#include <gtest/gtest.h>

namespace till::products {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr Timestamp kFirstRound{1'000'000'000};

// The shop every hour, and two that come on top of it, each quarter of an hour.
ImportSchedule shop_and_updates() {
  return ImportSchedule({{minutes(15), true}, {hours(1), false}, {minutes(15), true}});
}
constexpr std::size_t kShop = 1;

TEST(ImportSchedule, AFailureWaitsTwiceAsLongAsTheOneBeforeButNeverLongerThanTheNextImport) {
  const struct {
    std::int64_t failures;
    Milliseconds every, wait;
  } rows[] = {
      {1, hours(1), seconds(5)},     {2, hours(1), seconds(10)}, {5, hours(1), seconds(80)},
      {10, hours(1), seconds(2560)}, {11, hours(1), hours(1)},   {1'000'000, hours(1), hours(1)},
      {5, minutes(1), minutes(1)},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(wait_after_failure(row.failures, row.every), row.wait) << row.failures;
  }
}

TEST(ImportSchedule, AtFirstEverythingIsDueAndTheShopComesFirst) {
  ImportSchedule schedule = shop_and_updates();
  EXPECT_EQ(schedule.due(kFirstRound), kShop);
  schedule.ended(kShop, ImportEnd::unchanged, kFirstRound);
  EXPECT_EQ(schedule.due(kFirstRound), 0U);
  schedule.ended(0, ImportEnd::imported, kFirstRound);
  EXPECT_EQ(schedule.due(kFirstRound), 2U);
  schedule.ended(2, ImportEnd::imported, kFirstRound);
  EXPECT_FALSE(schedule.due(kFirstRound).has_value());
}

TEST(ImportSchedule, WhatEndedIsDueAgainAfterItsTimeAndTheLongestWaitingFirst) {
  ImportSchedule schedule = shop_and_updates();
  schedule.ended(kShop, ImportEnd::unchanged, kFirstRound);
  schedule.ended(2, ImportEnd::imported, kFirstRound);
  schedule.ended(0, ImportEnd::imported, kFirstRound + seconds(1));
  EXPECT_FALSE(schedule.due(kFirstRound + minutes(15) + Milliseconds(-1)).has_value());
  EXPECT_EQ(schedule.due(kFirstRound + minutes(15) + seconds(1)), 2U);
  EXPECT_EQ(schedule.due(kFirstRound + hours(1)), kShop);
}

TEST(ImportSchedule, WhatComesOnTopIsDueOnceTheShopIsReplaced) {
  for (const auto end : {ImportEnd::imported, ImportEnd::unchanged, ImportEnd::refused}) {
    ImportSchedule schedule = shop_and_updates();
    schedule.ended(0, ImportEnd::imported, kFirstRound);
    schedule.ended(2, ImportEnd::imported, kFirstRound);
    schedule.ended(kShop, end, kFirstRound + seconds(9));
    EXPECT_EQ(schedule.due(kFirstRound + seconds(9)).has_value(), end == ImportEnd::imported);
  }
  ImportSchedule updated = shop_and_updates();
  updated.ended(kShop, ImportEnd::imported, kFirstRound);
  updated.ended(2, ImportEnd::unchanged, kFirstRound);
  updated.ended(0, ImportEnd::imported, kFirstRound);
  EXPECT_FALSE(updated.due(kFirstRound).has_value()) << "an update takes nothing off another one";
}

TEST(ImportSchedule, WhatFailedIsTriedSoonAndWhatWasRefusedIsNot) {
  ImportSchedule schedule({{hours(1), false}});
  schedule.ended(0, ImportEnd::failed, kFirstRound);
  EXPECT_TRUE(schedule.failing());
  EXPECT_FALSE(schedule.due(kFirstRound + seconds(4)).has_value());
  EXPECT_TRUE(schedule.due(kFirstRound + seconds(5)).has_value());
  schedule.ended(0, ImportEnd::failed, kFirstRound + seconds(5));
  EXPECT_FALSE(schedule.due(kFirstRound + seconds(14)).has_value());
  schedule.ended(0, ImportEnd::refused, kFirstRound + seconds(15));
  EXPECT_TRUE(schedule.failing());
  EXPECT_FALSE(schedule.due(kFirstRound + minutes(60)).has_value());
  schedule.ended(0, ImportEnd::unchanged, kFirstRound + hours(2));
  EXPECT_FALSE(schedule.failing());
  schedule.ended(0, ImportEnd::failed, kFirstRound + hours(3));
  EXPECT_TRUE(schedule.due(kFirstRound + hours(3) + seconds(5)).has_value()) << "it began anew";
}

TEST(ImportSchedule, AServerThatWantsToBeLeftAloneIsButNotForEver) {
  ImportSchedule schedule({{hours(1), false}});
  schedule.ended(0, ImportEnd::failed, kFirstRound, minutes(10));
  EXPECT_FALSE(schedule.due(kFirstRound + minutes(9)).has_value());
  EXPECT_TRUE(schedule.due(kFirstRound + minutes(10)).has_value());
  schedule.ended(0, ImportEnd::failed, kFirstRound, hours(24));
  EXPECT_TRUE(schedule.due(kFirstRound + hours(1)).has_value());
}

TEST(ImportSchedule, AnotherCatalogueMakesEverythingDue) {
  ImportSchedule schedule = shop_and_updates();
  for (const std::size_t job : {0U, 1U, 2U}) schedule.ended(job, ImportEnd::unchanged, kFirstRound);
  schedule.all_due(kFirstRound + seconds(1));
  EXPECT_EQ(schedule.due(kFirstRound + seconds(1)), kShop);
}

TEST(ImportSchedule, AClockThatIsSetBackMakesNothingWaitLonger) {
  ImportSchedule schedule({{hours(1), false}});
  schedule.ended(0, ImportEnd::unchanged, kFirstRound);
  EXPECT_FALSE(schedule.due(kFirstRound).has_value());
  EXPECT_TRUE(schedule.due(kFirstRound + -hours(24)).has_value());
}

}  // namespace
}  // namespace till::products
