// What one agent may keep from others: short holds, a share of the stock, open sessions, and
// purchases that wait for the seller.
#include <gtest/gtest.h>

#include <algorithm>

#include "app/faulty_store.h"
#include "app/shop.h"

namespace till::app {
namespace {

using checkout::MessageCode;
using checkout::RefusalCode;
using checkout::Status;
using std::chrono::hours;
using std::chrono::minutes;

struct OpenShop : Shop {
  explicit OpenShop(checkout::HoldPolicy holds) { profile.policy.holds = holds; }
  bool expire(SessionId id) { return run(service.expire(id, executor)); }
  checkout::SessionPtr created_by(const std::string& agent, std::int64_t posters) {
    return session_of(
        create("k" + std::to_string(++keys), cart({{"poster-limited", posters}}), agent));
  }
  int keys = 0;
};

checkout::CreateCommand for_ann(checkout::CreateCommand command) {
  command.buyer.emplace().email = "ann@example.com";
  return command;
}

TEST(ShortHold, EndsAndTheSessionGoesOn) {
  OpenShop shop({minutes(15), 100, 0});
  const auto session = shop.created(cart({{"poster-limited", 3}}));
  EXPECT_EQ(shop.available("poster-limited"), 0);
  shop.clock.advance(minutes(14));
  EXPECT_FALSE(shop.expire(session->id));
  shop.clock.advance(minutes(1));
  EXPECT_TRUE(shop.expire(session->id));
  EXPECT_EQ(shop.available("poster-limited"), 3);
  const auto done = Shop::session_of(shop.complete("c", session->id, shop.token_for(*session)));
  EXPECT_EQ(done->status, Status::completed) << "the pieces were there again";
  EXPECT_EQ(shop.available("poster-limited"), 0);
}

TEST(ShortHold, ThatEndedIsNotPaidForWhatOthersHave) {
  OpenShop shop({minutes(15), 100, 0});
  const auto session = shop.created(cart({{"poster-limited", 3}}));
  shop.clock.advance(minutes(15));
  EXPECT_TRUE(shop.expire(session->id));
  shop.created_by("agent-b", 1);
  const auto late = Shop::session_of(shop.complete("c", session->id, shop.token_for(*session)));
  EXPECT_EQ(late->status, Status::not_ready_for_payment);
  EXPECT_EQ(shop.gateway.calls, 0);
}

TEST(ShortHold, BecomesALongOneOnceTheBuyerIsKnown) {
  OpenShop shop({minutes(15), 100, 0});
  const auto session = shop.created(cart({{"poster-limited", 3}}));
  shop.clock.advance(minutes(10));
  checkout::UpdateCommand update;
  update.buyer = checkout::Patch<checkout::Buyer>::of({});
  update.buyer.value.email = "ann@example.com";
  shop.update("u", session->id, update);
  shop.clock.advance(minutes(5));
  EXPECT_TRUE(shop.expire(session->id)) << "the next deadline is set";
  EXPECT_FALSE(shop.expire(session->id));
  EXPECT_EQ(shop.available("poster-limited"), 0);
  shop.clock.advance(hours(6));
  EXPECT_TRUE(shop.expire(session->id));
  EXPECT_EQ(shop.available("poster-limited"), 3);
}

TEST(ShortHold, IsHandedOutWhenItIsDue) {
  OpenShop shop({minutes(15), 100, 0});
  const auto unknown = shop.created(cart({{"poster-limited", 1}}));
  shop.created(for_ann(cart({{"poster-limited", 1}})));
  shop.clock.advance(minutes(15));
  const auto due =
      shop.run(shop.memory.lease_deadlines(shop.clock.now(), Milliseconds(0), 10, shop.executor));
  EXPECT_EQ(*due, std::vector<SessionId>{unknown->id});
}

TEST(Share, IsAllThatOneAgentMayHold) {
  OpenShop shop({hours(6), 50, 0});
  const auto too_many = shop.created_by("agent-a", 3);
  EXPECT_EQ(too_many->status, Status::not_ready_for_payment);
  EXPECT_EQ(too_many->messages.front().code, MessageCode::out_of_stock);
  EXPECT_EQ(too_many->messages.front().text.arguments.front(), "2");
  EXPECT_EQ(shop.created_by("agent-a", 2)->status, Status::ready_for_payment);
  EXPECT_EQ(shop.created_by("agent-a", 1)->status, Status::not_ready_for_payment);
  EXPECT_EQ(shop.created_by("agent-b", 1)->status, Status::ready_for_payment);
  EXPECT_EQ(shop.available("poster-limited"), 0);
}

TEST(Share, IsFreeAgainOnceTheOrderIsPaid) {
  OpenShop shop({hours(6), 50, 0});
  const auto first = shop.created_by("agent-a", 2);
  shop.complete("c", first->id, shop.token_for(*first));
  EXPECT_EQ(shop.created_by("agent-a", 1)->status, Status::ready_for_payment);
}

TEST(Share, IsNotExceededByTwoWhoHurry) {
  FaultyStore* faulty = nullptr;
  Shop shop([&faulty](Store& inner) {
    auto store = std::make_unique<FaultyStore>(inner);
    faulty = store.get();
    return store;
  });
  shop.profile.policy.holds = {hours(6), 50, 0};
  checkout::SessionPtr between;
  faulty->before_commit = [&] { between = shop.created(cart({{"poster-limited", 2}})); };
  const auto session = Shop::session_of(shop.create("late", cart({{"poster-limited", 2}})));
  EXPECT_EQ(between->status, Status::ready_for_payment);
  EXPECT_EQ(session->status, Status::not_ready_for_payment);
  EXPECT_EQ(shop.available("poster-limited"), 1);
}

TEST(OpenSessions, AreAtMostSoManyOfAnAgent) {
  OpenShop shop({hours(6), 100, 2});
  const auto first = shop.created_by("agent-a", 1);
  shop.created_by("agent-a", 1);
  const auto refused = shop.create("third", cart({{"mug-blue", 1}}));
  EXPECT_EQ(Shop::code_of(refused), RefusalCode::too_many_open_sessions);
  EXPECT_EQ(shop.created_by("agent-b", 1)->status, Status::ready_for_payment);
  shop.cancel("x", first->id);
  const auto again = shop.create("third", cart({{"mug-blue", 1}}));
  EXPECT_FALSE(again.replayed);
  EXPECT_EQ(Shop::session_of(again)->status, Status::ready_for_payment);
}

// A complete that wants the seller's approval.
Reply asks(Shop& shop, const checkout::Session& session, const std::string& token,
           const std::string& key = "ask") {
  checkout::CompleteCommand command = shop.payment(token);
  command.approval_required = !token.empty();
  if (token.empty()) command.purchase_order_number = "PO-7";
  return shop.run(by_agent(shop.service).complete(shop.context(key, token), session.id, command));
}

TEST(Waiting, IsOnlyForWhatTheSellerLetsWait) {
  const struct {
    bool on_account, on_request, by_card;
    std::optional<checkout::Member> refused;
  } rows[] = {{true, true, true, {}},
              {true, true, false, {}},
              {false, true, true, {}},
              {true, false, false, {}},
              {true, false, true, checkout::Member::approval_required},
              {false, true, false, checkout::Member::purchase_order_number}};
  for (const auto& row : rows) {
    Shop shop;
    shop.profile.policy.approvals.on_account = row.on_account;
    shop.profile.policy.approvals.on_request = row.on_request;
    const auto session = shop.created(cart({{"poster-limited", 1}}));
    const auto reply = asks(shop, *session, row.by_card ? shop.token_for(*session) : "");
    if (!row.refused) {
      EXPECT_EQ(Shop::session_of(reply)->status, Status::pending_approval);
      continue;
    }
    EXPECT_EQ(Shop::code_of(reply), RefusalCode::unsupported);
    EXPECT_EQ(std::get<checkout::Refusal>(reply.content).field, *row.refused);
    EXPECT_EQ(Shop::session_of(shop.get(session->id))->status, Status::ready_for_payment);
  }
}

TEST(Waiting, IsNotForATokenThatIsGoodForNothing) {
  Shop shop;
  const auto session = shop.created(cart({{"poster-limited", 1}}));
  const auto other = shop.created(cart({{"poster-limited", 1}}));
  const std::string tokens[] = {"garbage", "vt_00000000000000000000000000", shop.token_for(*other)};
  int key = 0;
  for (const std::string& token : tokens) {
    const auto after = Shop::session_of(asks(shop, *session, token, std::to_string(++key)));
    EXPECT_EQ(after->status, Status::ready_for_payment) << token;
    EXPECT_EQ(after->expires_at, session->expires_at);
    EXPECT_EQ(after->messages.front().code, MessageCode::payment_declined);
  }
  const auto waits = Shop::session_of(asks(shop, *session, shop.token_for(*session), "good"));
  EXPECT_EQ(waits->status, Status::pending_approval);
  EXPECT_EQ(shop.gateway.calls, 0);
}

TEST(Waiting, ThatIsDeniedGivesBackTheEarlierDeadline) {
  Shop shop;
  const auto session = shop.created(cart({{"poster-limited", 3}}));
  const auto waits = Shop::session_of(asks(shop, *session, shop.token_for(*session)));
  EXPECT_GT(waits->expires_at, session->expires_at);
  shop.clock.advance(hours(7));
  EXPECT_TRUE(shop.run(shop.service.expire(session->id, shop.executor)));
  EXPECT_EQ(shop.available("poster-limited"), 0);
  shop.run(shop.service.deny(session->id, shop.executor));
  const auto due =
      shop.run(shop.memory.lease_deadlines(shop.clock.now(), Milliseconds(0), 10, shop.executor));
  EXPECT_EQ(due->size(), 1U);
  EXPECT_TRUE(shop.run(shop.service.expire(session->id, shop.executor)));
  EXPECT_EQ(shop.available("poster-limited"), 3);
}

}  // namespace
}  // namespace till::app
