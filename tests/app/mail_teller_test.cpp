// What buyers are sent about their orders, and what becomes of it when that fails.
#include "app/mail_teller.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <deque>

#include "app/faulty_store.h"
#include "app/mail_events.h"
#include "app/selling_shop.h"

namespace till::app {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

// One mail for each change, whose body is its number.
class EveryChange final : public MailEvents {
 public:
  explicit EveryChange(IdSource& ids) : ids_(ids) {}
  void add(const OrderNews& news, Timestamp now, std::vector<OutboxEvent>& events) override {
    OutboxEvent event;
    event.id = ids_.make<EventId>();
    event.order = news.session.order->id;
    event.type = news.before == nullptr ? EventType::order_create : EventType::order_update;
    event.receiver = EventReceiver::mail;
    event.created_at = event.next_attempt_at = now;
    event.body = std::to_string(++made_);
    events.push_back(std::move(event));
  }

 private:
  IdSource& ids_;
  int made_ = 0;
};

class FakeMailServer final : public MailSender {
 public:
  Task<MailAnswer> send(OutboxEvent event, checkout::SessionPtr session, Executor&) override {
    tried.push_back(event.body);
    to.push_back(session->buyer ? session->buyer->email : "");
    numbers.push_back(session->order->shop.number);
    if (answers.empty()) co_return MailSent{};
    MailAnswer answer = answers.front();
    answers.pop_front();
    co_return answer;
  }
  void fails(int times = 1) {
    for (int i = 0; i < times; ++i) answers.emplace_back(MailFailed{"SMTP 451 at RCPT TO"});
  }

  std::deque<MailAnswer> answers;  // The next ones.
  std::vector<std::string> tried;
  std::vector<std::string> to;
  std::vector<std::string> numbers;  // Of the shop, when it was sent.
};

struct MailCounts final : Observer {
  void batch_committed(std::size_t, Milliseconds) override {}
  void payment_finished(PaymentResult) override {}
  void webhook_attempted(bool) override {}
  void outbox_measured(std::size_t, Milliseconds) override {}
  void disk_measured(std::uint64_t, bool) override {}
  void receiver_failing(const std::string&, bool) override {}
  void mail_attempted(MailResult result) override { results.push_back(result); }
  void mail_failing(bool now) override { failing.push_back(now); }
  std::vector<MailResult> results;
  std::vector<bool> failing;
};

// No jitter: waits of 800 ms and 3200 ms.
struct WritingShop : Shop {
  WritingShop() : Shop([](Store& inner) { return std::make_unique<FaultyStore>(inner); }) {
    events.mail(&mails);
  }
  checkout::Order sell() {
    auto command = cart({{"mug-blue", 1}});
    command.buyer.emplace();
    command.buyer->email = "ada@example.com";
    const auto session = created(command);
    complete("complete-" + session->id.text(), session->id, token_for(*session));
    return session_of(get(session->id))->order.value();
  }
  void change(const checkout::Order& order, const checkout::OrderCommand& command) {
    run(orders.change(order.id, command, {}, executor, Doer::person));
  }
  void look(Milliseconds after = 0ms) {
    clock.advance(after);
    teller.look();
    executor.run_all();
  }
  std::vector<OutboxEvent> outbox(const checkout::Order& order) {
    EventFilter filter;
    filter.order = order.id;
    filter.receiver = EventReceiver::mail;
    return run(memory.events(filter, executor)).value();
  }
  FaultyStore& faulty() { return static_cast<FaultyStore&>(store); }

  EveryChange mails{ids};
  FakeMailServer server;
  FakeLog log;
  FixedRandom random;
  MailCounts counts;
  MailTeller teller{{store, store, store, server, clock, random, counts, log, {{1s, 4s}}},
                    executor};
};

TEST(Mails, AreSentOnceAndToTheBuyerOfThePurchase) {
  WritingShop shop;
  const auto order = shop.sell();
  shop.look();
  EXPECT_THAT(shop.server.tried, ElementsAre("1"));
  EXPECT_THAT(shop.server.to, ElementsAre("ada@example.com"));
  EXPECT_EQ(shop.outbox(order).at(0).state, EventState::delivered);
  EXPECT_THAT(shop.counts.results, ElementsAre(MailResult::sent));
  shop.look(1h);
  EXPECT_THAT(shop.server.tried, SizeIs(1));
}

TEST(Mails, OfOneOrderWaitForThoseBeforeThem) {
  WritingShop shop;
  const auto order = shop.sell();
  shop.change(order, checkout::HoldOrder{});
  shop.server.fails();
  shop.look();
  EXPECT_THAT(shop.server.tried, ElementsAre("1"));
  shop.look(799ms);
  EXPECT_THAT(shop.server.tried, SizeIs(1)) << "the wait of the schedule";
  shop.look(1ms);
  EXPECT_THAT(shop.server.tried, ElementsAre("1", "1", "2"));
}

TEST(Mails, ThatWereTriedThroughTheScheduleAreDead) {
  WritingShop shop;
  const auto order = shop.sell();
  shop.server.fails(3);
  shop.look();
  EXPECT_EQ(shop.outbox(order).at(0).last_error, "SMTP 451 at RCPT TO");
  shop.look(1s);
  shop.look(4s);
  const auto event = shop.outbox(order).at(0);
  EXPECT_EQ(event.state, EventState::dead);
  EXPECT_EQ(event.attempts, 3);
  EXPECT_EQ(shop.log.events.back(), "mail_dead");
  shop.look(24h);
  EXPECT_THAT(shop.server.tried, SizeIs(3));
}

TEST(Mails, ThatAreRefusedForGoodAreDeadAtOnceAndHoldNothingUp) {
  WritingShop shop;
  const auto order = shop.sell();
  shop.change(order, checkout::HoldOrder{});
  shop.server.answers.emplace_back(MailRefused{"SMTP 550 5.1.1 at RCPT TO"});
  shop.look();
  EXPECT_THAT(shop.server.tried, ElementsAre("1", "2"));
  EXPECT_EQ(shop.outbox(order).at(0).state, EventState::dead);
  EXPECT_EQ(shop.outbox(order).at(1).state, EventState::delivered);
  EXPECT_THAT(shop.counts.results, ElementsAre(MailResult::refused, MailResult::sent));
}

TEST(Mails, AreKeptFromAServerThatFailsAgainAndAgain) {
  WritingShop shop;
  std::vector<checkout::Order> orders{shop.sell(), shop.sell(), shop.sell()};
  shop.server.fails(1'000);
  for (int i = 0; i < 8 && shop.counts.failing.empty(); ++i) shop.look(1s);
  ASSERT_THAT(shop.counts.failing, ElementsAre(true));
  const std::size_t tried = shop.server.tried.size();
  shop.sell();
  shop.look();
  EXPECT_THAT(shop.server.tried, SizeIs(tried)) << "a pause of a second";
  shop.server.answers.clear();
  shop.look(1s);
  EXPECT_THAT(shop.counts.failing, ElementsAre(true, false));
}

TEST(Mails, ThatAreAloneInBeingPutOffSayNothingOfTheServer) {
  WritingShop shop;
  shop.sell();
  shop.sell();
  for (int i = 0; i < 20; ++i) {
    shop.server.answers.emplace_back(MailFailed{"SMTP 452 4.2.2 at RCPT TO", true});
  }
  for (int i = 0; i < 10; ++i) shop.look(10s);
  EXPECT_THAT(shop.server.tried, SizeIs(6)) << "each through its schedule";
  for (int i = 0; i < 8; ++i) {
    shop.sell();
    shop.look();
  }
  EXPECT_THAT(shop.counts.failing, IsEmpty());
}

TEST(Mails, ThatAreRefusedOneAfterTheOtherSayNothingOfTheServer) {
  WritingShop shop;
  for (int i = 0; i < 10; ++i) {
    shop.sell();
    shop.server.answers.emplace_back(MailRefused{"SMTP 550 5.1.1 at RCPT TO"});
    shop.look();
  }
  EXPECT_THAT(shop.server.tried, SizeIs(10));
  EXPECT_THAT(shop.counts.failing, IsEmpty());
}

TEST(Mails, ThatAreNotEvenSentSayNothingOfTheServer) {
  WritingShop shop;
  for (int i = 0; i < 3; ++i) shop.sell();
  shop.server.fails(1'000);
  for (int i = 0; i < 8 && shop.counts.failing.empty(); ++i) shop.look(1s);
  ASSERT_THAT(shop.counts.failing, ElementsAre(true));
  shop.server.answers.assign(1, MailRefused{"the buyer gave no address", false});
  shop.server.fails(1'000);
  shop.sell();
  for (int i = 0; i < 8; ++i) shop.look(1s);
  EXPECT_THAT(shop.counts.failing, ElementsAre(true)) << "nobody asked it";
}

TEST(Mails, ThatNobodySentForTooLongAreDeadUntilTheyAreReplayed) {
  WritingShop shop;
  shop.sell();
  shop.sell();
  shop.look(24h);
  EXPECT_THAT(shop.server.tried, SizeIs(2)) << "a day is not too long";
  const auto late = shop.sell();
  shop.look(24h + 1ms);
  EXPECT_THAT(shop.server.tried, SizeIs(2));
  const auto event = shop.outbox(late).at(0);
  EXPECT_EQ(event.state, EventState::dead);
  EXPECT_EQ(event.last_error, "it waited for too long");
  shop.run(shop.memory.update_events({{event.id, EventState::pending, 0, shop.clock.now(), ""}},
                                     shop.executor));
  shop.look();
  EXPECT_THAT(shop.server.tried, SizeIs(3));
  EXPECT_EQ(shop.outbox(late).at(0).state, EventState::delivered);
}

// Writes to the buyers of a shop that gives its orders numbers of its own.
struct NumberingShop : SellingShop {
  NumberingShop() { events.mail(&mails); }
  void mail(Milliseconds after = 0ms) {
    clock.advance(after);
    mailer.look();
    executor.run_all();
  }
  EveryChange mails{ids};
  FakeMailServer server;
  MailCounts counts;
  MailTeller mailer{{store, store, store, server, clock, random, counts, log, {{1s, 4s}}},
                    executor};
};

TEST(Mails, ThatConfirmAnOrderWaitForTheNumberOfTheShop) {
  NumberingShop shop;
  const auto order = shop.sell();
  shop.mail();
  EXPECT_THAT(shop.server.tried, IsEmpty());
  shop.look();
  ASSERT_EQ(shop.now(order).shop.number, "10000");
  shop.mail(2s);
  ASSERT_FALSE(shop.server.tried.empty());
  EXPECT_EQ(shop.server.tried[0], "1");
  EXPECT_EQ(shop.server.numbers[0], "10000");
  EXPECT_EQ(shop.outbox(order, EventReceiver::mail).at(0).attempts, 1) << "waiting is no attempt";
}

TEST(Mails, ThatConfirmAnOrderGoWithoutItsNumberWhenTheShopGivesNone) {
  NumberingShop shop;
  shop.sell();
  for (int i = 0; i < 119; ++i) shop.mail(1s);
  EXPECT_THAT(shop.server.tried, IsEmpty());
  shop.mail(1s);
  EXPECT_THAT(shop.server.numbers, ElementsAre(""));
  NumberingShop refusing;
  refusing.backend.refuse();
  refusing.sell();
  refusing.look();
  refusing.mail();
  ASSERT_FALSE(refusing.server.numbers.empty()) << "it will give none any more";
}

TEST(Mails, GoToNobodyOnceTheBuyerIsForgotten) {
  WritingShop shop;
  const auto order = shop.sell();
  const auto left = shop.run(shop.memory.erase_buyer({order.checkout_session_id}, shop.clock.now(),
                                                     shop.events, shop.executor));
  ASSERT_THAT(left.value(), IsEmpty());
  EXPECT_THAT(shop.outbox(order), IsEmpty()) << "what waited is gone";
  shop.change(order, checkout::HoldOrder{});
  shop.look();
  EXPECT_THAT(shop.server.tried, IsEmpty());
  EXPECT_EQ(shop.outbox(order).at(0).state, EventState::dead);
}

}  // namespace
}  // namespace till::app
