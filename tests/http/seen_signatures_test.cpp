#include "http/seen_signatures.h"

#include <gtest/gtest.h>

#include <string>

#include "app/fakes.h"

namespace till::http {
namespace {

constexpr Milliseconds kRemembered{1'000};

Digest named(std::string_view name) { return sha256(name); }

struct Seen {
  bool admit(std::string_view agent, std::string_view signature, std::string_view scope) {
    return signatures.admit(agent, named(signature), named(scope));
  }
  app::FakeClock clock;
  SeenSignatures signatures{clock, kRemembered, 10};
};

TEST(SeenSignatures, AreGoodForOneThingAndForItsRepeats) {
  Seen seen;
  EXPECT_TRUE(seen.admit("a", "s", "create k1"));
  EXPECT_TRUE(seen.admit("a", "s", "create k1")) << "a replay";
  EXPECT_FALSE(seen.admit("a", "s", "create k2")) << "another key";
  EXPECT_TRUE(seen.admit("a", "t", "create k2")) << "another signature";
  EXPECT_TRUE(seen.admit("b", "s", "create k2")) << "another agent";
}

TEST(SeenSignatures, AreRememberedForAsLongAsKeysAre) {
  Seen seen;
  seen.admit("a", "s", "1");
  seen.clock.advance(kRemembered);
  EXPECT_FALSE(seen.admit("a", "s", "2"));
  seen.clock.advance(Milliseconds(1));
  EXPECT_TRUE(seen.admit("a", "s", "2"));
}

TEST(SeenSignatures, AreRememberedUpToANumber) {
  Seen seen;
  for (int i = 0; i < 100; ++i) seen.admit("a", std::to_string(i), "1");
  EXPECT_EQ(seen.signatures.size(), 10U);
  EXPECT_FALSE(seen.admit("a", "99", "2")) << "the last ones";
}

}  // namespace
}  // namespace till::http
