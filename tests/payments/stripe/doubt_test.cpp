// Charges whose first answer is not known: nothing is refused that may have been charged.
#include <gtest/gtest.h>

#include "payments/stripe/fakes.h"
#include "payments/stripe/stripe_gateway.h"

namespace till::payments::stripe {
namespace {

constexpr const char* kGetToken = "GET /v1/shared_payment/granted_tokens/spt_123";
constexpr const char* kSearch = "GET /v1/payment_intents/search?query=";
constexpr const char* kList = "GET /v1/payment_intents?created[gte]=";
constexpr const char* kNothingFound = R"({"object":"search_result","data":[]})";
constexpr const char* kNothingListed = R"({"object":"list","data":[],"has_more":false})";
constexpr const char* kPost = "POST /v1/payment_intents";
constexpr const char* kGetIntent = "GET /v1/payment_intents/pi_1?";
constexpr const char* kForbidden = R"({"error":{"type":"invalid_request_error"}})";
constexpr const char* kMisused = R"({"error":{"type":"idempotency_error"}})";
constexpr const char* kUnexplained =
    R"({"error":{"type":"invalid_request_error","message":"No such API version"}})";
constexpr const char* kBlock =
    R"(,"risk_details":{"insights":{"fraudulent_dispute":{"recommended_action":"block"}}})";
const std::vector<net::Header> kReplayed{{"Idempotent-Replayed", "true"}};

// Stripe's advice is of no account here, so that nothing but the doubt is asked about.
StripeOptions without_risk() {
  auto options = test_options();
  options.risk_policy = RiskPolicy::ignore;
  return options;
}

std::string found(const std::string& intent) {
  return R"({"object":"search_result","data":[)" + intent + "]}";
}

std::string other_intent(const std::string& id) {
  return R"({"id":")" + id + R"(","object":"payment_intent","amount":1450,"currency":"usd",)" +
         R"("status":"succeeded","metadata":{}})";
}

struct TokenRow {
  std::string token;
  int status;
  const char* outcome;
};

// What the token says where the key says nothing.
std::vector<TokenRow> token_rows() {
  return {
      {token_json(), 200, "refused not_charged"},
      {deactivated_json("expired"), 200, "refused token_expired"},
      {deactivated_json("revoked"), 200, "refused token_revoked"},
      {deactivated_json("consumed"), 200, "in doubt spent"},
      {token_json(R"(,"usage_details":{"amount_captured":{"value":1450,"currency":"usd"}})"), 200,
       "in doubt spent"},
      {kMissing, 404, "in doubt spent"},
      {"", 500, "in doubt spent"},
  };
}

TEST(ASpentKey, IsNeverSentAgainAndResolvedByTheTokenOnceSearchesHaveCaughtUp) {
  for (const TokenRow& row : token_rows()) {
    Fixture stripe(without_risk());
    auto request = stripe.request(true);
    request.key_spent_at = stripe.clock.now();
    stripe.clock.advance(std::chrono::seconds(60));
    stripe.expect(kSearch, 200, kNothingFound);
    stripe.expect(kGetToken, row.status, row.token);
    EXPECT_EQ(words(stripe.charge(request)), row.outcome) << row.token;
  }
}

TEST(ASpentKey, ResolvesNothingBeforeSearchesHaveCaughtUp) {
  Fixture stripe(without_risk());
  auto request = stripe.request(true);
  stripe.clock.advance(std::chrono::minutes(10));
  request.key_spent_at = stripe.clock.now();
  stripe.clock.advance(std::chrono::seconds(60) + -Milliseconds(1));
  stripe.expect(kSearch, 200, kNothingFound);
  EXPECT_EQ(words(stripe.charge(request)), "in doubt spent");
}

TEST(AKeptFault, IsNotResolvedByWhatASearchMissesSoonAfterTheCall) {
  Fixture stripe(without_risk());  // The call of before may have been the one that charged.
  const auto request = stripe.request(true);
  stripe.clock.advance(std::chrono::hours(1));
  stripe.expect(kPost, 500, kServerError, kReplayed);
  stripe.expect(kSearch, 200, kNothingFound);
  EXPECT_EQ(words(stripe.charge(request)), "in doubt spent");
}

TEST(AKeptFault, IsResolvedByWhatTheAttemptMadeAsItIsNow) {
  struct SearchRow {
    std::string search;
    int status;
    std::string now;  // Empty when it is not asked.
    const char* outcome;
  };
  const SearchRow rows[] = {
      {found(intent_json("succeeded")), 200, intent_json("succeeded"), "approved pi_1"},
      {found(intent_json("requires_action")), 200, intent_json("succeeded"), "approved pi_1"},
      {found(intent_json("requires_payment_method")), 200, intent_json("succeeded"),
       "approved pi_1"},
      {found(intent_json("processing")), 200, intent_json("canceled"), "refused not_charged"},
      {found(other_intent("pi_9")), 200, "", "in doubt spent"},
      {kNothingFound, 200, "", "in doubt spent"},
      {kMissing, 404, "", "in doubt spent"},
      {"", 500, "", "in doubt spent"},
  };
  for (const SearchRow& row : rows) {
    Fixture stripe(without_risk());
    stripe.expect(kPost, 500, kServerError, kReplayed);
    stripe.expect(kSearch, row.status, row.search);
    if (!row.now.empty()) stripe.expect(kGetIntent, 200, row.now);
    EXPECT_EQ(words(stripe.charge(stripe.request(true))), row.outcome) << row.search;
  }
}

TEST(AKeyThatStripeMayHaveForgotten, IsNotSentAgainAndCountsAsSpentFromThenOn) {
  Fixture stripe(without_risk());
  const auto request = stripe.request(true);
  stripe.clock.advance(std::chrono::hours(23) + Milliseconds(1));
  stripe.expect(kSearch, 200, kNothingFound);
  EXPECT_EQ(words(stripe.charge(request)), "in doubt spent");
}

TEST(ASearchThatIsRefused, ResolvesNothing) {
  Fixture stripe(without_risk());
  auto request = stripe.request(true);
  request.key_spent_at = stripe.clock.now();
  stripe.clock.advance(std::chrono::hours(24));
  stripe.expect(kSearch, 403, kForbidden);
  EXPECT_EQ(words(stripe.charge(request)), "in doubt spent");
  EXPECT_NE(stripe.log.text.find("error stripe_charge_in_doubt"), std::string::npos);
}

// An authorization may leave the token as it is, so that only the whole list counts.
TEST(AnAuthorizationThatMayStand, IsLookedForInTheListOfThatTime) {
  struct ListRow {
    std::vector<std::pair<int, std::string>> pages;
    std::string now;
    const char* outcome;
  };
  const std::string more = R"({"object":"list","has_more":true,"data":[)";
  const std::string last = R"({"object":"list","has_more":false,"data":[)";
  const ListRow rows[] = {
      {{{200, kNothingListed}}, "", "refused not_charged"},
      {{{200, more + other_intent("pi_8") + "]}"}, {200, last + other_intent("pi_9") + "]}"}},
       "",
       "refused not_charged"},
      {{{200, more + other_intent("pi_8") + "]}"},
        {200, last + intent_json("requires_capture") + "]}"}},
       intent_json("requires_capture"),
       "approved pi_1 uncaptured"},
      {{{200, more + other_intent("pi_8") + "]}"}, {500, ""}}, "", "in doubt spent"},
      {{{200, more + "]}"}}, "", "in doubt spent"},
      {{{403, kForbidden}}, "", "in doubt spent"},
  };
  for (const ListRow& row : rows) {
    Fixture stripe(without_risk());
    auto request = stripe.request(true);
    request.capture_later = true;
    request.key_spent_at = stripe.clock.now();
    stripe.clock.advance(std::chrono::seconds(60));
    stripe.expect(kSearch, 200, kNothingFound);
    stripe.expect(kGetToken, 200, token_json());
    for (const auto& [status, body] : row.pages) stripe.expect(kList, status, body);
    if (!row.now.empty()) stripe.expect(kGetIntent, 200, row.now);
    EXPECT_EQ(words(stripe.charge(request)), row.outcome) << row.pages.back().second;
  }
}

TEST(AKeyThatCameWithOtherParameters, IsResolvedByWhatTheAttemptMade) {
  Fixture stripe(without_risk());
  stripe.expect(kPost, 400, kMisused);
  stripe.expect(kSearch, 200, found(intent_json("succeeded")));
  stripe.expect(kGetIntent, 200, intent_json("succeeded"));
  EXPECT_EQ(words(stripe.charge(stripe.request(true))), "approved pi_1");
  stripe.expect(kPost, 400, kMisused);
  stripe.expect(kSearch, 200, kNothingFound);
  EXPECT_EQ(words(stripe.charge(stripe.request(true))), "in doubt spent");
}

struct RefusalRow {
  const char* name;
  int status;
  std::string answer;
  std::string token;  // Asked once searches have caught up; empty when it is not shown.
  const char* outcome;
};

std::vector<RefusalRow> refusal_rows() {
  return {
      {"another account's key", 404, kMissing, "", "in doubt"},
      {"a wrong API version", 400, kUnexplained, "", "in doubt"},
      {"unexplained", 400, kUnexplained, token_json(), "refused provider_refused"},
      {"the receipt's address", 400,
       R"({"error":{"type":"invalid_request_error","param":"receipt_email"}})", token_json(),
       "plain"},
      {"the receipt's address, and the token is gone", 400,
       R"({"error":{"type":"invalid_request_error","param":"receipt_email"}})",
       deactivated_json("expired"), "refused token_expired"},
      {"consumed", 400, kDeactivated, deactivated_json("consumed"), "refused token_used"},
      {"expired", 400, kDeactivated, deactivated_json("expired"), "refused token_expired"},
      {"over the limit", 400, kOverLimit, token_json(), "refused token_amount_too_small"},
  };
}

TEST(ARefusalOfARepeat, CountsOnlyOnceNoChargeOfAnEarlierCallIsFound) {
  for (const RefusalRow& row : refusal_rows()) {
    Fixture stripe(without_risk());
    const auto request = stripe.request(true);
    stripe.expect(kPost, row.status, row.answer);
    stripe.expect(kSearch, 200, kNothingFound);
    EXPECT_EQ(words(stripe.charge(request)), "in doubt") << row.name;
    stripe.clock.advance(std::chrono::seconds(60));
    stripe.expect(kPost, row.status, row.answer);
    stripe.expect(kSearch, 200, kNothingFound);
    stripe.expect(kGetToken, row.token.empty() ? 404 : 200,
                  row.token.empty() ? kMissing : row.token);
    EXPECT_EQ(words(stripe.charge(request)), row.outcome) << row.name;
    stripe.expect(kPost, row.status, row.answer);
    stripe.expect(kSearch, 200, found(intent_json("succeeded")));
    stripe.expect(kGetIntent, 200, intent_json("succeeded"));
    EXPECT_EQ(words(stripe.charge(request)), "approved pi_1") << row.name;
  }
}

TEST(ARefusalOfARepeat, CountsAtOnceWhenItIsTheAnswerOfTheFirstCall) {
  Fixture stripe(without_risk());
  stripe.expect(kPost, 400, kOverLimit, kReplayed);
  EXPECT_EQ(words(stripe.charge(stripe.request(true))), "refused token_amount_too_small");
}

TEST(AKnownCharge, ThatStripeDoesNotShowIsDoubtAndAnErrorOfTheLog) {
  Fixture stripe(without_risk());
  stripe.expect(kGetIntent, 404, kMissing);
  EXPECT_EQ(words(stripe.charge(stripe.request(true, "pi_1"))), "in doubt");
  EXPECT_NE(stripe.log.text.find("error stripe_charge_in_doubt"), std::string::npos);
}

TEST(ABlockedToken, IsNotChargedByARepeatAfterALostLook) {
  Fixture stripe;
  auto request = stripe.request();
  stripe.expect_silence(kGetToken);
  EXPECT_EQ(words(stripe.charge(request)), "in doubt");
  request.repeated = true;
  stripe.expect(kGetToken, 200, token_json(kBlock));
  stripe.expect(kSearch, 200, kNothingFound);
  EXPECT_EQ(words(stripe.charge(request)), "in doubt spent");
  request.key_spent_at = stripe.clock.now();
  stripe.clock.advance(std::chrono::seconds(60));
  stripe.expect(kSearch, 200, kNothingFound);
  stripe.expect(kGetToken, 200, token_json(kBlock));
  EXPECT_EQ(words(stripe.charge(request)), "refused declined");
}

TEST(ABlockedToken, ThatAnEarlierCallChargedIsHeldForReview) {
  Fixture stripe;
  std::string consumed = deactivated_json("consumed");
  consumed.insert(consumed.size() - 1, kBlock);
  stripe.expect(kGetToken, 200, consumed);
  stripe.expect(kPost, 200, intent_json("succeeded"), kReplayed);
  EXPECT_EQ(words(stripe.charge(stripe.request(true))), "approved pi_1 review");
  stripe.expect(kGetToken, 200, token_json(kBlock));
  stripe.expect(kSearch, 200, found(intent_json("succeeded")));
  stripe.expect(kGetIntent, 200, intent_json("succeeded"));
  EXPECT_EQ(words(stripe.charge(stripe.request(true))), "approved pi_1 review");
}

TEST(ARepeat, ChargesNothingWhileTheAdviceCannotBeRead) {
  Fixture stripe;
  stripe.expect_silence(kGetToken);
  EXPECT_EQ(words(stripe.charge(stripe.request(true))), "in doubt");
}

}  // namespace
}  // namespace till::payments::stripe
