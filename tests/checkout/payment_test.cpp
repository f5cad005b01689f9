// A payment under way, paid or failed (A15).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "checkout/builders.h"

namespace till::checkout {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr Member kPayment = Member::payment;
constexpr Member kToken = Member::token;
constexpr const char* kShop = "https://shop.example";

OrderId order_id() {
  OrderId id;
  id.bytes[15] = 77;
  return id;
}

Session paid(const Session& session) {
  return complete_paid(session, order_id(), kShop, {"charge-1"}, kLater);
}

Session paid_from(const CreateCommand& command, const Quote& quote) {
  return paid(begin_payment(open_session(command, quote), open_payment(), kNow));
}

TEST(CompletePaid, SaysWhereTheMoneyIsAndWhetherSomebodyMustLook) {
  const Session paying = begin_payment(ready_session(), open_payment(), kNow);
  const auto order_for = [&paying](Paid paid) {
    return complete_paid(paying, order_id(), kShop, paid, kLater).order.value();
  };
  EXPECT_EQ(order_for({"charge-1"}).payment, PaymentState::captured);
  EXPECT_EQ(order_for({"charge-1", false}).payment, PaymentState::authorized);
  EXPECT_EQ(order_for({"charge-1"}).status, OrderStatus::confirmed);
  EXPECT_EQ(order_for({"charge-1", true, true}).status, OrderStatus::manual_review);
}

TEST(BeginPayment, LocksTheSessionAndKeepsItsHold) {
  const Session before = price_changed(ready_session());
  const Session after = begin_payment(before, open_payment(), kLater);
  EXPECT_EQ(after.status, Status::complete_in_progress);
  EXPECT_EQ(after.payment, open_payment());
  EXPECT_EQ(after.version, before.version + 1);
  EXPECT_EQ(after.updated_at, kLater);
  EXPECT_THAT(after.messages, IsEmpty());
  EXPECT_EQ(after.holds, before.holds);
  EXPECT_EQ(after.totals, before.totals);
}

TEST(TakeOver, TakesTheFinalBuyerAndNotes) {
  Session before = ready_session();
  before.buyer = buyer("ann@example.com");
  before.order_notes = "Ring twice";
  CompleteCommand command;
  Session same = before;
  take_over(same, command, {}, kNow);
  EXPECT_EQ(same.buyer, before.buyer);
  EXPECT_EQ(same.order_notes, before.order_notes);
  command.buyer = buyer("bob@example.com");
  command.order_notes = "Ring once";
  Session other = before;
  take_over(other, command, {}, kNow);
  EXPECT_EQ(other.buyer, command.buyer);  // CO-14
  EXPECT_EQ(other.order_notes, command.order_notes);
}

// By these it was priced, and an approval looks at them later.
TEST(TakeOver, KeepsTheCertificateAndTheLogInThatTheNewerWordLeavesOut) {
  Session session = ready_session();
  session.buyer = buyer("ann@example.com");
  session.buyer->tax_exemption = TaxExemption{"c1", "resale", {"CA"}, {}};
  session.buyer->authentication_status = AuthenticationStatus::authenticated;
  const Buyer before = *session.buyer;
  CompleteCommand command;
  command.buyer = buyer("bob@example.com");
  take_over(session, command, {}, kNow);
  EXPECT_EQ(session.buyer->email, "bob@example.com");
  EXPECT_EQ(session.buyer->tax_exemption, before.tax_exemption);
  EXPECT_EQ(session.buyer->authentication_status, before.authentication_status);
  command.buyer->tax_exemption = TaxExemption{"c2", "resale", {"NY"}, {}};
  take_over(session, command, {}, kNow);
  EXPECT_EQ(session.buyer->tax_exemption, command.buyer->tax_exemption);
}

TEST(CompletePaid, EndsTheSessionWithItsOrder) {
  const Session before = price_changed(paying_session());
  const Session after = paid(before);
  EXPECT_EQ(after.status, Status::completed);  // CO-02
  EXPECT_EQ(after.version, before.version + 1);
  EXPECT_EQ(after.updated_at, kLater);
  EXPECT_EQ(after.payment, std::nullopt);
  EXPECT_THAT(after.messages, IsEmpty());
  EXPECT_THAT(after.holds, IsEmpty());
  EXPECT_EQ(after.lines, before.lines);
  ASSERT_TRUE(after.order.has_value());
  const Order& order = *after.order;
  EXPECT_EQ(order.id, order_id());
  EXPECT_EQ(order.checkout_session_id, before.id);
  EXPECT_EQ(order.agent, before.agent);
  EXPECT_EQ(order.permalink_url, std::string(kShop) + "/orders/" + order_id().text());
  EXPECT_EQ(order.status, OrderStatus::confirmed);
  EXPECT_EQ(order.currency, "usd");
  EXPECT_EQ(order.payment_reference, "charge-1");
  EXPECT_EQ(order.totals, before.totals);
  EXPECT_EQ(order.created_at, kLater);
}

TEST(CompletePaid, WritesTheLinesAsTheyWereBought) {
  QuotedLine mug = physical_line(1450, 10, 189);
  mug.title = "Blue mug";
  mug.items_discount = {290};
  const Session after =
      paid_from(create_command({{"mug", 2}}), quote_of({mug}, {shipping("standard", 500, {0})}));
  ASSERT_EQ(after.order->lines.size(), 1U);
  const OrderLine& line = after.order->lines.front();
  EXPECT_EQ(line.id, after.lines.front().id);
  EXPECT_EQ(line.item_id, "mug");
  EXPECT_EQ(line.title, "Blue mug");
  EXPECT_EQ(line.ordered, 2);
  EXPECT_EQ(line.current, 2);
  EXPECT_EQ(line.fulfilled, 0);
  EXPECT_EQ(line.unit_price, Amount{1450});
  EXPECT_EQ(line.subtotal, Amount{2610});
  EXPECT_EQ(line.tax, Amount{189});
  EXPECT_EQ(line.total, Amount{2799});
}

TEST(CompletePaid, SaysOfEachLineHowItIsBrought) {
  const Session after =
      paid_from(create_command({{"mug", 1}, {"ebook", 1}, {"desk", 1}}),
                quote_of({physical_line(5), digital_line(5), physical_line(5)},
                         {shipping("standard", 5, {0}),
                          quoted_option(FulfillmentType::digital, "digital", 0, {1}),
                          quoted_option(FulfillmentType::pickup, "pickup", 0, {2})}));
  ASSERT_EQ(after.order->lines.size(), 3U);
  EXPECT_EQ(after.order->lines[0].fulfillment, FulfillmentType::shipping);
  EXPECT_EQ(after.order->lines[1].fulfillment, FulfillmentType::digital);
  EXPECT_EQ(after.order->lines[2].fulfillment, FulfillmentType::pickup);
}

TEST(CompletePaid, NamesADestinationOnlyForGoods) {
  EXPECT_EQ(paid(paying_session()).order->destination, address_in());
  const Quote file =
      quote_of({digital_line(5)}, {quoted_option(FulfillmentType::digital, "digital", 0, {0})});
  EXPECT_EQ(paid_from(create_command({{"ebook", 1}}), file).order->destination, std::nullopt);
}

TEST(PaymentDeathTest, NeverRunsTwiceForOneSession) {
  EXPECT_DEATH(begin_payment(paying_session(), open_payment(), kNow), "broken invariant");
  EXPECT_DEATH(paid(ready_session()), "broken invariant");
  EXPECT_DEATH(paid(paid(paying_session())), "broken invariant");
  EXPECT_DEATH(payment_failed(ready_session(), PaymentFailure::declined, kNow), "broken invariant");
}

struct FailureRow {
  PaymentFailure failure;
  MessageCode code;
  Member member;
  Resolution resolution;
  TextId text;
};

std::vector<FailureRow> failure_rows() {
  const auto declined = MessageCode::payment_declined;
  const auto recoverable = Resolution::recoverable;
  return {
      {PaymentFailure::declined, declined, kPayment, recoverable, TextId::card_declined},
      {PaymentFailure::insufficient_funds, declined, kPayment, recoverable,
       TextId::card_without_funds},
      {PaymentFailure::authentication_required, MessageCode::requires_3ds, kPayment,
       Resolution::requires_buyer_input, TextId::card_needs_authentication},
      {PaymentFailure::token_unknown, declined, kToken, recoverable, TextId::token_unknown},
      {PaymentFailure::token_used, declined, kToken, recoverable, TextId::token_used},
      {PaymentFailure::token_expired, declined, kToken, recoverable, TextId::token_expired},
      {PaymentFailure::token_other_session, declined, kToken, recoverable,
       TextId::token_of_other_session},
      {PaymentFailure::token_other_merchant, declined, kToken, recoverable,
       TextId::token_of_other_seller},
      {PaymentFailure::token_other_currency, declined, kToken, recoverable,
       TextId::token_of_other_currency},
      {PaymentFailure::token_amount_too_small, declined, kToken, recoverable,
       TextId::token_too_small},
      {PaymentFailure::not_charged, declined, kPayment, recoverable, TextId::nothing_charged},
      {PaymentFailure::amount_too_small, declined, Member::lines, recoverable,
       TextId::charge_too_small},
      {PaymentFailure::amount_too_large, declined, Member::lines, recoverable,
       TextId::charge_too_large},
      {PaymentFailure::currency_refused, declined, Member::currency, recoverable,
       TextId::currency_not_charged},
      {PaymentFailure::proof_refused, declined, Member::authentication_result, recoverable,
       TextId::proof_refused},
      {PaymentFailure::provider_refused, declined, kPayment, recoverable, TextId::provider_refused},
  };
}

TEST(PaymentFailed, OpensTheSessionAgainAndSaysWhatToDo) {
  const Session before = paying_session();
  for (const FailureRow& row : failure_rows()) {
    const Session after = payment_failed(before, row.failure, kLater);
    EXPECT_EQ(after.status, Status::ready_for_payment);  // CO-13
    EXPECT_EQ(after.payment, std::nullopt);
    EXPECT_EQ(after.order, std::nullopt);
    EXPECT_EQ(after.version, before.version + 1);
    EXPECT_EQ(after.updated_at, kLater);
    EXPECT_EQ(after.holds, before.holds);
    ASSERT_EQ(after.messages.size(), 1U);
    const Message& message = after.messages.front();
    EXPECT_EQ(message.type, MessageType::error) << static_cast<int>(row.failure);
    EXPECT_EQ(message.code, row.code) << static_cast<int>(row.failure);
    EXPECT_EQ(message.field, row.member) << static_cast<int>(row.failure);
    EXPECT_EQ(message.resolution, row.resolution) << static_cast<int>(row.failure);
    EXPECT_EQ(message.text, row.text);
  }
}

TEST(PaymentFailed, LeavesTheSessionCompletable) {
  for (const FailureRow& row : failure_rows()) {
    EXPECT_TRUE(check_completable(payment_failed(paying_session(), row.failure, kNow), kNow));
  }
}

TEST(PaymentFailed, CountsAmongTheDeclinesUnlessItSaysNothingOfTheCard) {
  struct Counted {
    PaymentFailure failure;
    std::int64_t declines;
  };
  for (const Counted& row :
       {Counted{PaymentFailure::declined, 1}, Counted{PaymentFailure::insufficient_funds, 1},
        Counted{PaymentFailure::token_unknown, 1},
        Counted{PaymentFailure::authentication_failed, 1}, Counted{PaymentFailure::not_charged, 0},
        Counted{PaymentFailure::amount_too_small, 0},
        Counted{PaymentFailure::provider_refused, 0}}) {
    const Session after = payment_failed(paying_session(), row.failure, kLater);
    EXPECT_EQ(after.declines, row.declines);
    EXPECT_TRUE(check_declines(after, 2));
    EXPECT_EQ(check_declines(after, 1).has_value(), row.declines == 0);
  }
}

}  // namespace
}  // namespace till::checkout
