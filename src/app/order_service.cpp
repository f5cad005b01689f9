#include "app/order_service.h"

#include <algorithm>
#include <exception>
#include <utility>

#include "app/payment_attempts.h"
#include "app/rounds.h"
#include "app/use_case.h"
#include "checkout/emails.h"
#include "checkout/erasure.h"

namespace till::app {
namespace {

using checkout::Order;
using checkout::Refusal;
using checkout::RefusalCode;
using checkout::Session;

Refusal order_not_found() {
  return {RefusalCode::not_found, "", "There is no such order. Check the id."};
}

Refusal order_busy() {
  return {RefusalCode::unavailable, "", "The server is busy. Retry after a moment."};
}

Refusal order_failed() {
  return {RefusalCode::internal, "", "The server failed. Retry the request."};
}

// The attempt, still without an id, at what a change asks the payment provider for.
std::optional<PaymentAttempt> step_of(const checkout::OrderChange& change, SessionId session,
                                      Timestamp now) {
  if (!change.refund && !change.capture && !change.cancel_payment) return std::nullopt;
  const Order& order = change.order;
  PaymentAttempt step;
  step.session = session;
  step.order = order.id;
  step.currency = order.currency;
  step.created_at = now;
  std::string name = "cancel";
  if (change.refund) {
    step.kind = PaymentKind::refund;
    step.adjustment = change.refund->adjustment;
    step.amount = change.refund->amount;
    name = change.refund->adjustment.text();
  } else if (change.capture) {
    step.kind = PaymentKind::capture;
    step.amount = *change.capture;
    name = "capture";
  } else {
    step.kind = PaymentKind::cancel;
    step.amount = order.totals.total;
  }
  step.gateway_key = to_hex(sha256_of_parts({order.id.text(), name}));
  return step;
}

// The order after the provider answered; nothing when someone else settled it.
std::optional<checkout::OrderChange> settled_order(const Order& order,
                                                   const PaymentAttempt& attempt, bool done,
                                                   const checkout::Circumstances& at) {
  if (attempt.kind == PaymentKind::cancel) return checkout::settle_cancel(order, done, at);
  auto next = attempt.kind == PaymentKind::capture
                  ? checkout::settle_capture(order, done)
                  : checkout::settle_refund(order, attempt.adjustment, done, at.now,
                                            attempt.gateway_reference);
  if (!next) return std::nullopt;
  return checkout::OrderChange{std::move(*next)};
}

// Neither a capture that went through nor the provider's name for a refund shows to an agent.
bool is_news(const Order& before, const Order& after) {
  const auto shown = [](checkout::Adjustment each) {
    each.reference.clear();
    return each;
  };
  const auto same = [&shown](const checkout::Adjustment& a, const checkout::Adjustment& b) {
    return shown(a) == shown(b);
  };
  const auto& known = before.adjustments;
  const auto& now = after.adjustments;
  return before.status != after.status ||
         !std::equal(known.begin(), known.end(), now.begin(), now.end(), same);
}

checkout::OrderRefusal refund_refused() {
  return {checkout::OrderRefusalCode::refund_refused,
          "The payment provider refused to give the money back; the order shows the refund as "
          "failed. Refund again or give it back another way."};
}

}  // namespace

// What a decision commits, and what to ask the payment provider for afterwards.
struct OrderService::Decided {
  Changeset changeset;
  std::optional<PaymentAttempt> step;
};

Task<OrderAnswer> OrderService::get(OrderId id, std::optional<std::string> agent,
                                    Executor& executor) {
  auto order = co_await dependencies_.orders.order(id, executor);
  if (!order) co_return order_failed();
  if (!*order || (agent && (*order)->agent != *agent)) co_return order_not_found();
  co_return OrderReply{std::move(**order), false, false};
}

Task<BuyerView> OrderService::get_as_buyer(OrderId id, std::string email, Executor& executor) {
  auto order = co_await dependencies_.orders.order(id, executor);
  if (!order) co_return BuyerView{};
  if (!*order) co_return BuyerView{BuyerAccess::unknown, {}};
  auto loaded =
      co_await dependencies_.sessions.load((*order)->checkout_session_id, std::nullopt, executor);
  if (!loaded || !loaded->session) co_return BuyerView{};
  if (loaded->session->buyer_forgotten) {
    co_return BuyerView{BuyerAccess::shown,
                        checkout::without_buyer(std::move(**order), dependencies_.clock.now())};
  }
  const auto known = checkout::known_emails(*loaded->session);
  if (known.empty()) co_return BuyerView{BuyerAccess::shown, std::move(*order)};
  if (email.empty()) co_return BuyerView{BuyerAccess::email_needed, {}};
  const bool right = std::any_of(known.begin(), known.end(), [&email](const std::string& each) {
    return checkout::same_email(each, email);
  });
  if (!right) co_return BuyerView{BuyerAccess::email_wrong, {}};
  co_return BuyerView{BuyerAccess::shown, std::move(*order)};
}

Task<OrderAnswer> OrderService::change(OrderId id, checkout::OrderCommand command,
                                       std::optional<OperatorKey> key, Executor& executor) {
  ++under_way_;
  co_await resume_on(dependencies_.line);
  OrderAnswer answer = order_failed();
  try {
    answer = co_await change_once(id, std::move(command), key);
  } catch (const std::exception&) {
    answer = order_failed();  // The answer still belongs to its own loop.
  }
  co_await resume_on(executor);
  --under_way_;
  co_return answer;
}

Task<OrderAnswer> OrderService::change_once(OrderId id, checkout::OrderCommand command,
                                            std::optional<OperatorKey> key) {
  if (!key) co_return co_await try_change(id, command, key);
  const auto holder = in_flight_.take(key->scope, key->fingerprint);
  if (holder == InFlight::Holder::other_body) co_return key_conflict();
  if (holder == InFlight::Holder::same_body) co_return key_in_flight();
  const InFlight::Claim claim(in_flight_, key->scope);
  co_return co_await try_change(id, command, key);
}

Task<OrderAnswer> OrderService::try_change(OrderId id, const checkout::OrderCommand& command,
                                           std::optional<OperatorKey> key) {
  Sessions& sessions = dependencies_.sessions;
  const auto scope = key ? std::optional(key->scope) : std::nullopt;
  for (int round = 0; round < kMaxDecisions; ++round) {
    auto known = co_await dependencies_.orders.order(id, dependencies_.line);
    if (!known) co_return order_failed();
    if (!*known) co_return order_not_found();
    auto loaded = co_await sessions.load((*known)->checkout_session_id, scope, dependencies_.line);
    if (!loaded || !loaded->session || !loaded->session->order) co_return order_failed();
    const Session& session = *loaded->session;
    if (loaded->record) {
      if (loaded->record->fingerprint != key->fingerprint) co_return key_conflict();
      co_return OrderReply{*session.order, true, false};
    }
    const checkout::Circumstances circumstances{dependencies_.clock.now(), dependencies_.ids};
    auto change = checkout::change_order(*session.order, command, circumstances);
    if (!change) co_return change.error();
    if (auto objection = checkout::objection(command, *change, at_hand(session.order->currency))) {
      co_return std::move(*objection);
    }
    Decided decided = decide(session, *change, key);
    const std::vector<OutboxEvent> events = decided.changeset.events;
    const auto outcome = co_await sessions.commit(std::move(decided.changeset), dependencies_.line);
    if (outcome == CommitOutcome::busy) co_return order_busy();
    if (outcome == CommitOutcome::failed) co_return order_failed();
    if (outcome != CommitOutcome::committed) continue;  // Someone else was faster.
    for (const OutboxEvent& event : events) dependencies_.event_committed(event);
    if (!decided.step) co_return OrderReply{std::move(change->order), false, false};
    PaymentAttempt step = std::move(*decided.step);
    co_return co_await answer_step(std::move(step), id);
  }
  co_return order_busy();
}

OrderService::Decided OrderService::decide(const Session& session,
                                           const checkout::OrderChange& change,
                                           const std::optional<OperatorKey>& key) {
  const Timestamp now = dependencies_.clock.now();
  Decided decided{next_version(session, change.order, now), {}};
  Changeset& changeset = decided.changeset;
  changeset.stock = change.stock;
  if (key) {
    changeset.idempotency =
        IdempotencyRecord{key->scope, key->fingerprint, DialectId::acp_2026_04_17,
                          SessionAnswer{session.id, changeset.session->version, Success::ok}, now};
  }
  // A refund is told once it is settled, what else happened at once.
  if (!change.refund) changeset.events = updated(change.order, now);
  decided.step = step_of(change, session.id, now);
  if (decided.step) {
    decided.step->id = dependencies_.ids.make<AttemptId>();
    decided.step->provider = provider_of(change.order);
    changeset.attempt = decided.step;
  }
  return decided;
}

Changeset OrderService::next_version(const Session& session, Order order, Timestamp now) {
  Session next = session;
  next.version = session.version + 1;
  next.updated_at = now;
  next.order = order;
  Changeset changeset;
  changeset.session = std::make_shared<const Session>(std::move(next));
  changeset.order = std::move(order);
  return changeset;
}

std::vector<OutboxEvent> OrderService::updated(const Order& order, Timestamp now) {
  return dependencies_.events.of(EventType::order_update, order, now);
}

Task<OrderAnswer> OrderService::answer_step(PaymentAttempt attempt, OrderId id) {
  const bool refund = attempt.kind == PaymentKind::refund;
  const Amount moved = attempt.amount;
  const Settled settled = co_await carry_out(std::move(attempt));
  if (refund && settled == Settled::refused) co_return refund_refused();
  OrderAnswer answer = co_await get(id, std::nullopt, dependencies_.line);
  if (auto* reply = std::get_if<OrderReply>(&answer)) {
    reply->refund_under_way = refund && settled == Settled::in_doubt;
    reply->moved = moved;
  }
  co_return answer;
}

checkout::ProviderAtHand OrderService::at_hand(const std::string& currency) const {
  const PaymentGateway& gateway = dependencies_.gateway;
  return {std::string(gateway.name()), gateway.limits(currency)};
}

std::string OrderService::provider_of(const Order& order) const {
  if (order.payment_reference == kOnAccount) return "";
  return order.provider.empty() ? std::string(dependencies_.gateway.name()) : order.provider;
}

Task<OrderService::Settled> OrderService::carry_out(PaymentAttempt attempt) {
  if (!is_at_hand(attempt, dependencies_.gateway)) co_return Settled::in_doubt;
  auto loaded =
      co_await dependencies_.sessions.load(attempt.session, std::nullopt, dependencies_.line);
  if (!loaded || !loaded->session || !loaded->session->order) co_return Settled::in_doubt;
  const Order& order = *loaded->session->order;
  ChargeStep step{attempt.gateway_key, order.payment_reference, attempt.amount,
                  attempt.currency,    attempt.session,         order.id,
                  attempt.adjustment};
  // What the buyer owes on account was never charged: it is only written off.
  StepOutcome outcome = StepDone{std::string(kOnAccount)};
  if (step.charge != kOnAccount) outcome = co_await ask(attempt.kind, std::move(step));
  co_return co_await conclude(std::move(attempt), std::move(outcome));
}

Task<StepOutcome> OrderService::ask(PaymentKind kind, ChargeStep step) {
  PaymentGateway& gateway = dependencies_.gateway;
  Executor& line = dependencies_.line;
  if (kind == PaymentKind::capture) co_return co_await gateway.capture(std::move(step), line);
  if (kind == PaymentKind::cancel) co_return co_await gateway.cancel(std::move(step), line);
  co_return co_await gateway.refund(std::move(step), line);
}

Task<OrderService::Settled> OrderService::conclude(PaymentAttempt attempt, StepOutcome outcome) {
  if (std::holds_alternative<StepInDoubt>(outcome)) co_return Settled::in_doubt;
  const auto* done = std::get_if<StepDone>(&outcome);
  const Settled settled = done != nullptr ? Settled::done : Settled::refused;
  attempt.state = done != nullptr ? AttemptState::approved : AttemptState::failed;
  attempt.gateway_reference =
      done != nullptr ? done->reference : std::get<StepRefused>(outcome).reference;
  for (int round = 0; round < kMaxDecisions; ++round) {
    auto loaded =
        co_await dependencies_.sessions.load(attempt.session, std::nullopt, dependencies_.line);
    if (!loaded || !loaded->session || !loaded->session->order) break;
    const Timestamp now = dependencies_.clock.now();
    const Order& before = *loaded->session->order;
    auto change = settled_order(before, attempt, done != nullptr, {now, dependencies_.ids});
    if (!change) co_return settled;  // Someone else settled it.
    Changeset changeset = next_version(*loaded->session, change->order, now);
    if (is_news(before, change->order)) changeset.events = updated(change->order, now);
    changeset.attempt = attempt;
    // A cancel that came too late goes on as the refund that is due instead.
    auto refund = step_of(*change, attempt.session, now);
    if (refund) {
      refund->id = attempt.id;
      refund->provider = attempt.provider;
      changeset.attempt = refund;
    }
    const auto committed = co_await commit(std::move(changeset));
    if (committed == CommitOutcome::committed && refund) {
      co_return co_await carry_out(std::move(*refund));
    }
    if (committed == CommitOutcome::committed) co_return settled;
    if (committed == CommitOutcome::busy || committed == CommitOutcome::failed) break;
  }
  co_return Settled::in_doubt;
}

Task<CommitOutcome> OrderService::commit(Changeset changeset) {
  const std::vector<OutboxEvent> events = changeset.events;
  const auto outcome =
      co_await dependencies_.sessions.commit(std::move(changeset), dependencies_.line);
  if (outcome == CommitOutcome::committed) {
    for (const OutboxEvent& event : events) dependencies_.event_committed(event);
  }
  co_return outcome;
}

Task<bool> OrderService::settle(PaymentAttempt attempt) {
  const Settled settled = co_await carry_out(std::move(attempt));
  co_return settled != Settled::in_doubt;
}

Task<ReportTaken> OrderService::report(SessionId session, std::string charge,
                                       checkout::OrderReport report, Digest scope,
                                       Executor& executor) {
  ++under_way_;
  co_await resume_on(dependencies_.line);
  ReportTaken taken = ReportTaken::later;
  try {
    taken = co_await take_report(session, charge, report, scope);
  } catch (const std::exception&) {
    taken = ReportTaken::later;  // Whoever reported comes again.
  }
  co_await resume_on(executor);
  --under_way_;
  co_return taken;
}

Task<ReportTaken> OrderService::take_report(SessionId session, const std::string& charge,
                                            const checkout::OrderReport& report, Digest scope) {
  ReportTaken taken = ReportTaken::known;
  for (int round = 0; round < kMaxDecisions; ++round) {
    auto loaded = co_await dependencies_.sessions.load(session, scope, dependencies_.line);
    if (!loaded) co_return ReportTaken::later;
    if (loaded->record || !loaded->session) co_return taken;
    if (!loaded->session->order) {
      // The order may still come, though what took its money is known with it.
      const bool capture = std::holds_alternative<checkout::CaptureReport>(report);
      co_return loaded->session->payment && !capture ? ReportTaken::later : taken;
    }
    const Order& order = *loaded->session->order;
    if (order.payment_reference != charge) co_return ReportTaken::other_charge;
    if (checkout::must_wait(order, report)) co_return ReportTaken::later;
    auto change =
        checkout::take_report(order, report, {dependencies_.clock.now(), dependencies_.ids});
    if (!change) co_return taken;
    Changeset changeset = reported(*loaded->session, *change, scope);
    const auto committed = co_await commit(std::move(changeset));
    if (committed == CommitOutcome::busy || committed == CommitOutcome::failed) break;
    if (committed != CommitOutcome::committed) continue;  // Someone else was faster.
    taken = ReportTaken::news;
    if (!change->refund) co_return taken;
  }
  co_return ReportTaken::later;
}

Changeset OrderService::reported(const Session& session, const checkout::OrderChange& change,
                                 Digest scope) {
  const Timestamp now = dependencies_.clock.now();
  Changeset changeset = next_version(session, change.order, now);
  if (is_news(*session.order, change.order)) {
    changeset.events = updated(change.order, now);
  }
  changeset.attempt = step_of(change, session.id, now);
  if (changeset.attempt) {
    changeset.attempt->id = dependencies_.ids.make<AttemptId>();
    changeset.attempt->provider = provider_of(change.order);
    return changeset;  // The report is not done with yet.
  }
  changeset.idempotency =
      IdempotencyRecord{scope, Digest{}, DialectId::acp_2026_04_17,
                        SessionAnswer{session.id, changeset.session->version, Success::ok}, now};
  return changeset;
}

}  // namespace till::app
