// Purchases that wait for the seller: nothing is paid before, one order after (ST-08, PM-16).
#include <gtest/gtest.h>

#include "app/faulty_store.h"
#include "app/shop.h"

namespace till::app {
namespace {

using checkout::RefusalCode;
using checkout::Status;

struct Waiting : Shop {
  explicit Waiting(bool by_card, const char* card = "4242424242424242",
                   std::function<std::unique_ptr<Store>(Store&)> wrap = nullptr)
      : Shop(std::move(wrap)), session(created(cart({{"poster-limited", 1}}))) {
    command.purchase_order_number = "PO-7";
    command.payment_terms = checkout::PaymentTerms::net_30;
    command.approval_required = by_card;
    if (by_card) command.token = Secret(token_for(*session, card));
    asked = complete_again();
  }
  Reply complete_again(const std::string& key = "k") {
    return run(by_agent(service).complete(context(key, "body"), session->id, command));
  }
  Reply approve(std::optional<Amount> accept_total = std::nullopt) {
    return answer(accept_total).reply;
  }
  ApprovalReply answer(std::optional<Amount> accept_total = std::nullopt) {
    return run(service.approve(session->id, accept_total, executor));
  }
  void charge_for_posters(std::int64_t price) {
    commerce::Catalog dearer = catalog;
    dearer.items[1].unit_amount = commerce::Prices::of({{"usd", Amount{price}}});
    commerce.replace(dearer);
  }
  Reply deny() { return run(service.deny(session->id, executor)); }
  std::size_t waiting() { return run(service.awaiting_approval(100, executor))->size(); }

  checkout::SessionPtr session;
  checkout::CompleteCommand command;
  Reply asked;
};

TEST(Approval, PaysByCardOrOnAccountOnlyOnceApproved) {
  for (const bool by_card : {true, false}) {
    Waiting shop(by_card);
    EXPECT_EQ(Shop::session_of(shop.asked)->status, Status::pending_approval);
    EXPECT_EQ(shop.gateway.calls, 0);
    EXPECT_EQ(shop.waiting(), 1U);
    EXPECT_TRUE(shop.complete_again().replayed);
    EXPECT_EQ(Shop::code_of(shop.complete_again("k2")), RefusalCode::approval_pending);
    const auto done = Shop::session_of(shop.approve());
    EXPECT_EQ(done->status, Status::completed);
    EXPECT_EQ(done->approval, std::nullopt);
    EXPECT_EQ(done->order->payment_reference == "on_account", !by_card);
    EXPECT_EQ(done->record.business.purchase_order_number, "PO-7");
    EXPECT_EQ(shop.gateway.calls, by_card ? 1 : 0);
    EXPECT_EQ(shop.announced.size(), 1U);
    EXPECT_EQ(shop.available("poster-limited"), 2);
    EXPECT_EQ(shop.waiting(), 0U);
    EXPECT_EQ(Shop::code_of(shop.approve()), RefusalCode::session_over);
    EXPECT_EQ(Shop::session_of(shop.complete_again())->status, Status::pending_approval);
  }
}

// A buyer with a certificate completes a purchase by card.
Status completed_exempt(checkout::ExemptionPolicy policy, const char* region, std::int64_t tax) {
  Shop shop;
  shop.profile.exemptions = policy;
  checkout::CreateCommand command = cart({{"mug-blue", 1}}, address_in("NY"));
  command.buyer.emplace().email = "ann@example.com";
  command.buyer->tax_exemption = checkout::TaxExemption{"c1", "resale", {region}, std::nullopt};
  const auto session = shop.created(command);
  EXPECT_EQ(session->totals.tax.minor, tax);
  const Reply done = shop.complete("k", session->id, shop.token_for(*session));
  return Shop::session_of(done)->status;
}

TEST(Approval, IsAskedForWhereACertificateFreesOfATax) {
  using checkout::ExemptionPolicy;
  EXPECT_EQ(completed_exempt(ExemptionPolicy::approval, "NY", 0), Status::pending_approval);
  EXPECT_EQ(completed_exempt(ExemptionPolicy::approval, "CA", 129), Status::completed);
  EXPECT_EQ(completed_exempt(ExemptionPolicy::believe, "NY", 0), Status::completed);
  EXPECT_EQ(completed_exempt(ExemptionPolicy::never, "NY", 129), Status::completed);
}

TEST(Approval, DeniedOpensTheSessionAgain) {
  Waiting shop(true);
  EXPECT_EQ(Shop::session_of(shop.deny())->status, Status::ready_for_payment);
  EXPECT_EQ(Shop::code_of(shop.deny()), RefusalCode::approval_not_awaited);
  EXPECT_EQ(Shop::code_of(shop.approve()), RefusalCode::approval_not_awaited);
  const auto paid = shop.complete("k3", shop.session->id, shop.token_for(*shop.session));
  EXPECT_EQ(Shop::session_of(paid)->status, Status::completed);
  EXPECT_EQ(shop.announced.size(), 1U);
}

TEST(Approval, OfACardThatDeclinesOpensTheSessionAgainForAsLongAsANewOne) {
  Waiting shop(true, "4000000000000002");
  shop.clock.advance(kDay);
  EXPECT_TRUE(shop.run(shop.service.expire(shop.session->id, shop.executor))) << "not yet";
  EXPECT_EQ(Shop::session_of(shop.approve())->status, Status::ready_for_payment);
  shop.clock.advance(shop.profile.session_lifetime);
  EXPECT_EQ(
      shop.run(shop.memory.lease_deadlines(shop.clock.now(), Milliseconds(0), 9, shop.executor))
          ->size(),
      1U);
  EXPECT_TRUE(shop.run(shop.service.expire(shop.session->id, shop.executor)));
  EXPECT_EQ(shop.available("poster-limited"), 3);
}

TEST(Approval, CanBeCalledOffByTheAgentAndExpires) {
  Waiting canceled(false);
  EXPECT_EQ(Shop::session_of(canceled.cancel("c", canceled.session->id))->status, Status::canceled);
  EXPECT_EQ(canceled.available("poster-limited"), 3);
  EXPECT_EQ(Shop::code_of(canceled.approve()), RefusalCode::session_over);
  Waiting late(false);
  late.clock.advance(Milliseconds(6LL * 24 * 3600 * 1000));
  late.run(late.service.expire(late.session->id, late.executor));
  EXPECT_EQ(late.waiting(), 1U);
  late.clock.advance(Milliseconds(2LL * 24 * 3600 * 1000));
  EXPECT_TRUE(late.run(late.service.expire(late.session->id, late.executor)));
  EXPECT_EQ(late.available("poster-limited"), 3);
}

// Another process decides between our look and our commit.
TEST(Approval, ThatLosesARaceIsDecidedOnWhatTheOtherLeft) {
  for (const bool approves : {true, false}) {
    FaultyStore* faulty = nullptr;
    Waiting shop(true, "4242424242424242", [&faulty](Store& inner) {
      auto made = std::make_unique<FaultyStore>(inner);
      faulty = made.get();
      return made;
    });
    const auto decide = [&] { return approves ? shop.approve() : shop.deny(); };
    faulty->before_commit = [&shop] {
      Changeset other;
      auto touched = *Shop::session_of(shop.get(shop.session->id));
      ++touched.version;
      other.session = std::make_shared<const checkout::Session>(std::move(touched));
      EXPECT_EQ(shop.run(shop.memory.commit(std::move(other), shop.executor)),
                CommitOutcome::committed);
    };
    EXPECT_EQ(Shop::session_of(decide())->status,
              approves ? Status::completed : Status::ready_for_payment);
    EXPECT_EQ(shop.gateway.calls, approves ? 1 : 0);
  }
}

TEST(Approval, IsAskedForByThoseThatWaitAndNoOthers) {
  Waiting shop(true);
  shop.created(cart({{"mug-blue", 1}}));
  shop.created(cart({{"mug-blue", 1}}, std::nullopt));
  const auto listed = *shop.run(shop.service.awaiting_approval(100, shop.executor));
  ASSERT_EQ(listed.size(), 1U);
  EXPECT_EQ(listed[0]->id, shop.session->id);
  shop.deny();
  EXPECT_EQ(shop.waiting(), 0U);
}

TEST(Approval, IsNotAskedForOnceItsTimeIsOver) {
  Waiting shop(false);
  shop.clock.advance(8 * kDay);
  EXPECT_EQ(shop.waiting(), 0U) << "nobody has expired it yet";
}

TEST(Approval, IsAskedForByAllThatWaitHoweverMany) {
  Waiting shop(false);
  for (int number = 1; number <= 100; ++number) {
    const std::string key = "more-" + std::to_string(number);
    const auto session = Shop::session_of(shop.create(key, cart({{"mug-blue", 1}})));
    shop.run(
        by_agent(shop.service).complete(shop.context("p" + key, "b"), session->id, shop.command));
  }
  EXPECT_EQ(shop.run(shop.service.awaiting_approval(1000, shop.executor))->size(), 101U);
  EXPECT_EQ(shop.waiting(), 100U) << "as many as are asked for";
}

TEST(AnOperator, SeesAnySessionAsItIsNow) {
  Shop shop;
  const auto session = shop.created(cart({{"mug-blue", 1}}));
  const auto seen = [&] { return shop.run(shop.service.inspect(session->id, shop.executor)); };
  EXPECT_EQ(Shop::session_of(seen())->status, Status::ready_for_payment);
  shop.clock.advance(Milliseconds(7 * 3600 * 1000));
  EXPECT_EQ(Shop::session_of(seen())->status, Status::expired);
  EXPECT_EQ(Shop::code_of(shop.run(shop.service.inspect(SessionId{}, shop.executor))),
            RefusalCode::not_found);
}

TEST(Approval, InDoubtIsSettledLikeAnyPayment) {
  Waiting shop(true);
  shop.gateway.silent = true;
  EXPECT_EQ(Shop::session_of(shop.approve())->status, Status::complete_in_progress);
  shop.gateway.silent = false;
  EXPECT_TRUE(shop.run(shop.service.settle(shop.open_attempts().front(), shop.executor)));
  EXPECT_EQ(Shop::session_of(shop.get(shop.session->id))->status, Status::completed);
  EXPECT_EQ(shop.announced.size(), 1U);
}

TEST(Approval, WhatIsOwedOnAccountIsWrittenOffNotPaidBack) {
  Waiting shop(false);
  const auto order = Shop::session_of(shop.approve())->order;
  const auto answer =
      shop.run(shop.orders.change(order->id, checkout::RefundOrder{}, std::nullopt, shop.executor));
  ASSERT_TRUE(std::holds_alternative<OrderReply>(answer));
  EXPECT_TRUE(shop.gateway.refunds.empty());
  EXPECT_EQ(checkout::amount_refunded(std::get<OrderReply>(answer).order), order->totals.total);
}

TEST(Approval, OfAPurchaseThatCostsSomethingElseNowNeedsAnotherYes) {
  for (const std::int64_t price : {3000, 5000}) {
    for (const bool at_once : {true, false}) {
      Waiting shop(false);
      const Amount asked = Shop::session_of(shop.asked)->totals.total;
      shop.charge_for_posters(price);
      const ApprovalReply differs = shop.answer();
      EXPECT_EQ(Shop::code_of(differs.reply), RefusalCode::total_changed);
      ASSERT_TRUE(differs.totals.has_value());
      EXPECT_EQ(differs.totals->asked, asked);
      EXPECT_NE(differs.totals->now, asked);
      EXPECT_EQ(shop.waiting(), 1U);
      EXPECT_EQ(Shop::code_of(shop.approve(Amount{1})), RefusalCode::total_changed);
      const Amount accepted = at_once ? differs.totals->now : asked;
      const auto done = Shop::session_of(shop.approve(accepted));
      EXPECT_EQ(done->status, Status::completed);
      EXPECT_EQ(done->order->totals.total, accepted);
      EXPECT_EQ(shop.available("poster-limited"), 2);
    }
  }
}

TEST(Approval, OfATokenForLessThanTheAcceptedTotalChargesNothing) {
  Waiting shop(true);
  shop.charge_for_posters(5000);
  const Amount now = shop.answer().totals->now;
  EXPECT_EQ(Shop::session_of(shop.approve(now))->status, Status::ready_for_payment);
  EXPECT_EQ(shop.available("poster-limited"), 2) << "still held";
}

TEST(Approval, OfADiscountThatWasUsedUpIsNoDeadEnd) {
  for (const bool stands_by_it : {true, false}) {
    Shop shop;
    commerce::Catalog limited = shop.catalog;
    limited.discounts[0].rule.usage_limit = 1;
    shop.commerce.replace(limited);
    checkout::CreateCommand with_code = cart({{"mug-blue", 1}});
    with_code.discount_codes = {"SAVE10"};
    const auto waits = shop.created(with_code);
    const auto pays = shop.created(with_code);
    checkout::CompleteCommand on_account;
    on_account.purchase_order_number = "PO-1";
    shop.run(by_agent(shop.service).complete(shop.context("a", "b"), waits->id, on_account));
    shop.complete("c", pays->id, shop.token_for(*pays));
    const auto answer = shop.run(shop.service.approve(waits->id, std::nullopt, shop.executor));
    ASSERT_TRUE(answer.totals.has_value());
    EXPECT_EQ(answer.totals->asked, waits->totals.total);
    const Amount total = stands_by_it ? answer.totals->asked : answer.totals->now;
    const auto done =
        Shop::session_of(shop.run(shop.service.approve(waits->id, total, shop.executor)).reply);
    EXPECT_EQ(done->order->totals.total, total);
    EXPECT_EQ(shop.run(shop.memory.uses({"all:save10"}, shop.executor)).value().at(0),
              stands_by_it ? 2 : 1);
  }
}

TEST(Approval, OfWhatIsNoLongerSoldIsToBeDenied) {
  Waiting shop(false);
  commerce::Catalog without = shop.catalog;
  without.items.erase(without.items.begin() + 1);
  shop.commerce.replace(without);
  EXPECT_EQ(Shop::code_of(shop.approve()), RefusalCode::not_ready_for_payment);
  EXPECT_EQ(shop.answer().totals, std::nullopt);
  EXPECT_EQ(Shop::session_of(shop.deny())->status, Status::ready_for_payment);
}

// The seller has said yes once: the authentication that the issuer wants asks for no other yes.
TEST(Approval, HoldsThroughTheAuthenticationThatTheCardNeeds) {
  for (const bool by_certificate : {true, false}) {
    Shop shop;
    auto command = cart({{"mug-blue", 1}}, address_in("NY"));
    command.capabilities.three_ds = true;
    command.buyer.emplace().email = "ann@example.com";
    if (by_certificate) {
      command.buyer->tax_exemption = checkout::TaxExemption{"c1", "resale", {"NY"}, std::nullopt};
    }
    const auto session = shop.created(command);
    auto pay = shop.payment(shop.token_for(*session, "4000000000003220"));
    pay.approval_required = !by_certificate;
    const auto complete = [&](const char* key) {
      return Shop::session_of(
          shop.run(by_agent(shop.service).complete(shop.context(key, key), session->id, pay)));
    };
    EXPECT_EQ(complete("ask")->status, Status::pending_approval);
    const auto approved = shop.run(shop.service.approve(session->id, {}, shop.executor)).reply;
    EXPECT_EQ(Shop::session_of(approved)->status, Status::authentication_required);
    pay.authentication = checkout::AuthenticationResult{
        checkout::AuthenticationOutcome::authenticated,
        checkout::AuthenticationProof{Secret("cavv"), "05", "ds", "2.2.0"}};
    const auto done = complete("prove");
    EXPECT_EQ(done->status, Status::completed);
    EXPECT_EQ(shop.announced.size(), 1U);
  }
}

TEST(Approval, SeesTheCertificateThoughACompleteLeavesItOut) {
  Shop shop;
  auto command = cart({{"mug-blue", 1}}, address_in("NY"));
  command.buyer.emplace().email = "ann@example.com";
  command.buyer->tax_exemption = checkout::TaxExemption{"c1", "resale", {"NY"}, std::nullopt};
  const auto session = shop.created(command);
  auto pay = shop.payment(shop.token_for(*session));
  pay.buyer.emplace().email = "ann@example.com";
  const auto asked = Shop::session_of(
      shop.run(by_agent(shop.service).complete(shop.context("k", "b"), session->id, pay)));
  ASSERT_EQ(asked->status, Status::pending_approval);
  EXPECT_EQ(asked->buyer->tax_exemption, command.buyer->tax_exemption);
  const auto done = shop.run(shop.service.approve(session->id, {}, shop.executor)).reply;
  EXPECT_EQ(Shop::session_of(done)->order->totals, session->totals);
}

TEST(Approval, BeginsNothingWhileTheProviderIsDown) {
  for (const bool by_card : {true, false}) {
    Waiting shop(by_card);
    shop.gateway.down = true;
    const Reply reply = shop.approve();
    if (by_card) {
      EXPECT_EQ(Shop::code_of(reply), RefusalCode::unavailable);
      EXPECT_EQ(shop.waiting(), 1U);
      shop.gateway.down = false;
      EXPECT_EQ(Shop::session_of(shop.approve())->status, Status::completed);
    } else {
      EXPECT_EQ(Shop::session_of(reply)->status, Status::completed);
    }
  }
}

}  // namespace
}  // namespace till::app
