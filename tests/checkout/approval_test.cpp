// Purchases that wait for the seller (ST-08).
#include <gtest/gtest.h>

#include "checkout/builders.h"

namespace till::checkout {
namespace {

constexpr Milliseconds kWeek{7 * 24 * 3'600'000};

Session waiting() {
  return await_approval(ready_session(), AwaitedApproval{Secret("vt_1")}, kWeek, kLater);
}

TEST(AwaitApproval, KeepsTheHoldAndOutlivesTheSessionsDeadline) {
  const Session after = waiting();
  EXPECT_EQ(after.status, Status::pending_approval);
  EXPECT_EQ(after.holds, ready_session().holds);
  EXPECT_EQ(after.expires_at, kLater + kWeek);
  EXPECT_EQ(after.order, std::nullopt);
  EXPECT_EQ(after.payment, std::nullopt);
  const Session longer = await_approval(ready_session(), {}, Milliseconds(1), kLater);
  EXPECT_EQ(longer.expires_at, ready_session().expires_at);
}

TEST(AwaitApproval, LetsNothingHappenButCancelExpiryAndTheDecision) {
  CountingIds ids;
  const Session session = waiting();
  const auto pending = RefusalCode::approval_pending;
  EXPECT_EQ(apply_update(session, UpdateCommand{}, {kLater, ids}).error().code, pending);
  EXPECT_EQ(check_completable(session, kLater).error().code, pending);
  const auto canceled = apply_cancel(session, {}, kLater);
  ASSERT_TRUE(canceled);
  EXPECT_EQ(canceled->approval, std::nullopt);
  EXPECT_TRUE(canceled->holds.empty());
  EXPECT_EQ(apply_expiry(session, session.expires_at).approval, std::nullopt);
}

TEST(CheckApprovable, TakesOnlyWhatWaits) {
  EXPECT_TRUE(check_approvable(waiting(), kLater));
  const auto code_of = [](const Session& session, Timestamp now) {
    return check_approvable(session, now).error().code;
  };
  EXPECT_EQ(code_of(ready_session(), kNow), RefusalCode::approval_not_awaited);
  EXPECT_EQ(code_of(paying_session(), kNow), RefusalCode::approval_not_awaited);
  EXPECT_EQ(code_of(waiting(), waiting().expires_at), RefusalCode::session_over);
  EXPECT_EQ(code_of(*apply_cancel(waiting(), {}, kLater), kLater), RefusalCode::session_over);
}

TEST(Decision, BeginsThePaymentOrOpensTheSessionAgain) {
  const Session paying = begin_payment(waiting(), open_payment(), kLater);
  EXPECT_EQ(paying.status, Status::complete_in_progress);
  EXPECT_EQ(paying.approval, std::nullopt);
  const Session denied = approval_denied(waiting(), kLater);
  EXPECT_EQ(denied.status, Status::ready_for_payment);
  EXPECT_EQ(denied.approval, std::nullopt);
  EXPECT_TRUE(check_completable(denied, kLater));
  ASSERT_EQ(denied.messages.size(), 1U);
  EXPECT_EQ(denied.messages.front().code, MessageCode::payment_declined);
}

}  // namespace
}  // namespace till::checkout
