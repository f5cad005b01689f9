// What an operator tells and sees of stock.
#include "console/stock_admin.h"

#include <gmock/gmock.h>

#include "console/bodies.h"
#include "console/console.h"

namespace till::console {
namespace {

constexpr const char* kPath = "/admin/v1/stock";

struct Warehouse : Console {
  net::Response tell(std::string body, const char* token = "Bearer operator",
                     const char* key = nullptr) {
    net::Request asked = request("PUT", kPath, "", token);
    asked.has_body = true;
    asked.body = std::move(body);
    if (key != nullptr) asked.headers.push_back({"Idempotency-Key", key});
    return send(std::move(asked));
  }
  net::Response list(std::string query = {}) { return send(request("GET", kPath, query)); }
  std::string first_audit(const std::string& member) {
    return text_at(send(request("GET", "/audit")), "/events/0/" + member);
  }
};

std::string counted(const std::string& items, const std::string& at = "now") {
  return R"({"counted_at":")" + at + R"(","items":[)" + items + "]}";
}

constexpr const char* kForty = R"({"id":"poster-limited","counted":40})";

TEST(StockAdmin, TakesACountAndShowsWhatIsThere) {
  Warehouse warehouse;
  warehouse.shop.created(app::cart({{"poster-limited", 2}}));
  const auto told = warehouse.tell(counted(kForty, "2026-11-24T09:59:00Z"));
  EXPECT_EQ(told.status, 200) << told.body;
  EXPECT_EQ(told.body,
            R"({"items":[{"id":"poster-limited","stated":40,"counted_at":"2026-11-24T09:59:00Z",)"
            R"("added":0,"sold":0,"held":2,"free":38,"missing":0}]})");
  const auto list = warehouse.list("item=poster-limited");
  EXPECT_EQ(
      list.body,
      R"({"items":[{"id":"poster-limited","stated":40,"counted_at":"2026-11-24T09:59:00Z",)"
      R"("added":0,"sold":0,"held":2,"free":38,"missing":0,"in_catalog":true}],"used":true})");
  EXPECT_EQ(warehouse.first_audit("action"), "tell_stock");
  EXPECT_EQ(warehouse.first_audit("about"), "poster-limited");
  EXPECT_EQ(warehouse.first_audit("outcome"), "done");
}

TEST(StockAdmin, SaysHowManyAreMissing) {
  Warehouse warehouse;
  warehouse.shop.created(app::cart({{"poster-limited", 3}}));
  const auto told = warehouse.tell(counted(R"({"id":"poster-limited","counted":1})"));
  EXPECT_EQ(raw_at(told.body, "/items/0/missing"), "2");
  EXPECT_EQ(raw_at(told.body, "/items/0/free"), "0");
  EXPECT_EQ(raw_at(told.body, "/items/0/held"), "3");
}

TEST(StockAdmin, AddsUnderAKeyOnceAndAnswersAsBefore) {
  Warehouse warehouse;
  const char* const body = R"({"items":[{"id":"poster-limited","added":7}]})";
  EXPECT_EQ(raw_at(warehouse.tell(body).body, "/code"), "idempotency_key_required");
  const auto first = warehouse.tell(body, "Bearer operator", "k1");
  const auto again = warehouse.tell(body, "Bearer operator", "k1");
  EXPECT_EQ(first.status, 200) << first.body;
  EXPECT_EQ(again.body, first.body);
  EXPECT_FALSE(header_of(first, "Idempotent-Replayed"));
  EXPECT_EQ(header_of(again, "Idempotent-Replayed"), "true");
  EXPECT_EQ(warehouse.shop.available("poster-limited"), 10);
  const auto other = warehouse.tell(counted(kForty), "Bearer operator", "k1");
  EXPECT_EQ(other.status, 422) << other.body;
}

TEST(StockAdmin, NeedsTheRightToTellAndThatToSee) {
  Warehouse warehouse;
  EXPECT_EQ(warehouse.tell(counted(kForty), "Bearer warehouse").status, 200);
  for (const char* token : {"Bearer viewer", "Bearer packer", "Bearer shop"}) {
    EXPECT_EQ(warehouse.tell(counted(kForty), token).status, 403) << token;
  }
  EXPECT_EQ(warehouse.send(request("GET", kPath, "", "Bearer warehouse")).status, 403);
  EXPECT_EQ(warehouse.send(request("GET", kPath, "", "Bearer viewer")).status, 200);
  const auto wrong = warehouse.send(request("POST", kPath));
  EXPECT_EQ(wrong.status, 405);
  EXPECT_EQ(header_of(wrong, "Allow"), "GET, HEAD, PUT");
}

TEST(StockAdmin, RefusesWhatCannotBeByItsPlace) {
  const struct {
    std::string body;
    const char* code;
    const char* param;
  } rows[] = {
      {R"({"counted_at":"now"})", "missing", "$.items"},
      {counted(""), "invalid", "$.items"},
      {R"({"items":[{"id":"poster-limited","counted":1}]})", "missing", "$.counted_at"},
      {R"({"counted_at":"yesterday","items":[{"id":"poster-limited","counted":1}]})", "invalid",
       "$.counted_at"},
      {counted(R"({"id":"poster-limited","counted":1})", "2026-11-24T10:00:00.001Z"),
       "in_the_future", "$.counted_at"},
      {counted(R"({"counted":1})"), "missing", "$.items[0].id"},
      {counted(R"({"id":null,"counted":1})"), "invalid", "$.items[0].id"},
      {counted(R"({"id":"poster-limited"})"), "missing", "$.items[0]"},
      {counted(R"({"id":"poster-limited","counted":null})"), "invalid", "$.items[0].counted"},
      {counted(R"({"id":"poster-limited","counted":-1})"), "invalid", "$.items[0].counted"},
      {counted(R"({"id":"poster-limited","counted":1.5})"), "invalid", "$.items[0].counted"},
      {counted(R"({"id":"poster-limited","counted":1000000001})"), "invalid", "$.items[0].counted"},
      {counted(R"({"id":"poster-limited","counted":"1"})"), "invalid", "$.items[0].counted"},
      {counted(R"({"id":"poster-limited","counted":1,"added":1})"), "invalid", "$.items[0].added"},
      {counted(R"({"id":"poster-limited","counted":1,"colour":1})"), "invalid",
       "$.items[0].colour"},
      {counted(std::string(kForty) + "," + kForty), "invalid", "$.items[1].id"},
      {counted("7"), "invalid", "$.items[0]"},
      {counted(R"({"id":"none","counted":1})"), "unknown_item", "$.items[0].id"},
      {counted(R"({"id":"ebook-acp","counted":1})"), "digital_item", "$.items[0].id"},
      {counted(R"({"id":"cap-sold-out","added":-1})"), "below_nothing", "$.items[0].added"},
      {counted(R"({"id":"desk-oak","added":1000000000})"), "too_many", "$.items[0].added"},
      {counted(kForty, "2026-11-17T09:59:59Z"), "too_long_ago", "$.items[0].id"},
  };
  Warehouse warehouse;
  for (const auto& row : rows) {
    const auto answer = warehouse.tell(row.body, "Bearer operator", "key");
    EXPECT_EQ(answer.status, 400) << row.body << answer.body;
    EXPECT_EQ(raw_at(answer.body, "/faults/0/code"), row.code) << row.body;
    EXPECT_EQ(raw_at(answer.body, "/faults/0/param"), row.param) << row.body;
    EXPECT_EQ(raw_at(answer.body, "/param"), row.param) << row.body;
    EXPECT_EQ(raw_at(answer.body, "/faults/1"), "") << row.body << answer.body;
  }
  EXPECT_EQ(warehouse.shop.available("poster-limited"), 3);
}

TEST(StockAdmin, TellsAllFaultsOfARequestAtOnceWithinABound) {
  Warehouse warehouse;
  const auto three = warehouse.tell(
      R"({"colour":1,"items":[{"id":"poster-limited","counted":-1},{"counted":"x"}]})");
  EXPECT_EQ(raw_at(three.body, "/faults/0/param"), "$.colour");
  EXPECT_EQ(raw_at(three.body, "/faults/1/param"), "$.items[0].counted");
  EXPECT_EQ(raw_at(three.body, "/faults/2/param"), "$.items[1].id");
  EXPECT_EQ(raw_at(three.body, "/faults/3/param"), "$.items[1].counted");
  EXPECT_EQ(raw_at(three.body, "/faults/4/param"), "$.counted_at");
  std::string many;
  for (int i = 0; i < 1'001; ++i) {
    if (i == 200) {
      const auto some = warehouse.tell(counted(many));
      EXPECT_EQ(raw_at(some.body, "/faults/49/code"), "unknown_item");
      EXPECT_EQ(raw_at(some.body, "/faults/50"), "");
    }
    many += i == 0 ? "" : ",";
    many += R"({"id":"no-)" + std::to_string(i) + R"(","counted":1})";
  }
  const auto beyond = warehouse.tell(counted(many));
  EXPECT_EQ(raw_at(beyond.body, "/param"), "$.items");
  EXPECT_THAT(raw_at(beyond.body, "/message"), testing::HasSubstr("at most 1000"));
}

TEST(StockAdmin, ListsByPagesAndWhatIsLow) {
  Warehouse warehouse;
  const auto first = warehouse.list("limit=1");
  EXPECT_EQ(raw_at(first.body, "/items/0/id"), "cap-sold-out");
  EXPECT_EQ(raw_at(first.body, "/next_cursor"), "cap-sold-out");
  EXPECT_EQ(raw_at(warehouse.list("limit=1&cursor=cap-sold-out").body, "/items/0/id"), "desk-oak");
  const auto low = warehouse.list("low=3");
  EXPECT_EQ(raw_at(low.body, "/items/1/id"), "poster-limited");
  EXPECT_EQ(raw_at(low.body, "/items/2"), "");
  for (const char* query : {"limit=0", "limit=1001", "low=-1", "low=x", "low=1000000001"}) {
    EXPECT_EQ(warehouse.list(query).status, 400) << query;
  }
}

}  // namespace
}  // namespace till::console
