// The approval of a purchase: what the backend is asked, and what each of its answers means.
#include "commerce/remote/remote_last_word.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "commerce/fake_backend.h"

namespace till::commerce::remote {
namespace {

using test::FakeBackend;
using ::testing::HasSubstr;

constexpr const char* kYes = R"({"decision":"approve"})";
constexpr const char* kNo = R"({"decision":"decline","reason":"ten orders today"})";

const app::PurchaseQuestion kPurchase{SessionId{}, R"({"session_id":"cs_1"})"};

struct Deciding {
  explicit Deciding(bool silence_approves = false) : backend(options(silence_approves)) {}
  static BackendOptions options(bool silence_approves) {
    BackendOptions made;
    made.silence_approves = silence_approves;
    return made;
  }
  bool accepts() { return sync_wait(word.accepts(kPurchase, *backend.loop)); }
  FakeBackend backend;
  RemoteLastWord word{*backend.client, *backend.capabilities};
};

// A question changes nothing, so it needs no key that makes it safe to repeat.
TEST(Approval, AsksWithTheOrderAsItWouldBe) {
  Deciding asking;
  asking.backend.say("/approve", {200, kYes});
  EXPECT_TRUE(asking.accepts());
  const std::vector<net::Request> asked = asking.backend.requests("/approve");
  ASSERT_EQ(asked.size(), 1U);
  EXPECT_EQ(asked.front().body, kPurchase.body);
  EXPECT_FALSE(asked.front().header("Idempotency-Key"));
}

TEST(Approval, IsYesOrNoOrSilence) {
  const struct {
    FakeBackend::Said said;
    bool accepted;
    bool accepted_if_silence_approves;
  } rows[] = {
      {{200, kYes}, true, true},
      {{200, kNo}, false, false},
      {{422, R"({"refused":{"reason":"blocked"}})"}, false, false},
      // What is said but not understood is no silence, and never a yes.
      {{200, R"({"decision":"decline"})"}, false, false},
      {{200, R"({"decision":"decline","reason":7})"}, false, false},
      {{200, R"({"decision":"declined"})"}, false, false},
      {{200, R"({"decision":"maybe"})"}, false, false},
      {{200, "{}"}, false, false},
      {{200, ""}, false, false},
      {{409, R"({"refused":{}})"}, false, false},
      {{422, "no"}, false, false},
      {{401, "{}"}, false, false},
      {{404, "{}"}, false, false},
      {{500, "{}"}, false, true},
      {{503, ""}, false, true},
  };
  for (const bool silence_approves : {false, true}) {
    for (const auto& row : rows) {
      Deciding asking(silence_approves);
      asking.backend.say("/approve", row.said);
      EXPECT_EQ(asking.accepts(),
                silence_approves ? row.accepted_if_silence_approves : row.accepted)
          << row.said.body;
    }
  }
}

TEST(Approval, LogsTheReasonOfANoAndWhatSilenceWasTakenAs) {
  Deciding asking;
  asking.backend.say("/approve", {200, kNo});
  asking.accepts();
  EXPECT_THAT(asking.backend.log.last("approval_declined"), HasSubstr("reason=ten orders today"));
  asking.backend.say("/approve", {500, ""});
  asking.accepts();
  EXPECT_THAT(asking.backend.log.last("approval_silent"), HasSubstr("taken_as=decline"));
  EXPECT_EQ(asking.backend.requests("/approve").front().header("Till-Deadline-Ms"), "2000");
}

TEST(Approval, IsNoSilenceWhenItIsRefused) {
  Deciding asking;
  asking.backend.say("/approve", {422, R"({"refused":{"reason":"closed"}})"});
  EXPECT_FALSE(asking.accepts());
  EXPECT_EQ(asking.backend.log.last("approval_silent"), "");
}

TEST(Approval, IsWantedWhereItIsListedAndWhileNobodyKnows) {
  Deciding asking;
  EXPECT_TRUE(asking.word.is_wanted()) << "nobody knows";
  asking.backend.say("/capabilities",
                     {200, R"({"version":"2026-12-01","capabilities":["quote"]})"});
  sync_wait(asking.backend.capabilities->get(*asking.backend.loop));
  EXPECT_FALSE(asking.word.is_wanted());
  asking.backend.say("/capabilities", {200, test::kAll});
  asking.backend.clock.ms += 1000;
  asking.backend.capabilities->doubt();
  sync_wait(asking.backend.capabilities->get(*asking.backend.loop));
  EXPECT_TRUE(asking.word.is_wanted());
}

}  // namespace
}  // namespace till::commerce::remote
