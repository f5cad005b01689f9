// Uses of discounts over the life of a payment (A13): reserved before the charge, kept by the
// order, given back by a payment that fails.
#include <gtest/gtest.h>

#include "app/faulty_store.h"
#include "app/shop.h"

namespace till::app {
namespace {

using checkout::Field;
using checkout::Member;
using checkout::MessageCode;
using checkout::Status;

constexpr const char* kDeclined = "4000000000000002";

// A shop that gives 10 % for ONE once, and for EACH once a buyer.
struct LimitedShop : Shop {
  LimitedShop() {
    commerce::Catalog limited = catalog;
    limited.discounts[0].rule.usage_limit = 1;
    limited.discounts[0].rule.id = limited.discounts[0].rule.code = "ONE";
    limited.discounts[1].rule.once_per_buyer = true;
    limited.discounts[1].rule.id = limited.discounts[1].rule.code = "EACH";
    commerce.replace(limited);
  }
  checkout::SessionPtr cart_with(const std::string& code, const std::string& email = "") {
    checkout::CreateCommand command = cart({{"mug-blue", 2}});
    command.discount_codes = {code};
    if (!email.empty()) command.buyer.emplace().email = email;
    return created(command);
  }
  std::int64_t used() { return run(memory.uses({"all:one"}, executor)).value().at(0); }
};

std::size_t told(const checkout::Session& session, MessageCode code) {
  std::size_t count = 0;
  for (const auto& message : session.messages) count += message.code == code ? 1 : 0;
  return count;
}

TEST(DiscountUse, IsTakenByTheOrderAndByNoOpenSession) {
  LimitedShop shop;
  const auto first = shop.cart_with("ONE");
  const auto second = shop.cart_with("ONE");
  EXPECT_EQ(shop.used(), 0);
  EXPECT_EQ(second->totals.items_discount, Amount{290});
  EXPECT_EQ(Shop::session_of(shop.complete("a", first->id, shop.token_for(*first)))->status,
            Status::completed);
  EXPECT_EQ(shop.used(), 1);
  const auto late = Shop::session_of(shop.complete("b", second->id, shop.token_for(*second)));
  EXPECT_EQ(late->status, Status::ready_for_payment);
  EXPECT_EQ(told(*late, MessageCode::price_change), 1U);
  EXPECT_EQ(told(*late, MessageCode::discount_code_usage_limit_reached), 1U);
  EXPECT_EQ(shop.gateway.calls, 1);
}

TEST(DiscountUse, IsGivenBackByADecline) {
  LimitedShop shop;
  const auto session = shop.cart_with("ONE");
  shop.complete("a", session->id, shop.token_for(*session, kDeclined));
  EXPECT_EQ(shop.used(), 0);
  const auto done = Shop::session_of(shop.complete("b", session->id, shop.token_for(*session)));
  EXPECT_EQ(done->status, Status::completed);
  EXPECT_EQ(shop.used(), 1);
}

TEST(DiscountUse, StaysTakenWhileAPaymentIsInDoubt) {
  LimitedShop shop;
  const auto session = shop.cart_with("ONE");
  shop.gateway.silent = true;
  shop.complete("a", session->id, shop.token_for(*session));
  EXPECT_EQ(shop.used(), 1);
  EXPECT_EQ(told(*shop.cart_with("ONE"), MessageCode::discount_code_usage_limit_reached), 1U);
  shop.gateway.silent = false;
  EXPECT_TRUE(shop.run(shop.service.settle(shop.open_attempts().at(0), shop.executor)));
  EXPECT_EQ(shop.used(), 1);
}

TEST(DiscountUse, ThatIsTakenInBetweenIsDecidedAgain) {
  FaultyStore* faulty = nullptr;
  Shop shop([&faulty](Store& store) {
    auto made = std::make_unique<FaultyStore>(store);
    faulty = made.get();
    return made;
  });
  commerce::Catalog limited = shop.catalog;
  limited.discounts[0].rule.usage_limit = 1;
  shop.commerce.replace(limited);
  checkout::CreateCommand command = cart({{"mug-blue", 2}});
  command.discount_codes = {"SAVE10"};
  const auto session = shop.created(command);
  const auto token = shop.token_for(*session);
  faulty->before_commit = [&shop] {  // Another session is faster.
    Changeset other;
    other.uses = {{"all:save10", 1, 1}};
    EXPECT_EQ(shop.run(shop.memory.commit(std::move(other), shop.executor)),
              CommitOutcome::committed);
  };
  const auto answer = Shop::session_of(shop.complete("a", session->id, token));
  EXPECT_EQ(answer->status, Status::ready_for_payment);
  EXPECT_EQ(told(*answer, MessageCode::discount_code_usage_limit_reached), 1U);
  EXPECT_EQ(shop.gateway.calls, 0);
}

TEST(DiscountUse, ThatIsTakenWhileTheSellerSaysYesIsShownToTheSeller) {
  FaultyStore* faulty = nullptr;
  Shop shop([&faulty](Store& store) {
    auto made = std::make_unique<FaultyStore>(store);
    faulty = made.get();
    return made;
  });
  commerce::Catalog limited = shop.catalog;
  limited.discounts[0].rule.usage_limit = 1;
  shop.commerce.replace(limited);
  checkout::CreateCommand command = cart({{"mug-blue", 2}});
  command.discount_codes = {"SAVE10"};
  const auto session = shop.created(command);
  checkout::CompleteCommand on_account;
  on_account.purchase_order_number = "PO-1";
  shop.run(by_agent(shop.service).complete(shop.context("a", "b"), session->id, on_account));
  faulty->before_commit = [&shop] {
    Changeset other;
    other.uses = {{"all:save10", 1, 1}};
    EXPECT_EQ(shop.run(shop.memory.commit(std::move(other), shop.executor)),
              CommitOutcome::committed);
  };
  const auto answer = shop.run(shop.service.approve(session->id, std::nullopt, shop.executor));
  EXPECT_EQ(Shop::code_of(answer.reply), checkout::RefusalCode::total_changed);
}

TEST(DiscountUse, IsGivenBackWhileTheBuyerIsAuthenticated) {
  LimitedShop shop;
  checkout::CreateCommand asked = cart({{"mug-blue", 2}});
  asked.discount_codes = {"ONE"};
  asked.capabilities.three_ds = true;
  const auto session = shop.created(asked);
  auto command = shop.payment(shop.token_for(*session, "4000000000003220"));
  const auto pay = [&](const std::string& key) {
    return Shop::session_of(
        shop.run(by_agent(shop.service).complete(shop.context(key, key), session->id, command)));
  };
  EXPECT_EQ(pay("a")->status, Status::authentication_required);
  EXPECT_EQ(shop.used(), 0);
  command.authentication =
      checkout::AuthenticationResult{checkout::AuthenticationOutcome::authenticated,
                                     checkout::AuthenticationProof{Secret("c"), "05", "ds", "2"}};
  EXPECT_EQ(pay("b")->status, Status::completed);
  EXPECT_EQ(shop.used(), 1);
}

TEST(DiscountUse, IsTakenByTheApprovalAndNotByWaitingForIt) {
  LimitedShop shop;
  const auto wait_for_approval = [&shop](const checkout::SessionPtr& session) {
    auto command = shop.payment(shop.token_for(*session));
    command.approval_required = true;
    const std::string key = session->id.text();
    shop.run(by_agent(shop.service).complete(shop.context(key, key), session->id, command));
  };
  const auto first = shop.cart_with("ONE");
  const auto second = shop.cart_with("ONE");
  wait_for_approval(first);
  wait_for_approval(second);
  EXPECT_EQ(shop.used(), 0);
  const auto approve = [&shop](SessionId id) {
    return shop.run(shop.service.approve(id, std::nullopt, shop.executor)).reply;
  };
  EXPECT_EQ(Shop::session_of(approve(first->id))->status, Status::completed);
  EXPECT_EQ(shop.used(), 1);
  EXPECT_EQ(Shop::code_of(approve(second->id)), checkout::RefusalCode::total_changed);
  EXPECT_EQ(shop.used(), 1);
  EXPECT_EQ(shop.gateway.calls, 1);
}

TEST(DiscountUse, OfABuyerCountsWhoeverPays) {
  LimitedShop shop;
  const auto first = shop.cart_with("EACH", "ada@example.com");
  const auto second = shop.cart_with("EACH", "eve@example.com");
  shop.complete("a", first->id, shop.token_for(*first));
  checkout::CompleteCommand command;
  command.token = Secret(shop.token_for(*second));
  command.buyer.emplace().email = "ADA@example.com";
  const auto reply =
      shop.run(by_agent(shop.service).complete(shop.context("b", "b"), second->id, command));
  const auto answer = Shop::session_of(reply);
  EXPECT_EQ(answer->status, Status::ready_for_payment);
  EXPECT_EQ(answer->totals.discount, Amount{0});
  EXPECT_EQ(answer->buyer->email, "eve@example.com");  // Nothing was bought by anyone else.
}

TEST(GoneItem, IsSaidAtItsLineByUpdateAndComplete) {  // EP-11, CU-11
  Shop shop;
  const auto updated = shop.created(cart({{"ebook-acp", 1}, {"mug-blue", 2}}));
  const auto paid = shop.created(cart({{"ebook-acp", 1}, {"mug-blue", 2}}));
  const auto token = shop.token_for(*paid);
  commerce::Catalog next = shop.catalog;
  next.items.erase(next.items.begin());
  shop.commerce.replace(next);
  checkout::UpdateCommand command;
  command.order_notes = checkout::Patch<std::string>::of("ring");
  for (const Reply& reply :
       {shop.update("u", updated->id, command), shop.complete("c", paid->id, token)}) {
    const auto session = Shop::session_of(reply);
    EXPECT_EQ(session->status, Status::not_ready_for_payment);
    ASSERT_EQ(told(*session, MessageCode::out_of_stock), 1U);
    EXPECT_EQ(session->messages.front().field, Field(Member::line, 1));
    EXPECT_EQ(session->lines[1].title, "Blue mug");
    EXPECT_FALSE(session->lines[1].in_stock);
    EXPECT_TRUE(session->holds.empty());
  }
  EXPECT_EQ(shop.available("mug-blue"), 1'000'000);
  EXPECT_EQ(shop.gateway.calls, 0);
}

}  // namespace
}  // namespace till::app
