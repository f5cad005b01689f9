// What an operator may send about an order.
#include "wire/order_request.h"

#include <gtest/gtest.h>

#include "wire/error_body.h"
#include "wire/requests.h"

namespace till::wire {
namespace {

using checkout::PiecesWanted;
using checkout::RefusalCode;
using test::body_of;

template <class Command>
Command decoded(OrderAction action, std::string_view text) {
  auto command = decode_order_command(action, body_of(text));
  if (!command || !std::holds_alternative<Command>(*command)) {
    ADD_FAILURE() << text << (command ? " is another command" : command.error().text.words);
    return {};
  }
  return std::get<Command>(std::move(*command));
}

TEST(OrderRequests, AreReadWithEveryMember) {
  const auto ship = decoded<checkout::ShipOrder>(
      OrderAction::ship,
      R"({"line_items":[{"id":"mug","quantity":2},{"id":"li_1"}],"carrier":"UPS",)"
      R"("tracking_number":"1Z","tracking_url":"https://track.example/1Z?a=b"})");
  EXPECT_TRUE((ship.pieces == std::vector<PiecesWanted>{{"mug", 2}, {"li_1", std::nullopt}}));
  EXPECT_EQ(ship.carrier, "UPS");
  EXPECT_EQ(ship.tracking_number, "1Z");
  EXPECT_EQ(ship.tracking_url, "https://track.example/1Z?a=b");
  const auto ready =
      decoded<checkout::ReadyOrder>(OrderAction::ready, R"({"line_items":[{"id":"mug"}]})");
  EXPECT_EQ(ready.pieces.size(), 1U);
  const auto deliver = decoded<checkout::DeliverOrder>(
      OrderAction::deliver, R"({"fulfillment_id":"ful_00000000000000000000000001",)"
                            R"("access_url":"http://dl.example/1","license_key":"KEY"})");
  EXPECT_EQ(deliver.fulfillment->text(), "ful_00000000000000000000000001");
  EXPECT_EQ(deliver.access_url, "http://dl.example/1");
  EXPECT_EQ(deliver.license_key, "KEY");
  const auto refund =
      decoded<checkout::RefundOrder>(OrderAction::refund, R"({"amount":500,"reason":"Chipped"})");
  EXPECT_EQ(refund.amount, Amount{500});
  EXPECT_EQ(refund.reason, "Chipped");
  EXPECT_EQ(decoded<checkout::CancelOrder>(OrderAction::cancel, R"({"reason":"Late"})").reason,
            "Late");
}

TEST(OrderRequests, NeedNoMember) {
  EXPECT_TRUE(decoded<checkout::ShipOrder>(OrderAction::ship, "{}").pieces.empty());
  EXPECT_TRUE(decoded<checkout::ReadyOrder>(OrderAction::ready, "{}").pieces.empty());
  EXPECT_FALSE(decoded<checkout::DeliverOrder>(OrderAction::deliver, "{}").fulfillment);
  EXPECT_FALSE(decoded<checkout::RefundOrder>(OrderAction::refund, "{}").amount);
  EXPECT_FALSE(decoded<checkout::CancelOrder>(OrderAction::cancel, "{}").reason);
  decoded<checkout::HoldOrder>(OrderAction::hold, "{}");
  decoded<checkout::ApproveOrder>(OrderAction::approve, "{}");
}

TEST(OrderRequests, AreRefusedByName) {
  struct Row {
    OrderAction action;
    const char* body;
    RefusalCode code;
    const char* param;
  };
  const Row rows[] = {
      {OrderAction::ship, R"({"line_items":{}})", RefusalCode::invalid, "$.line_items"},
      {OrderAction::ship, R"({"line_items":[]})", RefusalCode::invalid, "$.line_items"},
      {OrderAction::ship, R"({"line_items":["mug"]})", RefusalCode::invalid, "$.line_items[0]"},
      {OrderAction::ship, R"({"line_items":[{}]})", RefusalCode::missing, "$.line_items[0].id"},
      {OrderAction::ship, R"({"line_items":[{"id":"mug","quantity":0}]})", RefusalCode::invalid,
       "$.line_items[0].quantity"},
      {OrderAction::ready, R"({"line_items":[{"id":"mug","quantity":1.5}]})", RefusalCode::invalid,
       "$.line_items[0].quantity"},
      {OrderAction::ship, R"({"carrier":7})", RefusalCode::invalid, "$.carrier"},
      {OrderAction::ship, R"({"tracking_url":"ftp://x"})", RefusalCode::invalid, "$.tracking_url"},
      {OrderAction::ship, R"({"tracking_url":"https://"})", RefusalCode::invalid, "$.tracking_url"},
      {OrderAction::ship, R"({"tracking_url":"https://a b"})", RefusalCode::invalid,
       "$.tracking_url"},
      {OrderAction::deliver, R"({"access_url":"javascript:1"})", RefusalCode::invalid,
       "$.access_url"},
      {OrderAction::deliver, R"({"fulfillment_id":"x"})", RefusalCode::invalid, "$.fulfillment_id"},
      {OrderAction::refund, R"({"amount":"5"})", RefusalCode::invalid, "$.amount"},
      {OrderAction::refund, R"({"amount":1.5})", RefusalCode::invalid, "$.amount"},
      {OrderAction::refund, R"({"reason":""})", RefusalCode::invalid, "$.reason"},
      {OrderAction::cancel, R"({"reason":[]})", RefusalCode::invalid, "$.reason"},
      {OrderAction::refund, R"({"amount":null})", RefusalCode::invalid, "$.amount"},
      {OrderAction::refund, R"({"amonut":5})", RefusalCode::invalid, "$.amonut"},
      {OrderAction::ship, R"({"line_items":null})", RefusalCode::invalid, "$.line_items"},
      {OrderAction::ship, R"({"line_items":[null]})", RefusalCode::invalid, "$.line_items[0]"},
      {OrderAction::ready, R"({"line_items":[{"id":"mug","quantity":null}]})", RefusalCode::invalid,
       "$.line_items[0].quantity"},
      {OrderAction::ship, R"({"line_items":[{"id":"mug","pieces":1}]})", RefusalCode::invalid,
       "$.line_items[0].pieces"},
      {OrderAction::hold, R"({"reason":"Late"})", RefusalCode::invalid, "$.reason"},
      {OrderAction::approve, R"({"amount":null})", RefusalCode::invalid, "$.amount"},
  };
  for (const Row& row : rows) {
    const auto command = decode_order_command(row.action, body_of(row.body));
    ASSERT_FALSE(command.has_value()) << row.body;
    EXPECT_EQ(static_cast<int>(command.error().code), static_cast<int>(row.code)) << row.body;
    EXPECT_EQ(command.error().field.place, row.param) << row.body;
  }
}

TEST(PaymentVerdicts, NameTheChargeOrSayThatThereIsNone) {
  EXPECT_EQ(decode_payment_verdict(body_of(R"({"outcome":"charged","charge":"pi_1"})"))->charge,
            "pi_1");
  EXPECT_EQ(decode_payment_verdict(body_of(R"({"outcome":"not_charged"})"))->charge, std::nullopt);
  const struct {
    const char* body;
    const char* param;
  } rows[] = {
      {R"({})", "$.outcome"},
      {R"({"outcome":"perhaps"})", "$.outcome"},
      {R"({"outcome":""})", "$.outcome"},
      {R"({"outcome":"charged"})", "$.charge"},
      {R"({"outcome":"charged","charge":""})", "$.charge"},
      {R"({"outcome":"not_charged","charge":"pi_1"})", "$.charge"},
      {R"({"outcome":"not_charged","sure":true})", "$.sure"},
  };
  for (const auto& row : rows) {
    const auto verdict = decode_payment_verdict(body_of(row.body));
    ASSERT_FALSE(verdict.has_value()) << row.body;
    EXPECT_EQ(verdict.error().field.place, row.param) << row.body;
  }
}

TEST(OrderActions, AreCalledAsTheirPaths) {
  for (const char* name : {"ship", "ready", "deliver", "refund", "cancel", "hold", "approve"}) {
    EXPECT_TRUE(order_action(name).has_value()) << name;
  }
  EXPECT_FALSE(order_action("burn").has_value());
  EXPECT_FALSE(order_action("").has_value());
}

TEST(OrderRefusals, KeepTheirSentence) {
  const auto answer = render_order_refusal({checkout::OrderRefusalCode::refund_too_large,
                                            {checkout::TextId::refund_too_large, {"5", "9"}}});
  EXPECT_EQ(answer.status, 422);
  EXPECT_EQ(
      answer.body,
      R"({"type":"invalid_request","code":"refund_too_large",)"
      R"("message":"Only 5 of the 9 that were charged can still be given back. Ask for at most )"
      R"(that."})");
}

}  // namespace
}  // namespace till::wire
