#include "stripe_double/mail.h"

#include <algorithm>
#include <map>

#include "stripe_double/fakes.h"

namespace till::stripe_double {
namespace {

constexpr Timestamp kThen{kNow * 1000 + 999};
const Event kEvent{"payment_intent.succeeded", R"({"id":"pi_1"})"};

// What is delivered in which of the next five seconds, by event id.
std::vector<std::string> delivered(std::uint64_t seed, double disorder, int count) {
  const Faults chances(seed, 0);
  Mail mail(chances, disorder);
  for (int i = 0; i < count; ++i) mail.post(kEvent, kThen);
  std::vector<std::string> out;
  for (int ms = 0; ms <= 5000; ms += 10) {
    while (auto letter = mail.next(kThen + Milliseconds(ms))) {
      out.push_back(std::to_string(ms) + " " + at(letter->body, "/id"));
    }
  }
  EXPECT_EQ(mail.waiting(), 0u);
  return out;
}

TEST(StripeDoubleMail, SignsTheTimeAndTheBody) {
  // printf '1795514400.{"a":1}' | openssl dgst -sha256 -hmac whsec_double
  EXPECT_EQ(signature_of(Secret("whsec_double"), R"({"a":1})", kThen),
            "t=1795514400,v1="
            "ace7074feb481542e2341b5e7166e70d5cf13f350a8d60d7275ea2045e0a3665");
}

TEST(StripeDoubleMail, PutsTheObjectInAnEvent) {
  const Faults chances(1, 0);
  Mail mail(chances, 0);
  mail.post(kEvent, kThen);
  const auto letter = mail.next(kThen);
  ASSERT_TRUE(letter);
  EXPECT_EQ(letter->tries, 0);
  EXPECT_EQ(letter->body,
            R"({"id":"evt_1","object":"event","type":"payment_intent.succeeded",)"
            R"("api_version":"2026-04-22.preview","created":1795514400,"livemode":false,)"
            R"("data":{"object":{"id":"pi_1"}}})");
  EXPECT_FALSE(mail.next(kThen));
}

TEST(StripeDoubleMail, ComesOnceAtOnceAndInOrderWithoutDisorder) {
  std::vector<std::string> expected;
  for (int i = 1; i <= 50; ++i) expected.push_back("0 evt_" + std::to_string(i));
  EXPECT_EQ(delivered(1, 0, 50), expected);
}

TEST(StripeDoubleMail, ComesLateTwiceAndInDisorderAsTheSeedSays) {
  const auto letters = delivered(1, 0.3, 200);
  EXPECT_EQ(letters, delivered(1, 0.3, 200));
  EXPECT_NE(letters, delivered(2, 0.3, 200));
  std::map<std::string, int> copies;
  int late = 0;
  for (const std::string& letter : letters) {
    ++copies[letter.substr(letter.find(' ') + 1)];
    late += letter.starts_with("0 ") ? 0 : 1;
  }
  EXPECT_EQ(copies.size(), 200u);  // Each comes.
  const auto twice = std::count_if(copies.begin(), copies.end(),
                                   [](const auto& each) { return each.second == 2; });
  EXPECT_NEAR(static_cast<double>(twice), 60, 25);
  EXPECT_EQ(letters.size(), 200u + static_cast<std::size_t>(twice));
  EXPECT_NEAR(late, 78, 30);
}

TEST(StripeDoubleMail, IsNotLaterThanThreeSeconds) {
  for (const std::string& letter : delivered(5, 1, 200)) {
    EXPECT_LE(std::stoi(letter), 3000) << letter;
  }
}

TEST(StripeDoubleMail, ThatIsNotTakenComesAgainEverySecondSixtyTimes) {
  const Faults chances(1, 0);
  Mail mail(chances, 0);
  mail.post(kEvent, kThen);
  int tries = 0;
  Timestamp now = kThen;
  while (auto letter = mail.next(now)) {
    ++tries;
    EXPECT_EQ(at(letter->body, "/id"), "evt_1");
    mail.again(std::move(*letter), now);
    EXPECT_FALSE(mail.next(now + Milliseconds(999)));
    now = now + Milliseconds(1000);
  }
  EXPECT_EQ(tries, 60);
  EXPECT_EQ(mail.waiting(), 0u);
}

TEST(StripeDoubleMail, ComesByWhenItIsDueNotByWhenItWasTaken) {
  const Faults chances(1, 0);
  Mail mail(chances, 0);
  mail.again({"due after a second", 1}, kThen);
  mail.again({"due half a second before", 1}, kThen + Milliseconds(-500));
  mail.again({"due with the first", 1}, kThen);
  EXPECT_FALSE(mail.next(kThen + Milliseconds(499)));
  std::vector<std::string> order;
  while (auto letter = mail.next(kThen + Milliseconds(1000))) order.push_back(letter->body);
  EXPECT_EQ(order, (Types{"due half a second before", "due after a second", "due with the first"}));
}

TEST(StripeDoubleMail, DropsWhatIsDueFirstRatherThanGrow) {
  const Faults chances(1, 0);
  Mail mail(chances, 0);
  mail.again({"due last", 1}, kThen + Milliseconds(2));
  mail.again({"due first", 1}, kThen);
  for (int i = 0; i < 99'999; ++i) mail.again({"", 1}, kThen + Milliseconds(1));
  std::vector<std::string> named;
  while (auto letter = mail.next(kThen + Milliseconds(5000))) {
    if (!letter->body.empty()) named.push_back(letter->body);
  }
  EXPECT_EQ(named, Types{"due last"});
}

TEST(StripeDoubleMail, HasAtMostAHundredThousandLetters) {
  const Faults chances(1, 0);
  Mail mail(chances, 1);
  for (int i = 0; i < 60'000; ++i) mail.post({"a", "1"}, kThen);
  EXPECT_EQ(mail.waiting(), 100'000u);
  mail.again({"{}", 1}, kThen);
  EXPECT_EQ(mail.waiting(), 100'000u);
}

}  // namespace
}  // namespace till::stripe_double
