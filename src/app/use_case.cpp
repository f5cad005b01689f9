#include "app/use_case.h"

#include "app/agent_limits.h"

namespace till::app {

using checkout::Field;
using checkout::Member;
using checkout::Refusal;
using checkout::RefusalCode;
using checkout::TextId;

Refusal session_not_found() { return {RefusalCode::not_found, {}, TextId::session_unknown}; }

Refusal key_conflict() { return {RefusalCode::idempotency_conflict, {}, TextId::key_conflict}; }

Refusal key_in_flight() { return {RefusalCode::idempotency_in_flight, {}, TextId::key_in_flight}; }

checkout::SessionPtr visible_session(const Loaded& loaded, const std::string& agent) {
  const auto& session = loaded.session;
  const bool visible =
      session && session->agent == agent && session->kind == checkout::SessionKind::checkout;
  return visible ? session : nullptr;
}

Decision decide_session(const CheckoutDependencies& dependencies, const checkout::Session* before,
                        checkout::Session next, Success success) {
  Decision decision;
  checkout::plan_deadline(next, before, dependencies.profile.policy.holds);
  const std::vector<checkout::Hold> none;
  decision.changeset.stock = checkout::stock_moves(before ? before->holds : none, next.holds);
  decision.changeset.limits = limits_of(dependencies);
  auto session = std::make_shared<const checkout::Session>(std::move(next));
  decision.changeset.session = session;
  decision.content = SessionReply{std::move(session), success};
  return decision;
}

namespace {

Refusal refusal_of(const checkout::QuoteRefusal& refusal,
                   const std::vector<checkout::RequestedLine>* requested) {
  const std::size_t index = refusal.line_index;
  const bool known = requested != nullptr && index < requested->size();
  const auto id = known ? (*requested)[index].id_field : Field(Member::line_id, index);
  switch (refusal.failure) {
    case checkout::QuoteFailure::unsupported_currency:
      return {RefusalCode::unsupported_currency, Member::currency, TextId::currency_not_sold};
    case checkout::QuoteFailure::unknown_item:
      return {RefusalCode::item_not_found, id, TextId::item_unknown};
    case checkout::QuoteFailure::no_price:
      return {RefusalCode::unsupported_currency, id, TextId::item_without_price};
    case checkout::QuoteFailure::amount_too_large:
      return {RefusalCode::amount_too_large,
              known ? (*requested)[index].quantity_field : Field(Member::line_quantity, index),
              TextId::amount_too_large};
    case checkout::QuoteFailure::unknown_quote:
      return {RefusalCode::quote_not_found, Member::quote, TextId::quote_unknown};
    case checkout::QuoteFailure::unavailable: break;
  }
  return {RefusalCode::unavailable, {}, TextId::shop_silent};
}

}  // namespace

Task<Result<checkout::Session, Refusal>> price_draft(
    const CheckoutDependencies& dependencies, checkout::Draft draft,
    checkout::Selections selections, const std::vector<checkout::RequestedLine>* requested,
    Timestamp now, Executor& executor) {
  const checkout::ChargeLimits limits =
      dependencies.gateways.limits(dependencies.profile.handlers, draft.currency);
  checkout::Quote quote;
  if (!draft.lines.empty()) {
    const bool trusts_log_ins =
        dependencies.agents != nullptr && dependencies.agents->of(draft.agent).trusts_log_ins;
    checkout::QuoteRequest request = checkout::quote_request(draft, trusts_log_ins, now);
    request.lines_stand = requested == nullptr;
    const bool taxes_all = dependencies.profile.exemptions == checkout::ExemptionPolicy::never;
    if (taxes_all) request.exemption.reset();
    checkout::QuoteResult answer =
        co_await dependencies.commerce.quote(std::move(request), executor);
    if (!answer) co_return refused(refusal_of(answer.error(), requested));
    quote = std::move(*answer);
    checkout::round_quote(draft, limits, quote);
    keep_to_share(dependencies, draft, quote);
  }
  auto priced = checkout::price(std::move(draft), quote, selections, requested, now);
  if (!priced) co_return priced;
  checkout::Session session = checkout::within_limits(std::move(*priced), limits);
  checkout::announce_look(session, dependencies.profile.exemptions);
  co_return session;
}

}  // namespace till::app
