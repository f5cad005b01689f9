#include "mcp/origins.h"

#include <gtest/gtest.h>

namespace till::mcp {
namespace {

TEST(Origins, AreTheServersOwnAndThoseItNames) {
  const Origins origins{"https://shop.example/base", {"https://chat.example", "null"}};
  const struct {
    const char* origin;
    bool allowed;
  } rows[] = {
      {"https://shop.example", true},
      {"HTTPS://Shop.Example", true},
      {"https://chat.example", true},
      {"null", true},
      {"http://shop.example", false},
      {"https://shop.example:8443", false},
      {"https://shop.example.evil.example", false},
      {"https://evil.example", false},
      {"https://evil.example/https://shop.example", false},
      {"http://localhost:3000", false},
      {"http://127.0.0.1", false},
      {"", false},
  };
  for (const auto& row : rows)
    EXPECT_EQ(is_allowed(row.origin, origins), row.allowed) << row.origin;
}

TEST(Origins, NeedNoPortThatTheirSchemeImplies) {
  const Origins origins{"https://shop.example:443/", {"http://chat.example:80"}};
  EXPECT_TRUE(is_allowed("https://shop.example", origins));
  EXPECT_TRUE(is_allowed("http://chat.example", origins));
  EXPECT_FALSE(is_allowed("https://shop.example:80", origins));
}

TEST(Origins, OfTheSameMachineMayCallAServerReachedByALoopbackName) {
  for (const char* own : {"https://localhost:8443", "https://127.0.0.1:8443", "http://[::1]:80"}) {
    const Origins origins{own, {}};
    for (const char* origin :
         {"http://localhost:3000", "https://127.0.0.1", "http://[::1]:5173", "http://LOCALHOST"}) {
      EXPECT_TRUE(is_allowed(origin, origins)) << own << " " << origin;
    }
    // A name that another site points at this machine is that site's (DNS rebinding).
    for (const char* origin : {"http://localhost.evil.example", "http://127.0.0.1.evil.example",
                               "http://evil.example:8443", "null", "http://10.0.0.1"}) {
      EXPECT_FALSE(is_allowed(origin, origins)) << own << " " << origin;
    }
  }
}

TEST(Origins, OfNobodyElseAreAllowedByDefault) {
  EXPECT_FALSE(is_allowed("null", {"https://shop.example", {}}));
}

}  // namespace
}  // namespace till::mcp
