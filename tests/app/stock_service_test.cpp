// Numbers of pieces from elsewhere, told to a shop that sells meanwhile.
#include "app/stock_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>
#include <random>

#include "app/holding_shop.h"
#include "app/shop.h"
#include "commerce/embedded/embedded_products.h"

namespace till::app {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Kind = StockNumber::Kind;
using Wrong = StockComplaint::Kind;

constexpr const char* kPoster = "poster-limited";

struct CountingShop : Shop {
  CountingShop() = default;
  explicit CountingShop(std::function<std::unique_ptr<Store>(Store&)> wrap)
      : Shop(std::move(wrap)) {}

  void pass(std::int64_t minutes) { clock.advance(Milliseconds(minutes * 60'000)); }
  StockReplies tell(std::vector<StockNumber> numbers, std::optional<Timestamp> at = {},
                    std::optional<OperatorKey> key = {}) {
    return run(stock.tell({std::move(numbers), at}, key, executor));
  }
  checkout::StockLevel told(StockReplies replies) {
    return std::get<StockReply>(std::move(replies)).items.at(0).level;
  }
  std::vector<Wrong> complaints(const StockReplies& replies) {
    std::vector<Wrong> kinds;
    for (const auto& each : std::get<std::vector<StockComplaint>>(replies)) {
      kinds.push_back(each.kind);
    }
    return kinds;
  }
  checkout::SessionPtr sell(const checkout::Session& session) {
    return session_of(complete("sell" + session.id.text(), session.id, token_for(session)));
  }
  OrderAnswer cancel_order(const checkout::Session& sold) {
    return run(orders.change(sold.order->id, checkout::CancelOrder{}, {}, executor));
  }

  commerce::EmbeddedProducts products{catalog, store};
  HoldingBackend backend{clock};
  StockService stock{{store, store, products, nullptr, clock}};
  StockService stock_of_the_shop{{store, store, products, &backend, clock}};
};

OperatorKey key_of(const std::string& text, const std::string& body = "body") {
  return {sha256(text), sha256(body)};
}

TEST(Stock, ThatWasCountedBeforeASaleAndToldAfterItIsNotSoldTwice) {
  CountingShop shop;
  const Timestamp ten = shop.clock.now();
  shop.pass(10);
  const auto session = shop.created(cart({{kPoster, 2}}));
  shop.sell(*session);
  shop.pass(10);
  shop.told(shop.tell({{kPoster, Kind::counted, 40}}, ten));
  EXPECT_EQ(shop.available(kPoster), 38);
}

TEST(Stock, ThatWasHeldBeforeTheCountAndSoldAfterItWasOnTheShelf) {
  CountingShop shop;
  const auto early = shop.created(cart({{kPoster, 1}}));
  const auto sold_early = shop.created(cart({{kPoster, 1}}));
  shop.sell(*sold_early);
  shop.pass(1);
  const Timestamp counted = shop.clock.now();
  shop.pass(1);
  EXPECT_EQ(shop.sell(*early)->status, checkout::Status::completed);
  const auto level = shop.told(shop.tell({{kPoster, Kind::counted, 40}}, counted));
  EXPECT_EQ(checkout::free_pieces(level), 39) << "the first one was not on the shelf any more";
  EXPECT_EQ(checkout::sold_pieces(level), 1);
}

TEST(Stock, ThatACanceledOrderGaveBackAfterTheCountIsFree) {
  CountingShop shop;
  const auto session = shop.sell(*shop.created(cart({{kPoster, 2}})));
  shop.pass(1);
  const Timestamp counted = shop.clock.now();
  shop.pass(1);
  shop.cancel_order(*session);
  EXPECT_EQ(shop.available(kPoster), 3);
  shop.told(shop.tell({{kPoster, Kind::counted, 40}}, counted));
  EXPECT_EQ(shop.available(kPoster), 42);
}

TEST(Stock, OfFewerThanAreHeldStopsSalesAndLeavesTheSessionsTheirs) {
  CountingShop shop;
  const auto session = shop.created(cart({{kPoster, 3}}));
  const auto level = shop.told(shop.tell({{kPoster, Kind::counted, 1}}));
  EXPECT_EQ(checkout::missing_pieces(level), 2);
  const auto late = shop.created(cart({{kPoster, 1}}));
  EXPECT_FALSE(late->lines[0].in_stock);
  EXPECT_EQ(shop.sell(*session)->status, checkout::Status::completed);
  shop.told(shop.tell({{kPoster, Kind::added, 2}}));
  EXPECT_EQ(shop.available(kPoster), 0);
  shop.told(shop.tell({{kPoster, Kind::added, 1}}));
  EXPECT_EQ(shop.available(kPoster), 1);
}

TEST(Stock, ThatIsAddedUnderOneKeyIsAddedOnce) {
  CountingShop shop;
  const auto first = shop.tell({{kPoster, Kind::added, 7}}, {}, key_of("key"));
  shop.created(cart({{kPoster, 1}}));
  const auto again = shop.tell({{kPoster, Kind::added, 7}}, {}, key_of("key"));
  EXPECT_EQ(shop.available(kPoster), 9);
  EXPECT_FALSE(std::get<StockReply>(first).replayed);
  EXPECT_TRUE(std::get<StockReply>(again).replayed);
  EXPECT_EQ(std::get<StockReply>(again).items, std::get<StockReply>(first).items);
  const auto other = shop.tell({{kPoster, Kind::added, 8}}, {}, key_of("key", "other"));
  EXPECT_EQ(std::get<checkout::Refusal>(other).code, checkout::RefusalCode::idempotency_conflict);
  EXPECT_EQ(shop.available(kPoster), 9);
}

TEST(Stock, IsAddedOnceWhenItsAnswerIsLost) {
  for (int nth = 1; nth <= 3; ++nth) {
    FaultyStore* faulty = nullptr;
    CountingShop shop([&faulty](Store& inner) {
      auto made = std::make_unique<FaultyStore>(inner);
      faulty = made.get();
      return made;
    });
    faulty->fail_nth_call(nth, CommitOutcome::busy);
    shop.tell({{kPoster, Kind::added, 7}}, {}, key_of("key"));
    faulty->fail_nth_call(0, CommitOutcome::busy);
    shop.tell({{kPoster, Kind::added, 7}}, {}, key_of("key"));
    EXPECT_EQ(shop.available(kPoster), 10) << nth;
  }
}

TEST(Stock, IsRefusedWithAllThatIsWrongAndNothingIsTaken) {
  CountingShop shop;
  const Timestamp now = shop.clock.now();
  shop.tell({{"desk-oak", Kind::counted, 5}});
  const auto replies = shop.tell({{kPoster, Kind::counted, 9},
                                  {"unknown", Kind::counted, 9},
                                  {"ebook-acp", Kind::counted, 9},
                                  {"desk-oak", Kind::counted, 9},
                                  {"cap-sold-out", Kind::added, -1}},
                                 now + Milliseconds(-1), key_of("key"));
  EXPECT_THAT(shop.complaints(replies), ElementsAre(Wrong::unknown_item, Wrong::digital_item,
                                                    Wrong::older_than_count, Wrong::below_nothing));
  EXPECT_EQ(shop.available(kPoster), 3);
  const auto early = shop.tell({{kPoster, Kind::counted, 9}, {"unknown", Kind::counted, 9}},
                               now + Milliseconds(1));
  EXPECT_THAT(shop.complaints(early), ElementsAre(Wrong::in_the_future, Wrong::unknown_item));
  EXPECT_EQ(std::get<std::vector<StockComplaint>>(early)[0].number, std::nullopt);
  EXPECT_EQ(shop.available(kPoster), 3);
  EXPECT_EQ(shop.told(shop.tell({{kPoster, Kind::counted, 9}}, now, key_of("key"))).open, 9)
      << "a refused request uses up no key";
}

TEST(Stock, HasABoundForItsComplaints) {
  CountingShop shop;
  std::vector<StockNumber> numbers;
  for (int i = 0; i < 200; ++i) numbers.push_back({"no-" + std::to_string(i), Kind::counted, 1});
  EXPECT_EQ(shop.complaints(shop.tell(numbers)).size(), kMostComplaints);
}

TEST(Stock, OfAShopThatHoldsPiecesItselfIsNotTaken) {
  CountingShop shop;
  const StockRequest request{{{kPoster, Kind::counted, 9}}};
  const auto tell = [&] {
    return shop.run(shop.stock_of_the_shop.tell(request, {}, shop.executor));
  };
  EXPECT_TRUE(std::holds_alternative<StockElsewhere>(tell()));
  EXPECT_FALSE(shop.stock_of_the_shop.is_used());
  EXPECT_EQ(shop.available(kPoster), 3);
  shop.backend.wanted = false;
  EXPECT_TRUE(std::holds_alternative<StockReply>(tell()));
  EXPECT_EQ(shop.available(kPoster), 9);
}

// Buyers of every kind before a shop, and a warehouse that counts right and tells it late.
class BusyDay {
 public:
  explicit BusyDay(unsigned seed) : random_(seed) {}

  void step() {
    shop.clock.advance(Milliseconds(1 + static_cast<std::int64_t>(some(600'000))));
    // First, so that nobody forgets one whose pieces are not given back yet.
    for (const SessionId& id : open_) shop.run(shop.service.expire(id, shop.executor));
    switch (some(8)) {
      case 0:
      case 1: open_.push_back(shop.created(cart({{kPoster, 1 + some(3)}}))->id); break;
      case 2: pay("4242424242424242"); break;
      case 3: pay("4000000000000002"); break;  // Declined.
      case 4:
        if (const auto id = take(open_)) shop.cancel("c" + key(), *id);
        break;
      case 5:
        if (const auto id = take(sold_)) give_back(*id);
        break;
      case 6: counts_.push_back({shelf, shop.clock.now()}); break;
      default: tell();
    }
  }
  bool tell() {
    const auto count = take(counts_);
    if (!count) return false;
    const auto replies = shop.tell({{kPoster, Kind::counted, count->first}}, count->second);
    if (!std::holds_alternative<StockReply>(replies)) {
      EXPECT_EQ(shop.complaints(replies).front(), Wrong::older_than_count);
    }
    return true;
  }
  std::int64_t held() {
    std::int64_t sum = 0;
    for (const SessionId& id : open_) {
      sum += checkout::held_of(Shop::session_of(shop.get(id))->holds, kPoster);
    }
    return sum;
  }

  CountingShop shop;
  std::int64_t shelf = 3;  // What is not sold.

 private:
  std::int64_t some(std::int64_t most) {
    return static_cast<std::int64_t>(random_() % static_cast<std::uint64_t>(most));
  }
  std::string key() { return std::to_string(++keys_); }
  template <class T>
  std::optional<T> take(std::vector<T>& from) {
    if (from.empty()) return std::nullopt;
    const auto at = from.begin() + some(std::ssize(from));
    T taken = *at;
    from.erase(at);
    return taken;
  }
  void pay(const std::string& card) {
    const auto id = take(open_);
    if (!id) return;
    auto paid = Shop::session_of(shop.get(*id));
    if (paid->status == checkout::Status::ready_for_payment) {
      const Reply reply = shop.complete("p" + key(), *id, shop.token_for(*paid, card));
      const auto* refusal = std::get_if<checkout::Refusal>(&reply.content);
      // Chance declines some purchases more often than any may be.
      const bool tried_out =
          refusal != nullptr && refusal->code == checkout::RefusalCode::too_many_declines;
      if (!tried_out) paid = Shop::session_of(reply);
    }
    if (!paid->order) {
      if (!checkout::is_over(paid->status)) open_.push_back(*id);
      return;
    }
    shelf -= paid->lines.front().quantity;
    sold_.push_back(*id);
  }
  void give_back(const SessionId& id) {
    const auto session = Shop::session_of(shop.get(id));
    shop.cancel_order(*session);
    shelf += session->lines.front().quantity;
  }

  std::mt19937 random_;
  int keys_ = 0;
  std::vector<SessionId> open_;
  std::vector<SessionId> sold_;
  std::vector<std::pair<std::int64_t, Timestamp>> counts_;
};

TEST(Stock, OfABusyDayIsWhatIsThereHoweverLateCountsAreTold) {
  const char* const given = std::getenv("BUSY_DAY_SEED");
  const unsigned seed = given != nullptr ? static_cast<unsigned>(std::strtoul(given, nullptr, 10))
                                         : std::random_device{}();
  std::cout << "seed " << seed << '\n';
  BusyDay day(seed);
  for (int step = 0; step < 300; ++step) {
    day.step();
    ASSERT_EQ(day.shop.available(kPoster), day.shelf - day.held()) << "step " << step;
    if (day.shop.available(kPoster) == 0) {  // More arrive.
      day.shop.clock.advance(Milliseconds(1));
      day.shop.told(day.shop.tell({{kPoster, Kind::added, 2}}));
      day.shelf += 2;
    }
  }
  while (day.tell()) {
  }
  EXPECT_EQ(day.shop.available(kPoster), day.shelf - day.held());
}

}  // namespace
}  // namespace till::app
