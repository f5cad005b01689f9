// Orders after their sale: what the agent is told by webhook, and what it is shown when it asks.
#include <chrono>
#include <deque>
#include <memory>

#include "app/dispatcher.h"
#include "golden/states.h"
#include "http/webhook_sender.h"

namespace till::golden {
namespace {

using checkout::OrderCommand;
using checkout::OrderReport;

// The agent's platform, which takes everything.
class Platform final : public net::HttpClient {
 public:
  Task<Done> pause(std::chrono::milliseconds, Executor&) override { co_return Done{}; }
  Task<Result<net::Response, net::ClientFailure>> send(net::ClientRequest request,
                                                       Executor&) override {
    sent.push_back(std::move(request));
    co_return net::Response{};
  }
  std::vector<net::ClientRequest> sent;
};

// A purchase whose events go out to the platform.
struct Sale {
  explicit Sale(Transcript& kept)
      : golden(kept),
        sender([this](const std::string&) -> net::HttpClient& { return platform; }),
        dispatcher(
            {golden.shop.store, sender, golden.shop.clock, random, golden.shop.observer, golden.log,
             [](const std::string&) -> std::optional<app::WebhookTarget> {
               return app::WebhookTarget{"https://agent.example/webhooks/order_events",
                                         Secret("whsec_golden"), Secret()};
             },
             webhooks::RetrySchedule::standard()},
            golden.shop.executor) {}

  void buy(const std::string& body, const char* card = kApproved) {
    session = golden.begin(body);
    const auto answer = golden.pay(session, card);
    if (text_at(answer, "/status") == "complete_in_progress") golden.settle();
    order = text_at(golden.quietly(get(session)), "/order/id");
    EXPECT_FALSE(order.empty()) << answer.body;
    deliver();
  }
  // Buys what is charged only once it has left.
  void set_aside(const std::string& body) {
    app::Shop& shop = golden.shop;
    app::CheckoutService later({shop.store, shop.commerce, shop.gateway, shop.clock, shop.ids,
                                shop.events, shop.observer, shop.profile, &shop.sandbox,
                                [](const app::OutboxEvent&) {}, true});
    session = golden.begin(body);
    const auto ready = app::Shop::session_of(shop.get(golden.session_id(session)));
    const auto payment = shop.payment(shop.token_for(*ready, kApproved));
    shop.run(app::by_agent(later).complete(shop.context("later", "body"), ready->id, payment));
    order = text_at(golden.quietly(get(session)), "/order/id");
    deliver();
  }
  void change(const OrderCommand& command) {
    golden.shop.clock.advance(Milliseconds(60'000));
    golden.shop.run(golden.shop.orders.change(*OrderId::parse(order), command, std::nullopt,
                                              golden.shop.executor));
    deliver();
  }
  void report(const OrderReport& report) {
    golden.shop.clock.advance(Milliseconds(60'000));
    const auto sold =
        golden.shop.run(golden.shop.memory.order(*OrderId::parse(order), golden.shop.executor));
    const std::string charge = sold.value().value().payment_reference;
    const Digest scope = sha256("report-" + std::to_string(++reports));
    golden.shop.run(golden.shop.orders.report(golden.session_id(session), {charge}, report, scope,
                                              golden.shop.executor));
    deliver();
  }
  void deliver() {
    dispatcher.tick();
    golden.shop.executor.run_all();
  }
  // Keeps what was sent last, and the order as it is.
  void keep() {
    ASSERT_FALSE(platform.sent.empty());
    golden.kept.add(platform.sent.back());
    golden.ask(get("/orders/" + order));
  }

  GoldenShop golden;
  Platform platform;
  app::FixedRandom random;
  http::HttpWebhookSender sender;
  app::Dispatcher dispatcher;
  std::string session;
  std::string order;
  int reports = 0;
};

const std::string kGoods = wanted(line("mug", 2) + "," + line("poster"), kTown + "," + kAnn);
const std::string kPickedUp =
    wanted(line("mug"), kTown + "," + kAnn +
                            R"(,"selected_fulfillment_options":[{"type":"pickup",)"
                            R"("option_id":"store"}])");
const std::string kByHand =
    wanted(line("desk"), kTown + "," + kAnn +
                             R"(,"selected_fulfillment_options":[{"type":"local_delivery",)"
                             R"("option_id":"local"}])");

Scenarios created() {
  const struct {
    const char* name;
    std::string body;
  } rows[] = {
      {"order_create", kReady},
      {"order_create_digital", wanted(line("ebook"), kAnn)},
      {"order_create_pickup", kPickedUp},
      {"order_create_local_delivery", kByHand},
      {"order_create_with_discounts",
       wanted(line("mug", 3), R"("discounts":{"codes":["SAVE10","TAKE5","MUGS"]},)" + kTown)},
      {"order_create_with_notes", with(kReady, R"("order_notes":"Ring","locale":"fr")")},
      {"order_create_with_groups",
       wanted(line("mug") + "," + line("desk") + "," + line("ebook"),
              R"("fulfillment_groups":[{"id":"g1","item_ids":["desk"],"destination_type":)"
              R"("pickup"}],)" +
                  kTown)},
  };
  Scenarios scenarios;
  for (const auto& row : rows) {
    scenarios.push_back({row.name, [body = row.body](Transcript& kept) {
                           Sale sale(kept);
                           sale.buy(body);
                           sale.keep();
                         }});
  }
  return scenarios;
}

struct ChangeRow {
  const char* name;
  std::string body;
  std::vector<OrderCommand> commands;
};

std::vector<ChangeRow> changes() {
  using namespace checkout;
  const ShipOrder parcel{{{"mug", 1}}, "UPS", "1Z999", "https://ups.example/1Z999"};
  const RefundOrder part{Amount{500}, "Scratched"};
  return {
      {"order_update_held", kGoods, {HoldOrder{}}},
      {"order_update_approved", kGoods, {HoldOrder{}, ApproveOrder{}}},
      {"order_update_partly_shipped", kGoods, {parcel}},
      {"order_update_shipped", kGoods, {parcel, ShipOrder{}}},
      {"order_update_partly_delivered", kGoods, {parcel, DeliverOrder{}}},
      {"order_update_delivered", kGoods, {ShipOrder{}, DeliverOrder{}}},
      {"order_update_ready_for_pickup", kPickedUp, {ReadyOrder{}}},
      {"order_update_picked_up", kPickedUp, {ReadyOrder{}, DeliverOrder{}}},
      {"order_update_delivered_by_hand", kByHand, {ShipOrder{}, DeliverOrder{}}},
      {"order_update_digital_delivered",
       wanted(line("ebook"), kAnn),
       {DeliverOrder{std::nullopt, "https://shop.example/dl/1", "KEY-1"}}},
      {"order_update_partly_refunded", kGoods, {part}},
      {"order_update_refunded", kGoods, {part, RefundOrder{}}},
      {"order_update_canceled", kGoods, {CancelOrder{"Not wanted"}}},
      {"order_update_canceled_after_a_refund", kGoods, {part, CancelOrder{}}},
  };
}

// Of orders that are charged once everything has left.
std::vector<ChangeRow> later_changes() {
  using namespace checkout;
  const ShipOrder parcel{{{"mug", 1}}, "UPS", "1Z999", "https://ups.example/1Z999"};
  return {
      {"order_create_set_aside", kGoods, {}},
      {"order_update_set_aside_partly_shipped", kGoods, {parcel}},
      {"order_update_set_aside_captured", kGoods, {parcel, ShipOrder{}}},
      {"order_update_set_aside_refunded", kGoods, {RefundOrder{Amount{500}, "Scratched"}}},
      {"order_update_set_aside_refunded_and_captured",
       kGoods,
       {RefundOrder{Amount{500}, "Scratched"}, ShipOrder{}}},
      {"order_update_set_aside_let_go", kGoods, {CancelOrder{"Not wanted"}}},
  };
}

struct ReportRow {
  const char* name;
  std::vector<OrderReport> reports;
};

std::vector<ReportRow> reports() {
  using namespace checkout;
  const Amount some{700};
  return {
      {"order_update_reported_refund",
       {RefundReport{"re_9", some, AdjustmentStatus::completed, {}}}},
      {"order_update_reported_refund_pending",
       {RefundReport{"re_9", some, AdjustmentStatus::pending, {}}}},
      {"order_update_disputed", {DisputeReport{"dp_1", some, AdjustmentStatus::pending}}},
      {"order_update_dispute_lost",
       {DisputeReport{"dp_1", some, AdjustmentStatus::pending},
        DisputeReport{"dp_1", some, AdjustmentStatus::completed}}},
      {"order_update_dispute_won",
       {DisputeReport{"dp_1", some, AdjustmentStatus::pending},
        DisputeReport{"dp_1", some, AdjustmentStatus::failed}}},
      {"order_update_review_opened", {ReviewReport{true}}},
      {"order_update_review_closed", {ReviewReport{true}, ReviewReport{false}}},
  };
}

void refund_refused(Transcript& kept) {
  Sale sale(kept);
  sale.buy(kGoods);
  sale.golden.shop.gateway.refuses_refunds = true;
  sale.change(checkout::RefundOrder{Amount{500}, {}});
  sale.keep();
}

// No update is told before the refund is settled; the order shows it as pending.
void refund_in_doubt(Transcript& kept) {
  Sale sale(kept);
  sale.buy(kGoods);
  sale.golden.shop.gateway.silent = true;
  sale.change(checkout::RefundOrder{Amount{500}, {}});
  sale.golden.ask(get("/orders/" + sale.order));
}

// What was set aside is gone when it is to be taken; or nobody knows whether it was.
void capture_lapsed(Transcript& kept) {
  Sale sale(kept);
  sale.set_aside(kGoods);
  sale.golden.shop.gateway.lapsed = true;
  sale.change(checkout::ShipOrder{});
  sale.keep();
}

void capture_in_doubt(Transcript& kept) {
  Sale sale(kept);
  sale.set_aside(kGoods);
  sale.golden.shop.gateway.silent = true;
  sale.change(checkout::ShipOrder{});
  sale.keep();
}

void head_of_an_order(Transcript& kept) {
  Sale sale(kept);
  sale.buy(kReady);
  auto request = get("/orders/" + sale.order);
  request.head_only = true;
  sale.golden.ask(request);
  set_header(request, "Authorization", "Bearer token-b");
  sale.golden.ask(request);
}

}  // namespace

Scenarios order_scenarios() {
  Scenarios scenarios = created();
  for (const ChangeRow& row : changes()) {
    scenarios.push_back({row.name, [row](Transcript& kept) {
                           Sale sale(kept);
                           sale.buy(row.body);
                           for (const OrderCommand& command : row.commands) sale.change(command);
                           EXPECT_EQ(sale.platform.sent.size(), row.commands.size() + 1);
                           sale.keep();
                         }});
  }
  for (const ChangeRow& row : later_changes()) {
    scenarios.push_back({row.name, [row](Transcript& kept) {
                           Sale sale(kept);
                           sale.set_aside(row.body);
                           for (const OrderCommand& command : row.commands) sale.change(command);
                           sale.keep();
                         }});
  }
  for (const ReportRow& row : reports()) {
    scenarios.push_back({row.name, [row](Transcript& kept) {
                           Sale sale(kept);
                           sale.buy(kGoods);
                           for (const OrderReport& report : row.reports) sale.report(report);
                           EXPECT_EQ(sale.platform.sent.size(), row.reports.size() + 1);
                           sale.keep();
                         }});
  }
  scenarios.push_back({"order_update_refund_refused", refund_refused});
  scenarios.push_back({"order_with_a_refund_in_doubt", refund_in_doubt});
  scenarios.push_back({"order_update_set_aside_lapsed", capture_lapsed});
  scenarios.push_back({"order_update_set_aside_in_doubt", capture_in_doubt});
  scenarios.push_back({"head_of_an_order", head_of_an_order});
  return scenarios;
}

}  // namespace till::golden
