// Holds at the backend: what it is asked, and what each of its answers means.
#include "commerce/remote/remote_holds.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "commerce/fake_backend.h"

namespace till::commerce::remote {
namespace {

using app::HoldRequest;
using app::Shortage;
using test::FakeBackend;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

constexpr const char* kHoldsListed = R"({"version":"2026-12-01","capabilities":["holds"]})";
constexpr const char* kNoHoldsListed = R"({"version":"2026-12-01","capabilities":["quote"]})";
constexpr const char* kMugsHeld = R"({"held":[{"item_id":"mug","quantity":2}],"short":[]})";

struct Holding {
  explicit Holding(const char* capabilities = kHoldsListed) {
    backend.say("/capabilities", {200, capabilities});
    request = {SessionId{{1}}, 3, Timestamp{1'796'120'100'000}, {{"mug", 2}}};
    path = "/holds/" + request.session.text();
  }
  std::optional<std::vector<Shortage>> hold() {
    return sync_wait(holds.hold(request, *backend.loop));
  }
  bool can_be_asked() { return sync_wait(holds.can_be_asked(*backend.loop)); }
  bool give_back() { return sync_wait(holds.give_back(request.session, 4, *backend.loop)); }

  FakeBackend backend;
  RemoteHolds holds{*backend.client, *backend.capabilities};
  HoldRequest request;
  std::string path;
};

TEST(RemoteHolds, ArePutUnderAKeyOfTheirVersion) {
  Holding holding;
  holding.backend.say(holding.path, {200, kMugsHeld});
  EXPECT_THAT(*holding.hold(), IsEmpty());
  holding.request.version = 4;
  holding.hold();
  const auto asked = holding.backend.requests(holding.path);
  ASSERT_EQ(asked.size(), 2U);
  EXPECT_EQ(asked[0].method, "PUT");
  EXPECT_THAT(asked[0].body, HasSubstr(R"("version":3,"until":"2026-12-01T10:15:00Z")"));
  EXPECT_THAT(*asked[0].header("Idempotency-Key"),
              StartsWith("hold_" + holding.request.session.text() + "_3_"));
  EXPECT_THAT(*asked[1].header("Idempotency-Key"),
              StartsWith("hold_" + holding.request.session.text() + "_4_"));
  EXPECT_TRUE(asked[0].header("Till-Signature"));
  EXPECT_EQ(asked[0].header("Till-Deadline-Ms"), "1500");
}

// A backend that answers by the key must not take it for the same one.
TEST(RemoteHolds, OfOtherPiecesOrAnotherTimeHaveAnotherKeyThoughTheVersionIsTheSame) {
  Holding holding;
  holding.backend.say(holding.path, {200, kMugsHeld});
  holding.hold();
  holding.hold();
  holding.request.until = Timestamp{1'796'120'200'000};
  holding.hold();
  holding.request.pieces = {};
  holding.hold();
  std::vector<std::string> keys;
  for (const auto& asked : holding.backend.requests(holding.path)) {
    keys.push_back(std::string(*asked.header("Idempotency-Key")));
  }
  ASSERT_EQ(keys.size(), 4U);
  EXPECT_EQ(keys[0], keys[1]) << "the same deed";
  EXPECT_NE(keys[1], keys[2]);
  EXPECT_NE(keys[2], keys[3]);
}

// Each question that is not answered leaves a row behind.
TEST(RemoteHolds, CannotBeAskedForAWhileOnceTheyAreInTroubleThoughQuotesWork) {
  const FakeBackend::Said rows[] = {{500, ""}, {404, "{}"}, {200, "{}"}};
  for (const auto& said : rows) {
    Holding holding;
    holding.backend.say(holding.path, said);
    for (int i = 0; i < 8; ++i) {
      EXPECT_TRUE(holding.can_be_asked());
      holding.hold();
      sync_wait(holding.backend.client->ask({"quote", "POST", "/quote", "{}", Milliseconds(1'500)},
                                            *holding.backend.loop));
    }
    EXPECT_FALSE(holding.backend.client->closed_for());
    EXPECT_FALSE(holding.can_be_asked());
    holding.backend.clock.ms += 5'000;
    EXPECT_TRUE(holding.can_be_asked()) << "one tries";
    EXPECT_FALSE(holding.can_be_asked());
    holding.backend.say(holding.path, {200, kMugsHeld});
    holding.hold();
    EXPECT_TRUE(holding.can_be_asked());
  }
}

// Or the questions of one agent would keep those of all others from being asked.
TEST(RemoteHolds, CanBeAskedAfterANoToOthers) {
  Holding holding;
  holding.backend.say(holding.path, {422, R"({"refused":{"reason":"closed"}})"});
  for (int i = 0; i < 9; ++i) holding.hold();
  EXPECT_TRUE(holding.can_be_asked());
}

TEST(RemoteHolds, CannotBeAskedWhereTheyAreNotListedOrNothingIsSent) {
  Holding none(kNoHoldsListed);
  EXPECT_FALSE(none.can_be_asked());
  Holding holding;
  holding.backend.say("/quote", {500, ""});
  EXPECT_TRUE(holding.can_be_asked());
  for (int i = 0; i < 8; ++i) {
    sync_wait(holding.backend.client->ask({"quote", "POST", "/quote", "{}", Milliseconds(1'500)},
                                          *holding.backend.loop));
  }
  EXPECT_TRUE(holding.backend.client->closed_for());
  EXPECT_FALSE(holding.can_be_asked());
}

TEST(RemoteHolds, AreGivenBackByADelete) {
  Holding holding;
  holding.backend.say(holding.path, {204, ""});
  EXPECT_TRUE(holding.give_back());
  const auto asked = holding.backend.requests(holding.path);
  ASSERT_EQ(asked.size(), 1U);
  EXPECT_EQ(asked[0].method, "DELETE");
  EXPECT_EQ(asked[0].body, "");
  EXPECT_EQ(asked[0].header("Idempotency-Key"), "release_" + holding.request.session.text() + "_4");
  EXPECT_TRUE(asked[0].header("Till-Signature"));
}

TEST(RemoteHolds, TellWhatIsShort) {
  Holding holding;
  holding.backend.say(holding.path,
                      {200, R"({"held":[],"short":[{"item_id":"mug","available":1}]})"});
  EXPECT_THAT(*holding.hold(), ElementsAre(Shortage{"mug", 1}));
}

// Whatever else is said, nobody knows what is held.
TEST(RemoteHolds, OfAnyOtherAnswerAreNotKnown) {
  const FakeBackend::Said rows[] = {
      {200, R"({"held":[],"short":[]})"},
      {200, "{}"},
      {200, ""},
      {409, R"({"refused":{"reason":"closed"}})"},
      {422, R"({"refused":{"reason":"closed"}})"},
      {404, "{}"},
      {500, kMugsHeld},
      {503, ""},
  };
  for (const auto& said : rows) {
    Holding holding;
    holding.backend.say(holding.path, said);
    EXPECT_FALSE(holding.hold()) << said.status << said.body;
    EXPECT_EQ(holding.give_back(), said.status == 200) << said.status;
  }
}

TEST(RemoteHolds, LogThePlaceOfAFaultAndAreCounted) {
  Holding holding;
  holding.backend.say(holding.path, {200, R"({"held":[{"item_id":"cap"}],"short":[]})"});
  EXPECT_FALSE(holding.hold());
  EXPECT_THAT(holding.backend.log.last("backend_failed"), HasSubstr("call=hold"));
  EXPECT_THAT(holding.backend.log.last("backend_failed"), HasSubstr("place=$.held[0].item_id"));
  holding.backend.say(holding.path, {200, kMugsHeld});
  holding.hold();
  holding.give_back();
  EXPECT_THAT(holding.backend.observer.asked, ElementsAre("capabilities accepted", "hold failed",
                                                          "hold accepted", "release accepted"));
}

TEST(RemoteHolds, AreWantedWhereTheyAreListedAndWhileNobodyKnows) {
  Holding holding;
  EXPECT_TRUE(holding.holds.is_wanted()) << "nobody knows";
  sync_wait(holding.backend.capabilities->get(*holding.backend.loop));
  EXPECT_TRUE(holding.holds.is_wanted());
  Holding none(kNoHoldsListed);
  sync_wait(none.backend.capabilities->get(*none.backend.loop));
  EXPECT_FALSE(none.holds.is_wanted());
  EXPECT_FALSE(none.hold());
  EXPECT_FALSE(none.give_back());
  EXPECT_THAT(none.backend.requests(none.path), IsEmpty());
}

}  // namespace
}  // namespace till::commerce::remote
