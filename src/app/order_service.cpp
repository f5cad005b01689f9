#include "app/order_service.h"

#include <algorithm>
#include <exception>
#include <utility>

#include "app/order_use_cases.h"
#include "app/payment_attempts.h"
#include "app/use_case.h"
#include "checkout/emails.h"
#include "checkout/erasure.h"

namespace till::app {
namespace {

using checkout::Order;
using checkout::Refusal;
using checkout::RefusalCode;
using checkout::TextId;

// Parts of one report, each with a refund that is due before the next.
constexpr int kMostParts = 64;

Refusal order_not_found() { return {RefusalCode::not_found, {}, TextId::order_unknown}; }

Refusal order_busy() { return {RefusalCode::unavailable, {}, TextId::server_busy}; }

Refusal order_failed() { return {RefusalCode::internal, {}, TextId::order_failed}; }

checkout::OrderRefusal refund_refused() {
  return {checkout::OrderRefusalCode::refund_refused, TextId::refund_refused};
}

}  // namespace

OrderService::OrderService(OrderDependencies dependencies)
    : dependencies_(std::move(dependencies)),
      pipeline_({dependencies_.sessions, nullptr, nullptr, dependencies_.clock,
                 dependencies_.event_committed}) {}

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
                                       std::optional<OperatorKey> key, Executor& executor,
                                       Doer doer) {
  ++under_way_;
  co_await resume_on(dependencies_.line);
  OrderAnswer answer = order_failed();
  try {
    answer = co_await change_here(id, std::move(command), key, doer);
  } catch (const std::exception&) {
    answer = order_failed();  // The answer still belongs to its own loop.
  }
  co_await resume_on(executor);
  --under_way_;
  co_return answer;
}

Task<OrderAnswer> OrderService::change_here(OrderId id, checkout::OrderCommand command,
                                            std::optional<OperatorKey> key, Doer doer) {
  auto known = co_await dependencies_.orders.order(id, dependencies_.line);
  if (!known) co_return order_failed();
  if (!*known) co_return order_not_found();
  ChangeOrder use_case(dependencies_, std::move(command), doer);
  Subject subject{(*known)->checkout_session_id, {}, TurnRule::none, dependencies_.line};
  if (key) subject.key = RunKey{key->scope, key->fingerprint};
  // While it lives, the key is being worked on.
  Ended ended = co_await pipeline_.run(std::move(subject), use_case);
  if (ended.end == End::key_conflict) co_return key_conflict();
  if (ended.end == End::key_in_flight) co_return key_in_flight();
  if (ended.end == End::busy) co_return order_busy();
  if (!ended.session || !ended.session->order) co_return order_failed();
  if (ended.record) {
    if (ended.record->fingerprint != key->fingerprint) co_return key_conflict();
    co_return OrderReply{*ended.session->order, true, false};
  }
  if (ended.end != End::decided) co_return order_failed();
  if (use_case.refusal()) co_return *use_case.refusal();
  if (!use_case.step()) co_return OrderReply{use_case.changed(), false, false};
  co_return co_await answer_step(*use_case.step(), id);
}

Task<OrderAnswer> OrderService::answer_step(PaymentAttempt attempt, OrderId id) {
  const bool refund = attempt.kind == PaymentKind::refund;
  const Amount moved = attempt.amount;
  const AttemptId step = attempt.id;
  const Timestamp next = attempt.created_at + kFirstPatience;
  const Settled settled = co_await carry_out(std::move(attempt));
  if (settled == Settled::in_doubt) {
    co_await dependencies_.attempts.postpone(step, next, dependencies_.line);
  }
  if (refund && settled == Settled::refused) co_return refund_refused();
  OrderAnswer answer = co_await get(id, std::nullopt, dependencies_.line);
  if (auto* reply = std::get_if<OrderReply>(&answer)) {
    reply->refund_under_way = refund && settled == Settled::in_doubt;
    reply->moved = moved;
  }
  co_return answer;
}

Task<OrderService::Settled> OrderService::carry_out(PaymentAttempt attempt) {
  PaymentGateway* const gateway = dependencies_.gateways.of(attempt.provider);
  if (gateway == nullptr) co_return Settled::in_doubt;
  auto loaded =
      co_await dependencies_.sessions.load(attempt.session, std::nullopt, dependencies_.line);
  if (!loaded || !loaded->session || !loaded->session->order) co_return Settled::in_doubt;
  const Order& order = *loaded->session->order;
  ChargeStep step{attempt.gateway_key, order.payment_reference, attempt.amount,
                  attempt.currency,    attempt.session,         order.id,
                  attempt.adjustment};
  // What the buyer owes on account was never charged: it is only written off.
  StepOutcome outcome = StepDone{std::string(kOnAccount)};
  if (step.charge != kOnAccount) outcome = co_await ask(*gateway, attempt.kind, std::move(step));
  co_return co_await conclude(std::move(attempt), std::move(outcome));
}

Task<StepOutcome> OrderService::ask(PaymentGateway& gateway, PaymentKind kind, ChargeStep step) {
  Executor& line = dependencies_.line;
  if (kind == PaymentKind::capture) co_return co_await gateway.capture(std::move(step), line);
  if (kind == PaymentKind::cancel) co_return co_await gateway.cancel(std::move(step), line);
  co_return co_await gateway.refund(std::move(step), line);
}

Task<OrderService::Settled> OrderService::conclude(PaymentAttempt attempt, StepOutcome outcome) {
  if (std::holds_alternative<StepInDoubt>(outcome)) co_return Settled::in_doubt;
  SettleStep use_case(dependencies_, std::move(attempt), outcome);
  Subject subject{use_case.session(), {}, TurnRule::none, dependencies_.line};
  const Ended ended = co_await pipeline_.run(std::move(subject), use_case);
  if (ended.end != End::decided || use_case.orderless()) co_return Settled::in_doubt;
  if (ended.committed && use_case.refund_due())
    co_return co_await carry_out(*use_case.refund_due());
  co_return std::holds_alternative<StepDone>(outcome) ? Settled::done : Settled::refused;
}

Task<bool> OrderService::settle(PaymentAttempt attempt) {
  const Settled settled = co_await carry_out(std::move(attempt));
  co_return settled != Settled::in_doubt;
}

Task<ReportTaken> OrderService::report(SessionId session, ReportedCharge charge,
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

Task<ReportTaken> OrderService::take_report(SessionId session, const ReportedCharge& charge,
                                            const checkout::OrderReport& report, Digest scope) {
  TakeReport use_case(dependencies_, charge, report);
  bool news = false;
  for (int part = 0; part < kMostParts; ++part) {
    RunKey key{scope, Digest{}};
    key.exclusive = false;  // Who comes second finds it taken.
    Subject subject{session, key, TurnRule::none, dependencies_.line};
    const Ended ended = co_await pipeline_.run(std::move(subject), use_case);
    if (ended.record) co_return news ? ReportTaken::news : ReportTaken::known;
    if (ended.end != End::decided) co_return ReportTaken::later;
    if (!ended.committed && use_case.taken() != ReportTaken::known) co_return use_case.taken();
    if (!ended.committed) co_return news ? ReportTaken::news : ReportTaken::known;
    if (!use_case.refund_due()) co_return ReportTaken::news;
    news = true;  // There may be more to it once the refund is made.
  }
  co_return ReportTaken::later;
}

}  // namespace till::app
