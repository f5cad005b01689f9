// What the shop's own backend is told, byte by byte as it is kept in tests/golden/shop. That it is
// of the published schemas is tested in tests/backend. A change that is wanted is made with
// scripts/refresh-golden.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include "app/selling_shop.h"
#include "golden/golden_shop.h"
#include "repository.h"

namespace till::golden {
namespace {

namespace fs = std::filesystem;
using checkout::OrderCommand;
using checkout::OrderReport;

fs::path told_folder() { return repository() / "tests" / "golden" / "shop"; }

// A purchase, what happens to it afterwards, and what the shop is told last.
struct Told {
  const char* name;
  std::string body;
  std::string more = {};  // At complete.
  std::vector<OrderCommand> commands = {};
  std::vector<OrderReport> reports = {};
  bool erased = false;
  bool first_event = false;  // Not what is told last, but first after the order.
};

struct Asked {
  const char* name;
  std::string body;
  std::string provider = "stripe";
  bool signals = false;
  bool taxes_included = false;
};

// As if the shop had had the taxes of the lines in its prices, and some in those of deliveries.
void include_taxes(checkout::Session& session) {
  const auto include = [&session](Amount& tax, Amount& included, Amount amount) {
    session.totals.total.minor -= tax.minor;
    session.totals.tax.minor -= tax.minor;
    session.totals.included_tax.minor += amount.minor;
    tax = {};
    included = amount;
  };
  for (checkout::LineItem& line : session.lines) {
    line.totals.total = line.totals.subtotal;
    include(line.totals.tax, line.totals.included_tax, line.totals.tax);
  }
  for (const auto& selected : session.selected) {
    for (checkout::FulfillmentOption& option : session.options) {
      if (option.id == selected.option_id) include(option.tax, option.included_tax, {80});
    }
  }
}

struct TellingShop : GoldenShop {
  TellingShop() : GoldenShop(kept_) { shop.events.tell(&backend_); }

  // What the shop is asked before it is charged.
  std::string ask(const Asked& asked) {
    checkout::Session session =
        *shop.run(shop.memory.load(session_id(begin(asked.body)), std::nullopt, shop.executor))
             ->session;
    if (asked.taxes_included) include_taxes(session);
    if (asked.signals) session.record.risk_signals.emplace().ip_address = "192.0.2.7";
    return shop.events.before_charge(session, asked.provider, shop.clock.now()) + "\n";
  }

  std::string play(const Told& told) {
    const std::string session = begin(told.body);
    const bool on_account = told.more.find("payment_data") != std::string::npos;
    std::string body = on_account ? told.more : payment(session);
    if (!on_account && !told.more.empty()) body = with(body, told.more);
    const auto paid = quietly(to(session + "/complete", body));
    if (text_at(paid, "/status") == "pending_approval") {
      shop.run(shop.service.approve(session_id(session), {}, shop.executor));
    }
    const SessionId id = session_id(session);
    for (const OrderCommand& command : told.commands) {
      shop.clock.advance(Milliseconds(60'000));
      shop.run(shop.orders.change(order_of(id).id, command, std::nullopt, shop.executor));
    }
    for (const OrderReport& report : told.reports) {
      const std::string charge = order_of(id).payment_reference;
      shop.run(shop.orders.report(id, {charge}, report, sha256(told.name), shop.executor));
    }
    if (told.erased) {
      shop.run(shop.memory.erase_buyer({id}, shop.clock.now(), shop.events, shop.executor));
    }
    app::EventFilter filter;
    filter.order = order_of(id).id;
    filter.receiver = app::EventReceiver::shop;
    const auto events = shop.run(shop.memory.events(filter, shop.executor)).value();
    if (events.empty()) return {};
    return (told.first_event ? events.at(1) : events.back()).body + "\n";
  }
  checkout::Order order_of(const SessionId& id) {
    return shop.run(shop.memory.load(id, std::nullopt, shop.executor))->session->order.value();
  }

  Transcript kept_;
  app::FakeShop backend_;
};

std::vector<Told> all_told() {
  using namespace checkout;
  const std::string goods = wanted(line("mug", 2) + "," + line("poster"), kTown + "," + kAnn);
  const RefundOrder part{Amount{500}, "Scratched"};
  const std::string record =
      R"("affiliate_attribution":{"provider":"impact","token":"secret","campaign_id":"winter",)"
      R"("metadata":{"medium":"chat"}},"marketing_consents":[{"channel":"email",)"
      R"("opted_in":true}])";
  return {
      {"order", kReady},
      {"order_digital", wanted(line("ebook"), kAnn)},
      {"order_without_email", wanted(line("ebook"))},
      {"order_pickup", wanted(line("mug"), kTown + "," + kAnn +
                                               R"(,"selected_fulfillment_options":[{"type":)"
                                               R"("pickup","option_id":"store"}])")},
      {"order_local_delivery",
       wanted(line("desk"), kTown + "," + kAnn +
                                R"(,"selected_fulfillment_options":[{"type":"local_delivery",)"
                                R"("option_id":"local"}])")},
      {"order_with_discounts",
       wanted(line("mug", 3), R"("discounts":{"codes":["SAVE10","TAKE5","MUGS"]},)" + kTown)},
      {"order_with_groups",
       wanted(line("mug") + "," + line("desk") + "," + line("ebook"),
              R"("fulfillment_groups":[{"id":"g1","item_ids":["desk"],"destination_type":)"
              R"("pickup"}],)" +
                  kTown)},
      {"order_with_a_record", with(kReady, R"("order_notes":"Ring","locale":"fr")"), record},
      {"order_on_account", kReady,
       R"({"payment_data":{"purchase_order_number":"PO-7","payment_terms":"net_30"}})"},
      {"order_whose_buyer_is_forgotten", goods, {}, {}, {}, true},
      {"event_canceled", goods, {}, {CancelOrder{"Not wanted"}}, {}, false, true},
      {"event_held", goods, {}, {HoldOrder{}}},
      {"event_released", goods, {}, {HoldOrder{}, ApproveOrder{}}},
      {"event_refunded", goods, {}, {part}},
      {"event_refunded_by_the_bank",
       goods,
       {},
       {},
       {RefundReport{"re_9", Amount{700}, AdjustmentStatus::completed, {}}}},
      {"event_disputed", goods, {}, {}, {DisputeReport{"dp_1", Amount{700}}}},
      {"event_held_for_review", goods, {}, {}, {ReviewReport{true}}},
      {"event_whose_buyer_is_forgotten", goods, {}, {part}, {}, true},
  };
}

std::vector<Asked> all_asked() {
  return {{"approval", kReady},
          {"approval_of_digital_goods", wanted(line("ebook"))},
          {"approval_on_account", kReady, ""},
          {"approval_with_risk_signals", kReady, "stripe", true},
          {"approval_with_tax_in_the_prices", kReady, "stripe", false, true}};
}

std::optional<std::string> told_content(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(file), {});
}

TEST(GoldenOrders, AreToldToTheShopAsTheyAreKept) {
  const bool refreshes = std::getenv("TILL_REFRESH_GOLDEN") != nullptr;
  if (refreshes) fs::create_directories(told_folder());
  std::set<std::string> written;
  const auto compare = [&](const std::string& name, const std::string& body) {
    EXPECT_FALSE(body.empty()) << name;
    const std::string file = name + ".json";
    written.insert(file);
    if (refreshes) {
      std::ofstream(told_folder() / file, std::ios::binary) << body;
    } else {
      EXPECT_EQ(told_content(told_folder() / file).value_or("no such file"), body)
          << "If that is wanted: scripts/refresh-golden";
    }
  };
  for (const Told& told : all_told()) compare(told.name, TellingShop().play(told));
  for (const Asked& asked : all_asked()) compare(asked.name, TellingShop().ask(asked));
  for (const auto& entry : fs::directory_iterator(told_folder())) {
    EXPECT_TRUE(written.contains(entry.path().filename().string())) << entry.path();
  }
}

}  // namespace
}  // namespace till::golden
