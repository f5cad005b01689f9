// Which token a request carries.
#include "net/bearer.h"

#include <gtest/gtest.h>

namespace till::net {
namespace {

TEST(ABearerToken, IsWhatFollowsItsScheme) {
  const struct {
    const char* header;
    std::optional<std::string_view> token;
  } rows[] = {
      {"Bearer secret", "secret"},      {"bearer secret", "secret"},
      {"BEARER   secret", "secret"},    {"Bearer a b", "a b"},
      {"Bearer secret ", "secret "},    {"", std::nullopt},
      {"Bearer", std::nullopt},         {"Bearer ", std::nullopt},
      {"Bearer    ", std::nullopt},     {"secret", std::nullopt},
      {"Basic secret", std::nullopt},   {"Bearersecret", std::nullopt},
      {" Bearer secret", std::nullopt},
  };
  for (const auto& row : rows) {
    Request request;
    request.headers = {{"authorization", row.header}};
    EXPECT_EQ(bearer_token(request), row.token) << row.header;
  }
}

TEST(ABearerToken, IsAbsentWithoutAHeaderAndWithTwo) {
  Request request;
  EXPECT_EQ(bearer_token(request), std::nullopt);
  request.headers = {{"Authorization", "Bearer a"}, {"Authorization", "Bearer a"}};
  EXPECT_EQ(bearer_token(request), std::nullopt);
}

}  // namespace
}  // namespace till::net
