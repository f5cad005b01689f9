// Prices that an agent showed, beside those of the shop.
#include "checkout/suggested_prices.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "checkout/builders.h"
#include "checkout/cart.h"

namespace till::checkout {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Draft priced_at(std::vector<std::int64_t> amounts, const std::string& currency = "usd") {
  Draft draft;
  draft.currency = currency;
  for (const std::int64_t amount : amounts) {
    LineItem line;
    line.title = "Mug " + std::to_string(draft.lines.size());
    line.unit_amount = {amount};
    draft.lines.push_back(std::move(line));
  }
  return draft;
}

std::vector<RequestedLine> suggesting(std::vector<std::optional<std::int64_t>> amounts) {
  std::vector<RequestedLine> lines;
  for (const auto& amount : amounts) {
    RequestedLine line;
    if (amount) line.suggested = Amount{*amount};
    lines.push_back(std::move(line));
  }
  return lines;
}

TEST(SuggestedPrices, ThatAreNotTheShopsAreExplained) {
  Draft draft = priced_at({1450, 1450, 1450, 1450});
  explain_suggested_prices(draft, suggesting({1450, {}, 1200, 0}));
  ASSERT_EQ(draft.messages.size(), 2U);
  const Message& message = draft.messages.front();
  EXPECT_EQ(message.type, MessageType::warning) << "it blocks nothing";
  EXPECT_EQ(message.code, MessageCode::price_change);
  EXPECT_EQ(message.field, Field(Member::line, 2));
  EXPECT_EQ(message.text.id, TextId::price_not_as_suggested);
  EXPECT_THAT(message.text.arguments, ElementsAre("Mug 2", "14.50", "usd", "12.00"));
  EXPECT_EQ(draft.messages.back().field, Field(Member::line, 3));
  for (const LineItem& line : draft.lines) EXPECT_EQ(line.unit_amount, Amount{1450});
}

TEST(SuggestedPrices, ThatMayStandAreKept) {
  Draft draft = priced_at({1450, 1450, 1450, 1450});
  draft.lines[2].honored = draft.lines[3].honored = Amount{1300};
  for (LineItem& line : draft.lines) line.item_id = "mug";
  const auto stands = [](const std::string& item, Amount price) {
    return item == "mug" && price == Amount{1200};
  };
  honor_suggested_prices(draft, suggesting({1200, 1100, 1199, {}, 1200}), stands);
  EXPECT_EQ(draft.lines[0].honored, Amount{1200});
  EXPECT_EQ(draft.lines[1].honored, std::nullopt);
  EXPECT_EQ(draft.lines[2].honored, Amount{1300}) << "what was promised stands";
  EXPECT_EQ(draft.lines[3].honored, Amount{1300});
}

TEST(SuggestedPrices, ThatWereHonoredStayWithTheItemInASessionAndNotInACart) {
  CountingIds ids;
  Draft before =
      begin_session(create_command({{"mug", 1}, {"tee", 1}}), "agent-a", kLifetime, {kNow, ids});
  before.lines[0].honored = Amount{1200};
  const Draft after =
      apply_update(before, update_lines({{"tee", 1}, {"mug", 5}}), {kNow, ids}).value();
  EXPECT_EQ(after.lines[0].honored, std::nullopt);
  EXPECT_EQ(after.lines[1].honored, Amount{1200});
  EXPECT_EQ(quote_request(after, false, kNow).lines[1].honored, Amount{1200});
  Session cart = before;
  cart.kind = SessionKind::cart;
  CartCommand command;
  command.lines = requested_lines({{"mug", 1}});
  EXPECT_EQ(replace_cart(cart, command, kLifetime, {kNow, ids}).lines[0].honored, std::nullopt);
}

TEST(SuggestedPrices, AreWrittenAsTheCurrencyIs) {
  Draft draft = priced_at({1450}, "jpy");
  explain_suggested_prices(draft, suggesting({1500}));
  EXPECT_THAT(draft.messages.at(0).text.arguments, ElementsAre("Mug 0", "1450", "jpy", "1500"));
}

TEST(SuggestedPrices, OfLinesThatAreNotThereAreNone) {
  Draft draft = priced_at({1450});
  explain_suggested_prices(draft, suggesting({1450, 1}));
  EXPECT_THAT(draft.messages, IsEmpty());
}

}  // namespace
}  // namespace till::checkout
