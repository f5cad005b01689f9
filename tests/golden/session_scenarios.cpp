// Get, update and cancel of a session, in each state that it can be in.
#include "golden/states.h"

namespace till::golden {
namespace {

struct UpdateRow {
  const char* name;
  std::string from;  // The body of the create before.
  std::string body;
};

std::vector<UpdateRow> updates() {
  const std::string lines = R"({"line_items":[)";
  return {
      {"update_items", kReady, lines + line("ebook") + "," + line("mug", 3) + "]}"},
      {"update_quantity_lowered", wanted(line("poster", 5), kTown),
       lines + line("poster", 3) + "]}"},
      {"update_quantity_raised", wanted(line("poster", 1), kTown),
       lines + line("poster", 9) + "]}"},
      {"update_address", wanted(line("mug")), "{" + kTown + "}"},
      {"update_buyer", wanted(line("mug"), kTown), "{" + kAnn + "}"},
      {"update_option", kReady,
       R"({"selected_fulfillment_options":[{"type":"shipping","option_id":"express"}]})"},
      {"update_options_by_item", wanted(line("mug") + "," + line("desk"), kTown),
       R"({"selected_fulfillment_options":[{"type":"pickup","option_id":"store",)"
       R"("item_ids":["desk"]},{"type":"shipping","option_id":"express","item_ids":["mug"]}]})"},
      {"update_codes", kReady, R"({"discounts":{"codes":["SAVE10","NOPE"]}})"},
      {"update_codes_cleared", with(kReady, R"("discounts":{"codes":["SAVE10"]})"),
       R"({"discounts":null})"},
      {"update_groups", kReady,
       R"({"fulfillment_groups":[{"id":"g1","item_ids":["mug"],"destination_type":"pickup"}]})"},
      {"update_cleared", kReady, R"({"buyer":null,"fulfillment_details":null})"},
      {"update_notes", kReady, R"({"order_notes":"Behind the house"})"},
      {"update_nothing", kReady, "{}"},
  };
}

void play_update(Transcript& kept, const UpdateRow& row) {
  GoldenShop shop(kept);
  const std::string session = shop.begin(row.from);
  shop.shop.clock.advance(Milliseconds(60'000));
  shop.ask(shop.to(session, row.body));
}

// Each operation on a session in each state: what it answers, or how it is refused.
Scenarios in_each_state() {
  Scenarios scenarios;
  for (const State& state : states()) {
    const std::string name = state.name;
    const auto reach = state.reach;
    scenarios.push_back({"get_" + name, [reach](Transcript& kept) {
                           GoldenShop shop(kept);
                           shop.ask(get(reach(shop)));
                         }});
    scenarios.push_back({"update_in_" + name, [reach](Transcript& kept) {
                           GoldenShop shop(kept);
                           const std::string session = reach(shop);
                           shop.ask(shop.to(session, R"({"order_notes":"Ring"})"));
                         }});
    scenarios.push_back({"complete_in_" + name, [reach](Transcript& kept) {
                           GoldenShop shop(kept);
                           const std::string session = reach(shop);
                           const std::string body = shop.payment_with("vt_unknown");
                           shop.ask(shop.to(session + "/complete", body));
                         }});
    scenarios.push_back({"cancel_in_" + name, [reach](Transcript& kept) {
                           GoldenShop shop(kept);
                           const std::string session = reach(shop);
                           shop.ask(shop.to(session + "/cancel"));
                         }});
  }
  return scenarios;
}

void head(Transcript& kept) {
  GoldenShop shop(kept);
  auto request = get(shop.begin());
  request.head_only = true;
  shop.ask(request);
  request.path = std::string(kSessions) + "/cs_none";
  shop.ask(request);
}

void cancel_with_a_trace(Transcript& kept) {
  GoldenShop shop(kept);
  const std::string session = shop.begin();
  shop.ask(shop.to(session + "/cancel",
                   R"({"intent_trace":{"reason_code":"shipping_cost","trace_summary":"Too dear",)"
                   R"("metadata":{"step":2}}})"));
  shop.ask(get(session));
}

void update_after_a_new_price(Transcript& kept) {
  GoldenShop shop(kept);
  const std::string session = shop.begin();
  shop.reprice("mug", 1500);
  shop.ask(shop.to(session, R"({"order_notes":"Ring"})"));
  shop.ask(get(session));
}

void update_after_an_item_went(Transcript& kept) {
  GoldenShop shop(kept);
  const std::string session = shop.begin();
  commerce::Catalog without = *commerce::parse_catalog(kCatalog);
  without.items.erase(without.items.begin());
  shop.shop.commerce.replace(without);
  shop.ask(shop.to(session, "{}"));
}

void update_in_another_language(Transcript& kept) {
  GoldenShop shop(kept);
  const std::string session = shop.begin(wanted(line("mug")));
  auto request = shop.to(session, "{}");
  set_header(request, "Accept-Language", "de");
  shop.ask(request);
}

}  // namespace

Scenarios session_scenarios() {
  Scenarios scenarios = in_each_state();
  for (const UpdateRow& row : updates()) {
    scenarios.push_back({row.name, [row](Transcript& kept) { play_update(kept, row); }});
  }
  scenarios.push_back({"head_of_a_session", head});
  scenarios.push_back({"cancel_with_a_trace", cancel_with_a_trace});
  scenarios.push_back({"update_after_a_new_price", update_after_a_new_price});
  scenarios.push_back({"update_after_an_item_went", update_after_an_item_went});
  scenarios.push_back({"update_in_another_language", update_in_another_language});
  return scenarios;
}

}  // namespace till::golden
