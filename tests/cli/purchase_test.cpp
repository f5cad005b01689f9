// What an agent asks of a shop, in which order, and what becomes of a purchase that fails.
#include "cli/purchase.h"
#include "base/sync_wait.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <sstream>

#include "base/random.h"
#include "cli/fake_shop.h"

namespace till::cli {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::chrono::milliseconds kPulse{1};

class FixedClock final : public Clock {
 public:
  Timestamp now() const override { return Timestamp{1'795'514'400'000}; }  // 2026-11-24T10:00:00Z
};

struct Buying {
  Result<std::string, std::string> run() {
    const FixedClock clock;
    SystemRandom random;
    RandomIds ids(clock, random);
    LoopThread loop(kPulse);
    const AgentEnv env = shop.env();
    const auto client = ShopClient::create(env, ids);
    Purchase purchase(**client, loop, clock, options, out);
    return sync_wait(purchase.run());
  }
  // Why it failed; empty when it did not.
  std::string failure() {
    const auto order = run();
    return order ? "" : order.error();
  }
  std::string body_of(std::size_t request) const { return shop.requests().at(request).body; }

  FakeShop shop;
  PurchaseOptions options{{{"mug-blue", 2}, {"ebook", 1}}, "4242424242424242"};
  std::ostringstream out;
};

TEST(Purchase, GoesFromACartToAnOrderStepByStep) {
  Buying buying;
  const auto order = buying.run();
  ASSERT_TRUE(order.has_value()) << order.error();
  EXPECT_EQ(*order, "ord_1");
  EXPECT_THAT(buying.shop.calls(), ElementsAre(kCreate, kUpdate, kUpdate, kVault, kComplete, kGet));
  EXPECT_THAT(buying.body_of(0), AllOf(HasSubstr(R"({"id":"mug-blue","quantity":2})"),
                                       HasSubstr(R"({"id":"ebook","quantity":1})")));
  EXPECT_THAT(buying.body_of(1), HasSubstr(R"("fulfillment_details")"));
  EXPECT_THAT(buying.body_of(2), HasSubstr(R"("option_id":"cheap","item_ids":["li_1","li_2"])"));
  EXPECT_THAT(buying.body_of(3),
              AllOf(HasSubstr(R"("number":"4242424242424242")"), HasSubstr(R"("max_amount":4689)"),
                    HasSubstr(R"("checkout_session_id":"cs_1")"),
                    HasSubstr(R"("merchant_id":"merchant_1")"),
                    HasSubstr(R"("expires_at":"2026-11-24T11:00:00Z")")));
  EXPECT_THAT(buying.body_of(4),
              AllOf(HasSubstr(R"("handler_id":"handler_1")"), HasSubstr(R"("token":"vt_1")")));
}

TEST(Purchase, GoesToSanFranciscoOrWhereItIsSent) {
  Buying buying;
  ASSERT_TRUE(buying.run().has_value());
  EXPECT_THAT(buying.body_of(1),
              HasSubstr(R"("line_one":"1 Market St","city":"San Francisco","state":"CA",)"
                        R"("country":"US","postal_code":"94105"})"));
  Buying abroad;
  abroad.options.to = {"Invalidenstr. 1", "Berlin", "", "10115", "DE"};
  ASSERT_TRUE(abroad.run().has_value());
  EXPECT_THAT(abroad.body_of(1), HasSubstr(R"("line_one":"Invalidenstr. 1","city":"Berlin",)"
                                           R"("country":"DE","postal_code":"10115"})"));
  EXPECT_THAT(abroad.out.str(), HasSubstr("Invalidenstr. 1, Berlin, DE"));
}

TEST(Purchase, SendsTokenVersionAndAKeyOfItsOwnWithEachChange) {
  Buying buying;
  ASSERT_TRUE(buying.run().has_value());
  std::set<std::string> keys;
  for (const net::Request& request : buying.shop.requests()) {
    EXPECT_EQ(request.header("Authorization"), "Bearer token_1");
    EXPECT_EQ(request.header("API-Version"), "2026-04-17");
    const auto key = request.header("Idempotency-Key");
    EXPECT_EQ(key.has_value(), request.method == "POST");
    if (key) {
      EXPECT_TRUE(keys.insert(std::string(*key)).second) << *key;
    }
  }
}

TEST(Purchase, TellsEachStepAndNoSecret) {
  Buying buying;
  ASSERT_TRUE(buying.run().has_value());
  EXPECT_THAT(
      buying.out.str(),
      AllOf(HasSubstr("created   cs_1  2 × Blue mug, 1 × E-book  $46.89\n"),
            HasSubstr("delivery  Cheap  $5.00\n"), HasSubstr("tax       sales tax  $2.90\n"),
            HasSubstr("order     ord_1  $46.89\n"), Not(HasSubstr("4242424242424242")),
            Not(HasSubstr("token_1")), Not(HasSubstr("vt_1"))));
}

TEST(Purchase, LeavesTheChoiceOfTheShopAlone) {
  Buying buying;
  buying.shop.instead(kUpdate, {{200, session_json("ready_for_payment", kCheapIsSelected)}});
  ASSERT_TRUE(buying.run().has_value());
  EXPECT_THAT(buying.shop.calls(), ElementsAre(kCreate, kUpdate, kVault, kComplete, kGet));
}

TEST(Purchase, AsksOnWhileThePaymentIsInDoubt) {
  const FakeAnswer in_doubt{200, session_json("complete_in_progress")};
  const FakeAnswer done{200, session_json("completed", kHasAnOrder)};
  const FakeAnswer conflict{409, R"({"code":"idempotency_in_flight","message":"Wait."})"};
  for (const FakeAnswer& first : {in_doubt, conflict}) {
    Buying buying;
    buying.shop.instead(kComplete, {first});
    buying.shop.instead(kGet, {in_doubt, in_doubt, done});
    EXPECT_EQ(buying.run(), "ord_1");
    EXPECT_THAT(buying.shop.calls(), Not(Contains(kCancel)));
  }
}

TEST(Purchase, PassesNoChallengeOfARealBank) {
  Buying buying;
  buying.shop.instead(
      kComplete,
      {{200, session_json("authentication_required",
                          R"(,"authentication_metadata":{"directory_server":"visa"})")}});
  EXPECT_THAT(buying.failure(), HasSubstr("needs 3-D Secure"));
  EXPECT_THAT(buying.out.str(), HasSubstr("directory of visa"));
  EXPECT_THAT(buying.body_of(0), HasSubstr(R"("interventions":{"supported":["3ds"]})"));
  EXPECT_EQ(buying.shop.calls().back(), kCancel);
}

TEST(Purchase, IsNotCanceledWhileThePaymentIsInDoubt) {
  Buying buying;
  buying.options.polls_most = 2;
  buying.shop.instead(kComplete, {{200, session_json("complete_in_progress")}});
  buying.shop.instead(kGet, {{200, session_json("complete_in_progress")}});
  EXPECT_THAT(buying.failure(), HasSubstr("still in doubt"));
  EXPECT_THAT(buying.shop.calls(), Not(Contains(kCancel)));
}

struct Failing {
  const char* call;
  FakeAnswer answer;
  const char* sentence;
};

const Failing kFailing[] = {
    {kUpdate,
     {400, R"({"code":"invalid","message":"No such street."})"},
     "cannot give an address: No such street. (400 invalid)"},
    {kUpdate, {503, ""}, "cannot give an address: the server answered 503"},
    {kUpdate, {200, "[]"}, "cannot give an address: the server's answer is no session"},
    {kUpdate,
     {200, session_json("not_ready_for_payment",
                        R"(,"messages":[{"type":"info","content":"Hello"},{"type":"error",)"
                        R"("code":"out_of_stock","content":"Sold out."}])")},
     "cannot pay for mug-blue, ebook: Sold out. (out_of_stock)"},
    {kUpdate,
     {200, session_json("incomplete")},
     "cannot pay for mug-blue, ebook: the session is incomplete"},
    {kVault,
     {422, R"({"code":"invalid_card","message":"No such card."})"},
     "cannot vault the card: No such card. (422 invalid_card)"},
    {kVault, {201, "{}"}, "cannot vault the card: the server answered 201"},
    {kComplete,
     {200,
      session_json("ready_for_payment", R"(,"messages":[{"type":"error","code":"payment_declined",)"
                                        R"("content":"Declined."}])")},
     "the payment did not go through: Declined. (payment_declined)"},
    {kComplete, {500, ""}, "cannot complete the purchase: the server answered 500"},
};

TEST(Purchase, SaysWhyItFailedAndCancelsItsSession) {
  for (const Failing& row : kFailing) {
    SCOPED_TRACE(row.sentence);
    Buying buying;
    buying.shop.instead(row.call, {row.answer});
    EXPECT_EQ(buying.failure(), row.sentence);
    const auto calls = buying.shop.calls();
    EXPECT_EQ(std::count(calls.begin(), calls.end(), kCancel), 1);
    EXPECT_EQ(calls.back(), kCancel);
    EXPECT_THAT(buying.out.str(), HasSubstr("canceled  cs_1\n"));
  }
}

TEST(Purchase, SaysWhyItFailedThoughItCannotBeCanceled) {
  for (const FakeAnswer& answer : {FakeAnswer{405, "{}"}, FakeAnswer{500, "x"}}) {
    Buying buying;
    buying.shop.instead(kVault, {{422, R"({"code":"c","message":"No."})"}});
    buying.shop.instead(kCancel, {answer});
    EXPECT_EQ(buying.failure(), "cannot vault the card: No. (422 c)");
    EXPECT_THAT(buying.out.str(), Not(HasSubstr("canceled")));
  }
}

TEST(Purchase, CancelsNothingBeforeThereIsASession) {
  Buying buying;
  buying.shop.instead(kCreate, {{400, R"({"code":"item_not_found","message":"No mug."})"}});
  EXPECT_EQ(buying.failure(),
            "cannot open a session with mug-blue, ebook: No mug. (400 item_not_found)");
  EXPECT_THAT(buying.shop.calls(), ElementsAre(kCreate));
}

TEST(Purchase, CancelsNoOrder) {
  for (const FakeAnswer& answer :
       {FakeAnswer{500, ""}, FakeAnswer{200, session_json("completed")}}) {
    Buying buying;
    buying.shop.instead(kGet, {answer});
    EXPECT_NE(buying.failure(), "");
    EXPECT_THAT(buying.shop.calls(), Not(Contains(kCancel)));
  }
}

}  // namespace
}  // namespace till::cli
