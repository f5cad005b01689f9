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

// A shop in Berlin whose prices hold their tax, a buyer there, and a business in Paris.
void furnish_berlin(GoldenShop& shop) {
  shop.shop.commerce.replace(*commerce::parse_catalog(R"({
    "currency": "usd", "home": {"country": "DE"}, "prices_include_tax": ["DE", "FR"],
    "reverse_charge": true,
    "items": [{"id": "poster", "title": "Poster", "unit_amount": 999, "stock": 9},
              {"id": "mug", "title": "Book", "unit_amount": 1299, "stock": 9,
               "tax_class": "reduced"}],
    "shipping": [{"id": "post", "title": "Post", "amount": 595, "taxed": true,
                  "countries": ["DE", "FR"]}],
    "tax": [{"country": "DE", "rate_ppm": 190000}, {"country": "FR", "rate_ppm": 200000},
            {"country": "DE", "rate_ppm": 70000, "tax_class": "reduced"},
            {"country": "FR", "rate_ppm": 55000, "tax_class": "reduced"}]})"));
}

std::string bought_in(const char* country, const char* code, const std::string& more = {}) {
  return wanted(line("poster", 3) + "," + line("mug"),
                R"("fulfillment_details":{"address":{"name":"Ann Lee","line_one":"1","city":"C",)"
                R"("state":"","country":")" +
                    std::string(country) + R"(","postal_code":")" + code + R"("}})" + more);
}

void create_with_tax_in_prices(Transcript& kept) {
  GoldenShop shop(kept);
  furnish_berlin(shop);
  shop.ask(shop.to(kSessions, bought_in("DE", "10115", "," + kAnn)));
}

void create_for_a_business_that_owes_the_tax(Transcript& kept) {
  GoldenShop shop(kept);
  furnish_berlin(shop);
  shop.ask(shop.to(kSessions, bought_in("FR", "75001",
                                        R"(,"buyer":{"email":"ann@example.com","company":{)"
                                        R"("name":"Ann SARL","tax_id":"FR12345678901"}})")));
}

void sold_with_pictures(Transcript& kept) {
  GoldenShop shop(kept);
  shop.shop.commerce.replace(pictured_catalog());
  const std::string lines = line("mug", 2) + "," + line("ebook");
  const auto created = shop.ask(shop.to(kSessions, wanted(lines, kTown + "," + kAnn)));
  const std::string session = std::string(kSessions) + "/" + text_at(created, "/id");
  const auto sold = shop.ask(shop.to(session + "/complete", shop.payment(session)));
  shop.ask(get("/orders/" + text_at(sold, "/order/id")));
  shop.ask(shop.to("/carts", R"({"line_items":[)" + lines + "]}"));
}

}  // namespace

Scenarios session_scenarios() {
  Scenarios scenarios = in_each_state();
  for (const UpdateRow& row : updates()) {
    scenarios.push_back({row.name, [row](Transcript& kept) { play_update(kept, row); }});
  }
  scenarios.push_back({"create_with_tax_in_prices", create_with_tax_in_prices});
  scenarios.push_back(
      {"create_for_a_business_that_owes_the_tax", create_for_a_business_that_owes_the_tax});
  scenarios.push_back({"head_of_a_session", head});
  scenarios.push_back({"sold_with_pictures", sold_with_pictures});
  scenarios.push_back({"cancel_with_a_trace", cancel_with_a_trace});
  scenarios.push_back({"update_after_a_new_price", update_after_a_new_price});
  scenarios.push_back({"update_after_an_item_went", update_after_an_item_went});
  scenarios.push_back({"update_in_another_language", update_in_another_language});
  return scenarios;
}

}  // namespace till::golden
