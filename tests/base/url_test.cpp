#include "base/url.h"

#include <gtest/gtest.h>

namespace till {
namespace {

TEST(Url, IsSplitIntoTheParts) {
  struct Row {
    const char* text;
    bool tls;
    const char* host;
    std::uint16_t port;
    const char* target;
    const char* authority;
  };
  const Row rows[] = {
      {"http://shop.example", false, "shop.example", 80, "/", "shop.example"},
      {"https://shop.example/a/b?c=d", true, "shop.example", 443, "/a/b?c=d", "shop.example"},
      {"https://shop.example?c=/", true, "shop.example", 443, "/?c=/", "shop.example"},
      {"http://127.0.0.1:8080/x", false, "127.0.0.1", 8080, "/x", "127.0.0.1:8080"},
      {"https://h:443/", true, "h", 443, "/", "h"},
      {"https://h:80/", true, "h", 80, "/", "h:80"},
      {"https://[::1]:9/x", true, "::1", 9, "/x", "[::1]:9"},
      {"http://[2001:db8::1]", false, "2001:db8::1", 80, "/", "[2001:db8::1]"},
      {"http://h:65535", false, "h", 65535, "/", "h:65535"},
  };
  for (const Row& row : rows) {
    const auto url = parse_url(row.text);
    ASSERT_TRUE(url) << row.text;
    EXPECT_EQ(url->tls, row.tls) << row.text;
    EXPECT_EQ(url->host, row.host) << row.text;
    EXPECT_EQ(url->port, row.port) << row.text;
    EXPECT_EQ(url->target, row.target) << row.text;
    EXPECT_EQ(url->authority(), row.authority) << row.text;
  }
}

TEST(Url, IsNothingWhenMalformed) {
  const char* const rows[] = {
      "",
      "shop.example",
      "/path",
      "ftp://h/",
      "http:/h",
      "http://",
      "http:///x",
      "https://:443/",
      "http://h:/",
      "http://h:0",
      "http://h:x",
      "http://h:65536",
      "http://h:1:2/",
      "http://h:-1",
      "http://u@h/",
      "http://u:p@h/",
      "http://h/#part",
      "http://h/ x",
      "http://h/\r\nX: y",
      "http://h\x7f/",
      "http://[::1",
      "http://[]/",
      "http://[::1]x/",
      "http://a<b/",
      "http://h\\x/",
      "http://h\xc3\xa9/",
  };
  for (const char* const row : rows) EXPECT_FALSE(parse_url(row)) << row;
}

TEST(WebLink, IsAUrlThatCanBeShown) {
  const std::string longest = "https://h/" + std::string(2038, 'x');
  for (const std::string& row : std::vector<std::string>{
           "https://shop.example/mug.jpg", "http://h:8080/a%20b?w=1&h=2#big", "https://h",
           "https://h?w=1", "https://h/#", "https://[::1]/mug.jpg", longest}) {
    EXPECT_TRUE(is_web_link(row)) << row;
  }
  for (const std::string& row : std::vector<std::string>{"",
                                                         "mug.jpg",
                                                         "//h/mug.jpg",
                                                         "ftp://h/mug.jpg",
                                                         "javascript:alert(1)",
                                                         "data:image/png;base64,AA==",
                                                         "https://",
                                                         "https://#a",
                                                         "https://user:secret@h/",
                                                         "https://h/a b",
                                                         "https://h/\"x",
                                                         "https://h/<x>",
                                                         "https://h/a|b",
                                                         "https://h/[a]",
                                                         "https://h/%",
                                                         "https://h/%4",
                                                         "https://h/%4g",
                                                         "https://h/%%41",
                                                         "https://h/caf\xc3\xa9",
                                                         "https://h/#a#b",
                                                         "https://h/#a\"b",
                                                         std::string("https://h/\0", 11),
                                                         longest + "x"}) {
    EXPECT_FALSE(is_web_link(row)) << row;
  }
}

TEST(Url, TextsAreEscapedAndReadBack) {
  EXPECT_EQ(escape_query("a-b c&d=\xC3\xA9+%"), "a-b%20c%26d%3D%C3%A9%2B%25");
  EXPECT_EQ(unescape("a-b%20c%26d%3d%C3%a9%2B%25"), "a-b c&d=\xC3\xA9+%");
  EXPECT_EQ(unescape(""), "");
  for (const char* const broken : {"%", "%2", "a%2", "%g0", "%0g", "%-1", "% 1", "%%20"}) {
    EXPECT_EQ(unescape(broken), std::nullopt) << broken;
  }
}

}  // namespace
}  // namespace till
