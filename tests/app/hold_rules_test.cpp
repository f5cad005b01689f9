// What has to be done about an intent to hold pieces, by what became of its session.
#include "app/hold_rules.h"

#include <gtest/gtest.h>

namespace till::app {
namespace {

using checkout::Hold;
using checkout::OrderStatus;
using checkout::Session;
using checkout::ShopState;
using checkout::Status;

constexpr Timestamp kNow{1'795'514'400'000};
constexpr Milliseconds kHour = std::chrono::hours(1);
const std::vector<Hold> kMugs{{"mug", 2}};
const checkout::HoldPolicy kPolicy{kHour * 6, 100, 0};

Session open_session(std::vector<Hold> holds = kMugs) {
  Session session;
  session.status = Status::not_ready_for_payment;
  session.holds = std::move(holds);
  session.held_by_shop = true;
  session.updated_at = kNow;
  session.expires_at = kNow + kHour;
  return session;
}

Session paying() {
  Session session = open_session();
  session.status = Status::complete_in_progress;
  session.payment.emplace();
  return session;
}

Session over(Status status) {
  Session session = open_session({});
  session.status = status;
  return session;
}

Session sold(ShopState state, OrderStatus status = OrderStatus::confirmed) {
  Session session = over(Status::completed);
  session.order.emplace();
  session.order->status = status;
  session.order->shop.state = state;
  session.order->created_at = kNow;
  return session;
}

HoldIntent intent_of(HoldState state, std::vector<Hold> pieces = kMugs,
                     Milliseconds left = kHour * 20) {
  return {SessionId{}, 3, state, kNow + left, std::move(pieces), kNow};
}
const HoldIntent kStanding = intent_of(HoldState::standing);
const HoldIntent kAsked = intent_of(HoldState::asked);

TEST(AHoldIntent, IsDealtWithByWhatBecameOfItsSession) {
  Session by_till = open_session();
  by_till.held_by_shop = false;
  Session sold_by_till = sold(ShopState::told);
  sold_by_till.held_by_shop = false;
  const auto canceled = OrderStatus::canceled;
  const struct {
    const char* what;
    HoldIntent intent;
    Session session;
    HoldStep step;
  } rows[] = {
      {"as wanted", kStanding, open_session(), HoldStep::wait},
      {"in doubt", kAsked, open_session(), HoldStep::ask},
      {"other pieces", kStanding, open_session({{"mug", 1}}), HoldStep::ask},
      {"no pieces", kStanding, open_session({}), HoldStep::ask},
      {"no pieces, as known", intent_of(HoldState::standing, {}, -kHour), open_session({}),
       HoldStep::wait},
      {"now held by Till", kStanding, by_till, HoldStep::ask},
      {"over too early", intent_of(HoldState::standing, kMugs, kHour / 2), open_session(),
       HoldStep::ask},
      {"paid for", kStanding, paying(), HoldStep::wait},
      {"paid for, soon over", intent_of(HoldState::standing, kMugs, kHour * 11), paying(),
       HoldStep::ask},
      {"canceled", kStanding, over(Status::canceled), HoldStep::give_back},
      {"canceled in doubt", kAsked, over(Status::canceled), HoldStep::give_back},
      {"expired", kStanding, over(Status::expired), HoldStep::give_back},
      {"expired with nothing", intent_of(HoldState::standing, {}), over(Status::expired),
       HoldStep::forget},
      {"expired, free by itself", intent_of(HoldState::asked, kMugs, -kHour), over(Status::expired),
       HoldStep::forget},
      {"sold and told", kStanding, sold(ShopState::told), HoldStep::wait},
      {"sold and told in doubt", kAsked, sold(ShopState::told), HoldStep::ask},
      {"told, soon over", intent_of(HoldState::standing, kMugs, kHour * 11), sold(ShopState::told),
       HoldStep::ask},
      {"sold and refused", kStanding, sold(ShopState::refused), HoldStep::wait},
      {"taken", kStanding, sold(ShopState::taken), HoldStep::forget},
      {"sold of Till's, about to be told", kStanding, sold_by_till, HoldStep::give_back},
      {"sold of Till's, in doubt", kAsked, sold_by_till, HoldStep::give_back},
      {"taken, asked for since", intent_of(HoldState::standing, kMugs, kHour * 25),
       sold(ShopState::taken), HoldStep::give_back},
      {"taken in doubt", kAsked, sold(ShopState::taken), HoldStep::give_back},
      {"sold, the shop reads it", kStanding, sold(ShopState::not_told), HoldStep::wait},
      {"the same in doubt", kAsked, sold(ShopState::not_told), HoldStep::ask},
      {"called off, the shop reads it", kStanding, sold(ShopState::not_told, canceled),
       HoldStep::give_back},
      {"called off, refused", kStanding, sold(ShopState::refused, canceled), HoldStep::give_back},
      {"called off, about to be told", kStanding, sold(ShopState::told, canceled), HoldStep::wait},
      {"called off, taken", kStanding, sold(ShopState::taken, canceled), HoldStep::forget},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(step_of(row.intent, &row.session, kPolicy, kNow), row.step) << row.what;
  }
  EXPECT_EQ(step_of(kAsked, nullptr, kPolicy, kNow), HoldStep::give_back) << "it never began";
}

TEST(AHoldIntent, IsLookedAtAgainBeforeItEndsTooEarly) {
  EXPECT_EQ(due_of(kStanding, open_session(), kPolicy, kNow), std::nullopt);
  EXPECT_EQ(due_of(kStanding, open_session({}), kPolicy, kNow), kNow);
  EXPECT_EQ(due_of(kStanding, paying(), kPolicy, kNow),
            kStanding.until + -kLeastPaidHold + Milliseconds(1));
  EXPECT_EQ(due_of(kStanding, sold(ShopState::told), kPolicy, kNow),
            kStanding.until + -kLeastPaidHold + Milliseconds(1));
  const HoldIntent of_nothing = intent_of(HoldState::standing, {}, kHour);
  EXPECT_EQ(due_of(of_nothing, paying(), kPolicy, kNow), std::nullopt) << "nothing is too short";
  EXPECT_EQ(due_of(kStanding, sold(ShopState::not_told), kPolicy, kNow),
            kStanding.until + kHoldGrace);
}

// Or it would be looked at again and again.
TEST(AHoldIntent, ThatIsDueAndRightIsDueLaterThen) {
  for (const Session& session : {paying(), sold(ShopState::told), sold(ShopState::not_told)}) {
    for (int hours = 0; hours < 48; ++hours) {
      const Timestamp now = kNow + kHour * hours;
      if (step_of(kStanding, &session, kPolicy, now) != HoldStep::wait) continue;
      EXPECT_GT(*due_of(kStanding, session, kPolicy, now), now) << hours;
    }
  }
}

TEST(AHoldIntent, StandsOnlyForTheVeryPiecesAndAsLongAsItLasts) {
  EXPECT_TRUE(stands(kStanding, kMugs, kStanding.until));
  EXPECT_FALSE(stands(kStanding, kMugs, kStanding.until + Milliseconds(1)));
  EXPECT_FALSE(stands(kStanding, {{"mug", 1}}, kNow));
  EXPECT_FALSE(stands(kStanding, {}, kNow));
  EXPECT_FALSE(stands(kAsked, kMugs, kNow));
}

TEST(AQuestionToHold, HasTheNextVersionAndCountsTheLatestEndOfAll) {
  HoldQuestion question;
  question.pieces = {{"mug", 1}};
  question.until = kNow + kHour;
  const HoldIntent first = next_question(question, std::nullopt, kNow);
  EXPECT_EQ(first.version, 1U);
  EXPECT_EQ(first.until, question.until);
  EXPECT_EQ(first.due, kNow + kHoldLease);
  const HoldIntent next = next_question(question, kStanding, kNow);
  EXPECT_EQ(next.version, kStanding.version + 1);
  EXPECT_EQ(next.state, HoldState::asked);
  EXPECT_EQ(next.until, kStanding.until) << "the earlier one may be what stands in the end";
  const HoldIntent held = answered(next, question.until, {});
  EXPECT_EQ(held.until, question.until);
  EXPECT_TRUE(stands(held, question.pieces, question.until));
  HoldQuestion of_nothing;
  of_nothing.until = kStanding.until + kHour;
  EXPECT_EQ(next_question(of_nothing, kStanding, kNow).until, kStanding.until)
      << "or it would never end";
  EXPECT_EQ(next_question(of_nothing, std::nullopt, kNow).until, of_nothing.until);
  question.until = kStanding.until + kHour;
  EXPECT_EQ(next_question(question, kStanding, kNow).until, question.until);
  EXPECT_TRUE(answered(next, question.until, {{"mug", 0}}).pieces.empty());
}

TEST(ACommit, UnsettlesWhatTheShopHoldsWhenTheSessionWantsSomethingElse) {
  Session own = open_session();
  own.held_by_shop = false;
  Session own_of_one = own;
  own_of_one.holds = {{"mug", 1}};
  const auto own_sold = [](ShopState state) {
    Session session = sold(state);
    session.held_by_shop = false;
    return session;
  };
  Session longer = open_session();
  longer.expires_at = kNow + kHour * 100;
  Session noted = open_session();
  noted.order_notes = "Ring.";
  const struct {
    const char* what;
    Session before, next;
    bool unsettles;
  } rows[] = {
      {"nothing", open_session(), noted, false},
      {"pieces", open_session(), open_session({}), true},
      {"a longer life", open_session(), longer, true},
      {"to Till", open_session(), own, true},
      {"from Till", own, open_session(), false},
      {"of Till", own, own_of_one, false},
      {"of Till, over", own, over(Status::canceled), true},
      {"of Till, sold", own, sold(ShopState::told), true},
      {"of Till, taken", own_sold(ShopState::told), own_sold(ShopState::taken), true},
      {"canceled", open_session(), over(Status::canceled), true},
      {"canceled with nothing", open_session({}), over(Status::canceled), true},
      {"paying", open_session(), paying(), false},
      {"sold", paying(), sold(ShopState::told), false},
      {"taken", sold(ShopState::told), sold(ShopState::taken), true},
      {"called off", sold(ShopState::told), sold(ShopState::told, OrderStatus::canceled), true},
      {"shipped", sold(ShopState::taken), sold(ShopState::taken, OrderStatus::shipped), true},
  };
  for (const auto& row : rows)
    EXPECT_EQ(unsettles(&row.before, row.next), row.unsettles) << row.what;
  EXPECT_FALSE(unsettles(nullptr, open_session())) << "its commit says what the shop holds";
}

}  // namespace
}  // namespace till::app
