#include "app/pricing.h"

#include <optional>
#include <utility>

#include "app/agent_limits.h"
#include "base/ensure.h"

namespace till::app {

using checkout::Field;
using checkout::Member;
using checkout::Refusal;
using checkout::RefusalCode;
using checkout::TextId;

Decision decide_session(const CheckoutDependencies& dependencies, const checkout::Session* before,
                        std::shared_ptr<checkout::Session> next, Success success) {
  Decision decision;
  checkout::plan_deadline(*next, before, dependencies.profile.policy.holds);
  const std::vector<checkout::Hold> none;
  decision.changeset.stock = checkout::stock_moves(before ? before->holds : none, next->holds);
  decision.changeset.limits = limits_of(dependencies);
  decision.changeset.session = next;
  decision.content = SessionReply{std::move(next), success};
  return decision;
}

Decision decide_session(const CheckoutDependencies& dependencies, const checkout::Session* before,
                        checkout::Session&& next, Success success) {
  return decide_session(dependencies, before, std::make_shared<checkout::Session>(std::move(next)),
                        success);
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

Needs Pricing::ask(checkout::Draft&& draft, checkout::Selections selections,
                   const std::vector<checkout::RequestedLine>* requested, Timestamp now) {
  selections_ = std::move(selections);
  requested_ = requested;
  Needs needs;
  if (!draft.lines.empty()) {
    const bool trusts_log_ins =
        dependencies_.agents != nullptr && dependencies_.agents->of(draft.agent).trusts_log_ins;
    needs.quote = std::make_unique<checkout::QuoteRequest>(
        checkout::quote_request(draft, trusts_log_ins, now));
    needs.quote->lines_stand = requested == nullptr;
    const bool taxes_all = dependencies_.profile.exemptions == checkout::ExemptionPolicy::never;
    if (taxes_all) needs.quote->exemption.reset();
    if (dependencies_.commerce.is_remote()) needs.holds = draft.holds;
  }
  draft_ = std::make_shared<checkout::Draft>(std::move(draft));
  return needs;
}

Needs Pricing::ask_to_charge(checkout::Draft&& draft, Timestamp now) {
  Needs needs = ask(std::move(draft), std::nullopt, nullptr, now);
  if (needs.quote) needs.quote->purpose = checkout::QuotePurpose::complete;
  return needs;
}

Result<std::shared_ptr<checkout::Session>, Refusal> Pricing::price(const Answers& answers) {
  checkout::Draft& draft = *draft_;
  const checkout::ChargeLimits limits =
      dependencies_.gateways.limits(dependencies_.profile.handlers, draft.currency);
  checkout::Quote none;
  checkout::Quote* quote = &none;
  if (!draft.lines.empty()) {
    TILL_ENSURE(answers.quote != nullptr);
    if (!*answers.quote) return refused(refusal_of(answers.quote->error(), requested_));
    quote = &**answers.quote;
    checkout::round_quote(draft, limits, *quote);
    keep_to_share(dependencies_, draft, *quote);
  }
  auto priced = checkout::price_draft(draft, *quote, selections_, requested_);
  if (!priced) return refused(std::move(priced.error()));
  checkout::keep_within(limits, draft);
  checkout::announce_look(draft, dependencies_.profile.exemptions);
  return std::move(draft_);
}

}  // namespace till::app
