// A shop elsewhere: what it is asked, what becomes of its answers, and who answers in its place.
#include "commerce/remote/remote_commerce.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>

#include "commerce/fake_backend.h"

namespace till::commerce::remote {
namespace {

using checkout::QuoteFailure;
using checkout::QuoteRequest;
using test::FakeBackend;
using test::kMug;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::Not;

// Answers with a line that says that it was asked.
class Embedded final : public app::Commerce {
 public:
  Task<checkout::QuoteResult> quote(const QuoteRequest&, Executor&) override {
    checkout::Quote quote;
    quote.lines.resize(1);
    quote.lines[0].title = "embedded";
    quote.lines[0].available = available;
    co_return quote;
  }
  std::optional<std::int64_t> available;
};

class Shelves final : public app::Stock {
 public:
  std::vector<std::int64_t> available(std::span<const std::string> ids) override {
    std::vector<std::int64_t> all;
    for (const std::string& id : ids) all.push_back(kept.contains(id) ? kept[id] : 0);
    return all;
  }
  std::vector<std::optional<std::int64_t>> recorded(std::span<const std::string> ids) override {
    return std::vector<std::optional<std::int64_t>>(ids.size());
  }
  Task<app::StoreResult<std::vector<std::int64_t>>> uses(std::vector<std::string>,
                                                         Executor&) override {
    co_return std::vector<std::int64_t>{};
  }
  app::StoreResult<Done> state_stock(std::span<const StatedStock>, Timestamp) override {
    return Done{};
  }
  app::StoreResult<Done> state_others(std::shared_ptr<const app::StatedPieces>,
                                      Timestamp) override {
    return Done{};
  }
  std::map<std::string, std::int64_t> kept{{"mug", 5}};
};

class HeldHere final : public app::Holdings {
 public:
  app::AgentHoldings holdings(const std::string&, std::span<const std::string> ids) override {
    app::AgentHoldings all;
    for (std::size_t i = 0; i < ids.size(); ++i) all.items.push_back({0, by_all});
    return all;
  }
  std::vector<app::AgentLoad> agent_loads() override { return {}; }
  std::int64_t by_all = 0;
};

struct Asking {
  explicit Asking(BackendOptions options = {}) : backend(std::move(options)) {}
  // The title and what is available, or why there is no quote.
  std::string quote(const QuoteRequest& request) {
    const auto result = sync_wait(commerce.quote(request, *backend.loop));
    wait_seconds = result ? 0 : result.error().wait_seconds;
    if (!result) return "refused " + std::to_string(static_cast<int>(result.error().failure));
    const auto& line = result->lines[0];
    return line.title + " " + (line.available ? std::to_string(*line.available) : "endless");
  }
  std::string quote() { return quote(request()); }
  static QuoteRequest request() {
    QuoteRequest asked;
    asked.currency = "usd";
    asked.agent = "a";
    asked.lines = {{"mug", 1, std::nullopt}};
    return asked;
  }
  FakeBackend backend;
  Embedded embedded;
  Shelves shelves;
  HeldHere held;
  RemoteCommerce commerce{*backend.client, *backend.capabilities, embedded, shelves, held};
  std::int64_t wait_seconds = 0;  // Of the last refusal.
};

std::string refused_as(QuoteFailure failure) {
  return "refused " + std::to_string(static_cast<int>(failure));
}
const std::string kUnavailable = refused_as(QuoteFailure::unavailable);

TEST(RemoteCommerce, AsksWithEveryHeaderOfTheContract) {
  Asking asking;
  asking.quote();
  const auto asked = asking.backend.requests("/quote");
  ASSERT_EQ(asked.size(), 1U);
  EXPECT_EQ(asked[0].method, "POST");
  EXPECT_EQ(asked[0].header("Content-Type"), "application/json");
  EXPECT_EQ(asked[0].header("Till-Signature"),
            signature_of(asked[0].body, asking.backend.clock.now(),
                         {Secret("top-secret"), Secret("old-secret")}));
  EXPECT_THAT(std::string(*asked[0].header("Till-Request-Id")), MatchesRegex("req_[0-9a-z]{26}"));
  EXPECT_THAT(std::string(*asked[0].header("traceparent")),
              MatchesRegex("00-[0-9a-f]{32}-[0-9a-f]{16}-01"));
  EXPECT_EQ(asked[0].header("Till-Deadline-Ms"), "1500");
  EXPECT_FALSE(asked[0].header("Idempotency-Key")) << "a quote changes nothing";
}

TEST(RemoteCommerce, TakesTheSmallerStockOfBothAndNoneOfWhatNeedsNone) {
  // What sessions hold here the backend does not know; Till's own number is without it already.
  const struct {
    const char* available;
    std::int64_t kept;
    std::int64_t held;
    const char* told;
  } rows[] = {{"9", 5, 0, "Mug 5"},  {"3", 5, 0, "Mug 3"},         {"0", 5, 0, "Mug 0"},
              {"9", 5, 2, "Mug 5"},  {"3", 5, 2, "Mug 1"},         {"2", 8, 2, "Mug 0"},
              {"0", 8, 2, "Mug -2"}, {"null", 5, 2, "Mug endless"}};
  Asking asking;
  for (const auto& row : rows) {
    asking.shelves.kept["mug"] = row.kept;
    asking.held.by_all = row.held;
    asking.backend.say("/quote", {200, std::string(R"({"lines":[{"index":0,"title":"Mug",)") +
                                           R"("unit_amount":700,"tax":0,"available":)" +
                                           row.available + "}],\"options\":[]}"});
    EXPECT_EQ(asking.quote(), row.told);
  }
  asking.held.by_all = 0;
  asking.shelves.kept.clear();
  asking.backend.say("/quote", {200, kMug});
  EXPECT_EQ(asking.quote(), "Mug 0") << "Till holds nothing of what its catalogue does not state";
}

TEST(RemoteCommerce, LeavesTheStockToAShopThatHoldsPiecesItself) {
  Asking asking;
  asking.backend.say("/capabilities",
                     {200, R"({"version":"2026-12-01","capabilities":["holds","quote"]})"});
  asking.held.by_all = 2;
  EXPECT_EQ(asking.quote(), "Mug 9") << "what Till keeps does not count";
  Asking mixed;
  mixed.backend.say("/capabilities", {200, R"({"version":"2026-12-01","capabilities":["holds"]})"});
  EXPECT_EQ(mixed.quote(), "embedded endless") << "the catalogue says what needs no stock";
  mixed.embedded.available = 0;
  EXPECT_EQ(mixed.quote(), "embedded 100000000000") << "the shop says whether it can be held";
}

TEST(RemoteCommerce, TellsWhyTheShopRefuses) {
  const struct {
    const char* body;
    std::string told;
  } rows[] = {
      {R"({"refused":{"reason":"unknown_item","index":0}})",
       refused_as(QuoteFailure::unknown_item)},
      {R"({"refused":{"reason":"unsupported_currency"}})",
       refused_as(QuoteFailure::unsupported_currency)},
      {R"({"refused":{"reason":"unknown_quote"}})", kUnavailable},  // None was asked about.
      {R"({"refused":{"reason":"amount_too_large","index":0}})",
       refused_as(QuoteFailure::amount_too_large)},
      {R"({"refused":{"reason":"unknown_item"}})", kUnavailable},
      {R"({"refused":{"reason":"unknown_item","index":1}})", kUnavailable},
      {R"({"refused":{"reason":"bad_mood"}})", kUnavailable},
      {R"({"refused":[]})", kUnavailable},
      {"no", kUnavailable},
  };
  Asking asking;
  for (const int status : {409, 422}) {
    for (const auto& row : rows) {
      asking.backend.say("/quote", {status, row.body});
      EXPECT_EQ(asking.quote(), row.told) << row.body;
    }
  }
}

TEST(RemoteCommerce, AsksAgainWithoutAQuoteThatIsOverUnlessItMustHold) {
  Asking asking;
  asking.backend.say("/quote", {422, R"({"refused":{"reason":"unknown_quote"}})"});
  QuoteRequest request = Asking::request();
  request.quote_id = "offer-7";
  asking.quote(request);
  auto asked = asking.backend.requests("/quote");
  ASSERT_EQ(asked.size(), 2U);
  EXPECT_THAT(asked[0].body, HasSubstr("offer-7"));
  EXPECT_THAT(asked[1].body, Not(HasSubstr("offer-7")));
  request.quote_must_hold = true;
  EXPECT_EQ(asking.quote(request), refused_as(QuoteFailure::unknown_quote));
  EXPECT_EQ(asking.backend.requests("/quote").size(), 3U);
}

TEST(RemoteCommerce, RefusesANewLineThatIsNotSoldAndMarksAnOldOne) {
  Asking asking;
  asking.backend.say("/quote", {200, R"({"lines":[{"index":0,"sold":false}],"options":[]})"});
  EXPECT_EQ(asking.quote(), refused_as(QuoteFailure::unknown_item));
  QuoteRequest request = Asking::request();
  request.lines_stand = true;
  EXPECT_EQ(asking.quote(request), " endless");
}

TEST(RemoteCommerce, RejectsACodeOfWhichNothingIsSaid) {
  Asking asking;
  QuoteRequest request = Asking::request();
  request.discount_codes = {"SAVE10", "old", "OLD"};
  const auto result = sync_wait(asking.commerce.quote(request, *asking.backend.loop));
  ASSERT_TRUE(result.has_value());
  ASSERT_EQ(result->rejected.size(), 2U) << "once, however often it was typed";
  EXPECT_EQ(result->rejected[0].code, "SAVE10");
  EXPECT_EQ(result->rejected[1].code, "old");
  EXPECT_EQ(result->rejected[0].reason, checkout::MessageCode::discount_code_invalid);
}

TEST(RemoteCommerce, LogsAFailureWithItsKindAndPlaceAndNoSecret) {
  const std::string deep = std::string(40, '[') + std::string(40, ']');
  const struct {
    FakeBackend::Said said;
    const char* logged;
  } rows[] = {
      {{401, "{}"}, "kind=wrong_status place= detail=401: see that the backend has the secret"},
      {{404, "{}"}, "kind=wrong_status place= detail=404: see that url of [backend] is right"},
      {{302, "", {{"Location", "http://127.0.0.1/quote"}}},
       "kind=wrong_status place= detail=302: Till follows no redirect"},
      {{400, "{}"}, "kind=wrong_status place= detail=400: answer as docs/backend says"},
      {{500, "{}"}, "kind=wrong_status place= detail=500: look for this request_id"},
      {{200, ""}, "kind=not_of_schema place=$ "},
      {{200, "[]"}, "kind=not_of_schema place=$ "},
      {{200, "{\"lines\":NaN}"}, "kind=not_of_schema place=$ "},
      {{200, "{\"a\":1,\"a\":2}"}, "kind=not_of_schema place=$ "},
      {{200, "{\"a\":" + deep + "}"}, "kind=not_of_schema place=$ "},
      {{200, R"({"lines":[{"index":0,"title":"M","unit_amount":-1}],"options":[]})"},
       "kind=not_of_schema place=$.lines[0].unit_amount "},
      {{200, "{\"x\":\"" + std::string(2'000'000, 'x') + "\"}"}, "kind=no_answer place= "},
  };
  Asking asking;
  for (const auto& row : rows) {
    asking.backend.say("/quote", row.said);
    EXPECT_EQ(asking.quote(), kUnavailable) << row.logged;
    EXPECT_THAT(asking.backend.log.last("backend_failed"), HasSubstr(row.logged));
    EXPECT_THAT(asking.backend.log.last("backend_failed"), HasSubstr("call=quote request_id=req_"));
  }
  for (const test::Line& line : asking.backend.log.lines()) {
    EXPECT_THAT(line.text, Not(HasSubstr("-secret")));
    EXPECT_LT(line.text.size(), 900U);
  }
}

TEST(RemoteCommerce, LogsThePlaceOfALinkThatItLeavesOut) {
  Asking asking;
  asking.backend.say("/quote", {200, R"({"lines":[{"index":0,"title":"Mug","unit_amount":700,)"
                                     R"("tax":0,"image_url":"mug.jpg"}],"options":[]})"});
  EXPECT_EQ(asking.quote(), "Mug endless");
  EXPECT_THAT(asking.backend.log.last("part_left_out"),
              HasSubstr("call=quote place=$.lines[0].image_url "));
}

TEST(RemoteCommerce, AsksOnceMoreAfterAFailureInPassingAndFollowsNoRedirect) {
  Asking asking;
  asking.quote();
  asking.backend.say("/quote", {503, "{}", {{"Retry-After", "0"}}});
  asking.quote();
  EXPECT_EQ(asking.backend.requests("/quote").size(), 3U);
  asking.backend.say("/quote", {307, "", {{"Location", "/elsewhere"}}});
  asking.quote();
  asking.backend.say("/quote", {403, "{}"});
  asking.quote();
  EXPECT_EQ(asking.backend.requests("/quote").size(), 5U);
  EXPECT_TRUE(asking.backend.requests("/elsewhere").empty());
}

TEST(RemoteCommerce, LeavesABackendAloneThatFailsAgainAndAgain) {
  Asking asking;
  asking.backend.say("/quote", {500, "{}"});
  for (int i = 0; i < 5; ++i) asking.quote();
  const std::size_t before = asking.backend.requests("/quote").size();
  EXPECT_EQ(asking.quote(), kUnavailable);
  EXPECT_EQ(asking.backend.requests("/quote").size(), before);
  EXPECT_THAT(asking.backend.log.last("backend_failed"), HasSubstr("kind=open_circuit"));
  EXPECT_EQ(asking.backend.observer.asked.back(), "quote not_asked");
  EXPECT_EQ(asking.wait_seconds, 5) << "so long it is left alone";
}

TEST(RemoteCommerce, TellsHowLongTheBackendWantsToBeLeftAlone) {
  for (const auto& [said, wait] : {std::pair{"30", 30}, {"3600", 60}, {"0", 0}, {"soon", 0}}) {
    Asking asking;
    asking.backend.say("/quote", {503, "{}", {{"Retry-After", said}}});
    EXPECT_EQ(asking.quote(), kUnavailable);
    EXPECT_EQ(asking.wait_seconds, wait) << said;
  }
}

TEST(RemoteCommerce, LeavesQuotesThatTheBackendDoesNotListToTheCatalogue) {
  Asking asking;
  asking.backend.say("/capabilities", {200, R"({"version":"2026-12-01","capabilities":[]})"});
  EXPECT_EQ(asking.quote(), "embedded endless");
  EXPECT_TRUE(asking.backend.requests("/quote").empty());
}

TEST(RemoteCommerce, QuotesNothingWhileItDoesNotKnowWhatTheBackendAnswers) {
  const FakeBackend::Said rows[] = {
      {500, "{}"},
      {401, "{}"},
      {200, R"({"version":"2027-01-01","capabilities":["quote"]})"},
      {200, R"({"version":"2026-12-01"})"},
      {200, R"({"version":"2026-12-01","capabilities":["quote",7]})"},
      {422, R"({"refused":{"reason":"no"}})"},
  };
  for (const auto& row : rows) {
    Asking asking;
    asking.backend.say("/capabilities", row);
    EXPECT_EQ(asking.quote(), kUnavailable) << row.body;
    const std::size_t asked = asking.backend.requests("/capabilities").size();
    asking.backend.say("/capabilities", {200, test::kAll});
    EXPECT_EQ(asking.quote(), kUnavailable) << "not more often than every second";
    EXPECT_EQ(asking.backend.requests("/capabilities").size(), asked);
    asking.backend.clock.ms += 1000;
    EXPECT_EQ(asking.quote(), "Mug 5");
  }
}

TEST(RemoteCommerce, LearnsAnewWhenTheBackendComesBackAndWhenItIsTold) {
  Asking asking;
  asking.quote();
  asking.quote();
  EXPECT_EQ(asking.backend.requests("/capabilities").size(), 1U);
  asking.backend.clock.ms += 2000;
  asking.backend.say("/quote", {500, "{}"});
  asking.quote();
  asking.backend.say("/quote", {200, kMug});
  asking.quote();  // It is back.
  EXPECT_EQ(asking.backend.requests("/capabilities").size(), 1U);
  asking.quote();
  EXPECT_EQ(asking.backend.requests("/capabilities").size(), 2U);
  asking.backend.clock.ms += 2000;
  asking.backend.capabilities->doubt();
  asking.quote();
  EXPECT_EQ(asking.backend.requests("/capabilities").size(), 3U);
}

TEST(RemoteCommerce, KeepsWhatItKnowsWhileTheBackendIsSilent) {
  Asking asking;
  asking.quote();
  asking.backend.clock.ms += 2000;
  asking.backend.say("/capabilities", {500, "{}"});
  asking.backend.capabilities->doubt();
  EXPECT_EQ(asking.quote(), "Mug 5");
}

TEST(RemoteCommerce, AsksOnlySoManyQuestionsAtOnceAndLetsTheOthersWait) {
  BackendOptions options;
  options.max_concurrent = 2;
  Asking asking(options);
  asking.quote();
  const QuoteRequest request = Asking::request();
  std::atomic<int> quoted = 0;
  std::promise<void> all;
  asking.backend.loop->call([&] {
    for (int i = 0; i < 50; ++i) {
      spawn(asking.commerce.quote(request, *asking.backend.loop),
            [&](const checkout::QuoteResult& result) {
              EXPECT_TRUE(result.has_value());
              if (++quoted == 50) all.set_value();
            });
    }
  });
  all.get_future().wait();
  EXPECT_EQ(asking.backend.requests("/quote").size(), 51U);
  EXPECT_LE(asking.backend.most_at_once(), 2U);
}

TEST(RemoteCommerce, IsCounted) {
  Asking asking;
  asking.quote();
  asking.backend.say("/quote", {422, R"({"refused":{"reason":"unsupported_currency"}})"});
  asking.quote();
  asking.backend.say("/quote", {200, "{}"});
  asking.quote();
  EXPECT_THAT(asking.backend.observer.asked, ElementsAre("capabilities accepted", "quote accepted",
                                                         "quote refused", "quote failed"));
}

TEST(RemoteCommerce, SignsWithTheSecretsThatWereTakenOver) {
  Asking asking;
  asking.backend.client->replace({Secret("newer"), {}});
  asking.quote();
  const auto asked = asking.backend.requests("/quote");
  ASSERT_EQ(asked.size(), 1U);
  EXPECT_EQ(asked[0].header("Till-Signature"),
            signature_of(asked[0].body, asking.backend.clock.now(), {Secret("newer"), {}}));
}

}  // namespace
}  // namespace till::commerce::remote
