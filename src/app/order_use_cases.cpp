#include "app/order_use_cases.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "app/order_versions.h"
#include "app/payment_attempts.h"
#include "checkout/shop_news.h"

namespace till::app {
namespace {

using checkout::Order;
using checkout::Session;

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

// What the provider that has the money of the order moves; nothing when it is not configured.
std::optional<checkout::ChargeLimits> at_hand(const Gateways& gateways, const Order& order) {
  const PaymentGateway* const gateway = gateways.of(order.provider);
  if (gateway == nullptr) return std::nullopt;
  return gateway->limits(order.currency);
}

// Who has the money of the order; nobody when the buyer owes it on account.
std::string provider_of(const Order& order, const Gateways& gateways) {
  if (order.payment_reference == kOnAccount) return "";
  return order.provider.empty() ? std::string(gateways.first().name()) : order.provider;
}

// The step, with an id, at the provider who has the money.
std::optional<PaymentAttempt> new_step(const OrderDependencies& dependencies,
                                       const checkout::OrderChange& change,
                                       const SessionId& session, Timestamp now) {
  auto step = step_of(change, session, now);
  if (!step) return std::nullopt;
  step->id = dependencies.ids.make<AttemptId>();
  step->provider = provider_of(change.order, dependencies.gateways);
  return step;
}

}  // namespace

Decision ChangeOrder::refuse(checkout::OrderRefusal refusal) {
  refusal_ = std::move(refusal);
  return nothing_to_do();
}

Step ChangeOrder::needs(const Loaded& loaded, Timestamp now) {
  refusal_.reset();
  step_.reset();
  if (!loaded.session || !loaded.session->order) return nothing_to_do();
  const Session& session = *loaded.session;
  const Order& order = *session.order;
  auto change = checkout::change_order(order, command_, {now, dependencies_.ids});
  if (!change) return refuse(std::move(change.error()));
  const auto provider = at_hand(dependencies_.gateways, order);
  if (auto objection = checkout::objection(command_, *change, provider)) {
    return refuse(std::move(*objection));
  }
  const bool by_shop = doer_ == Doer::shop;
  if (by_shop) checkout::mark_by_shop(order, change->order);
  Changeset changeset = next_version(session, change->order, now);
  // What the shop held it sold, and puts back itself.
  if (!session.held_by_shop) {
    changeset.stock = change->stock;
    changeset.sold = {change->stock, now};
  }
  // A refund is told once it is settled, what else happened at once.
  const bool told = !change->refund;
  changeset.events = dependencies_.events.of({*changeset.session, &order, told, by_shop}, now);
  step_ = new_step(dependencies_, *change, session.id, now);
  changeset.attempt = step_;
  if (step_) changeset.attempt_lease = now + kAskLease;
  changed_ = std::move(change->order);
  return commit_next(std::move(changeset));
}

SettleStep::SettleStep(const OrderDependencies& dependencies, PaymentAttempt attempt,
                       const StepOutcome& outcome)
    : dependencies_(dependencies),
      attempt_(std::move(attempt)),
      done_(std::holds_alternative<StepDone>(outcome)) {
  attempt_.state = done_ ? AttemptState::approved : AttemptState::failed;
  attempt_.gateway_reference =
      done_ ? std::get<StepDone>(outcome).reference : std::get<StepRefused>(outcome).reference;
}

Step SettleStep::needs(const Loaded& loaded, Timestamp now) {
  refund_due_.reset();
  orderless_ = !loaded.session || !loaded.session->order;
  if (orderless_) return nothing_to_do();
  const Order& before = *loaded.session->order;
  auto change = settled_order(before, attempt_, done_, {now, dependencies_.ids});
  if (!change) return nothing_to_do();  // Someone else settled it.
  Changeset changeset = next_version(*loaded.session, change->order, now);
  const bool news = is_news(before, change->order);
  changeset.events = dependencies_.events.of({*changeset.session, &before, news}, now);
  changeset.attempt = attempt_;
  // A cancel that came too late goes on as the refund that is due instead.
  refund_due_ = step_of(*change, attempt_.session, now);
  if (refund_due_) {
    refund_due_->id = attempt_.id;
    refund_due_->provider = attempt_.provider;
    changeset.attempt = refund_due_;
  }
  return commit_next(std::move(changeset));
}

Decision TakeReport::leave(ReportTaken taken) {
  taken_ = taken;
  return nothing_to_do();
}

Decision TakeReport::without_order(const Loaded& loaded) {
  // The order may still come, though what took its money is known with it.
  const bool capture = std::holds_alternative<checkout::CaptureReport>(report_);
  const bool may_come = loaded.session && loaded.session->payment && !capture;
  return leave(may_come ? ReportTaken::later : ReportTaken::known);
}

Step TakeReport::needs(const Loaded& loaded, Timestamp now) {
  refund_due_ = false;
  if (!loaded.session || !loaded.session->order) return without_order(loaded);
  const Session& session = *loaded.session;
  const Order& order = *session.order;
  const bool ours = order.payment_reference == charge_.reference &&
                    dependencies_.gateways.same(order.provider, charge_.provider);
  if (!ours) return leave(ReportTaken::other_charge);
  if (checkout::must_wait(order, report_)) return leave(ReportTaken::later);
  auto change = checkout::take_report(order, report_, {now, dependencies_.ids});
  if (!change) return leave(ReportTaken::known);
  taken_ = ReportTaken::news;
  Changeset changeset = next_version(session, change->order, now);
  const bool news = is_news(order, change->order);
  changeset.events = dependencies_.events.of({*changeset.session, &order, news}, now);
  changeset.attempt = new_step(dependencies_, *change, session.id, now);
  refund_due_ = change->refund.has_value();
  Decision decision = commit_next(std::move(changeset));
  // With a step ahead the report is not done with yet.
  if (decision.changeset.attempt) decision.key_use = KeyUse::pending;
  return decision;
}

}  // namespace till::app
