// What is told of an item: whose it is, when it is told, and what it may take up.
#include "checkout/item_facts.h"

#include <gtest/gtest.h>

#include "base/limits.h"
#include "checkout/builders.h"
#include "checkout/session_size.h"

namespace till::checkout {
namespace {

QuotedLine told(const ItemFacts& facts) {
  QuotedLine line = physical_line(1000);
  line.facts = SharedFacts(facts);
  return line;
}

TEST(ItemFactsOfALine, AreThoseOfTheLastQuoteAndTheOptionsThoseOfTheOrder) {
  ItemFacts facts;
  facts.options = {{"Colour", "Blue"}};
  QuotedLine quoted = told(facts);
  quoted.list_amount = Amount{1200};
  const Session session =
      open_session(create_command({{"mug", 1}}), quote_of({quoted}, {shipping("s", 500, {0})}));
  EXPECT_EQ(session.lines.front().facts, SharedFacts(facts));
  EXPECT_EQ(session.lines.front().list_amount, Amount{1200});
  const Session paid = complete_paid(begin_payment(session, open_payment(), kNow), OrderId{},
                                     "https://till.example", {"charge-1"}, kLater);
  EXPECT_EQ(paid.order->lines.front().options, facts.options);
}

TEST(ItemFactsOfALine, AreComparedByWhatTheySay) {
  ItemFacts facts;
  facts.brand = "Kiln";
  EXPECT_EQ(SharedFacts(facts), SharedFacts(facts));
  EXPECT_FALSE(SharedFacts(facts) == SharedFacts());
  EXPECT_FALSE(SharedFacts(ItemFacts{})) << "facts of which none is told are none";
}

TEST(ItemFactsOfALine, AreNoLongerOfALaterTimeOnceItHasCome) {
  ItemFacts facts;
  facts.brand = "Kiln";
  facts.later = LaterSupply::preorder;
  facts.available_at = kNow;
  const SharedFacts before = facts_at(SharedFacts(facts), Timestamp{kNow.ms - 1});
  EXPECT_EQ(before->later, LaterSupply::preorder);
  const SharedFacts after = facts_at(SharedFacts(facts), kNow);
  EXPECT_FALSE(after->later || after->available_at);
  EXPECT_EQ(after->brand, "Kiln");
  facts = {};
  facts.later = LaterSupply::backorder;
  EXPECT_EQ(facts_at(SharedFacts(facts), kNow)->later, LaterSupply::backorder);
}

TEST(ItemFactsOfALine, AreGivenUpRatherThanASessionIsRefusedButForTheAge) {
  ItemFacts facts;
  facts.category = std::string(4 * 1024, 'x');
  facts.least_age = 18;
  ItemCounts items;
  std::vector<QuotedLine> lines;
  for (std::size_t i = 0; i < limits::kLineItems; ++i) {
    items.emplace_back("item-" + std::to_string(i), 1);
    lines.push_back(told(facts));
  }
  CountingIds ids;
  const auto session = open_session(create_command(items), quote_of(lines), ids);
  ASSERT_TRUE(session.has_value());
  EXPECT_LE(session_bytes(*session), limits::kSessionBytes);
  EXPECT_EQ(session->lines.front().facts->category, facts.category);
  ASSERT_TRUE(session->lines.back().facts);
  EXPECT_FALSE(session->lines.back().facts->category);
  EXPECT_EQ(session->lines.back().facts->least_age, 18) << "the buyer must be told";
}

TEST(Options, ReadAsAListOfNamesAndValues) {
  EXPECT_EQ(options_text({}), "");
  EXPECT_EQ(options_text({{"Colour", "Blue"}, {"Size", "L"}}), "Colour: Blue, Size: L");
  EXPECT_EQ(options_beside("Tee - Blue", {{"Colour", "Blue"}, {"Size", "L"}}), "Size: L");
  EXPECT_EQ(options_beside("Tee - Blue / L", {{"Colour", "Blue"}, {"Size", "L"}}), "");
}

}  // namespace
}  // namespace till::checkout
