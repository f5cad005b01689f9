// How long stock is set aside for a session, and how much of it one agent may have.
#include "checkout/holds.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "checkout/builders.h"

namespace till::checkout {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const HoldPolicy kPolicy{Milliseconds(1000), 50, 0};
constexpr Timestamp kHoldEnd{kNow.ms + 1000};

Session with_buyer(Session session) {
  session.buyer = buyer("ann@example.com");
  return session;
}

Session without_address() {
  return open_session(create_command({{"mug", 2}}, false), quote_of({physical_line(1000)}));
}

Session awaiting_seller() { return await_approval(ready_session(), {}, Milliseconds(0), kNow); }

TEST(Hold, IsShortUntilBuyerAndAddressAreKnown) {
  const struct {
    const char* what;
    Session session;
    bool is_short;
  } rows[] = {
      {"nothing is known", without_address(), true},
      {"only the address", ready_session(), true},
      {"only the buyer", with_buyer(without_address()), true},
      {"both", with_buyer(ready_session()), false},
      {"a payment is under way", paying_session(), false},
      {"the seller is asked", awaiting_seller(), false},
  };
  for (const auto& row : rows) {
    ASSERT_THAT(row.session.holds, ElementsAre(Hold{"mug", 2})) << row.what;
    const auto end = hold_end(row.session, kPolicy);
    EXPECT_EQ(end.has_value(), row.is_short) << row.what;
    EXPECT_EQ(next_due(row.session, kPolicy), row.is_short ? kHoldEnd : kDeadline) << row.what;
  }
  Session holds_nothing = ready_session();
  holds_nothing.holds.clear();
  EXPECT_EQ(hold_end(holds_nothing, kPolicy), std::nullopt);
}

TEST(Hold, IsCountedFromTheLastChange) {
  CountingIds ids;
  UpdateCommand nothing;
  const Session changed =
      updated(ready_session(), nothing, simple_quote(), ids, kNow + Milliseconds(900));
  EXPECT_EQ(hold_end(changed, kPolicy), kNow + Milliseconds(1900));
}

TEST(Hold, NeverOutlivesItsSession) {
  HoldPolicy longer = kPolicy;
  longer.without_buyer = kLifetime * 2;
  EXPECT_EQ(next_due(ready_session(), longer), kDeadline);
}

TEST(Deadline, IsMovedOnlyForwardsInTime) {
  Session first = ready_session();
  plan_deadline(first, nullptr, kPolicy);
  EXPECT_EQ(deadline_of(first), kHoldEnd);
  Session later = with_buyer(first);
  plan_deadline(later, &first, kPolicy);
  EXPECT_EQ(deadline_of(later), kHoldEnd) << "early enough";
  Session known = postpone_deadline(later, kPolicy);
  EXPECT_EQ(deadline_of(known), kDeadline);
  EXPECT_EQ(known.deadline, std::nullopt);
  Session unknown = known;
  unknown.buyer.reset();
  plan_deadline(unknown, &known, kPolicy);
  EXPECT_EQ(deadline_of(unknown), kHoldEnd) << "it would come too late";
}

TEST(Due, GivesThePiecesBackAndLeavesTheSessionOpen) {
  Session session = ready_session();
  plan_deadline(session, nullptr, kPolicy);
  EXPECT_EQ(apply_due(session, kPolicy, kNow + Milliseconds(999)), std::nullopt);
  const auto released = apply_due(session, kPolicy, kHoldEnd);
  ASSERT_TRUE(released.has_value());
  EXPECT_THAT(released->holds, IsEmpty());
  EXPECT_EQ(released->status, Status::ready_for_payment);
  EXPECT_EQ(released->totals, session.totals);
  EXPECT_EQ(released->version, session.version + 1);
  EXPECT_EQ(deadline_of(*released), kDeadline);
  EXPECT_TRUE(check_completable(*released, kHoldEnd));
}

TEST(Due, OfASessionThatIsKnownByThenOnlySetsTheNextDeadline) {
  Session first = ready_session();
  plan_deadline(first, nullptr, kPolicy);
  Session known = with_buyer(first);
  const auto postponed = apply_due(known, kPolicy, kHoldEnd);
  ASSERT_TRUE(postponed.has_value());
  EXPECT_EQ(postponed->holds, known.holds);
  EXPECT_EQ(postponed->updated_at, known.updated_at);
  EXPECT_EQ(deadline_of(*postponed), kDeadline);
  EXPECT_EQ(apply_due(*postponed, kPolicy, kHoldEnd), std::nullopt);
}

TEST(Due, ExpiresWhatIsOverAndWaitsForAPayment) {
  Session session = ready_session();
  plan_deadline(session, nullptr, kPolicy);
  EXPECT_EQ(apply_due(session, kPolicy, kDeadline)->status, Status::expired);
  EXPECT_EQ(apply_due(paying_session(), kPolicy, kDeadline), std::nullopt);
}

TEST(Share, IsRoundedUpSoThatTheLastPieceCanBeHad) {
  const struct {
    std::int64_t on_hand, percent, share;
  } rows[] = {{0, 50, 0},    {1, 1, 1},
              {3, 50, 2},    {4, 50, 2},
              {100, 25, 25}, {101, 25, 26},
              {7, 100, 7},   {9'000'000'000'000'000'000, 50, 4'500'000'000'000'000'000}};
  for (const auto& row : rows) EXPECT_EQ(share_of(row.on_hand, row.percent), row.share);
}

TEST(Share, CountsWhatTheAgentAndOthersHold) {
  const struct {
    std::int64_t free;
    HeldPieces held;
    std::int64_t more;
  } rows[] = {{10, {0, 0}, 5}, {5, {5, 5}, 0}, {6, {4, 4}, 1}, {2, {0, 8}, 2},
              {0, {0, 10}, 0}, {1, {9, 9}, 0}, {3, {0, 0}, 2}, {-2, {2, 2}, -2}};
  for (const auto& row : rows) {
    EXPECT_EQ(within_share(row.free, row.held, 50), row.more) << row.free << row.held.by_agent;
  }
  EXPECT_EQ(within_share(7, {9, 9}, 100), 7);
}

}  // namespace
}  // namespace till::checkout
