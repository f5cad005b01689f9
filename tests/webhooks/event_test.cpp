#include "webhooks/event.h"

#include <gtest/gtest.h>

#include <cctype>
#include <chrono>
#include <string>

#include "base/digest.h"

namespace till::webhooks {
namespace {

using namespace std::chrono_literals;

constexpr const char* kSecret = "whsec_test_secret";
constexpr const char* kBody = R"({"type":"order_create","data":{}})";
constexpr Timestamp kNow{1'795'514'400'000};
constexpr Milliseconds kTolerance = 300s;

// HMAC-SHA256 of "1795514400." and the body, made with the openssl command.
const std::string kDigest = "b29f40150c9638021bedb9458a38b828dba746a980225cd8444099a8c082fcde";

TEST(Signatures, AreThoseOfTheSpecification) {
  EXPECT_EQ(sign(kSecret, kNow, kBody), "t=1795514400,v1=" + kDigest);        // WH-07
  EXPECT_EQ(sign(kSecret, kNow + 999ms, kBody), sign(kSecret, kNow, kBody));  // WH-08
  EXPECT_NE(sign(kSecret, kNow + 1s, kBody).substr(16), kDigest);
}

TEST(Signatures, AreAcceptedWithinTheToleranceOnly) {
  const std::string header = "t=1795514400,v1=" + kDigest;
  const struct {
    const char* rule;
    Milliseconds later;
    bool valid;
  } rows[] = {
      {"WH-09 now", 0s, true},
      {"WH-09 still", 300s, true},
      {"WH-09 too old", 301s, false},
      {"WH-09 ahead", -300s, true},
      {"WH-09 too far ahead", -301s, false},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(verify(header, kSecret, kBody, kNow + row.later, kTolerance), row.valid) << row.rule;
  }
}

TEST(Signatures, AreAcceptedWithDigestsInUpperCase) {
  std::string upper = kDigest;
  for (char& c : upper) c = static_cast<char>(std::toupper(c));
  EXPECT_TRUE(verify("t=1795514400,v1=" + upper, kSecret, kBody, kNow, kTolerance));
}

TEST(Signatures, OfAnotherSecretBodyOrTimeAreRefused) {
  const std::string header = sign(kSecret, kNow, kBody);
  EXPECT_TRUE(verify(header, kSecret, kBody, kNow, kTolerance));
  EXPECT_FALSE(verify(header, "whsec_other", kBody, kNow, kTolerance));
  EXPECT_FALSE(verify(header, "", kBody, kNow, kTolerance));
  EXPECT_FALSE(verify(header, kSecret, std::string(kBody) + " ", kNow, kTolerance));  // WH-11
  EXPECT_FALSE(verify("t=1795514401,v1=" + kDigest, kSecret, kBody, kNow, kTolerance));
  for (std::size_t i = 0; i < kDigest.size(); ++i) {
    std::string wrong = kDigest;
    wrong[i] = wrong[i] == '0' ? '1' : '0';
    EXPECT_FALSE(verify("t=1795514400,v1=" + wrong, kSecret, kBody, kNow, kTolerance)) << i;
  }
}

TEST(Signatures, ThatAreMalformedAreRefused) {  // WH-10
  const std::string headers[] = {
      "",
      ",",
      "t=",
      "t=,v1=",
      "t=,v1=" + kDigest,
      "v1=" + kDigest,
      "t=1795514400",
      "t=1795514400,v1=",
      "t=1795514400,v1=" + kDigest.substr(1),
      "t=1795514400,v1=" + kDigest + "0",
      "t=1795514400, v1=" + kDigest,
      "t=1795514400,v0=" + kDigest,
      "T=1795514400,v1=" + kDigest,
      " t=1795514400,v1=" + kDigest,
      "t=1795514400 ,v1=" + kDigest,
      "t=+1795514400,v1=" + kDigest,
      "t=-1795514400,v1=" + kDigest,
      "t=0x6b05,v1=" + kDigest,
      "t=1795514400.0,v1=" + kDigest,
      "t=99999999999999999999999999,v1=" + kDigest,
      "t=9223372036854775807,v1=" + kDigest,
      "v1=" + kDigest + ",t=1795514400",
      "t=1795514400,v1=" + kDigest + ",v1=" + kDigest,
  };
  for (const std::string& header : headers) {
    EXPECT_FALSE(verify(header, kSecret, kBody, kNow, kTolerance)) << header;
  }
}

TEST(Signatures, OfNegativeTimesAreRefusedEvenWhenTheDigestIsRight) {
  const std::string header = "t=-5,v1=" + to_hex(hmac_sha256(kSecret, std::string("-5.") + kBody));
  EXPECT_FALSE(verify(header, kSecret, kBody, Timestamp{0}, kTolerance));
}

TEST(Answers, OtherThan2xxAreTriedAgain) {  // WH-12, WH-13
  for (int status = 100; status < 600; ++status) {
    EXPECT_EQ(is_taken(status), status / 100 == 2) << status;
  }
  EXPECT_FALSE(is_taken(std::nullopt));
  EXPECT_FALSE(is_taken(0));
}

TEST(Schedules, WaitLongerEachTimeAndThenGiveUp) {
  const auto schedule = RetrySchedule::standard();
  const Milliseconds waits[] = {1s, 4s, 15s, 1min, 5min, 30min, 2h, 6h, 12h, 24h};
  std::int64_t attempts = 0;
  for (const Milliseconds wait : waits) {
    ++attempts;
    EXPECT_EQ(next_attempt(schedule, attempts, kNow, 0.5, std::nullopt), kNow + wait) << attempts;
  }
  EXPECT_EQ(next_attempt(schedule, attempts + 1, kNow, 0.5, std::nullopt), std::nullopt);
  EXPECT_EQ(next_attempt(schedule, 1'000'000, kNow, 0.5, 1s), std::nullopt);
}

TEST(Schedules, SpreadEachWaitByAFifth) {
  const RetrySchedule schedule{{10s}};
  EXPECT_EQ(next_attempt(schedule, 1, kNow, 0.0, std::nullopt), kNow + 8s);
  EXPECT_EQ(next_attempt(schedule, 1, kNow, 0.25, std::nullopt), kNow + 9s);
  const auto longest = next_attempt(schedule, 1, kNow, 0.999999, std::nullopt);
  EXPECT_GT(longest, kNow + 11'990ms);
  EXPECT_LE(longest, kNow + 12s);
}

TEST(Schedules, HonourALongerRetryAfterUpToADay) {
  const RetrySchedule schedule{{10s}};
  EXPECT_EQ(next_attempt(schedule, 1, kNow, 0.5, 5s), kNow + 10s);
  EXPECT_EQ(next_attempt(schedule, 1, kNow, 0.5, 60s), kNow + 60s);
  EXPECT_EQ(next_attempt(schedule, 1, kNow, 0.5, 1000h), kNow + 24h);
  EXPECT_EQ(next_attempt(schedule, 1, kNow, 0.5, -60s), kNow + 10s);
}

}  // namespace
}  // namespace till::webhooks
