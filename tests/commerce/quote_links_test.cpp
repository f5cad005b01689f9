// The pictures and pages in a backend's quote, and those that are none.
#include <gtest/gtest.h>

#include "commerce/remote/quote_answer.h"
#include "json/body.h"

namespace till::commerce::remote {
namespace {

struct QuotedLinks {
  checkout::WebLinks links;
  std::string left_out;  // The place; empty: none was.
};

// Of a quote of one line that has these members too.
QuotedLinks links_of(const std::string& members) {
  const auto body = json::Body::parse(R"({"lines":[{"index":0,"title":"Mug","unit_amount":700)" +
                                      members + R"(}],"options":[]})");
  checkout::QuoteRequest request;
  request.currency = "usd";
  request.lines = {{"mug", 1, std::nullopt}};
  AnswerFaults left_out;
  const auto quote = read_quote(body->root(), request, left_out);
  EXPECT_TRUE(quote.has_value()) << members;
  if (!quote) return {};
  return {quote->lines.at(0).links, left_out.found() ? left_out.first()->place : ""};
}

TEST(QuoteLinks, AreThePictureAndThePageOfALine) {
  const QuotedLinks read = links_of(R"(,"image_url":"https://h/mug.jpg","url":"https://h/mug")");
  EXPECT_EQ(read.links, (checkout::WebLinks{{"https://h/mug.jpg"}, "https://h/mug"}));
  EXPECT_EQ(read.left_out, "");
  EXPECT_EQ(links_of("").links, checkout::WebLinks{});
  EXPECT_EQ(links_of("").left_out, "");
}

TEST(QuoteLinks, ThatAreNoneAreLeftOutWithTheirPlaceAndTheQuoteStands) {
  for (const char* const wrong : {R"("")", R"("mug.jpg")", R"("ftp://h/mug.jpg")", "7", "null",
                                  R"(["https://h/mug.jpg"])", R"("https://h/a b")"}) {
    const QuotedLinks pictured =
        links_of(R"(,"url":"https://h/mug","image_url":)" + std::string(wrong));
    EXPECT_EQ(pictured.links, (checkout::WebLinks{{}, "https://h/mug"})) << wrong;
    EXPECT_EQ(pictured.left_out, "$.lines[0].image_url") << wrong;
    const QuotedLinks linked = links_of(R"(,"url":)" + std::string(wrong));
    EXPECT_EQ(linked.links, checkout::WebLinks{}) << wrong;
    EXPECT_EQ(linked.left_out, "$.lines[0].url") << wrong;
  }
}

}  // namespace
}  // namespace till::commerce::remote
