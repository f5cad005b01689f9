#include "wire/acp/order_json.h"

#include <gtest/gtest.h>

namespace till::wire::acp {
namespace {

using checkout::OrderStatus;

IdBytes bytes_of(std::uint8_t last) {
  IdBytes bytes{};
  bytes.back() = last;
  return bytes;
}

checkout::Order order_of_two_mugs() {
  checkout::Order order;
  order.id = OrderId{bytes_of(1)};
  order.checkout_session_id = SessionId{bytes_of(2)};
  order.agent = "agent-a";
  order.permalink_url = "https://shop.example/orders/1";
  order.currency = "usd";
  order.payment_reference = "ch_secret";
  order.lines.push_back({LineItemId{bytes_of(3)},
                         "mug-blue",
                         "Blue \"mug\"",
                         2,
                         2,
                         0,
                         {1450},
                         {2900},
                         {210},
                         {3110},
                         checkout::FulfillmentType::shipping});
  order.totals = {{2900}, {0}, {2900}, {0}, {500}, {210}, {3610}};
  order.destination.emplace().line_one = "5 Elm St";
  return order;
}

std::string written(const checkout::Order& order) {
  std::string out;
  json::Writer json(out);
  write_order(json, order);
  return out;
}

// LT-21
TEST(OrderJson, TellsOfATaxWithinThePricesBesideTheTotals) {
  checkout::Order order = order_of_two_mugs();
  order.lines[0].tax = {};
  order.lines[0].total = order.lines[0].subtotal;
  order.lines[0].included_tax = {463};
  order.totals = {{2900}, {0}, {2900}, {0}, {500}, {0}, {3400}, {543}};
  const std::string text = written(order);
  EXPECT_NE(text.find(R"({"type":"subtotal","display_text":"Subtotal","amount":2900},)"
                      R"({"type":"tax","display_text":"Additional tax","amount":0,)"
                      R"("description":"The price includes $4.63 of tax."},)"
                      R"({"type":"total","display_text":"Total","amount":2900}])"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find(R"("amount":0,"description":"The price includes $5.43 of tax."},)"
                      R"({"type":"total","display_text":"Total","amount":3400}])"),
            std::string::npos)
      << text;
}

// Members as in OpenAPI's EventDataOrder and Order; key order is part of what is signed.
// Two mugs of which one has left and arrived, with money given back.
checkout::Order order_with_a_life() {
  using namespace checkout;
  checkout::Order order = order_of_two_mugs();
  const Timestamp now{1'795'514'400'000};  // 2026-11-24T10:00:00Z
  const LineItemId line = order.lines[0].id;
  order.status = OrderStatus::processing;
  order.lines[0].fulfilled = 1;
  order.destination = Address{"Ann Lee", "5 Elm St", "Apt 2", "Town", "CA", "US", "94105"};
  order.fulfillments = {{FulfillmentId{bytes_of(4)},
                         FulfillmentType::local_delivery,
                         FulfillmentStatus::delivered,
                         {{line, 1}},
                         "UPS",
                         "1Z",
                         "https://track.example/1Z",
                         order.destination,
                         std::nullopt,
                         std::nullopt,
                         {{ProgressId{bytes_of(5)}, FulfillmentStatus::shipped, now},
                          {ProgressId{bytes_of(6)}, FulfillmentStatus::delivered, now}}},
                        {FulfillmentId{bytes_of(7)},
                         FulfillmentType::digital,
                         FulfillmentStatus::processing,
                         {{line, 1}},
                         {},
                         {},
                         {},
                         {},
                         "https://dl.example/1",
                         "KEY",
                         {{ProgressId{bytes_of(8)}, FulfillmentStatus::processing, now}}},
                        {FulfillmentId{bytes_of(9)},
                         FulfillmentType::pickup,
                         FulfillmentStatus::ready_for_pickup,
                         {{line, 1}},
                         {},
                         {},
                         {},
                         {},
                         {},
                         {},
                         {{ProgressId{bytes_of(10)}, FulfillmentStatus::ready_for_pickup, now}}}};
  order.adjustments = {{AdjustmentId{bytes_of(11)},
                        AdjustmentType::refund,
                        AdjustmentStatus::completed,
                        Amount{110},
                        {},
                        "Chipped",
                        now},
                       {AdjustmentId{bytes_of(12)},
                        AdjustmentType::refund,
                        AdjustmentStatus::pending,
                        Amount{5},
                        {},
                        std::nullopt,
                        now},
                       {AdjustmentId{bytes_of(13)},
                        AdjustmentType::cancellation,
                        AdjustmentStatus::failed,
                        std::nullopt,
                        {{line, 1}},
                        std::nullopt,
                        now}};
  return order;
}

constexpr const char* kWritten =
    R"({"type":"order","id":"ord_00000000000000000000000001",)"
    R"("checkout_session_id":"cs_00000000000000000000000002",)"
    R"("permalink_url":"https://shop.example/orders/1","status":"confirmed","line_items":[)"
    R"({"id":"li_00000000000000000000000003","title":"Blue \"mug\"","product_id":"mug-blue",)"
    R"("quantity":{"ordered":2,"current":2,"fulfilled":0},"unit_price":1450,"subtotal":2900,)"
    R"("totals":[{"type":"items_base_amount","display_text":"Items","amount":2900},)"
    R"({"type":"items_discount","display_text":"Item discounts","amount":0},)"
    R"({"type":"subtotal","display_text":"Subtotal","amount":2900},)"
    R"({"type":"tax","display_text":"Tax","amount":210},)"
    R"({"type":"total","display_text":"Total","amount":3110}],"status":"processing"}],)"
    R"("fulfillments":[],"adjustments":[],"totals":[)"
    R"({"type":"items_base_amount","display_text":"Items","amount":2900},)"
    R"({"type":"items_discount","display_text":"Item discounts","amount":0},)"
    R"({"type":"subtotal","display_text":"Subtotal","amount":2900},)"
    R"({"type":"discount","display_text":"Discount","amount":0},)"
    R"({"type":"fulfillment","display_text":"Delivery","amount":500},)"
    R"({"type":"tax","display_text":"Tax","amount":210},)"
    R"({"type":"total","display_text":"Total","amount":3610}]})";

// OD-06 to OD-11
constexpr const char* kFulfillments =
    R"("fulfillments":[{"id":"ful_00000000000000000000000004","type":"shipping",)"
    R"("status":"delivered","line_items":[{"id":"li_00000000000000000000000003","quantity":1}],)"
    R"("carrier":"UPS","tracking_number":"1Z","tracking_url":"https://track.example/1Z",)"
    R"("destination":{"name":"Ann Lee","line_one":"5 Elm St","line_two":"Apt 2","city":"Town",)"
    R"("state":"CA","country":"US","postal_code":"94105"},"events":[)"
    R"({"id":"fe_00000000000000000000000005","type":"shipped",)"
    R"("occurred_at":"2026-11-24T10:00:00Z"},{"id":"fe_00000000000000000000000006",)"
    R"("type":"delivered","occurred_at":"2026-11-24T10:00:00Z"}]},)"
    R"({"id":"ful_00000000000000000000000007","type":"digital","status":"processing",)"
    R"("line_items":[{"id":"li_00000000000000000000000003","quantity":1}],)"
    R"("digital_delivery":{"access_url":"https://dl.example/1","license_key":"KEY"},)"
    R"("events":[{"id":"fe_00000000000000000000000008","type":"processing",)"
    R"("occurred_at":"2026-11-24T10:00:00Z"}]},)"
    R"({"id":"ful_00000000000000000000000009","type":"pickup","status":"ready_for_pickup",)"
    R"("line_items":[{"id":"li_00000000000000000000000003","quantity":1}],)"
    R"("events":[{"id":"fe_0000000000000000000000000a","type":"ready_for_pickup",)"
    R"("occurred_at":"2026-11-24T10:00:00Z"}]}],)";

constexpr const char* kAdjustments =
    R"("adjustments":[{"id":"adj_0000000000000000000000000b","type":"refund",)"
    R"("occurred_at":"2026-11-24T10:00:00Z","status":"completed","amount":110,"currency":"usd",)"
    R"("description":"Chipped"},{"id":"adj_0000000000000000000000000c","type":"refund",)"
    R"("occurred_at":"2026-11-24T10:00:00Z","status":"pending","amount":5,"currency":"usd"},)"
    R"({"id":"adj_0000000000000000000000000d","type":"cancellation",)"
    R"("occurred_at":"2026-11-24T10:00:00Z","status":"failed",)"
    R"("line_items":[{"id":"li_00000000000000000000000003","quantity":1}]}],)";

TEST(Orders, ShowHowTheGoodsWentAndWhatWasGivenBack) {
  const std::string text = written(order_with_a_life());
  EXPECT_NE(text.find(kFulfillments), std::string::npos) << text;
  EXPECT_NE(text.find(kAdjustments), std::string::npos) << text;
  EXPECT_TRUE(
      text.ends_with(R"({"type":"total","display_text":"Total","amount":3610},)"
                     R"({"type":"amount_refunded","display_text":"Refunded","amount":110}]})"))
      << text;
}

TEST(Orders, AreWrittenInFull) {  // WH-04, WH-05, OD-13
  EXPECT_EQ(written(order_of_two_mugs()), kWritten);
}

TEST(Orders, HaveTheNumberThatTheShopGaveThemAndTillsOwnLink) {
  checkout::Order order;
  order.permalink_url = "https://till.example/orders/1";
  const auto written = [&order] {
    std::string body;
    json::Writer json(body);
    acp::write_order(json, order);
    return body;
  };
  EXPECT_EQ(written().find("order_number"), std::string::npos);
  order.shop = {checkout::ShopState::taken, "10023", "https://shop.example/10023"};
  EXPECT_NE(written().find(R"("order_number":"10023")"), std::string::npos);
  EXPECT_EQ(written().find("shop.example"), std::string::npos);
}

TEST(Orders, ShowThePictureAndThePageOfALineThatHasThem) {
  checkout::Order order = order_of_two_mugs();
  EXPECT_EQ(written(order).find("url\":\"https://h/"), std::string::npos);
  order.lines.front().image_url = "https://h/mug.jpg";
  order.lines.front().page_url = "https://h/mug";
  EXPECT_NE(written(order).find(R"("image_url":"https://h/mug.jpg","url":"https://h/mug",)"),
            std::string::npos)
      << written(order);
}

TEST(Orders, ExplainTheSubtotalOfALineWithADiscount) {  // C-58, LT-07
  checkout::Order order = order_of_two_mugs();
  order.lines.front().subtotal = Amount{2610};
  order.lines.front().current = 1;  // What is left of the line changes nothing.
  const std::string text = written(order);
  EXPECT_NE(
      text.find(R"("totals":[{"type":"items_base_amount","display_text":"Items","amount":2900},)"
                R"({"type":"items_discount","display_text":"Item discounts","amount":290},)"
                R"({"type":"subtotal","display_text":"Subtotal","amount":2610},)"),
      std::string::npos)
      << text;
}

TEST(Orders, TellNeitherThePaymentNorTheAddressNorTheAgent) {  // TR-11, WH-16
  const std::string text = written(order_of_two_mugs());
  for (const char* hidden : {"ch_secret", "Elm", "agent-a"}) {
    EXPECT_EQ(text.find(hidden), std::string::npos) << hidden;
  }
}

TEST(Orders, HaveTheStatusesOfTheSpecification) {
  const struct {
    OrderStatus status;
    const char* spelling;
  } rows[] = {
      {OrderStatus::created, "created"},
      {OrderStatus::confirmed, "confirmed"},
      {OrderStatus::manual_review, "manual_review"},
      {OrderStatus::processing, "processing"},
      {OrderStatus::shipped, "shipped"},
      {OrderStatus::completed, "completed"},
      {OrderStatus::canceled, "canceled"},
  };
  for (const auto& row : rows) {
    auto order = order_of_two_mugs();
    order.lines.clear();
    order.status = row.status;
    EXPECT_NE(written(order).find("\"status\":\"" + std::string(row.spelling) + "\""),
              std::string::npos)
        << "OD-04 " << row.spelling;
  }
}

TEST(OrderLines, DeriveTheirStatusFromTheirQuantities) {
  const struct {
    const char* rule;
    std::int64_t ordered, current, fulfilled;
    const char* status;
  } rows[] = {
      {"OD-03 nothing sent", 3, 3, 0, "processing"},
      {"OD-03 some sent", 3, 3, 1, "partial"},
      {"OD-03 all sent", 3, 3, 3, "fulfilled"},
      {"OD-03 all that is left sent", 3, 1, 1, "fulfilled"},
      {"OD-03 removed before anything was sent", 3, 0, 0, "removed"},
      {"OD-03 removed comes first", 3, 0, 2, "removed"},
  };
  for (const auto& row : rows) {
    auto order = order_of_two_mugs();
    order.lines[0].ordered = row.ordered;
    order.lines[0].current = row.current;
    order.lines[0].fulfilled = row.fulfilled;
    const std::string status = "\"status\":\"" + std::string(row.status) + "\"}]";
    EXPECT_NE(written(order).find(status), std::string::npos) << row.rule;
  }
}

TEST(Events, HoldATypeAndTheFullOrderOnly) {  // WH-02, WH-03
  const std::string data = std::string(R"(,"data":)") + kWritten + "}";
  EXPECT_EQ(order_event_body(app::EventType::order_create, order_of_two_mugs()),
            R"({"type":"order_create")" + data);
  EXPECT_EQ(order_event_body(app::EventType::order_update, order_of_two_mugs()),
            R"({"type":"order_update")" + data);
}

}  // namespace
}  // namespace till::wire::acp
