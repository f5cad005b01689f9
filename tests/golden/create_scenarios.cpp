// What the first answer of a session shows, by what was asked for.
#include "golden/golden_shop.h"

namespace till::golden {
namespace {

struct CreateRow {
  const char* name;
  std::string body;
  const char* language = nullptr;  // Accept-Language.
};

std::string to_place(const std::string& rest) {
  return R"("fulfillment_details":{"address":{"name":"Ann Lee","line_one":"5 Elm St",)"
         R"("city":"Town",)" +
         rest + "}}";
}
const std::string kGermany = to_place(R"("state":"","country":"DE","postal_code":"10115")");
const std::string kAntarctica = to_place(R"("state":"","country":"AQ","postal_code":"1")");
const std::string kNowhere = to_place(R"("state":"","country":"US","postal_code":"10001")");
const std::string kNewYork = to_place(R"("state":"NY","country":"US","postal_code":"10001")");

std::string codes(const std::string& list) { return R"("discounts":{"codes":[)" + list + "]}"; }
std::string locale(const std::string& tag) { return R"("locale":")" + tag + "\""; }

std::vector<CreateRow> by_state() {
  return {
      {"create_incomplete", wanted(line("mug"))},
      {"create_incomplete_with_a_buyer", wanted(line("mug"), kAnn)},
      {"create_not_ready_region", wanted(line("mug"), kAntarctica)},
      {"create_not_ready_sold_out", wanted(line("cap") + "," + line("mug"), kTown)},
      {"create_not_ready_short_stock", wanted(line("poster", 5), kTown)},
      {"create_not_ready_above_the_most", wanted(line("mug", 101), kTown)},
      {"create_ready", kReady},
      {"create_ready_without_a_buyer", wanted(line("mug", 2), kTown)},
      {"create_digital", wanted(line("ebook"), kAnn)},
      {"create_digital_and_goods", wanted(line("ebook") + "," + line("mug"), kTown)},
      {"create_all_ways", wanted(line("desk") + "," + line("poster"), kTown)},
      {"create_abroad", wanted(line("mug"), kGermany)},
      {"create_in_new_york", wanted(line("mug"), kNewYork)},
  };
}

std::vector<CreateRow> by_member() {
  const std::string mug = line("mug");
  return {
      {"create_older_names",
       R"({"currency":"USD","capabilities":{},"items":[{"item":{"id":"mug"},"quantity":3}],)"
       R"("coupons":["SAVE10"],)" +
           kTown + "}"},
      {"create_yen", R"({"currency":"jpy","capabilities":{},"line_items":[)" + mug + "]," +
                         to_place(R"("state":"","country":"JP","postal_code":"1500001")") + "}"},
      {"create_dinar", R"({"currency":"kwd","capabilities":{},"line_items":[)" + mug + "]}"},
      {"create_with_3ds", wanted(mug, kTown, kThreeDs)},
      {"create_with_capabilities",
       wanted(mug, kTown,
              R"({"interventions":{"supported":["3ds","biometric","address_verification","x"],)"
              R"("display_context":"native","max_redirects":2},)"
              R"("extensions":["discount@2026-01-30","unknown"]})")},
      {"create_with_options",
       wanted(mug, kTown + R"(,"selected_fulfillment_options":[{"type":"shipping",)"
                           R"("option_id":"express"}])")},
      {"create_with_older_options",
       wanted(mug, kTown + R"(,"selected_fulfillment_options":[{"type":"shipping",)"
                           R"("shipping":{"option_id":"express","item_ids":["mug"]}}])")},
      {"create_with_pickup",
       wanted(mug, kTown + R"(,"selected_fulfillment_options":[{"type":"pickup",)"
                           R"("option_id":"store"}])")},
      {"create_with_an_unknown_option",
       wanted(mug, kTown + R"(,"selected_fulfillment_options":[{"type":"shipping",)"
                           R"("option_id":"teleport"}])")},
      {"create_with_metadata",
       wanted(mug, R"("metadata":{"b":[1,2.50,1e3,"\ud83d\ude00"],"a":{"c":null}},)"
                   R"("timezone":"America/New_York","order_notes":"Ring \"twice\" \u00e9",)" +
                       locale("en-US"))},
      {"create_with_an_attribution",
       wanted(mug, R"("affiliate_attribution":{"provider":"ads.example","token":"att_1",)"
                   R"("campaign_id":"c1","touchpoint":"first","metadata":{"slot":3}})")},
      {"create_by_quote", wanted(mug, R"("quote_id":"4f1c9a72e05b8d36aa10c47e92f35b60",)" + kAnn)},
      {"create_without_a_state", wanted(mug, kNowhere)},
  };
}

std::vector<CreateRow> by_party() {
  const std::string mug = line("mug");
  const std::string company =
      R"("buyer":{"full_name":"Ann Lee","email":"ann@example.com","customer_id":"c-1",)"
      R"("account_type":"business","authentication_status":"authenticated","company":{)"
      R"("name":"Lee Ltd","tax_id":"12-345","department":"Kitchen","cost_center":"7"},)"
      R"("loyalty":{"tier":"gold","points_balance":120,"member_since":"2020-01-01T00:00:00Z"})";
  const std::string exempt =
      R"(,"tax_exemption":{"certificate_id":"cert-1","certificate_type":"resale",)"
      R"("exempt_regions":["CA"],"expires_at":"2030-01-01T00:00:00Z"})";
  const auto group = [](const std::string& id, const std::string& item, const std::string& rest) {
    return R"({"id":")" + id + R"(","item_ids":[")" + item + R"("],"destination_type":)" + rest +
           "}";
  };
  return {
      {"create_for_a_company", wanted(mug, company + "}," + kTown)},
      {"create_tax_exempt", wanted(mug, company + exempt + "}," + kTown)},
      {"create_with_groups",
       wanted(mug + "," + line("desk") + "," + line("ebook"),
              R"("fulfillment_groups":[)" +
                  group("g1", "mug", R"("shipping",)" + kNewYork + R"(,"instructions":"Gift")") +
                  "," + group("g2", "desk", R"("pickup","location_id":"store")") + "," +
                  group("g3", "ebook", R"("digital")") + "]," + kTown)},
      {"create_with_a_group_without_an_address",
       wanted(mug + "," + line("poster"),
              R"("fulfillment_groups":[)" + group("g1", "mug", R"("shipping")") + "]")},
  };
}

std::vector<CreateRow> by_discount() {
  const auto of = [](const std::string& lines, const std::string& list,
                     const std::string& more = {}) {
    return wanted(lines, codes(list) + "," + kTown + more, R"({"extensions":["discount"]})");
  };
  return {
      {"create_discount_applied", of(line("mug", 2), R"("SAVE10")")},
      {"create_discounts_applied", of(line("mug", 3), R"("SAVE10","TAKE5","MUGS")")},
      {"create_discount_automatic", wanted(line("mug", 10), kTown)},
      {"create_discounts_rejected",
       of(line("mug"), R"("NOPE","OLD","TAKE5","MEMBERS","ONCE","SAVE10","save10","ALONE")")},
      {"create_discount_once_a_buyer", of(line("mug"), R"("ONCE")", "," + kAnn)},
      {"create_discounts_of_digital_goods", of(line("ebook", 3), R"("SAVE10","TAKE5")")},
      {"create_discounts_in_french",
       of(line("mug", 2), R"("SAVE10","NOPE","OLD")", "," + locale("fr"))},
  };
}

std::vector<CreateRow> by_language() {
  std::vector<CreateRow> rows;
  static const std::pair<const char*, const char*> kLanguages[] = {
      {"en", "create_in_english"}, {"fr", "create_in_french"},   {"de-CH", "create_in_german"},
      {"es", "create_in_spanish"}, {"ja", "create_in_japanese"}, {"it", "create_in_no_language"}};
  for (const auto& [tag, name] : kLanguages) {
    const std::string lines = line("cap") + "," + line("mug", 2) + "," + line("desk");
    rows.push_back({name, wanted(lines, locale(tag) + "," + kTown)});
  }
  rows.push_back({"create_by_accept_language", wanted(line("mug")), "ja;q=0.5, de;q=0.9"});
  rows.push_back({"create_by_locale_over_accept_language", wanted(line("mug"), locale("fr")),
                  "ja;q=0.5, de;q=0.9"});
  return rows;
}

}  // namespace

Scenarios create_scenarios() {
  Scenarios scenarios;
  for (const auto& rows : {by_state(), by_member(), by_party(), by_discount(), by_language()}) {
    for (const CreateRow& row : rows) {
      scenarios.push_back({row.name, [row](Transcript& kept) {
                             GoldenShop shop(kept);
                             auto request = shop.to(kSessions, row.body);
                             if (row.language != nullptr) {
                               set_header(request, "Accept-Language", row.language);
                             }
                             shop.ask(std::move(request));
                           }});
    }
  }
  scenarios.push_back({"create_discount_used_up", [](Transcript& kept) {
                         GoldenShop shop(kept);
                         const std::string body = wanted(
                             line("mug"), codes(R"("FEW","ONCE")") + "," + kAnn + "," + kTown);
                         shop.pay(shop.begin(body));
                         shop.ask(shop.to(kSessions, body));
                       }});
  return scenarios;
}

}  // namespace till::golden
