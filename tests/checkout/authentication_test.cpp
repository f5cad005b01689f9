// 3-D Secure: asked for, answered, and what follows (A15).
#include "checkout/authentication.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "checkout/builders.h"

namespace till::checkout {
namespace {

using ::testing::HasSubstr;

AuthenticationRequest request() {
  AuthenticationRequest wanted;
  wanted.acquirer_bin = "400000";
  return wanted;
}

Session asked(bool capable = true) {
  Session paying = paying_session();
  paying.capabilities.three_ds = capable;
  return authentication_needed(paying, request(), kLater);
}

TEST(AuthenticationNeeded, WaitsWithWhatTheAgentNeeds) {  // ST-05, ST-06
  const Session paying = paying_session();
  const Session after = asked();
  EXPECT_EQ(after.status, Status::authentication_required);
  EXPECT_EQ(after.authentication, request());
  EXPECT_EQ(after.payment, std::nullopt);
  EXPECT_EQ(after.order, std::nullopt);
  EXPECT_EQ(after.holds, paying.holds);
  EXPECT_EQ(after.version, paying.version + 1);
  ASSERT_EQ(after.messages.size(), 1U);
  EXPECT_EQ(after.messages.front().code, MessageCode::requires_3ds);
  EXPECT_EQ(after.messages.front().field, Member::authentication_result);
}

TEST(AuthenticationNeeded, IsAFailedPaymentForAnAgentThatCannotDoIt) {  // CP-09
  const Session after = asked(false);
  EXPECT_EQ(after.status, Status::ready_for_payment);
  EXPECT_EQ(after.authentication, std::nullopt);
  ASSERT_EQ(after.messages.size(), 1U);
  EXPECT_EQ(after.messages.front().code, MessageCode::requires_3ds);
  EXPECT_EQ(after.messages.front().text, TextId::card_needs_authentication);
}

TEST(CheckAuthentication, RefusesACompleteThatDoesNotTellTheOutcome) {  // CO-04
  const auto refusal = check_authentication(asked(), CompleteCommand{}).error();
  EXPECT_EQ(refusal.code, RefusalCode::authentication_missing);
  EXPECT_EQ(refusal.field, Member::authentication_result);
  CompleteCommand told;
  told.authentication = AuthenticationResult{AuthenticationOutcome::denied, {}};
  EXPECT_TRUE(check_authentication(asked(), told));
  EXPECT_TRUE(check_authentication(ready_session(), CompleteCommand{}));
}

TEST(AuthenticationOutcome, OnlyThreeComeWithAProof) {  // CO-07, CO-08
  const std::pair<AuthenticationOutcome, bool> rows[] = {
      {AuthenticationOutcome::abandoned, false},
      {AuthenticationOutcome::attempt_acknowledged, true},
      {AuthenticationOutcome::authenticated, true},
      {AuthenticationOutcome::canceled, false},
      {AuthenticationOutcome::denied, false},
      {AuthenticationOutcome::informational, true},
      {AuthenticationOutcome::internal_error, false},
      {AuthenticationOutcome::not_supported, false},
      {AuthenticationOutcome::processing_error, false},
      {AuthenticationOutcome::rejected, false}};
  for (const auto& [outcome, proven] : rows) EXPECT_EQ(has_proof(outcome), proven);
}

TEST(AuthenticationFailed, OpensTheSessionAgain) {  // CO-08
  const std::pair<AuthenticationOutcome, TextId> rows[] = {
      {AuthenticationOutcome::denied, TextId::authentication_denied},
      {AuthenticationOutcome::abandoned, TextId::authentication_abandoned},
      {AuthenticationOutcome::not_supported, TextId::authentication_impossible}};
  for (const auto& [outcome, text] : rows) {
    const Session after = authentication_failed(asked(), outcome, kLater);
    EXPECT_EQ(after.status, Status::ready_for_payment);
    EXPECT_EQ(after.authentication, std::nullopt);
    EXPECT_TRUE(check_completable(after, kLater));
    ASSERT_EQ(after.messages.size(), 1U);
    EXPECT_EQ(after.messages.front().code, MessageCode::payment_declined);
    EXPECT_EQ(after.messages.front().text, text);
  }
}

TEST(WhileAskedFor, EveryWayOutForgetsTheRequest) {
  CountingIds ids;
  const Session waiting = asked();
  EXPECT_EQ(apply_update(waiting, UpdateCommand{}, {kLater, ids})->authentication, std::nullopt);
  EXPECT_EQ(apply_cancel(waiting, {}, kLater)->authentication, std::nullopt);
  EXPECT_EQ(apply_expiry(waiting, waiting.expires_at).authentication, std::nullopt);
  EXPECT_EQ(begin_payment(waiting, open_payment(), kLater).authentication, std::nullopt);
  const auto seen = as_seen(std::make_shared<const Session>(waiting), waiting.expires_at);
  EXPECT_EQ(seen->status, Status::expired);
  EXPECT_EQ(seen->authentication, std::nullopt);
}

// That a card asks for it tells that the card lives.
TEST(AuthenticationNeeded, CountsAmongTheDeclinesButForItsOwnPayment) {
  EXPECT_EQ(asked().declines, 1);
  EXPECT_TRUE(check_declines(asked(), 1));
  const Session again = authentication_failed(asked(), AuthenticationOutcome::canceled, kLater);
  EXPECT_FALSE(check_declines(again, 1));
  EXPECT_TRUE(check_declines(again, 2));
  EXPECT_EQ(asked(false).declines, 1);
  CountingIds ids;
  EXPECT_FALSE(check_declines(updated(asked(), UpdateCommand{}, simple_quote(), ids), 1));
}

}  // namespace
}  // namespace till::checkout
