// What a quote has to say of the lines it was asked for.
#include <gtest/gtest.h>

#include "commerce/remote/quote_answer.h"
#include "json/body.h"

namespace till::commerce::remote {
namespace {

TEST(QuoteLines, AreAllSpokenOf) {
  checkout::QuoteRequest request;
  request.currency = "usd";
  request.lines = {{"mug", 1, std::nullopt}};
  const auto body = json::Body::parse(R"({"lines":[],"options":[]})");
  AnswerFaults left_out;
  const auto quote = read_quote(body->root(), request, left_out);
  ASSERT_FALSE(quote);
  EXPECT_EQ(quote.error().place, "$.lines");
  EXPECT_EQ(quote.error().sentence, "Nothing is said of line 0.");
}

}  // namespace
}  // namespace till::commerce::remote
