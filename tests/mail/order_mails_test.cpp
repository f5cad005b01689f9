// Which mails an order is worth, and to whom they go.
#include "mail/order_mails.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/sync_wait.h"
#include "checkout/orders.h"
#include "mail/mail_event.h"
#include "store/samples.h"

namespace till::mail {
namespace {

using checkout::BuyerNews;
using checkout::BuyerNewsType;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

checkout::Session purchase(const char* buyer, const char* delivery = nullptr) {
  checkout::Session session;
  session.order = checkout::order_of();
  session.order->agent = "assistant";
  if (buyer != nullptr) session.buyer.emplace().email = buyer;
  if (delivery != nullptr) session.fulfillment_details.emplace().email = delivery;
  return session;
}

TEST(MailAddress, IsTheOneThatTheBuyerGaveForThisPurchase) {
  struct Row {
    const char* buyer;
    const char* delivery;
    const char* address;
  };
  for (const Row& row : {Row{"ada@example.com", "gift@example.com", "ada@example.com"},
                         {nullptr, "ada@example.com", "ada@example.com"},
                         {"ada@example.com", nullptr, "ada@example.com"},
                         {nullptr, nullptr, ""},
                         {"", nullptr, ""},
                         {"not an address", "gift@example.com", ""},
                         {"a@example.com\r\nRCPT TO:<b@example.com>", nullptr, ""},
                         {"a@example.com> <b@example.com", nullptr, ""}}) {
    EXPECT_EQ(address_of(purchase(row.buyer, row.delivery)), row.address);
  }
}

struct Mails {
  std::vector<app::OutboxEvent> of(const checkout::Session& session,
                                   std::set<BuyerNewsType> sent = {BuyerNewsType::confirmed}) {
    checkout::CountingIds ids;
    OrderMails mails(std::move(sent), ids);
    std::vector<app::OutboxEvent> events;
    mails.add({session}, checkout::kNow, events);
    return events;
  }
};

TEST(OrderMails, AnOrderIsOneEventThatNamesNobody) {
  const auto events = Mails().of(purchase("ada@example.com"));
  ASSERT_THAT(events, SizeIs(1));
  EXPECT_EQ(events[0].receiver, app::EventReceiver::mail);
  EXPECT_EQ(events[0].type, app::EventType::order_create);
  EXPECT_EQ(events[0].next_attempt_at, checkout::kNow);
  EXPECT_EQ(events[0].body, R"({"mail":"confirmation"})");
}

TEST(OrderMails, ThereIsNoneForWhoGaveNoAddressNorOneThatIsNotSent) {
  EXPECT_THAT(Mails().of(purchase(nullptr)), IsEmpty());
  EXPECT_THAT(Mails().of(purchase("ada@example.com"), {BuyerNewsType::shipped}), IsEmpty());
}

TEST(OrderMailer, WritesNothingOfAKindThatIsNotSentAnyMore) {
  SmtpOptions nobody;
  nobody.host = "127.0.0.1";
  nobody.port = 1;
  const auto client = SmtpClient::create(nobody).value();
  const SystemClock clock;
  OrderMailer mailer({{"Shop", "orders@shop.example"}, "", "Shop", {BuyerNewsType::shipped}},
                     *client, clock);
  store::LoopThread loop;
  struct Row {
    const char* body;
    const char* buyer;
    const char* why;
  };
  for (const Row& row :
       {Row{R"({"mail":"confirmation"})", "ada@example.com", "[mail] send does not name it"},
        {R"({"mail":"shipped"})", nullptr, "the buyer gave no address"},
        {"{}", "ada@example.com", "the event is about no mail"}}) {
    app::OutboxEvent event;
    event.body = row.body;
    const auto session = std::make_shared<const checkout::Session>(purchase(row.buyer));
    const auto answer = sync_wait(mailer.send(event, session, loop));
    const auto* no = std::get_if<app::MailRefused>(&answer);
    ASSERT_NE(no, nullptr) << row.body;
    EXPECT_EQ(no->detail, row.why);
    EXPECT_FALSE(no->asked);
  }
}

TEST(MailEvent, SaysWhichNewsItIsOf) {
  checkout::CountingIds ids;
  const std::vector<BuyerNews> all{
      {BuyerNewsType::confirmed},
      {BuyerNewsType::shipped, ids.make<FulfillmentId>()},
      {BuyerNewsType::ready_for_pickup, ids.make<FulfillmentId>()},
      {BuyerNewsType::refunded, {}, {}, Amount{500}},
      {BuyerNewsType::canceled, {}, ids.make<AdjustmentId>()},
  };
  for (const BuyerNews& news : all) EXPECT_EQ(news_in(body_of(news)), news);
  for (const char* body : {"", "{}", "[]", R"({"mail":"spam"})", R"({"mail":1})", "null"}) {
    EXPECT_EQ(news_in(body), std::nullopt) << body;
  }
}

}  // namespace
}  // namespace till::mail
