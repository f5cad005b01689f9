// Whatever an agent asks for, REST and MCP give the same: they are two doors of one shop.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <array>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "mcp/steps.h"

namespace till::mcp {
namespace {

using namespace test;
using http::test::kCart;

// Evenly, not the low ones first as inRange has it.
int any_of(int low, int high) {
  return *rc::gen::resize(rc::kNominalSize, rc::gen::inRange(low, high + 1));
}
bool one_in(int many) { return any_of(1, many) == 1; }

template <class List>
auto any_in(const List& list) {
  return list[static_cast<std::size_t>(any_of(0, static_cast<int>(std::size(list)) - 1))];
}

constexpr std::array kItems{"mug-blue",  "mug-blue", "poster-limited", "cap-sold-out",
                            "ebook-acp", "desk-oak", "no-such"};
constexpr std::array kQuantities{"1", "1", "2", "3", "4", "0", "-1", "1.5", "\"2\"", "null"};
constexpr std::array kPlaces{
    R"("state":"CA","country":"US","postal_code":"94105")",
    R"("state":"NY","country":"US","postal_code":"10001")",
    R"("country":"DE","postal_code":"10115")",
    R"("state":"CA","country":"US","postal_code":"94105")",
    R"("country":"AQ","postal_code":"1")",
    R"("country":"Germany","postal_code":"1")",
    R"("state":"CA","country":"US")",
};
constexpr std::array kMore{
    R"("discounts":{"codes":["SAVE10"]})",
    R"("discounts":{"codes":["TAKE5","SAVE10"]})",
    R"("discounts":{"codes":["NOPE"]})",
    R"("discounts":{"codes":"SAVE10"})",
    R"("discounts":null)",
    R"("selected_fulfillment_options":[{"type":"shipping","option_id":"express"}])",
    R"("selected_fulfillment_options":[{"type":"pickup","option_id":"pickup-store"}])",
    R"("selected_fulfillment_options":[{"type":"shipping","option_id":"teleport"}])",
    R"("selected_fulfillment_options":[{"type":"flying"}])",
    R"("buyer":{"email":"ann@shop.example","first_name":"Ann"})",
    R"("buyer":{"email":"no address"})",
    R"("buyer":{})",
    R"("order_notes":"Ring \"twice\" \u00e9")",
    R"("fulfillment_details":null)",
    R"("fulfillment_details":{"address":[]})",
    R"("locale":"de-CH")",
    R"("locale":7)",
    R"("metadata":{"a":{"b":[1,2.50,1e3,"\ud83d\ude00"]}})",
    R"("unknown":[{"deep":{}}])",
};
// What no step takes, for a reason of its own each.
constexpr std::array kMalformed{
    "{}",
    R"({"line_items":"x","currency":"usd","capabilities":{}})",
    R"({"line_items":[],"currency":"usd","capabilities":{}})",
    R"({"line_items":[{}],"currency":"usd","capabilities":{}})",
    R"({"line_items":[{"id":7}],"currency":"usd","capabilities":{}})",
    R"({"line_items":[{"id":"mug-blue"}],"currency":7,"capabilities":{}})",
    R"({"line_items":[{"id":"mug-blue"}],"currency":"eur","capabilities":{}})",
    R"({"line_items":[{"id":"mug-blue"}],"currency":"usd"})",
    R"({"payment_data":{}})",
    R"({"payment_data":{"handler_id":"none","instrument":{"type":"card","credential":{"type":"spt",
        "token":"x"}}}})",
    R"({"intent_trace":{"reason_code":"no reason"}})",
    R"({"intent_trace":7})",
};

std::string any_line() {
  std::string line = R"({"id":")" + std::string(any_in(kItems)) + "\"";
  if (!one_in(3)) line += R"(,"quantity":)" + std::string(any_in(kQuantities));
  return line + "}";
}

std::string any_lines() {
  std::string lines = R"("line_items":[)" + any_line();
  for (int more = any_of(0, 2); more > 0; --more) lines += "," + any_line();
  return lines + "]";
}

std::string any_details() {
  return R"("fulfillment_details":{"address":{"name":"Ann Lee","line_one":"5 Elm St",)"
         R"("city":"Town",)" +
         std::string(any_in(kPlaces)) + "}}";
}

// A body of the members that are asked for, more or less as it should be.
std::string any_body(bool begins) {
  if (one_in(6)) return any_in(kMalformed);
  std::vector<std::string> members;
  if (begins || one_in(2)) members.push_back(any_lines());
  if (begins) members.emplace_back(R"("currency":"usd","capabilities":{})");
  const bool whole = one_in(2);
  if (whole) members.push_back(any_details());
  const std::string more = any_in(kMore);
  if (!whole || !more.starts_with("\"fulfillment_details")) members.push_back(more);
  std::string body = "{";
  for (const std::string& member : members) body += (body.size() > 1 ? "," : "") + member;
  return body + "}";
}

// A session that can be paid at once, by an agent that can lead through 3-D Secure or not.
std::string any_cart() {
  std::string body = kCart;
  constexpr std::string_view kNone = R"("capabilities":{})";
  if (one_in(2)) {
    body.replace(body.find(kNone), kNone.size(),
                 R"("capabilities":{"interventions":{"supported":["3ds"]}})");
  }
  return body;
}

constexpr std::array kCards{"4242424242424242", "4242424242424242", "4000000000000002",
                            "4000000000009995", "4000000000003220", "4000000000003220"};

// Two shops that nobody could tell apart, one asked over REST, the other over MCP.
class Twins {
 public:
  // Counts what came of the steps in `met`.
  explicit Twins(std::map<std::string, int>& met) : met_(met) {}
  void take_any_step() {
    if (one_in(10)) return take_time();
    if (one_in(4) && !sessions_.empty()) return delegate_payment();
    const Step step = !taken_.empty() && one_in(4) ? any_repetition() : any_step();
    const Came rest = over_rest(rest_, step);
    // A client may change its version between two steps, and one that repeats a step as well.
    const Came mcp = one_in(2) ? over_mcp(mcp_, step) : over_modern_mcp(mcp_, step);
    RC_LOG() << step.tool << " " << step.id << " " << step.key << " " << step.payload << "\n  "
             << rest << "\n";
    RC_ASSERT(rest == mcp);
    ++met_[std::to_string(rest.status) + text_at(rest.answer, "/status")];
    if (rest.replayed) ++met_["replayed"];
    taken_.push_back(step);
    note(rest);
  }

 private:
  void take_time() {
    const Milliseconds span(any_in(std::array{1, 60'000, 600'000, 6 * 3'600'000}));
    rest_.rest.shop.clock.advance(span);
    mcp_.rest.shop.clock.advance(span);
  }
  void delegate_payment() {
    const std::string session = id_in(sessions_, "cs_unknown");
    const auto request = [&, card = std::string(any_in(kCards))](McpShop& shop) {
      auto post = http::test::post("/agentic_commerce/delegate_payment",
                                   shop.rest.card_for(session, card.c_str()), next_key());
      http::test::set_header(post, "Request-Id", "r");
      return post;
    };
    const int key = keys_;
    const auto first = rest_.rest.send(request(rest_));
    keys_ = key;
    const auto second = mcp_.rest.send(request(mcp_));
    RC_ASSERT(first.body == second.body);
    if (first.status == 201) tokens_[session].push_back(text_at(first.body, "/id"));
  }
  void note(const Came& came) {
    if (came.status >= 300 || came.replayed) return;
    const std::string id = came.id();
    if (id.starts_with("cs_")) sessions_.push_back(id);
    if (id.starts_with("cart_")) carts_.push_back(id);
    const std::string order = text_at(came.answer, "/order/id");
    if (!order.empty()) orders_.push_back(order);
  }
  // A step that was taken, as it was, or with its key but another payload or agent.
  Step any_repetition() {
    Step step = any_in(taken_);
    if (one_in(3) && !step.payload.empty()) step.payload = any_body(step.id.empty());
    if (one_in(5)) step.agent = "b";
    return step;
  }
  Step any_step() {
    const std::string session = id_in(sessions_, "cs_00000000000000000000000999");
    const std::string cart = id_in(carts_, "cart_00000000000000000000000999");
    switch (sessions_.empty() ? 0 : any_of(0, 12)) {
      case 0: return create(one_in(2) ? any_body(true) : any_cart(), next_key());
      case 1: return get(session);
      case 2:
      case 3:
      case 4: return update(session, any_body(false), next_key());
      case 5:
      case 6:
      case 7: return complete(session, any_payment(session), next_key());
      case 8: return cancel(session, any_in(std::array{"", "{}", kMalformed[10]}), next_key());
      case 9: return create_cart(any_body(true), next_key());
      case 10: return update_cart(cart, any_body(true), next_key());
      case 11: return one_in(2) ? get_cart(cart) : cancel_cart(cart, "", next_key());
      default: return get_order(id_in(orders_, "ord_00000000000000000000000999"));
    }
  }
  std::string any_payment(const std::string& session) {
    if (one_in(8)) return any_in(kMalformed);
    std::string payment = rest_.rest.payment_with(any_token(session));
    if (one_in(4)) {
      payment.pop_back();
      payment += R"(,"authentication_result":{"outcome":)";
      payment += any_in(std::array{R"("authenticated","outcome_details":{"three_ds_cryptogram":
                                      "AAIBBYNoEwAAACcKhAJkdQAAAAA=",
                                      "electronic_commerce_indicator":"05",
                                      "transaction_id":"c4e59ceb","version":"2.2.0"})",
                                   "\"denied\"", "\"canceled\"", "7"});
      payment += "}}";
    }
    return payment;
  }
  std::string any_token(const std::string& session) {
    const auto own = tokens_.find(session);
    if (own != tokens_.end() && !one_in(4)) return own->second.back();
    return tokens_.empty() ? "vt_unknown" : id_in(tokens_.begin()->second, "vt_unknown");
  }
  std::string id_in(const std::vector<std::string>& known, const char* unknown) {
    if (!known.empty() && one_in(2)) return known.back();
    if (!known.empty() && !one_in(6)) return any_in(known);
    return one_in(2) ? unknown : "nonsense";
  }
  std::string next_key() { return "key-" + std::to_string(++keys_); }

  std::map<std::string, int>& met_;
  McpShop rest_;
  McpShop mcp_;
  int keys_ = 0;
  std::vector<std::string> sessions_;
  std::vector<std::string> carts_;
  std::map<std::string, std::vector<std::string>> tokens_;  // By the session they are for.
  std::vector<std::string> orders_;
  std::vector<Step> taken_;
};

TEST(Equivalence, OfRestAndMcpHoldsForEveryPurchase) {  // MP-09, MP-10, MP-16, C-09
  std::map<std::string, int> met;
  EXPECT_TRUE(rc::check("two doors of one shop", [&met] {
    Twins twins(met);
    for (int steps = any_of(1, 40); steps > 0; --steps) twins.take_any_step();
  }));
  for (const char* what : {"200completed", "200ready_for_payment", "201ready_for_payment",
                           "200canceled", "200expired", "400", "404", "422", "replayed"}) {
    EXPECT_GT(met[what], 0) << what << ": the steps are too tame";
  }
}

// A purchase whose every step goes through the door that is asked for.
struct Purchase {
  using Door = Came (*)(McpShop&, const Step&);
  McpShop shop;
  std::string begin(Door door) {
    const Came created = door(shop, create(kCart, "create"));
    EXPECT_EQ(created.status, 201) << created;
    return created.id();
  }
};

TEST(Equivalence, AllowsAPurchaseToGoOnThroughTheOtherDoor) {
  for (const auto& [first, second] :
       {std::pair<Purchase::Door, Purchase::Door>{over_rest, over_mcp},
        {over_mcp, over_rest},
        {over_rest, over_modern_mcp},
        {over_modern_mcp, over_rest},
        {over_mcp, over_modern_mcp},
        {over_modern_mcp, over_mcp}}) {
    Purchase purchase;
    const std::string session = purchase.begin(first);
    const Came seen = second(purchase.shop, get(session));
    EXPECT_EQ(seen, first(purchase.shop, get(session)));
    const Came updated =
        second(purchase.shop, update(session, R"({"discounts":{"codes":["SAVE10"]}})", "update"));
    EXPECT_EQ(updated.status, 200) << updated;
    const std::string token = purchase.shop.rest.token_for(session);
    const Came paid =
        first(purchase.shop, complete(session, purchase.shop.rest.payment_with(token), "complete"));
    EXPECT_EQ(text_at(paid.answer, "/status"), "completed") << paid;
    const std::string order = text_at(paid.answer, "/order/id");
    EXPECT_EQ(second(purchase.shop, get_order(order)), first(purchase.shop, get_order(order)));
    EXPECT_EQ(purchase.shop.rest.shop.gateway.calls, 1);
  }
}

TEST(Equivalence, GivesTheAnswerOfAKeyAgainThroughTheOtherDoor) {  // ID-03, ID-06, ID-11
  const std::vector<std::function<Step(McpShop&, const std::string&)>> steps{
      [](McpShop&, const std::string&) { return create(kCart, "k"); },
      [](McpShop&, const std::string& id) {
        return update(id, R"({"line_items":[{"id":"ebook-acp"}]})", "k");
      },
      [](McpShop& shop, const std::string& id) {
        return complete(id, shop.rest.payment_with(shop.rest.token_for(id)), "k");
      },
      [](McpShop& shop, const std::string& id) {
        const auto token = shop.rest.token_for(id);
        return complete(id, shop.rest.payment_with("vt_unknown" + token), "k");
      },
      [](McpShop&, const std::string& id) { return cancel(id, "", "k"); },
      [](McpShop&, const std::string&) {
        return create_cart(R"({"line_items":[{"id":"mug-blue"}]})", "k");
      },
      [](McpShop&, const std::string& id) { return update(id, R"({"line_items":7})", "k"); },
  };
  for (const auto& [first, second] :
       {std::pair<Purchase::Door, Purchase::Door>{over_rest, over_mcp},
        {over_mcp, over_rest},
        {over_rest, over_modern_mcp},
        {over_modern_mcp, over_rest},
        {over_mcp, over_modern_mcp},
        {over_modern_mcp, over_mcp}}) {
    for (const auto& make : steps) {
      Purchase purchase;
      const Step step = make(purchase.shop, purchase.begin(first));
      SCOPED_TRACE(step.tool + step.payload);
      const Came once = first(purchase.shop, step);
      const Came again = second(purchase.shop, step);
      EXPECT_FALSE(once.replayed);
      EXPECT_TRUE(again.replayed);
      EXPECT_EQ(again.status, once.status);
      EXPECT_EQ(again.answer, once.answer);
      Step other = step;
      other.payload = R"({"changed":true})";
      const Came conflict = second(purchase.shop, other);
      EXPECT_EQ(conflict.status, 422) << conflict;
      EXPECT_EQ(conflict, first(purchase.shop, other));
    }
  }
}

TEST(Equivalence, HoldsForWaysToPayThatTheHandlerDoesNotOffer) {  // PM-12
  Purchase purchase;
  const std::string session = purchase.begin(over_rest);
  const auto paying = [&](std::string_view instrument, std::string_view credential) {
    std::string payment = R"({"payment_data":{"handler_id":")";
    payment.append(purchase.shop.rest.shop.profile.handlers.front().id);
    payment.append(R"(","instrument":{"type":")").append(instrument);
    payment.append(R"(","credential":{"type":")").append(credential);
    return payment.append(R"(","token":"vt_1"}}}})");
  };
  const struct {
    std::string payment;
    const char* param;
  } rows[] = {
      {paying("bank_transfer", "spt"), "$.payload.payment_data.instrument.type"},
      {paying("Card", "spt"), "$.payload.payment_data.instrument.type"},
      {paying("card", "pan"), "$.payload.payment_data.instrument.credential.type"},
  };
  int keys = 0;
  const auto next_key = [&keys] { return "pay-" + std::to_string(++keys); };
  for (const auto& row : rows) {
    const Came refused = over_mcp(purchase.shop, complete(session, row.payment, next_key()));
    EXPECT_EQ(refused.status, 400) << refused;
    EXPECT_NE(refused.answer.find(std::string(" at ") + row.param + ":"), std::string::npos);
    EXPECT_EQ(refused, over_rest(purchase.shop, complete(session, row.payment, next_key())));
  }
  EXPECT_EQ(purchase.shop.rest.shop.gateway.calls, 0);
}

TEST(Equivalence, HoldsForTheSessionOfAnotherAgent) {
  Purchase purchase;
  Step step = get(purchase.begin(over_rest));
  step.agent = "b";
  const Came seen = over_mcp(purchase.shop, step);
  EXPECT_EQ(seen.status, 404);
  EXPECT_EQ(seen, over_rest(purchase.shop, step));
}

}  // namespace
}  // namespace till::mcp
