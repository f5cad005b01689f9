// What an operator may ask about checkout sessions over HTTP.
#include "console/session_admin.h"

#include <gmock/gmock.h>

#include "app/shop.h"
#include "console/bodies.h"

namespace till::console {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

struct SessionDesk : app::Shop {
  SessionDesk() {
    auto command = app::cart({{"mug-blue", 2}});
    command.attribution = checkout::Attribution{"network.example", Secret("atp_1")};
    session = created(command);
  }
  void order_on_account() {
    checkout::CompleteCommand command;
    command.purchase_order_number = "PO-7";
    run(app::by_agent(service).complete(context("k", "b"), session->id, command));
  }
  void fall_in_doubt() {
    gateway.silent = true;
    complete("k", session->id, token_for(*session));
    gateway.silent = false;
  }
  net::Response settle(std::string body) { return post("/settle", std::move(body)); }
  net::Response post(const std::string& end, std::string body) {
    net::Request request;
    request.method = "POST";
    request.path = path(end);
    request.has_body = true;
    request.body = std::move(body);
    return run(admin.handle(std::move(request), executor, deed));
  }
  net::Response send(std::string method, const std::string& path, std::string query = {}) {
    net::Request request;
    request.method = std::move(method);
    request.path = path;
    request.query = std::move(query);
    return run(admin.handle(std::move(request), executor, deed));
  }
  std::string path(const std::string& end = {}) { return "/sessions/" + session->id.text() + end; }

  wire::SessionRenderer renderer{profile};
  SessionAdmin admin{service, store, renderer};
  Deed deed;
  checkout::SessionPtr session;
};

TEST(SessionAdmin, ShowsWhatAgentsNeverSeeAgain) {
  SessionDesk desk;
  const auto shown = desk.send("GET", desk.path());
  EXPECT_EQ(shown.status, 200);
  EXPECT_EQ(raw_at(shown.body, "/session/id"), desk.session->id.text());
  EXPECT_EQ(raw_at(shown.body, "/affiliate_attributions/0"),
            R"({"touchpoint":"first","provider":"network.example","token":"atp_1"})");
  EXPECT_THAT(raw_at(shown.body, "/session"), Not(HasSubstr("atp_1")));
}

TEST(SessionAdmin, ListsAndDecidesWhatWaits) {
  for (const std::string decision : {"approve", "deny"}) {
    SessionDesk desk;
    EXPECT_EQ(desk.send("POST", desk.path("/" + decision)).status, 422);
    EXPECT_EQ(raw_at(desk.send("GET", "/sessions", "status=pending_approval").body, "/sessions"),
              "[]");
    desk.order_on_account();
    const auto list = desk.send("GET", "/sessions", "status=pending_approval");
    EXPECT_EQ(raw_at(list.body, "/sessions/0/id"), desk.session->id.text());
    EXPECT_EQ(raw_at(list.body, "/sessions/0/purchase_order_number"), "PO-7");
    const auto decided = desk.send("POST", desk.path("/" + decision));
    EXPECT_EQ(decided.status, 200) << decided.body;
    const bool approved = decision == "approve";
    EXPECT_EQ(raw_at(decided.body, "/session/status"),
              approved ? "completed" : "ready_for_payment");
    EXPECT_EQ(!raw_at(decided.body, "/order_id").empty(), approved);
    EXPECT_EQ(desk.deed.amount.has_value(), approved) << "what was charged";
    EXPECT_EQ(desk.send("POST", desk.path("/approve")).status, approved ? 405 : 422);
  }
}

TEST(SessionAdmin, ApprovesAPurchaseWhoseTotalChangedOnlyAtOneOfTheTotals) {
  SessionDesk desk;
  desk.order_on_account();
  commerce::Catalog dearer = desk.catalog;
  dearer.items[0].unit_amount = commerce::Prices::of({{"usd", Amount{2000}}});
  desk.commerce.replace(dearer);
  const auto differs = desk.post("/approve", "");
  EXPECT_EQ(differs.status, 409) << differs.body;
  EXPECT_EQ(raw_at(differs.body, "/code"), "total_changed");
  const std::string asked = std::to_string(desk.session->totals.total.minor);
  EXPECT_EQ(raw_at(differs.body, "/asked_total"), asked);
  const std::string now = raw_at(differs.body, "/current_total");
  EXPECT_NE(now, asked);
  EXPECT_EQ(raw_at(differs.body, "/currency"), "usd");
  for (const char* body : {R"({"accept_total":null})", R"({"accept_total":"1"})", "[]", "{",
                           R"({"accept_total":-1})", R"({"accept":1})"}) {
    EXPECT_EQ(desk.post("/approve", body).status, 400) << body;
  }
  EXPECT_EQ(desk.post("/approve", R"({"accept_total":1})").status, 409);
  EXPECT_EQ(desk.post("/approve", "{}").status, 409);
  const auto done = desk.post("/approve", R"({"accept_total":)" + now + "}");
  EXPECT_EQ(done.status, 200) << done.body;
  EXPECT_EQ(raw_at(done.body, "/session/status"), "completed");
}

TEST(SessionAdmin, SettlesAPaymentInDoubtByTheOperatorsWord) {
  SessionDesk desk;
  const std::string not_charged = R"({"outcome":"not_charged"})";
  EXPECT_EQ(desk.settle(not_charged).status, 422);
  desk.fall_in_doubt();
  struct Row {
    const char* body;
    const char* param;
  };
  for (const Row& row : {Row{"{}", "$.outcome"}, Row{R"({"outcome":"lost"})", "$.outcome"},
                         Row{R"({"outcome":"charged"})", "$.charge"},
                         Row{R"({"outcome":"charged","charge":"pi_1"})", "$.charge"}}) {
    const auto refused = desk.settle(row.body);
    EXPECT_EQ(refused.status, 400) << row.body;
    EXPECT_EQ(raw_at(refused.body, "/param"), row.param) << row.body;
  }
  EXPECT_EQ(desk.settle("{").status, 400);
  EXPECT_EQ(desk.send("GET", desk.path("/settle")).status, 405);
  const auto settled = desk.settle(not_charged);
  EXPECT_EQ(settled.status, 200) << settled.body;
  EXPECT_EQ(raw_at(settled.body, "/session/status"), "ready_for_payment");
  EXPECT_EQ(raw_at(desk.settle(not_charged).body, "/code"), "payment_not_in_doubt");
}

TEST(SessionAdmin, ListsWhatFitsEverythingThatIsAsked) {
  SessionDesk desk;
  auto other = app::cart({{"mug-blue", 1}});
  other.buyer.emplace().email = "ada@example.com";
  const auto second = app::Shop::session_of(desk.create("other", other, "agent-b"));
  const std::string first_id = desk.session->id.text();
  const std::string second_id = second->id.text();
  struct Row {
    const char* query;
    std::vector<std::string> ids;
  };
  for (const Row& row :
       {Row{"", {second_id, first_id}}, Row{"status=ready_for_payment", {second_id, first_id}},
        Row{"status=canceled", {}}, Row{"agent=agent-a", {first_id}},
        Row{"email=ADA@example.com", {second_id}}, Row{"since=2100-01-01", {}},
        Row{"until=2000-01-01", {}},
        Row{"since=2000-01-01&until=2100-01-01", {second_id, first_id}}}) {
    const auto list = desk.send("GET", "/sessions", row.query);
    EXPECT_EQ(list.status, 200) << row.query;
    for (std::size_t i = 0; i < 2; ++i) {
      const std::string id = i < row.ids.size() ? row.ids[i] : "";
      EXPECT_EQ(raw_at(list.body, "/sessions/" + std::to_string(i) + "/id"), id) << row.query;
    }
  }
  const auto page = desk.send("GET", "/sessions", "limit=1");
  EXPECT_EQ(raw_at(page.body, "/sessions/0/status"), "ready_for_payment");
  const std::string cursor = raw_at(page.body, "/next_cursor");
  const auto rest = desk.send("GET", "/sessions", "limit=1&cursor=" + cursor);
  EXPECT_EQ(raw_at(rest.body, "/sessions/0/id"), first_id);
  EXPECT_EQ(raw_at(rest.body, "/next_cursor"), "");
}

TEST(SessionAdmin, RefusesWhatItDoesNotKnow) {
  SessionDesk desk;
  EXPECT_EQ(desk.send("POST", "/sessions").status, 405);
  for (const char* query : {"status=lost", "since=yesterday", "limit=0", "cursor=1", "item=x"}) {
    EXPECT_EQ(desk.send("GET", "/sessions", query).status, 400) << query;
  }
  EXPECT_EQ(desk.send("GET", "/sessions/").status, 404);
  EXPECT_EQ(desk.send("GET", "/sessions/x").status, 404);
  EXPECT_EQ(desk.send("GET", "/sessions/" + SessionId{}.text()).status, 404);
  EXPECT_EQ(desk.send("POST", desk.path("/bless")).status, 404);
  EXPECT_EQ(desk.send("GET", desk.path("/approve")).status, 405);
  EXPECT_FALSE(SessionAdmin::serves("/sessionsx"));
}

}  // namespace
}  // namespace till::console
