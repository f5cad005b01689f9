#include "base/source_url.h"

#include <gtest/gtest.h>

namespace till {
namespace {

TEST(SourceUrl, GivesUpItsNameAndPassword) {
  const struct {
    const char* text;
    const char* url;
    const char* credentials;
  } rows[] = {
      {"https://shop.example/a.csv?b=1", "https://shop.example/a.csv?b=1", ""},
      {"https://ada:s3cret@shop.example/a", "https://shop.example/a", "ada:s3cret"},
      {"https://ada@shop.example/a", "https://shop.example/a", "ada:"},
      {"https://ada%40x:p%3Aw%2f@shop.example", "https://shop.example", "ada@x:p:w/"},
      {"https://a@b:c@shop.example/a", "https://shop.example/a", "a@b:c"},
      {"http://ada:pw@127.0.0.1:8000/a@b", "http://127.0.0.1:8000/a@b", "ada:pw"},
  };
  for (const auto& row : rows) {
    const auto source = parse_source_url(row.text);
    ASSERT_TRUE(source.has_value()) << row.text;
    EXPECT_EQ(source->url, row.url);
    EXPECT_EQ(source->credentials.reveal(), row.credentials);
  }
}

TEST(SourceUrl, IsNoneWithoutAWholeUrlAroundIt) {
  for (const char* text :
       {"", "shop.example/a", "ftp://shop.example/a", "https://", "https://@a/b",
        "https://:pw@shop.example/", "https://a%4:b@shop.example/", "https://a%zz:b@shop.example/",
        "https://a:b@/x", "https://shop/a#b", "https://a b:c@shop.example/"}) {
    EXPECT_FALSE(parse_source_url(text).has_value()) << text;
  }
}

TEST(SourceUrl, IsShownWithoutWhatMayBeASecret) {
  const struct {
    const char* url;
    const char* shown;
  } rows[] = {
      {"https://ada:pw@shop.example/a.csv?key=hush", "https://shop.example/a.csv"},
      {"https://shop.example:8443/feeds/hush-hush/acp.jsonl",
       "https://shop.example:8443/…/acp.jsonl"},
      {"https://shop.example", "https://shop.example/"},
      {"hush", "a URL"},
  };
  for (const auto& row : rows) EXPECT_EQ(shown_url(row.url), row.shown);
}

TEST(SourceUrl, ARedirectLeadsWhereRfc3986Says) {
  const std::string from = "https://shop.example/a/b.csv?x=1";
  const struct {
    const char* location;
    const char* leads;  // Null: nowhere.
  } rows[] = {
      {"https://cdn.example/c", "https://cdn.example/c"},
      {"http://cdn.example/c#part", "http://cdn.example/c"},
      {"//cdn.example/c", "https://cdn.example/c"},
      {"/c?y=2", "https://shop.example/c?y=2"},
      {"c.csv", "https://shop.example/a/c.csv"},
      {"./c.csv", "https://shop.example/a/c.csv"},
      {"../c.csv", "https://shop.example/c.csv"},
      {"../../../c/./d/../e", "https://shop.example/c/e"},
      {"..", "https://shop.example/"},
      {"?y=2", "https://shop.example/a/b.csv?y=2"},
      {"", "https://shop.example/a/b.csv?x=1"},
      {"https://ada:pw@cdn.example/c", nullptr},
      {"file:///etc/passwd", nullptr},
      {"javascript:1", nullptr},
      {"/a b", nullptr},
      {"https://", nullptr},
  };
  for (const auto& row : rows) {
    const auto to = redirect_of(from, row.location);
    EXPECT_EQ(to.value_or("nowhere"), row.leads == nullptr ? "nowhere" : row.leads) << row.location;
  }
  EXPECT_FALSE(redirect_of("nowhere", "/c").has_value());
}

TEST(SourceUrl, AnOriginIsSchemeHostAndPort) {
  EXPECT_TRUE(same_origin("https://shop.example/a", "https://shop.example:443/b?c"));
  for (const char* other : {"http://shop.example/", "https://cdn.shop.example/",
                            "https://shop.example:8443/", "shop.example"}) {
    EXPECT_FALSE(same_origin("https://shop.example/", other)) << other;
  }
  EXPECT_FALSE(same_origin("", ""));
}

}  // namespace
}  // namespace till
