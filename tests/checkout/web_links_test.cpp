// Pictures and pages of lines: whose they are, and what they may take up.
#include "checkout/web_links.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/limits.h"
#include "checkout/builders.h"
#include "checkout/session_size.h"

namespace till::checkout {
namespace {

const WebLinks kMug{{"https://shop.example/mug.jpg", "https://shop.example/mug-2.jpg"},
                    "https://shop.example/mug"};

QuotedLine pictured(WebLinks links = kMug) {
  QuotedLine line = physical_line(1000);
  line.links = std::move(links);
  return line;
}

Quote quote_of_each(const std::vector<QuotedLine>& lines) {
  std::vector<std::size_t> all;
  for (std::size_t i = 0; i < lines.size(); ++i) all.push_back(i);
  return quote_of(lines, {shipping("standard", 500, all)});
}

TEST(WebLinks, AreThoseOfTheLastQuote) {
  CountingIds ids;
  const Session first =
      open_session(create_command({{"mug", 1}}), quote_of_each({pictured()}), ids).value();
  EXPECT_EQ(first.lines.front().links, kMug);
  const Session bare =
      price(Draft(first), quote_of_each({physical_line(1000)}), {}, nullptr, kNow).value();
  EXPECT_EQ(bare.lines.front().links, WebLinks{});
}

TEST(WebLinks, StayWithALineThatIsNoLongerSold) {
  CountingIds ids;
  const Session before =
      open_session(create_command({{"mug", 1}}), quote_of_each({pictured()}), ids).value();
  Quote gone = quote_of({QuotedLine{}});
  gone.lines.front().sold = false;
  const Session after = price(Draft(before), gone, {}, nullptr, kNow).value();
  EXPECT_EQ(after.lines.front().links, kMug);
}

TEST(WebLinks, OfALineAreTheFirstPictureAndThePageOfItsOrderLine) {
  const auto sold = [](WebLinks links) {
    const Session session =
        open_session(create_command({{"mug", 1}}), quote_of_each({pictured(std::move(links))}));
    const Session paid = complete_paid(begin_payment(session, open_payment(), kNow), OrderId{},
                                       "https://till.example", {"charge-1"}, kLater);
    return paid.order->lines.front();
  };
  EXPECT_EQ(sold(kMug).image_url, kMug.images.front());
  EXPECT_EQ(sold(kMug).page_url, kMug.page);
  EXPECT_FALSE(sold({}).image_url.has_value());
  EXPECT_FALSE(sold({}).page_url.has_value());
}

// A hundred lines with so many bytes of links each.
Result<Session, Refusal> cart_with(std::size_t bytes) {
  ItemCounts items;
  std::vector<QuotedLine> lines;
  for (std::size_t i = 0; i < limits::kLineItems; ++i) {
    items.emplace_back("item-" + std::to_string(i), 1);
    lines.push_back(pictured({{"https://shop.example/", std::string(bytes, 'x')}, {}}));
  }
  CountingIds ids;
  return open_session(create_command(items), quote_of_each(lines), ids);
}

TEST(WebLinks, AreGivenUpFromTheLastLineOnRatherThanASessionIsRefused) {
  const Session roomy = cart_with(100).value();
  EXPECT_FALSE(roomy.lines.back().links.images.empty());
  constexpr std::size_t kMany = 2 * limits::kUrlBytes;
  const auto crowded = cart_with(kMany);
  ASSERT_TRUE(crowded.has_value()) << "a picture keeps nobody from buying";
  EXPECT_LE(session_bytes(*crowded), limits::kSessionBytes);
  EXPECT_FALSE(crowded->lines.front().links.images.empty());
  EXPECT_EQ(crowded->lines.back().links, WebLinks{});
  bool pictured = true;
  for (const LineItem& line : crowded->lines) {
    const bool has = line.links != WebLinks{};
    EXPECT_TRUE(pictured || !has) << "the last ones go first";
    pictured = has;
  }
  EXPECT_GT(session_bytes(*crowded) + kMany + 200, limits::kSessionBytes)
      << "no more of them than it takes";
}

TEST(WebLinks, DoNotMakeFitWhatIsTooLargeWithoutThem) {
  Session session = open_session(create_command({{"mug", 1}}), quote_of_each({pictured()}));
  session.metadata_json = std::string(limits::kSessionBytes, 'x');
  EXPECT_EQ(make_fit(session).error().field, Field(Member::metadata));
}

// The order repeats a picture and the page.
TEST(WebLinks, CountAsOftenAsTheyAreStored) {
  Session session = open_session(create_command({{"mug", 1}}), quote_of_each({pictured()}));
  const std::size_t with = session_bytes(session);
  session.lines.front().links = {};
  const std::size_t once = kMug.images[0].size() + kMug.images[1].size() + kMug.page->size();
  EXPECT_GE(with, session_bytes(session) + once + kMug.images[0].size() + kMug.page->size());
}

}  // namespace
}  // namespace till::checkout
