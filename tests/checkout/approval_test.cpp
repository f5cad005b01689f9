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

TEST(Decision, OfANoGivesBackTheEarlierDeadline) {
  EXPECT_EQ(approval_denied(waiting(), kLater).expires_at, ready_session().expires_at);
  Session older = waiting();
  older.approval->expires_if_denied.reset();
  EXPECT_EQ(approval_denied(older, kLater).expires_at, older.expires_at);
}

TEST(TokenRefused, LeavesTheSessionAsItWasWithAnError) {
  const Session after = token_refused(ready_session(), PaymentFailure::token_unknown, kLater);
  EXPECT_EQ(after.status, Status::ready_for_payment);
  EXPECT_EQ(after.expires_at, ready_session().expires_at);
  EXPECT_EQ(after.holds, ready_session().holds);
  ASSERT_EQ(after.messages.size(), 1U);
  EXPECT_EQ(after.messages.front().code, MessageCode::payment_declined);
}

// `waiting()` at other prices.
Session at_total(std::int64_t total) {
  Session priced = waiting();
  priced.status = Status::ready_for_payment;
  priced.version = waiting().version + 1;
  priced.messages.clear();
  priced.totals.total = Amount{total};
  priced.discounts.uses = {{"all:new", 1}};
  return priced;
}

TEST(ApprovedPurchase, IsChargedByATotalThatTheSellerKnows) {
  const std::int64_t asked = waiting().totals.total.minor;
  const struct {
    std::int64_t now;
    std::optional<Amount> accepted;
    std::optional<std::int64_t> charged;
  } rows[] = {{asked, std::nullopt, asked},
              {asked, Amount{asked}, asked},
              {asked, Amount{asked + 1}, std::nullopt},
              {asked + 50, std::nullopt, std::nullopt},
              {asked - 50, std::nullopt, std::nullopt},
              {asked + 50, Amount{asked + 50}, asked + 50},
              {asked - 50, Amount{asked - 50}, asked - 50},
              {asked + 50, Amount{asked}, asked},
              {asked + 50, Amount{asked + 51}, std::nullopt},
              {asked + 50, Amount{0}, std::nullopt}};
  for (const auto& row : rows) {
    const auto sold = approved_purchase(waiting(), at_total(row.now), row.accepted);
    ASSERT_EQ(sold.has_value(), row.charged.has_value()) << row.now;
    if (row.charged) {
      EXPECT_EQ(sold->totals.total, Amount{*row.charged});
      EXPECT_EQ(sold->version, waiting().version);
      continue;
    }
    EXPECT_EQ(sold.error().refusal.code, RefusalCode::total_changed);
    EXPECT_EQ(sold.error().now, Amount{row.now});
    const Text& text = sold.error().refusal.text;
    EXPECT_EQ(text.id, TextId::approved_total_changed);
    ASSERT_EQ(text.arguments.size(), 4U);
    EXPECT_EQ(text.arguments[2], std::to_string(asked));
    EXPECT_EQ(text.arguments[3], std::to_string(row.now));
  }
}

TEST(ApprovedPurchase, AtTheTotalThatWasShownIsStoodByWhateverWasUsedUp) {
  Session shown = waiting();
  shown.discounts.uses = {{"all:once", 1}};
  const auto sold = approved_purchase(shown, at_total(99'999), shown.totals.total);
  ASSERT_TRUE(sold.has_value());
  ASSERT_EQ(sold->discounts.uses.size(), 1U);
  EXPECT_EQ(sold->discounts.uses[0].key, "all:once");
  EXPECT_EQ(sold->discounts.uses[0].limit, kAmountMax);
  EXPECT_EQ(at_total(5).discounts.uses,
            approved_purchase(shown, at_total(5), Amount{5})->discounts.uses);
}

TEST(ApprovedPurchase, TakesTheTaxWithinTheSamePriceAsItIsNow) {
  Session priced = at_total(waiting().totals.total.minor);
  priced.totals = waiting().totals;
  priced.totals.included_tax.minor += 5;
  const auto sold = approved_purchase(waiting(), priced, std::nullopt);
  ASSERT_TRUE(sold.has_value());
  EXPECT_EQ(sold->totals, priced.totals);
}

// Asked for just now, they are where the priced one says.
TEST(ApprovedPurchase, HasItsPiecesWhereTheyAreHeldNow) {
  Session shown = waiting();
  shown.held_by_shop = true;
  shown.holds = {{"mug", 2}};
  Session priced = at_total(99'999);
  priced.holds = {{"mug", 1}};
  for (const bool by_shop : {false, true}) {
    priced.held_by_shop = by_shop;
    const auto sold = approved_purchase(shown, priced, shown.totals.total);
    EXPECT_EQ(sold->held_by_shop, by_shop);
    EXPECT_EQ(sold->holds, priced.holds);
    EXPECT_EQ(sold->totals, shown.totals);
  }
}

TEST(ApprovedPurchase, ThatCannotBeMadeAnyMoreIsToBeDenied) {
  Session gone = at_total(waiting().totals.total.minor);
  gone.status = Status::not_ready_for_payment;
  const auto sold = approved_purchase(waiting(), gone, waiting().totals.total);
  ASSERT_FALSE(sold.has_value());
  EXPECT_EQ(sold.error().refusal.code, RefusalCode::not_ready_for_payment);
  EXPECT_EQ(sold.error().refusal.text, TextId::purchase_impossible);
}

TEST(TokenRefused, CountsAmongTheDeclinesAsACharge) {
  EXPECT_EQ(token_refused(ready_session(), PaymentFailure::token_unknown, kLater).declines, 1);
  EXPECT_EQ(token_refused(ready_session(), PaymentFailure::provider_refused, kLater).declines, 0);
}

TEST(Approved, IsAPurchaseUntilItIsAnotherOneOrItsPaymentFails) {
  const Session paying = begin_payment(waiting(), open_payment(), kLater);
  EXPECT_TRUE(paying.approved);
  EXPECT_FALSE(paying_session().approved);
  Session capable = paying;
  capable.capabilities.three_ds = true;
  const Session asked = authentication_needed(capable, {}, kLater);
  EXPECT_TRUE(asked.approved);
  EXPECT_TRUE(begin_payment(asked, open_payment(), kLater).approved);
  CountingIds ids;
  EXPECT_FALSE(apply_update(asked, UpdateCommand{}, {kLater, ids})->approved);
  EXPECT_FALSE(payment_failed(paying, PaymentFailure::declined, kLater).approved);
  EXPECT_FALSE(authentication_failed(asked, AuthenticationOutcome::denied, kLater).approved);
  EXPECT_FALSE(await_approval(asked, {}, kWeek, kLater).approved);
}

// One line that is fetched in the shop for nothing, or is brought for nothing.
Session fetched(Session session, const char* option) {
  session.options = {{FulfillmentType::pickup, "north", "North"},
                     {FulfillmentType::pickup, "south", "South"}};
  session.selected = {{FulfillmentType::pickup, option, {session.lines[0].id}}};
  return session;
}

TEST(ApprovedPurchase, IsDeliveredAsTheBuyerWasShown) {
  const Session shown = fetched(waiting(), "north");
  const Amount asked = shown.totals.total;
  Session priced = fetched(at_total(asked.minor), "south");
  EXPECT_EQ(approved_purchase(shown, priced, std::nullopt)->selected, shown.selected);
  priced.totals.total.minor += 5;
  const auto refused = approved_purchase(shown, priced, std::nullopt);
  EXPECT_EQ(refused.error().refusal.text.id, TextId::approved_delivery_changed);
  EXPECT_EQ(approved_purchase(shown, priced, asked)->selected, shown.selected);
}

// Else a card that declines would keep the pieces for as long as the seller may take to decide.
TEST(Decision, OfAYesLeavesAsLongAsANewSessionHas) {
  const auto until = [](const Session& session, Timestamp now) {
    return begin_payment(session, open_payment(), now).expires_at;
  };
  const Session session = waiting();
  const Timestamp soon = kLater + Milliseconds(1);
  const Timestamp late = kNow + kWeek;
  EXPECT_EQ(until(session, kNow), kDeadline);
  EXPECT_EQ(until(session, soon), soon + kLifetime);
  EXPECT_EQ(until(session, late), session.expires_at);
  Session older = session;
  older.approval->expires_if_denied.reset();
  EXPECT_EQ(until(older, kNow), older.expires_at);
}

}  // namespace
}  // namespace till::checkout
