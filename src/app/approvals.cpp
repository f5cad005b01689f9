// The operator's decision on purchases that wait for it (ST-08).
#include <algorithm>
#include <utility>

#include "app/payment_attempts.h"
#include "app/pricing.h"

namespace till::app {
namespace {

using checkout::Refusal;
using checkout::RefusalCode;
using checkout::Session;
using checkout::TextId;

constexpr std::size_t kReadTogether = 100;  // Sessions that wait, read together.

Refusal unreadable() { return {RefusalCode::internal, {}, TextId::store_unreadable}; }

Refusal too_busy() { return {RefusalCode::unavailable, {}, TextId::server_busy}; }

// Nothing is begun that would only be in doubt.
Refusal provider_is_down() {
  return {RefusalCode::unavailable, {}, TextId::provider_silent_at_approval};
}

Refusal shop_declines() {
  return {RefusalCode::not_ready_for_payment, {}, TextId::purchase_not_accepted_by_shop};
}

// The answer of a run to the operator.
Reply operator_reply(const Ended& ended) {
  if (ended.end == End::decided) return {ended.content, false};
  return {ended.end == End::unreadable ? unreadable() : too_busy(), false};
}

// Why there is nothing to decide on.
std::optional<Refusal> objection(const Loaded& loaded, Timestamp now) {
  if (!loaded.session) return session_not_found();
  if (auto fine = checkout::check_approvable(*loaded.session, now); !fine) return fine.error();
  return std::nullopt;
}

// The handler by which the token of the purchase is charged; null when its provider takes no
// purchases any more. An older format did not say whose the token is: it is the first one's.
const checkout::PaymentHandler* offered_for(const CheckoutDependencies& dependencies,
                                            const checkout::AwaitedApproval& waits) {
  const checkout::PaymentHandler* found = nullptr;
  for (const checkout::PaymentHandler& handler : dependencies.profile.handlers) {
    if (!dependencies.gateways.same(handler.provider, waits.provider)) continue;
    // Ids may change with the order of the providers; another of the same provider does as well.
    if (found == nullptr || handler.id == waits.handler_id) found = &handler;
  }
  return found;
}

// The purchase as it waits, to be priced anew.
checkout::Draft draft_of(const Session& session, Timestamp now) {
  checkout::Draft draft = session;
  draft.version = session.version + 1;
  draft.updated_at = now;
  draft.messages.clear();
  return draft;
}

// Prices a purchase that waits again and opens the attempt that pays for it.
class Approve final : public UseCase {
 public:
  Approve(const CheckoutDependencies& dependencies, std::optional<Amount> accept_total)
      : dependencies_(dependencies), accept_total_(accept_total), pricing_(dependencies) {}

  // When the last decision was refused because they differ.
  const std::optional<ApprovalReply::Totals>& totals() const { return totals_; }

  Step needs(const Loaded& loaded, Timestamp now) override {
    totals_.reset();
    if (auto refusal = objection(loaded, now)) return refuse_once(std::move(*refusal));
    return pricing_.ask_to_charge(draft_of(*loaded.session, now), now);
  }

  Step decide(const Loaded& loaded, const Answers& answers, Timestamp now) override {
    const Session& waiting = *loaded.session;
    if (answers.accepted != nullptr) {
      if (!*answers.accepted) return refuse_once(shop_declines());
      return begin(waiting, sold_, now);
    }
    if (auto needs = pricing_.ask_hold(answers, loaded.session, now)) return std::move(*needs);
    auto priced = pricing_.price(answers);
    if (!priced) return refuse_once(std::move(priced.error()));
    auto sold = checkout::approved_purchase(waiting, std::move(**priced), accept_total_);
    if (!sold) {
      const checkout::ApprovalRefusal& refusal = sold.error();
      if (refusal.now) totals_ = {waiting.totals.total, *refusal.now, waiting.currency};
      return refuse_once(refusal.refusal);
    }
    if (auto refusal = provider_refuses(*waiting.approval)) {
      return refuse_once(std::move(*refusal));
    }
    if (!dependencies_.asks_the_shop()) return begin(waiting, *sold, now);
    sold_ = std::move(*sold);
    Needs needs;
    needs.purchase.emplace(
        waiting.id, dependencies_.events.before_charge(sold_, waiting.approval->provider, now));
    return needs;
  }

 private:
  std::optional<Refusal> provider_refuses(const checkout::AwaitedApproval& approval) const {
    if (approval.token.empty()) return std::nullopt;
    const auto* const handler = offered_for(dependencies_, approval);
    if (handler == nullptr) {
      return Refusal{RefusalCode::provider_not_configured, {}, TextId::token_of_former_provider};
    }
    if (gateway_of(dependencies_, handler).closed_for()) return provider_is_down();
    return std::nullopt;
  }
  Decision begin(const Session& waiting, const Session& sold, Timestamp now) const {
    const checkout::AwaitedApproval& waits = *waiting.approval;
    const auto* const handler = offered_for(dependencies_, waits);
    PaymentAttempt attempt =
        new_attempt(dependencies_, sold, means_by(dependencies_, waits.token, handler), now);
    // The agent's key was answered when the approval was asked for; this one is nobody's.
    const checkout::OpenPayment payment{
        attempt.id, sha256_of_parts({"approval", attempt.id.text()}), Digest{}, waits.dialect};
    Session paying = checkout::begin_payment(sold, payment, now);
    checkout::plan_deadline(paying, &waiting, dependencies_.profile.policy.holds);
    Decision decision;
    decision.changeset.session = std::make_shared<const Session>(std::move(paying));
    decision.changeset.stock = checkout::stock_moves(&waiting, *decision.changeset.session);
    pricing_.keep_hold(decision.changeset, now);
    decision.changeset.attempt = std::move(attempt);
    decision.changeset.attempt_lease = now + kAskLease;
    decision.changeset.uses = use_moves(sold, 1);
    decision.content = SessionReply{decision.changeset.session, Success::ok};
    decision.opens_attempt = true;
    decision.key_use = KeyUse::pending;
    return decision;
  }

  const CheckoutDependencies& dependencies_;
  std::optional<Amount> accept_total_;
  Pricing pricing_;
  std::optional<ApprovalReply::Totals> totals_;
  Session sold_;  // As it would be paid for.
};

class Deny final : public UseCase {
 public:
  explicit Deny(const CheckoutDependencies& dependencies) : dependencies_(dependencies) {}

  Step needs(const Loaded& loaded, Timestamp now) override {
    if (auto refusal = objection(loaded, now)) return refuse_once(std::move(*refusal));
    Session open = checkout::approval_denied(*loaded.session, now);
    checkout::plan_deadline(open, loaded.session.get(), dependencies_.profile.policy.holds);
    Decision decision;
    decision.changeset.session = std::make_shared<const Session>(std::move(open));
    decision.content = SessionReply{decision.changeset.session, Success::ok};
    return decision;
  }

 private:
  const CheckoutDependencies& dependencies_;
};

}  // namespace

Task<ApprovalReply> CheckoutService::approve(SessionId id, std::optional<Amount> accept_total,
                                             Executor& executor) {
  Approve use_case(dependencies_, accept_total);
  Subject subject{id, {}, TurnRule::none, executor};
  Ended begun = co_await pipeline_.run(std::move(subject), use_case);
  Reply reply = operator_reply(begun);
  if (!begun.opened) co_return ApprovalReply{std::move(reply), use_case.totals()};
  const checkout::SessionPtr opened = std::get<SessionReply>(reply.content).session;
  auto settled = co_await pay(std::move(*begun.opened), opened, false, executor);
  if (settled) co_return ApprovalReply{std::move(*settled), {}};
  Reply newest = co_await inspect(id, executor);
  co_return ApprovalReply{std::move(newest), {}};
}

Task<Reply> CheckoutService::deny(SessionId id, Executor& executor) {
  Deny use_case(dependencies_);
  Subject subject{id, {}, TurnRule::none, executor};
  const Ended ended = co_await pipeline_.run(std::move(subject), use_case);
  co_return operator_reply(ended);
}

Task<Reply> CheckoutService::inspect(SessionId id, Executor& executor) {
  auto loaded = co_await dependencies_.store.sessions.load(id, std::nullopt, executor);
  if (!loaded) co_return Reply{unreadable(), false};
  if (!loaded->session) co_return Reply{session_not_found(), false};
  auto seen = checkout::as_seen(loaded->session, dependencies_.clock.now());
  co_return Reply{SessionReply{std::move(seen), Success::ok}, false};
}

Task<StoreResult<std::vector<checkout::SessionPtr>>> CheckoutService::awaiting_approval(
    std::size_t most, Executor& executor) {
  const Timestamp now = dependencies_.clock.now();
  SessionFilter filter;
  filter.status = checkout::Status::pending_approval;
  std::vector<checkout::SessionPtr> found;
  do {
    filter.limit = std::min(kReadTogether, most - found.size());
    auto page = co_await dependencies_.store.views.sessions(filter, executor);
    if (!page) co_return refused(page.error());
    for (checkout::SessionPtr& session : page->sessions) {
      if (checkout::check_approvable(*session, now)) found.push_back(std::move(session));
    }
    filter.before = page->next;
    co_await resume_on(executor);  // Lets requests in between two pages.
  } while (filter.before && found.size() < most);
  std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) {
    return std::pair(checkout::deadline_of(*a), a->id) <
           std::pair(checkout::deadline_of(*b), b->id);
  });
  co_return found;
}

}  // namespace till::app
