// A shop in Berlin that ships by weight and class and promises working days.
#include "golden/golden_shop.h"

namespace till::golden {
namespace {

void furnish_parcels(GoldenShop& shop) {
  shop.shop.commerce.replace(*commerce::parse_catalog(R"({
    "currency": "usd",
    "shipping_classes": ["bulky"],
    "items": [{"id": "mug", "title": "Blue mug", "unit_amount": 1450, "stock": 1000,
               "weight_grams": 400},
              {"id": "desk", "title": "Desk", "unit_amount": 45900, "stock": 100,
               "weight_grams": 24000, "shipping_class": "bulky"}],
    "zones": [{"id": "inland", "areas": [{"countries": ["DE"]}],
               "except": [{"countries": ["DE"],
                           "postal_ranges": [{"from": "26757", "until": "26757"}]}]},
              {"id": "islands", "areas": [{"countries": ["DE"], "postal_prefixes": ["26757"]}]}],
    "calendars": [
      {"id": "shop", "working_days": ["mon", "tue", "wed", "thu", "fri"], "holidays": []},
      {"id": "post", "working_days": ["mon", "tue", "wed", "thu", "fri", "sat"], "holidays": []}],
    "dispatch": {"time_zone": "Europe/Berlin", "calendar": "shop", "cut_off": "11:00",
                 "handling_days": 1},
    "shipping": [
      {"id": "parcel", "title": "Parcel", "zones": ["inland"], "free_from": 10000,
       "tariff": {"by": "weight", "steps": [{"up_to": 2000, "amount": 619},
                                            {"up_to": 31500, "amount": 1999}]},
       "classes": [{"class": "bulky", "add": 2900, "for_each": "piece"}],
       "delivery": {"calendar": "post", "days": {"from": 1, "until": 2},
                    "hours": {"from": "08:00", "until": "18:00"}}},
      {"id": "ferry", "title": "By ferry", "zones": ["islands"], "amount": 2500,
       "classes": [{"class": "bulky", "excluded": true}]}]})"));
}

std::string bought_to(const std::string& lines, const char* code) {
  return wanted(lines,
                R"("fulfillment_details":{"address":{"name":"Ann Lee","line_one":"1","city":"C",)"
                R"("state":"","country":"DE","postal_code":")" +
                    std::string(code) + R"("}},)" + kAnn);
}

// At 11:00 in Berlin, which is too late for Tuesday.
void create_by_weight(Transcript& kept) {
  GoldenShop shop(kept);
  furnish_parcels(shop);
  shop.ask(shop.to(kSessions, bought_to(line("mug", 2) + "," + line("desk"), "10115")));
}

void create_of_what_no_ferry_carries(Transcript& kept) {
  GoldenShop shop(kept);
  furnish_parcels(shop);
  shop.ask(shop.to(kSessions, bought_to(line("mug", 2) + "," + line("desk"), "26757")));
}

}  // namespace

Scenarios shipping_scenarios() {
  return {{"create_by_weight", create_by_weight},
          {"create_of_what_no_ferry_carries", create_of_what_no_ferry_carries}};
}

}  // namespace till::golden
