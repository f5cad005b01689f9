#include "app/pricing.h"

#include <optional>
#include <utility>

#include "app/agent_limits.h"
#include "app/hold_rules.h"
#include "base/ensure.h"
#include "checkout/suggested_prices.h"

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
  decision.changeset.stock = checkout::stock_moves(before, *next);
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

Refusal shop_is_silent(std::int64_t wait_seconds = 0) {
  return {RefusalCode::unavailable, {}, TextId::shop_silent, {}, wait_seconds};
}

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
  return shop_is_silent(refusal.wait_seconds);
}

}  // namespace

Needs Pricing::ask(checkout::Draft&& draft, checkout::Selections selections,
                   const std::vector<checkout::RequestedLine>* requested, Timestamp now) {
  selections_ = std::move(selections);
  requested_ = requested;
  to_charge_ = false;
  currency_ = draft.currency;
  shop_holds_ = false;
  priced_.reset();
  held_.reset();
  if (requested != nullptr) honor(draft, now);
  Needs needs;
  if (!draft.lines.empty()) {
    const bool trusts_log_ins =
        dependencies_.agents != nullptr && dependencies_.agents->of(draft.agent).trusts_log_ins;
    needs.quote = std::make_unique<checkout::QuoteRequest>(
        checkout::quote_request(draft, trusts_log_ins, now));
    needs.quote->lines_stand = requested == nullptr;
    const bool taxes_all = dependencies_.profile.exemptions == checkout::ExemptionPolicy::never;
    if (taxes_all) needs.quote->exemption.reset();
    if (taxes_all) needs.quote->tax_id.reset();
    if (dependencies_.commerce.is_remote()) needs.holds = draft.holds;
  }
  draft_ = std::make_shared<checkout::Draft>(std::move(draft));
  return needs;
}

void Pricing::honor(checkout::Draft& draft, Timestamp now) const {
  const PublishedPrices* const published = dependencies_.published;
  if (published == nullptr) return;
  const auto stands = [&](const std::string& item, Amount price) {
    return published->stands(item, draft.currency, price, now);
  };
  checkout::honor_suggested_prices(draft, *requested_, stands);
}

Needs Pricing::ask_to_charge(checkout::Draft&& draft, Timestamp now) {
  Needs needs = ask(std::move(draft), std::nullopt, nullptr, now);
  to_charge_ = true;
  if (needs.quote) needs.quote->purpose = checkout::QuotePurpose::complete;
  return needs;
}

std::optional<Needs> Pricing::ask_hold(const Answers& answers, const checkout::SessionPtr& before,
                                       Timestamp now) {
  if (answers.hold != nullptr) return std::nullopt;
  // Only now, since a shop may have said with its prices that it does.
  shop_holds_ = dependencies_.shop_holds_pieces();
  if (!shop_holds_ || answers.quote == nullptr || !*answers.quote) return std::nullopt;
  auto draft = std::make_shared<checkout::Draft>(*draft_);
  priced_ = price_quoted(answers);
  if (!*priced_) return std::nullopt;
  const checkout::Session& priced = ***priced_;
  if (priced.holds.empty()) return std::nullopt;
  draft_ = std::move(draft);
  quote_ = **answers.quote;
  Needs needs;
  needs.hold = question_of(priced, dependencies_.profile.policy.holds, to_charge_, now);
  needs.hold->follows = before;
  return needs;
}

Pricing::Priced Pricing::price(const Answers& answers) {
  if (answers.hold != nullptr) return price_held(*answers.hold);
  if (priced_) return std::move(*std::exchange(priced_, std::nullopt));
  return price_quoted(answers);
}

Pricing::Priced Pricing::price_quoted(const Answers& answers) {
  checkout::Quote none;
  checkout::Quote* quote = &none;
  if (!draft_->lines.empty()) {
    TILL_ENSURE(answers.quote != nullptr);
    if (!*answers.quote) return refused(refusal_of(answers.quote->error(), requested_));
    quote = &**answers.quote;
    // What the shop holds frees nothing of Till's own stock.
    if (draft_->held_by_shop && !shop_holds_) draft_->holds.clear();
    checkout::round_quote(*draft_, limits(), *quote);
    keep_to_share(dependencies_, *draft_, *quote);
  }
  return finish(*quote);
}

Pricing::Priced Pricing::price_held(const HoldAnswer& answer) {
  TILL_ENSURE(priced_ && *priced_);
  if (answer.kind != HoldAnswer::Kind::held) return refused(shop_is_silent());
  held_ = answer.intent;
  if (answer.lacking.empty()) return std::move(*std::exchange(priced_, std::nullopt));
  for (std::size_t i = 0; i < draft_->lines.size(); ++i) {
    const std::string& item = draft_->lines[i].item_id;
    for (const Shortage& each : answer.lacking) {
      // The shop counts what the session held; a quote does not.
      if (each.item_id == item) {
        quote_.lines[i].available = each.available - checkout::held_of(draft_->holds, item);
      }
    }
  }
  auto priced = finish(quote_);
  if (priced) TILL_ENSURE((*priced)->holds == held_->pieces);
  return priced;
}

Pricing::Priced Pricing::finish(checkout::Quote& quote) {
  checkout::Draft& draft = *draft_;
  auto priced = checkout::price_draft(draft, quote, selections_, requested_);
  if (!priced) return refused(std::move(priced.error()));
  draft.held_by_shop = shop_holds_;
  checkout::keep_within(limits(), draft);
  checkout::announce_look(draft, dependencies_.profile.exemptions);
  return std::move(draft_);
}

checkout::ChargeLimits Pricing::limits() const {
  return dependencies_.gateways.limits(dependencies_.profile.handlers, currency_);
}

Decision Pricing::decide(const checkout::Session* before, std::shared_ptr<checkout::Session> next,
                         Success success, Timestamp now) const {
  Decision decision = decide_session(dependencies_, before, std::move(next), success);
  keep_hold(decision.changeset, now);
  return decision;
}

void Pricing::keep_hold(Changeset& changeset, Timestamp now) const {
  if (!held_) return;
  changeset.hold = held_;
  changeset.hold->due = due_of(*held_, *changeset.session, dependencies_.profile.policy.holds, now);
}

}  // namespace till::app
