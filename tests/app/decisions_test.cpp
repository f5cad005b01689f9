// What use cases decide, without a store, a shop or a provider: what is loaded and answered goes
// in.
#include <gtest/gtest.h>

#include "app/begin_payment.h"
#include "app/conclusion.h"
#include "app/order_use_cases.h"
#include "app/session_use_cases.h"
#include "app/shop.h"

namespace till::app {
namespace {

using checkout::RefusalCode;
using checkout::Status;

struct Rules {
  Rules()
      : dependencies{shop.store, shop.commerce, shop.gateway,  shop.clock,
                     shop.ids,   shop.events,   shop.observer, shop.profile},
        orders{shop.store,  shop.store,    shop.store, shop.gateway, shop.clock, shop.ids,
               shop.events, shop.executor, {}} {}

  Timestamp now() const { return shop.clock.now(); }
  // What the shop says to the question.
  checkout::QuoteResult quote(const Step& step) {
    return shop.run(shop.commerce.quote(*std::get<Needs>(step).quote, shop.executor));
  }
  Step decide(UseCase& use_case, const Loaded& loaded, checkout::QuoteResult quote) {
    Answers answers;
    answers.quote = &quote;
    return use_case.decide(loaded, answers, now());
  }
  checkout::SessionPtr ready() { return shop.created(cart({{"mug-blue", 1}})); }

  Shop shop;
  CheckoutDependencies dependencies;
  OrderDependencies orders;
};

const Decision& decision(const Step& step) { return std::get<Decision>(step); }

checkout::SessionPtr session(const Step& step) {
  return std::get<SessionReply>(decision(step).content).session;
}

RefusalCode refusal(const Step& step) {
  return std::get<checkout::Refusal>(decision(step).content).code;
}

TEST(ACreate, AsksForItsLinesAndCommitsWhatTheShopSaysOfThem) {
  Rules rules;
  Create create(rules.dependencies, "agent-a", cart({{"mug-blue", 2}}));
  const Step asked = create.needs({}, rules.now());
  const auto& request = std::get<Needs>(asked).quote;
  ASSERT_TRUE(request != nullptr);
  EXPECT_EQ(request->lines[0].item_id, "mug-blue");
  EXPECT_EQ(request->agent, "agent-a");
  auto quote = rules.quote(asked);
  quote->lines[0].unit_amount = Amount{2'000};
  const Step decided = rules.decide(create, {}, quote);
  EXPECT_EQ(session(decided)->totals.subtotal, Amount{4'000});
  EXPECT_EQ(decision(decided).changeset.session, session(decided));
  EXPECT_EQ(decision(decided).changeset.stock, (std::vector<checkout::StockMove>{{"mug-blue", 2}}));
  EXPECT_EQ(decision(decided).key_use, KeyUse::answered);
}

TEST(ACreate, AsksNothingForABodyThatWasRefused) {
  Rules rules;
  checkout::Refusal undecodable;
  undecodable.code = RefusalCode::invalid;
  Create create(rules.dependencies, "agent-a", refused(undecodable));
  const Step decided = create.needs({}, rules.now());
  EXPECT_EQ(refusal(decided), RefusalCode::invalid);
  EXPECT_EQ(decision(decided).key_use, KeyUse::answered);
}

TEST(ACreate, KeepsNothingUnderItsKeyWhileTheShopDoesNotAnswer) {
  Rules rules;
  Create create(rules.dependencies, "agent-a", cart({{"mug-blue", 2}}));
  create.needs({}, rules.now());
  const checkout::QuoteResult nothing =
      refused(checkout::QuoteRefusal{checkout::QuoteFailure::unavailable, 0});
  const Step decided = rules.decide(create, {}, nothing);
  EXPECT_EQ(refusal(decided), RefusalCode::unavailable);
  EXPECT_EQ(decision(decided).key_use, KeyUse::unused);
}

// What a complete decides on one session by what the shop says now.
TEST(ABeginOfAPayment, OpensAnAttemptOnlyForWhatWasShown) {
  struct Row {
    const char* what;
    void (*change)(checkout::Quote&);
    Status status;
    bool opens;
  };
  const Row rows[] = {
      {"nothing changed", [](checkout::Quote&) {}, Status::complete_in_progress, true},
      {"dearer", [](checkout::Quote& quote) { quote.lines[0].unit_amount.minor += 1; },
       Status::ready_for_payment, false},
      {"cheaper", [](checkout::Quote& quote) { quote.lines[0].unit_amount.minor -= 1; },
       Status::ready_for_payment, false},
      {"no delivery", [](checkout::Quote& quote) { quote.options.clear(); },
       Status::not_ready_for_payment, false},
      {"not sold any more", [](checkout::Quote& quote) { quote.lines[0].sold = false; },
       Status::not_ready_for_payment, false}};
  for (const Row& row : rows) {
    SCOPED_TRACE(row.what);
    Rules rules;
    const auto shown = rules.ready();
    const auto context = rules.shop.context("key", "body");
    BeginPayment begin(rules.dependencies, context, rules.shop.payment("token"));
    const Loaded loaded{shown, {}};
    auto quote = rules.quote(begin.needs(loaded, rules.now()));
    row.change(*quote);
    const Step decided = rules.decide(begin, loaded, quote);
    EXPECT_EQ(session(decided)->status, row.status);
    EXPECT_EQ(decision(decided).opens_attempt, row.opens);
    EXPECT_EQ(decision(decided).changeset.attempt.has_value(), row.opens);
    EXPECT_EQ(decision(decided).key_use, row.opens ? KeyUse::pending : KeyUse::answered);
  }
}

TEST(ABeginOfAPayment, BeginsNothingWhileTheProviderIsDown) {
  Rules rules;
  rules.shop.gateway.down = true;
  const Loaded loaded{rules.ready(), {}};
  BeginPayment begin(rules.dependencies, rules.shop.context("key", "body"),
                     rules.shop.payment("token"));
  const auto quote = rules.quote(begin.needs(loaded, rules.now()));
  const Step decided = rules.decide(begin, loaded, quote);
  EXPECT_EQ(refusal(decided), RefusalCode::unavailable);
  EXPECT_EQ(decision(decided).key_use, KeyUse::unused);
}

TEST(ABeginOfAPayment, HasATokenLookedAtBeforeTheSellerIsAsked) {
  for (const bool good : {true, false}) {
    Rules rules;
    const Loaded loaded{rules.ready(), {}};
    auto payment = rules.shop.payment("token");
    payment.approval_required = true;
    BeginPayment begin(rules.dependencies, rules.shop.context("key", "body"), payment);
    const auto quote = rules.quote(begin.needs(loaded, rules.now()));
    const Step asked = rules.decide(begin, loaded, quote);
    ASSERT_TRUE(std::holds_alternative<Needs>(asked));
    ASSERT_TRUE(std::get<Needs>(asked).look.has_value());
    EXPECT_EQ(std::get<Needs>(asked).look->amount, loaded.session->totals.total);
    Answers::Looked looked;
    if (!good) looked.failure = checkout::PaymentFailure::token_unknown;
    Answers answers;
    answers.look = &looked;
    const Step decided = begin.decide(loaded, answers, rules.now());
    EXPECT_EQ(session(decided)->status,
              good ? Status::pending_approval : Status::ready_for_payment);
    EXPECT_FALSE(decision(decided).opens_attempt);
  }
}

TEST(ABeginOfAPayment, ThatWasMadeIsAnsweredWithItsOrderToWhoeverHasItsToken) {
  Rules rules;
  const auto ready = rules.ready();
  const auto token = rules.shop.token_for(*ready);
  const Loaded loaded{Shop::session_of(rules.shop.complete("first", ready->id, token)), {}};
  const auto attempts =
      *rules.shop.run(rules.shop.store.attempts_of(ready->id, rules.shop.executor));
  for (const auto& [used, known] : {std::pair(token, true), std::pair(std::string("x"), false)}) {
    BeginPayment begin(rules.dependencies, rules.shop.context("key", "body"),
                       rules.shop.payment(used));
    const Step asked = begin.needs(loaded, rules.now());
    ASSERT_EQ(std::get<Needs>(asked).attempts, ready->id);
    Answers answers;
    answers.attempts = &attempts;
    const Step decided = begin.decide(loaded, answers, rules.now());
    if (known) {
      EXPECT_EQ(session(decided), loaded.session);
      EXPECT_EQ(decision(decided).changeset.session, nullptr) << "nothing is written but the key";
    } else {
      EXPECT_EQ(refusal(decided), RefusalCode::session_over);
    }
  }
}

// What an outcome makes of the session that waits for it.
TEST(AConclusion, IsDrawnFromTheOutcomeAlone) {
  struct Row {
    const char* what;
    ChargeOutcome outcome;
    Status status;
    AttemptState attempt;
    bool order;
  };
  const Row rows[] = {
      {"paid", ChargeApproved{"ch_1"}, Status::completed, AttemptState::approved, true},
      {"declined", ChargeRefused{}, Status::ready_for_payment, AttemptState::failed, false}};
  for (const Row& row : rows) {
    SCOPED_TRACE(row.what);
    Rules rules;
    rules.shop.gateway.silent = true;
    const auto ready = rules.ready();
    const auto paying = Shop::session_of(rules.shop.complete("key", ready->id, "token"));
    Conclude conclude(rules.dependencies, rules.shop.open_attempts().front(), row.outcome);
    const Step decided = conclude.needs({paying, {}}, rules.now());
    const Changeset& changeset = decision(decided).changeset;
    EXPECT_EQ(session(decided)->status, row.status);
    EXPECT_EQ(changeset.attempt->state, row.attempt);
    EXPECT_TRUE(changeset.attempt->token.empty());
    EXPECT_EQ(changeset.order.has_value(), row.order);
    EXPECT_EQ(changeset.events.size(), row.order ? 1U : 0U);
    EXPECT_TRUE(changeset.idempotency.has_value()) << "the key has its answer";
    EXPECT_FALSE(conclude.settled_by_others());
    conclude.needs({ready, {}}, rules.now());
    EXPECT_TRUE(conclude.settled_by_others()) << "the session waits for nothing";
  }
}

TEST(AConclusion, OfADoubtSettlesNothing) {
  Rules rules;
  rules.shop.gateway.silent = true;
  const auto ready = rules.ready();
  const auto paying = Shop::session_of(rules.shop.complete("key", ready->id, "token"));
  Conclude doubt(rules.dependencies, rules.shop.open_attempts().front(), ChargeInDoubt{});
  const Step decided = doubt.needs({paying, {}}, rules.now());
  EXPECT_EQ(session(decided), paying);
  EXPECT_EQ(decision(decided).key_use, KeyUse::unused);
  Conclude named(rules.dependencies, rules.shop.open_attempts().front(), ChargePending{"pi_1"});
  const Step asked = named.needs({paying, {}}, rules.now());
  ASSERT_EQ(std::get<Needs>(asked).attempts, ready->id);
  const auto attempts = rules.shop.open_attempts();
  Answers answers;
  answers.attempts = &attempts;
  const Step kept = named.decide({paying, {}}, answers, rules.now());
  EXPECT_EQ(decision(kept).changeset.attempt->gateway_reference, "pi_1");
  EXPECT_EQ(decision(kept).changeset.session, nullptr);
}

TEST(AReport, IsTakenIntoTheOrderOfItsCharge) {
  Rules rules;
  const auto ready = rules.ready();
  const auto token = rules.shop.token_for(*ready);
  const auto paid = Shop::session_of(rules.shop.complete("key", ready->id, token));
  const std::string charge = paid->order->payment_reference;
  struct Row {
    const char* what;
    checkout::SessionPtr session;
    std::string charge;
    ReportTaken taken;
  };
  auto paying = std::make_shared<checkout::Session>(*ready);
  paying->payment.emplace();
  for (const Row& row : {Row{"its own", paid, charge, ReportTaken::news},
                         Row{"another's", paid, "ch_other", ReportTaken::other_charge},
                         Row{"before the order", paying, charge, ReportTaken::later},
                         Row{"of no order", ready, charge, ReportTaken::known},
                         Row{"of no session", nullptr, charge, ReportTaken::known}}) {
    SCOPED_TRACE(row.what);
    const checkout::OrderReport dispute =
        checkout::DisputeReport{"dp_1", Amount{100}, checkout::AdjustmentStatus::pending};
    const ReportedCharge about{row.charge};
    TakeReport report(rules.orders, about, dispute);
    const Step decided = report.needs({row.session, {}}, rules.now());
    EXPECT_EQ(report.taken(), row.taken);
    const bool news = row.taken == ReportTaken::news;
    EXPECT_EQ(decision(decided).key_use, news ? KeyUse::answered : KeyUse::unused);
    EXPECT_EQ(decision(decided).changeset.events.size(), news ? 1U : 0U);
  }
}

}  // namespace
}  // namespace till::app
