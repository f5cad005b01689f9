// How the shop's products are read and shown: from a backend that answers as the test says.
#include "commerce/remote/product_reader.h"

#include <gmock/gmock.h>

#include <future>

#include "commerce/fake_backend.h"

namespace till::commerce::remote {
namespace {

using test::FakeBackend;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr const char* kLists = R"({"version":"2026-12-01","capabilities":["quote","products"]})";
constexpr const char* kListsNone = R"({"version":"2026-12-01","capabilities":["quote"]})";

std::string offered(const std::string& id, const std::string& more = "") {
  return R"({"id":")" + id + R"(","title":"The )" + id + R"(","unit_amount":700)" + more + "}";
}

std::string page(const std::string& products, const std::string& next = "") {
  return R"({"currency":"usd","products":[)" + products + "]" +
         (next.empty() ? "" : R"(,"next":")" + next + "\"") + "}";
}

// One mug in a catalogue of Till's own.
struct Catalogue final : app::ProductCatalog {
  app::ProductPage search(const app::ProductQuery&, std::size_t, std::size_t) override {
    return {{{"embedded", "Of the catalogue", {}, {}}}, 1};
  }
  app::ProductPage list(std::size_t, std::size_t) override { return search({}, 0, 1); }
  std::optional<app::Product> find(std::string_view) override {
    return list(0, 1).products.front();
  }
};

struct Measuring final : app::Observer {
  void batch_committed(std::size_t, Milliseconds) override {}
  void payment_finished(app::PaymentResult) override {}
  void webhook_attempted(bool) override {}
  void outbox_measured(std::size_t, Milliseconds) override {}
  void disk_measured(std::uint64_t, bool) override {}
  void receiver_failing(const std::string&, bool) override {}
  void products_measured(std::size_t count_, Milliseconds age_) override {
    count = count_;
    age = age_;
  }
  std::optional<std::size_t> count;
  Milliseconds age{0};
};

struct Shop {
  Shop() {
    backend.say("/capabilities", {200, kLists});
    plan.currency = "usd";
  }
  // What look() begins is done when this comes back.
  void look() {
    if (!reader) {
      reader.emplace(*backend.client, *backend.capabilities, products, backend.random, measured,
                     plan);
      reader->when_changed([this] { ++changes; });
    }
    std::promise<void> begun;
    backend.loop->call([&] {
      reader->look(*backend.loop);
      begun.set_value();
    });
    begun.get_future().get();
    while (!reader->idle()) std::this_thread::yield();
  }
  // The backend lists something else, and somebody else, such as a quote, is told so.
  void relearn(const char* listed) {
    backend.say("/capabilities", {200, listed});
    pass(2);
    backend.capabilities->doubt();
    sync_wait(backend.capabilities->get(*backend.loop));
  }
  void pass(std::int64_t seconds) { backend.clock.ms += seconds * 1000; }
  void look_later(std::int64_t seconds) {
    pass(seconds);
    look();
  }
  std::vector<std::string> shown() {
    std::vector<std::string> ids;
    for (const app::Product& each : products.list(0, 100).products) ids.push_back(each.id);
    return ids;
  }
  std::vector<std::string> queries() {
    std::vector<std::string> all;
    for (const net::Request& each : backend.requests("/products")) all.push_back(each.query);
    return all;
  }

  FakeBackend backend;
  Catalogue embedded;
  Measuring measured;
  RemoteProducts products{*backend.capabilities, embedded, backend.clock};
  ReadingPlan plan;
  std::optional<ProductReader> reader;
  int changes = 0;
};

TEST(ProductReader, ReadsAllPagesAtTheStart) {
  Shop shop;
  shop.backend.say("/products?limit=200", {200, page(offered("mug"), "a/1 ü")});
  shop.backend.say("/products?limit=200&cursor=a%2F1%20%C3%BC", {200, page(offered("book"))});
  shop.look();
  EXPECT_THAT(shop.shown(), ElementsAre("mug", "book"));
  EXPECT_EQ(shop.products.find("mug")->title, "The mug");
  EXPECT_FALSE(shop.products.find("cap").has_value());
  EXPECT_THAT(shop.backend.log.last("products_read"), HasSubstr("products=2 pages=2"));
  EXPECT_EQ(shop.measured.count, 2U);
}

TEST(ProductReader, ShowsTheAvailabilityAndThePriceOfTheShop) {
  Shop shop;
  shop.backend.say("/products", {200, page(offered("mug", R"(,"stock":0)") + "," +
                                           offered("cup", R"(,"stock":3)"))});
  shop.look();
  const auto found = shop.products.search({"the", true, {}}, 0, 10);
  ASSERT_EQ(found.products.size(), 1U);
  EXPECT_EQ(found.products[0].id, "cup");
  EXPECT_EQ(found.products[0].prices.at("usd"), Amount{700});
  EXPECT_FALSE(shop.products.find("mug")->in_stock);
  const app::PriceRange cheap{"", {}, Amount{699}};
  EXPECT_EQ(shop.products.search({"", false, cheap}, 0, 10).total, 0U);
  const std::string sale = R"(,"sale":{"unit_amount":500,"until":"2026-12-01T10:00:01Z"})";
  shop.backend.say("/products", {200, page(offered("hat", sale + R"(,"brand":"Loom")"))});
  shop.reader->hurry();
  shop.look();
  EXPECT_EQ(shop.products.find("hat")->prices.at("usd"), Amount{500});
  EXPECT_EQ(shop.products.find("hat")->facts->brand, "Loom");
  shop.backend.clock.ms += 1'000;
  EXPECT_EQ(shop.products.find("hat")->prices.at("usd"), Amount{700});
}

TEST(ProductReader, ShowsNothingUntilItIsKnownWhatIsSold) {
  Shop shop;
  shop.backend.say("/capabilities", {503, ""});
  EXPECT_THAT(shop.shown(), IsEmpty()) << "nobody has asked yet";
  shop.look();
  EXPECT_THAT(shop.shown(), IsEmpty());
  EXPECT_FALSE(shop.products.find("embedded").has_value());
  EXPECT_THAT(shop.queries(), IsEmpty());
  shop.backend.say("/capabilities", {200, kLists});
  shop.backend.say("/products", {200, page(offered("mug"))});
  shop.look_later(34);
  EXPECT_THAT(shop.shown(), ElementsAre("mug"));
}

TEST(ProductReader, LeavesProductsToTheCatalogueWhereTheBackendListsNone) {
  Shop shop;
  shop.backend.say("/capabilities", {200, kListsNone});
  shop.look();
  EXPECT_THAT(shop.shown(), ElementsAre("embedded"));
  EXPECT_EQ(shop.products.search({}, 0, 1).total, 1U);
  EXPECT_TRUE(shop.products.find("embedded").has_value());
  EXPECT_THAT(shop.queries(), IsEmpty());
}

TEST(ProductReader, ReadsAsSoonAsItIsKnownThatProductsAreListed) {
  for (const FakeBackend::Said& before :
       {FakeBackend::Said{200, kListsNone}, FakeBackend::Said{503, ""}}) {
    Shop shop;
    shop.backend.say("/capabilities", before);
    shop.backend.say("/products", {200, page(offered("mug"))});
    shop.look();
    shop.relearn(kLists);
    shop.look();
    EXPECT_THAT(shop.shown(), ElementsAre("mug")) << before.status;
  }
}

TEST(ProductReader, DoesNotHurryABackendWhoseProductsCannotBeRead) {
  Shop shop;
  shop.backend.say("/products", {200, "{}"});
  shop.look();
  shop.look_later(1);
  EXPECT_EQ(shop.queries().size(), 1U);
}

TEST(ProductReader, ShowsNoOldProductsOnceTheyAreListedAgain) {
  Shop shop;
  shop.backend.say("/products", {200, page(offered("old"))});
  shop.look();
  shop.relearn(kListsNone);
  shop.look();
  EXPECT_THAT(shop.shown(), ElementsAre("embedded"));
  EXPECT_EQ(shop.measured.count, 0U);
  shop.relearn(kLists);
  EXPECT_THAT(shop.shown(), IsEmpty());
  shop.backend.say("/products", {200, page(offered("new"))});
  shop.look();
  EXPECT_THAT(shop.shown(), ElementsAre("new"));
  EXPECT_THAT(shop.queries(), ElementsAre("limit=200", "limit=200"));
}

TEST(ProductReader, TellsWhenTheCatalogueTakesThePlaceOfTheShopOrLeavesIt) {
  Shop shop;
  shop.backend.say("/products", {200, page(offered("mug"))});
  shop.look();
  EXPECT_EQ(shop.changes, 1);
  shop.relearn(kListsNone);
  shop.look();
  shop.look_later(1);
  EXPECT_EQ(shop.changes, 2);
  shop.relearn(kLists);
  shop.backend.say("/products", {503, ""});
  shop.look();
  EXPECT_EQ(shop.changes, 3) << "there is nothing now";
}

// From ten in the morning, less the five minutes by which the clocks may differ.
TEST(ProductReader, AsksForChangesAtIntervalsAndNowAndThenForEverything) {
  Shop shop;
  shop.plan.whole_each = 3;
  shop.backend.say("/products", {200, page(offered("mug"))});
  shop.look();
  shop.look_later(1);
  EXPECT_EQ(shop.queries().size(), 1U) << "it is not time yet";
  shop.backend.say("/products", {200, page(offered("cup") + R"(,{"id":"mug","removed":true})")});
  shop.look_later(331);
  EXPECT_THAT(shop.shown(), ElementsAre("cup"));
  shop.look_later(331);
  shop.look_later(331);
  const auto queries = shop.queries();
  ASSERT_EQ(queries.size(), 4U);
  EXPECT_EQ(queries[0], "limit=200");
  EXPECT_EQ(queries[1], "limit=200&since=2026-12-01T09%3A55%3A00Z");
  EXPECT_THAT(queries[2], HasSubstr("&since="));
  EXPECT_EQ(queries[3], "limit=200") << "what is gone is noticed at last";
}

TEST(ProductReader, TellsWhenOtherProductsAreShown) {
  Shop shop;
  shop.backend.say("/products", {200, page(offered("mug"))});
  shop.look();
  EXPECT_EQ(shop.changes, 1);
  shop.look_later(331);
  EXPECT_EQ(shop.changes, 1) << "they are the same";
  shop.backend.say("/products", {200, page(offered("mug", R"(,"stock":0)"))});
  shop.look_later(331);
  EXPECT_EQ(shop.changes, 2);
}

TEST(ProductReader, ReadsEverythingWhenItIsToldTo) {
  Shop shop;
  shop.backend.say("/products", {200, page(offered("mug"))});
  shop.look();
  shop.reader->hurry();
  shop.backend.say("/products", {200, page(offered("cup"))});
  shop.look();
  EXPECT_THAT(shop.shown(), ElementsAre("cup"));
  EXPECT_THAT(shop.queries(), ElementsAre("limit=200", "limit=200"));
}

TEST(ProductReader, KeepsTheLastWholeCopyWhenAReadingFails) {
  const std::pair<const char*, FakeBackend::Said> rows[] = {
      {"an outage", {503, ""}},
      {"no page", {200, "{}"}},
      {"no JSON", {200, "{\"products\":["}},
      {"a cursor that comes again", {200, page(offered("new"), "2")}},
      {"a page that is too large", {200, std::string(1024 * 1024 + 1, ' ')}},
      {"too many that cannot be read", {200, page("1,2,3," + offered("new"))}},
      {"a no", {422, R"({"refused":{"reason":"busy"}})"}}};
  for (const auto& [what, said] : rows) {
    Shop shop;
    shop.backend.say("/products", {200, page(offered("mug"))});
    shop.look();
    shop.backend.say("/products?limit=200", {200, page(offered("new"), "2")});
    shop.backend.say("/products?limit=200&cursor=2", said);
    shop.reader->hurry();
    shop.look();
    EXPECT_THAT(shop.shown(), ElementsAre("mug")) << what;
    EXPECT_EQ(shop.measured.count, 1U);
    shop.backend.say("/products?limit=200&cursor=2", {200, page(offered("newer"))});
    shop.look_later(34);
    EXPECT_THAT(shop.shown(), ElementsAre("new", "newer")) << what << ": tried again, and whole";
  }
}

TEST(ProductReader, GrowsOldWhileTheBackendIsSilent) {
  Shop shop;
  shop.backend.say("/products", {200, page(offered("mug"))});
  shop.look();
  EXPECT_EQ(shop.measured.age, Milliseconds(0));
  shop.backend.say("/products", {503, ""});
  shop.look_later(400);
  EXPECT_EQ(shop.measured.age, Milliseconds(400'000));
  EXPECT_THAT(shop.shown(), ElementsAre("mug"));
}

TEST(ProductReader, NamesTheProductsThatItLeavesOutButNotWithoutEnd) {
  Shop shop;
  std::string all;
  for (int i = 0; i < 60; ++i) all += offered("good-" + std::to_string(i)) + ",";
  for (int i = 0; i < 14; ++i) {
    all += R"({"id":"bad-)" + std::to_string(i) + R"(","title":"Bad"},)";
  }
  shop.backend.say("/products", {200, page(all + offered("last"))});
  shop.look();
  EXPECT_EQ(shop.shown().size(), 61U);
  std::size_t told = 0;
  for (const test::Line& line : shop.backend.log.lines()) told += line.event == "product_left_out";
  EXPECT_EQ(told, 10U);
  EXPECT_THAT(shop.backend.log.last("product_left_out"),
              HasSubstr("id=bad-9 place=$.unit_amount "));
  EXPECT_THAT(shop.backend.log.last("products_read"), HasSubstr("left_out=14"));
}

TEST(ProductReader, NamesTheLinksThatItLeavesOutButNotWithoutEnd) {
  Shop shop;
  std::string all;
  for (int i = 0; i < 14; ++i) {
    all +=
        R"({"id":"mug-)" + std::to_string(i) + R"(","title":"Mug","unit_amount":1,"url":"mug"},)";
  }
  shop.backend.say("/products", {200, page(all + offered("last"))});
  shop.look();
  EXPECT_EQ(shop.shown().size(), 15U) << "they are shown without it";
  std::size_t told = 0;
  for (const test::Line& line : shop.backend.log.lines()) told += line.event == "part_left_out";
  EXPECT_EQ(told, 10U);
  EXPECT_THAT(shop.backend.log.last("part_left_out"), HasSubstr("id=mug-9 place=$.url "));
}

TEST(ProductReader, BelievesTheSecondTimeThatMostIsGone) {
  Shop shop;
  shop.backend.say("/products",
                   {200, page(offered("a") + "," + offered("b") + "," + offered("c"))});
  shop.look();
  shop.backend.say("/products", {200, page(offered("a"))});
  shop.reader->hurry();
  shop.look();
  EXPECT_EQ(shop.shown().size(), 3U);
  EXPECT_THAT(shop.backend.log.last("products_refused"), HasSubstr("only 1 products are left"));
  shop.look_later(34);
  EXPECT_THAT(shop.shown(), ElementsAre("a"));
}

TEST(ProductReader, AsksTwiceForEachLoss) {
  Shop shop;
  const std::string three = offered("b") + "," + offered("c") + "," + offered("d");
  shop.backend.say("/products", {200, page(offered("a") + "," + three)});
  shop.look();
  shop.backend.say("/products", {200, page(offered("a"))});
  shop.reader->hurry();
  shop.look();
  shop.look_later(34);
  EXPECT_THAT(shop.shown(), ElementsAre("a"));
  shop.backend.say("/products", {200, page("")});
  shop.reader->hurry();
  shop.look();
  EXPECT_THAT(shop.shown(), ElementsAre("a")) << "this loss was told once";
  shop.look_later(34);
  EXPECT_THAT(shop.shown(), IsEmpty());
}

TEST(ProductReader, TakesABrokenListForNoWordAboutALoss) {
  Shop shop;
  shop.backend.say("/products",
                   {200, page(offered("a") + "," + offered("b") + "," + offered("c"))});
  shop.look();
  shop.backend.say("/products", {200, page("1,2," + offered("a"))});
  shop.reader->hurry();
  shop.look();
  shop.backend.say("/products", {200, page("")});
  shop.look_later(34);
  EXPECT_EQ(shop.shown().size(), 3U) << "this loss was told once";
  shop.look_later(34);
  EXPECT_THAT(shop.shown(), IsEmpty());
}

TEST(ProductReader, BreaksOffAReadingThatTakesTooLong) {
  Shop shop;
  shop.plan.most = Milliseconds(-1);
  shop.backend.say("/products", {200, page(offered("mug"), "2")});
  shop.look();
  EXPECT_THAT(shop.shown(), IsEmpty());
  EXPECT_THAT(shop.backend.log.last("products_refused"), HasSubstr("too long"));
}

TEST(ProductReader, BeginsNothingOnceItIsStopped) {
  Shop shop;
  shop.look();
  shop.reader->stop();
  shop.reader->hurry();
  const std::size_t asked = shop.queries().size();
  shop.look();
  EXPECT_EQ(shop.queries().size(), asked);
  EXPECT_TRUE(shop.reader->idle());
}

}  // namespace
}  // namespace till::commerce::remote
