// Cards become tokens that are good for what was allowed and nothing else (A24).
#include <gtest/gtest.h>

#include "app/shop.h"

namespace till::app {
namespace {

using checkout::RefusalCode;

checkout::VaultCommand allowed_card() {
  return {Secret("4242424242424242"),
          Amount{1'500},
          "usd",
          "cs_1",
          "till_demo",
          Timestamp{1'795'600'000'000},
          false,
          {{"source", "agent"}}};
}

TEST(AVaultedCard, IsATokenOfItsAllowance) {  // DL-12
  Shop shop;
  const auto reply = shop.run(by_agent(shop.service).vault(shop.context("k", "b"), allowed_card()));
  const VaultToken& token = std::get<TokenReply>(reply.content).token;
  EXPECT_EQ(token.max_amount, Amount{1'500});
  EXPECT_EQ(token.currency, "usd");
  EXPECT_EQ(token.checkout_session_id, "cs_1");
  EXPECT_EQ(token.merchant_id, "till_demo");
  EXPECT_EQ(token.expires_at, Timestamp{1'795'600'000'000});
  EXPECT_EQ(token.created_at, shop.clock.now());
  EXPECT_EQ(token.metadata, allowed_card().metadata);
  EXPECT_FALSE(token.spent_by.has_value());
}

TEST(AVaultedCard, IsOneTokenAKey) {
  Shop shop;
  const auto first = shop.run(by_agent(shop.service).vault(shop.context("k", "b"), allowed_card()));
  const auto again = shop.run(by_agent(shop.service).vault(shop.context("k", "b"), allowed_card()));
  EXPECT_TRUE(again.replayed);
  EXPECT_EQ(std::get<TokenReply>(again.content).token.id,
            std::get<TokenReply>(first.content).token.id);
}

TEST(ACard, ThatARiskSignalBlocksIsNotVaulted) {
  Shop shop;
  auto blocked = allowed_card();
  blocked.blocked = true;
  const auto reply = shop.run(by_agent(shop.service).vault(shop.context("k", "b"), blocked));
  EXPECT_EQ(Shop::code_of(reply), RefusalCode::invalid_card);
  EXPECT_TRUE(shop.run(by_agent(shop.service).vault(shop.context("k", "b"), blocked)).replayed);
}

TEST(ACard, OfNoTestNumberIsNotVaulted) {
  Shop shop;
  auto other = allowed_card();
  other.number = Secret("4111111111111111");
  const auto reply = shop.run(by_agent(shop.service).vault(shop.context("k", "b"), other));
  EXPECT_EQ(Shop::code_of(reply), RefusalCode::invalid_card);
}

}  // namespace
}  // namespace till::app
