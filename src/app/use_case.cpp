#include "app/use_case.h"

#include "app/agent_limits.h"

namespace till::app {

using checkout::Refusal;
using checkout::RefusalCode;

Refusal session_not_found() {
  return {RefusalCode::not_found, "",
          "There is no such checkout session. Check the id or create a new session."};
}

Refusal key_conflict() {
  return {RefusalCode::idempotency_conflict, "",
          "This Idempotency-Key was used with another body. Send a new key for a new request."};
}

Refusal key_in_flight() {
  return {RefusalCode::idempotency_in_flight, "",
          "The first request with this Idempotency-Key is not finished. Retry after a moment."};
}

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
  const std::string path = "$.line_items[" + std::to_string(index) + "]";
  const bool known = requested != nullptr && index < requested->size();
  switch (refusal.failure) {
    case checkout::QuoteFailure::unsupported_currency:
      return {RefusalCode::unsupported_currency, "$.currency",
              "This seller does not sell in that currency. Use one of the supported_currencies of "
              "/.well-known/acp.json."};
    case checkout::QuoteFailure::unknown_item:
      return {RefusalCode::item_not_found, known ? (*requested)[index].id_param : path + ".id",
              "This seller has no item of that id. Use an id from the product feed."};
    case checkout::QuoteFailure::no_price:
      return {RefusalCode::unsupported_currency,
              known ? (*requested)[index].id_param : path + ".id",
              "This item is not sold in the session's currency. Leave it out or use another "
              "currency."};
    case checkout::QuoteFailure::amount_too_large:
      return {RefusalCode::amount_too_large,
              known ? (*requested)[index].quantity_param : path + ".quantity",
              "The amount would exceed what can be charged. Ask for a smaller quantity."};
    case checkout::QuoteFailure::unknown_quote:
      return {RefusalCode::quote_not_found, "$.quote_id",
              "No quote of that id holds for this agent and this buyer: it may be another buyer's, "
              "be over or be used up. Send the buyer it was made for, or leave it out to buy at "
              "the prices of everyone."};
    case checkout::QuoteFailure::unavailable: break;
  }
  return {RefusalCode::unavailable, "", "The shop does not answer at the moment. Try again."};
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
