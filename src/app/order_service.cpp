#include "app/order_service.h"

#include <algorithm>
#include <exception>
#include <utility>

#include "app/order_event.h"
#include "app/payment_attempts.h"
#include "app/use_case.h"
#include "checkout/emails.h"

namespace till::app {
namespace {

using checkout::Order;
using checkout::Refusal;
using checkout::RefusalCode;
using checkout::Session;

// Each repetition means that someone else changed the same order in between.
constexpr int kMaxDecisions = 64;

Refusal order_not_found() {
  return {RefusalCode::not_found, "", "There is no such order. Check the id."};
}

Refusal unavailable() {
  return {RefusalCode::unavailable, "", "The server is busy. Retry after a moment."};
}

Refusal internal() { return {RefusalCode::internal, "", "The server failed. Retry the request."}; }

checkout::OrderRefusal refund_refused() {
  return {checkout::OrderRefusalCode::refund_refused,
          "The payment provider refused to give the money back; the order shows the refund as "
          "failed. Refund again or give it back another way."};
}

}  // namespace

// What a decision commits, and the refund to carry out afterwards.
struct OrderService::Decided {
  Changeset changeset;
  std::optional<PaymentAttempt> refund;
};

Task<OrderAnswer> OrderService::get(OrderId id, std::optional<std::string> agent,
                                    Executor& executor) {
  auto order = co_await dependencies_.store.order(id, executor);
  if (!order) co_return internal();
  if (!*order || (agent && (*order)->agent != *agent)) co_return order_not_found();
  co_return OrderReply{std::move(**order), false, false};
}

Task<BuyerView> OrderService::get_as_buyer(OrderId id, std::string email, Executor& executor) {
  auto order = co_await dependencies_.store.order(id, executor);
  if (!order) co_return BuyerView{};
  if (!*order) co_return BuyerView{BuyerAccess::unknown, {}};
  auto loaded =
      co_await dependencies_.store.load((*order)->checkout_session_id, std::nullopt, executor);
  if (!loaded || !loaded->session) co_return BuyerView{};
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
  OrderAnswer answer = internal();
  try {
    answer = co_await change_once(id, std::move(command), key);
  } catch (const std::exception&) {
    answer = internal();  // The answer still belongs to its own loop.
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
  Store& store = dependencies_.store;
  const auto scope = key ? std::optional(key->scope) : std::nullopt;
  for (int round = 0; round < kMaxDecisions; ++round) {
    auto known = co_await store.order(id, dependencies_.line);
    if (!known) co_return internal();
    if (!*known) co_return order_not_found();
    auto loaded = co_await store.load((*known)->checkout_session_id, scope, dependencies_.line);
    if (!loaded || !loaded->session || !loaded->session->order) co_return internal();
    const Session& session = *loaded->session;
    if (loaded->record) {
      if (loaded->record->fingerprint != key->fingerprint) co_return key_conflict();
      co_return OrderReply{*session.order, true, false};
    }
    const checkout::Circumstances circumstances{dependencies_.clock.now(), dependencies_.ids};
    auto change = checkout::change_order(*session.order, command, circumstances);
    if (!change) co_return change.error();
    Decided decided = decide(session, *change, key);
    const std::vector<OutboxEvent> events = decided.changeset.events;
    const auto outcome = co_await store.commit(std::move(decided.changeset), dependencies_.line);
    if (outcome == CommitOutcome::busy) co_return unavailable();
    if (outcome == CommitOutcome::failed) co_return internal();
    if (outcome != CommitOutcome::committed) continue;  // Someone else was faster.
    for (const OutboxEvent& event : events) dependencies_.event_committed(event);
    if (!decided.refund) co_return OrderReply{std::move(change->order), false, false};
    PaymentAttempt refund = std::move(*decided.refund);
    co_return co_await answer_refund(std::move(refund), id);
  }
  co_return unavailable();
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
        IdempotencyRecord{key->scope, key->fingerprint, Dialect::acp_2026_04_17,
                          SessionAnswer{session.id, changeset.session->version, Success::ok}, now};
  }
  if (!change.refund) {
    changeset.events.push_back(updated(change.order, now));
    return decided;
  }
  PaymentAttempt refund;
  refund.id = dependencies_.ids.make<AttemptId>();
  refund.session = session.id;
  refund.kind = PaymentKind::refund;
  refund.adjustment = change.refund->adjustment;
  refund.gateway_key =
      to_hex(sha256_of_parts({change.order.id.text(), change.refund->adjustment.text()}));
  refund.amount = change.refund->amount;
  refund.currency = change.order.currency;
  refund.created_at = now;
  changeset.attempt = refund;
  decided.refund = std::move(refund);
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

OutboxEvent OrderService::updated(const Order& order, Timestamp now) {
  return order_event(EventType::order_update, order, dependencies_.ids.make<EventId>(), now);
}

Task<OrderAnswer> OrderService::answer_refund(PaymentAttempt attempt, OrderId id) {
  const Refunded refunded = co_await give_back(std::move(attempt));
  if (refunded == Refunded::refused) co_return refund_refused();
  OrderAnswer answer = co_await get(id, std::nullopt, dependencies_.line);
  if (auto* reply = std::get_if<OrderReply>(&answer)) {
    reply->refund_under_way = refunded == Refunded::in_doubt;
  }
  co_return answer;
}

Task<OrderService::Refunded> OrderService::give_back(PaymentAttempt attempt) {
  auto loaded =
      co_await dependencies_.store.load(attempt.session, std::nullopt, dependencies_.line);
  if (!loaded || !loaded->session || !loaded->session->order) co_return Refunded::in_doubt;
  ChargeStep request{attempt.gateway_key, loaded->session->order->payment_reference, attempt.amount,
                     attempt.currency};
  // What the buyer owes on account was never charged: it is only written off.
  if (request.charge == kOnAccount) {
    StepOutcome written_off = StepDone{std::string(kOnAccount)};
    co_return co_await conclude(std::move(attempt), std::move(written_off));
  }
  StepOutcome outcome =
      co_await dependencies_.gateway.refund(std::move(request), dependencies_.line);
  co_return co_await conclude(std::move(attempt), std::move(outcome));
}

Task<OrderService::Refunded> OrderService::conclude(PaymentAttempt attempt, StepOutcome outcome) {
  if (std::holds_alternative<StepInDoubt>(outcome)) co_return Refunded::in_doubt;
  const auto* given = std::get_if<StepDone>(&outcome);
  const Refunded refunded = given != nullptr ? Refunded::done : Refunded::refused;
  attempt.state = given != nullptr ? AttemptState::approved : AttemptState::failed;
  if (given != nullptr) attempt.gateway_reference = given->reference;
  for (int round = 0; round < kMaxDecisions; ++round) {
    auto loaded =
        co_await dependencies_.store.load(attempt.session, std::nullopt, dependencies_.line);
    if (!loaded || !loaded->session || !loaded->session->order) break;
    const Timestamp now = dependencies_.clock.now();
    auto order =
        checkout::settle_refund(*loaded->session->order, attempt.adjustment, given != nullptr, now);
    if (!order) co_return refunded;  // Someone else settled it.
    Changeset changeset = next_version(*loaded->session, *order, now);
    const OutboxEvent event = updated(*order, now);
    changeset.events.push_back(event);
    changeset.attempt = attempt;
    const auto committed =
        co_await dependencies_.store.commit(std::move(changeset), dependencies_.line);
    if (committed == CommitOutcome::committed) {
      dependencies_.event_committed(event);
      co_return refunded;
    }
    if (committed == CommitOutcome::busy || committed == CommitOutcome::failed) break;
  }
  co_return Refunded::in_doubt;
}

Task<bool> OrderService::settle(PaymentAttempt attempt) {
  const Refunded refunded = co_await give_back(std::move(attempt));
  co_return refunded != Refunded::in_doubt;
}

}  // namespace till::app
