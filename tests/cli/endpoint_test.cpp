// Addresses to listen on, and where a webhook may go.
#include "cli/endpoint.h"

#include <gtest/gtest.h>

namespace till::cli {
namespace {

using namespace std::string_view_literals;

TEST(Endpoint, IsReadAndWrittenTheSame) {
  struct Row {
    const char* text;
    const char* host;
    std::uint16_t port;
    bool loopback;
    const char* url;
  };
  const Row rows[] = {
      {"127.0.0.1:8443", "127.0.0.1", 8443, true, "https://127.0.0.1:8443"},
      {"127.9.9.9:1", "127.9.9.9", 1, true, "https://127.9.9.9:1"},
      {"localhost:0", "localhost", 0, true, "https://localhost:0"},
      {"[::1]:65535", "::1", 65535, true, "https://[::1]:65535"},
      {"192.0.2.1:80", "192.0.2.1", 80, false, "https://192.0.2.1:80"},
      {"0.0.0.0:80", "0.0.0.0", 80, false, "https://localhost:80"},
      {"[::]:80", "::", 80, false, "https://localhost:80"},
  };
  for (const Row& row : rows) {
    const auto endpoint = parse_endpoint(row.text);
    ASSERT_TRUE(endpoint.has_value()) << row.text;
    EXPECT_EQ(*endpoint, (Endpoint{row.host, row.port})) << row.text;
    EXPECT_EQ(endpoint->text(), row.text);
    EXPECT_EQ(endpoint->loopback(), row.loopback) << row.text;
    EXPECT_EQ(endpoint->url(true), row.url);
  }
}

TEST(Endpoint, MeetsAnotherOnTheSamePortOfTheSameAddress) {
  const struct {
    const char* one;
    const char* other;
    bool meet;
  } rows[] = {
      {"127.0.0.1:1", "127.0.0.1:1", true},  {"127.0.0.1:1", "127.0.0.1:2", false},
      {"127.0.0.1:0", "127.0.0.1:0", false}, {"127.0.0.1:1", "localhost:1", true},
      {"127.0.0.1:1", "127.0.0.2:1", false}, {"0.0.0.0:1", "127.0.0.1:1", true},
      {"0.0.0.0:1", "[::1]:1", false},       {"[::]:1", "127.0.0.1:1", true},
      {"[::]:1", "[::1]:1", true},           {"[::1]:1", "127.0.0.1:1", false},
  };
  for (const auto& row : rows) {
    const auto one = parse_endpoint(row.one);
    const auto other = parse_endpoint(row.other);
    ASSERT_TRUE(one && other);
    EXPECT_EQ(one->meets(*other), row.meet) << row.one << " " << row.other;
    EXPECT_EQ(other->meets(*one), row.meet) << row.one << " " << row.other;
  }
}

TEST(Endpoint, IsNothingForOtherText) {
  const std::string_view rows[] = {
      "",
      ":",
      ":80",
      "127.0.0.1",
      "127.0.0.1:",
      "127.0.0.1:65536",
      "127.0.0.1:-1",
      "127.0.0.1:8x",
      "127.0.0.1: 8",
      "127.0.0:80",
      "127.0.0.1.1:80",
      "::1:80",
      "[127.0.0.1]:80",
      "[localhost]:80",
      "shop.example:80",
      "[::1:80",
      "[]:80",
      "127.0.0.1\0:80"sv,
      "[::1\0.example]:80"sv,
  };
  for (const std::string_view row : rows) EXPECT_FALSE(parse_endpoint(row)) << row;
}

TEST(Webhooks, GoOverTlsOrStayOnThisMachine) {
  const std::pair<std::string, bool> rows[] = {
      {"https://shop.example/webhooks", true},
      {"https://192.0.2.1", true},
      {"http://127.0.0.1:9/webhooks", true},
      {"http://localhost:9", true},
      {"http://[::1]:9/", true},
      {"http://shop.example/webhooks", false},
      {"http://192.0.2.1/", false},
      {"http://127.shop.example/", false},
      {"http://localhost.shop.example", false},
      {"ftp://127.0.0.1/", false},
      {"/webhooks", false},
      {"", false},
  };
  for (const auto& [url, allowed] : rows) EXPECT_EQ(is_webhook_url(url), allowed) << url;
}

}  // namespace
}  // namespace till::cli
