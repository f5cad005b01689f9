// Charging, where the idempotency key tells nothing: what the attempt made at Stripe decides.
#include "payments/stripe/charging.h"
#include "payments/stripe/requests.h"
#include "payments/stripe/token_rules.h"

namespace till::payments::stripe {
namespace {

using app::ChargeOutcome;
using app::ChargeRefused;
using checkout::PaymentFailure;

// By how much Stripe's clock may differ from ours.
constexpr Milliseconds kClockSkew = std::chrono::minutes(5);

}  // namespace

Task<ChargeOutcome> Charging::without_key() {
  spent_ = true;
  co_return co_await by_search();
}

Task<ChargeOutcome> Charging::by_search(std::optional<ChargeReading> refusal) {
  const Reading<PaymentIntent> looked = co_await search();
  if (std::holds_alternative<Unreliable>(looked)) co_return doubt();
  const auto* found = std::get_if<PaymentIntent>(&looked);
  if (found == nullptr) co_return in_doubt("a search is refused; the key may lack the right");
  // A search shows how it was a while ago.
  if (found->attempt == request_.attempt) co_return co_await look_at(found->id);
  if (quiet() < api_.options().search_lag) co_return doubt();
  co_return co_await by_token(std::move(refusal));
}

Task<ChargeOutcome> Charging::by_token(std::optional<ChargeReading> refusal) {
  const Reading<GrantedToken> looked = co_await token();
  if (std::holds_alternative<Unreliable>(looked)) co_return doubt();
  const auto* granted = std::get_if<GrantedToken>(&looked);
  if (granted == nullptr) co_return in_doubt("the token is not shown");
  // Stripe would have repeated the answer of a call of ours that used it.
  const bool by_another = refusal && refusal->finding == Finding::deactivated;
  if (is_used(*granted) && !by_another) {
    co_return in_doubt("the token is consumed, by which charge is not known");
  }
  if (request_.capture_later) {
    // What only sets money aside may leave the token as it is.
    std::optional<ChargeOutcome> listed = co_await by_list();
    if (listed) co_return *std::move(listed);
  }
  api_.warn("stripe_not_charged", request_.session.text(), "no charge of the attempt is there");
  const auto gone = deactivation_of(*granted);
  if (refusal && refusal->finding == Finding::extras && !gone) co_return without_extras();
  PaymentFailure failure = refusal ? refusal->failure : PaymentFailure::not_charged;
  const bool declines = api_.options().risk_policy == RiskPolicy::decline;
  if (!refusal && granted->block && declines) failure = PaymentFailure::declined;
  co_return ChargeRefused{gone.value_or(failure)};
}

Task<std::optional<ChargeOutcome>> Charging::by_list() {
  using Listed = std::optional<ChargeOutcome>;
  std::string after;
  do {
    const Reading<IntentPage> looked = co_await page(after);
    if (std::holds_alternative<ApiError>(looked)) {
      co_return Listed(in_doubt("the list is refused; the key may lack the right"));
    }
    const auto* page = std::get_if<IntentPage>(&looked);
    if (page == nullptr) co_return Listed(doubt());
    for (const PaymentIntent& intent : page->intents) {
      if (intent.attempt != request_.attempt) continue;
      ChargeOutcome outcome = co_await look_at(intent.id);
      co_return Listed(std::move(outcome));
    }
    after = page->more ? page->intents.back().id : "";
  } while (!after.empty());
  co_return Listed();
}

Task<Reading<PaymentIntent>> Charging::search() {
  net::ClientRequest wanted = search_request(api_.options(), request_.attempt);
  const Answer answer = co_await api_.ask("search", std::move(wanted), deadline_, executor_);
  co_return read_search(answer);
}

Task<Reading<IntentPage>> Charging::page(std::string after) {
  const Timestamp last_sent = request_.key_spent_at.value_or(api_.now());
  net::ClientRequest wanted =
      list_request(api_.options(), request_.begun_at + -kClockSkew, last_sent + kClockSkew, after);
  const Answer answer = co_await api_.ask("list", std::move(wanted), deadline_, executor_);
  co_return read_intent_page(answer);
}

Milliseconds Charging::quiet() const {
  // While the key is sent, Stripe repeats under it what a call of ours charged, however late.
  if (request_.key_spent_at) return api_.now() - *request_.key_spent_at;
  return spent_ ? Milliseconds(0) : age();
}

}  // namespace till::payments::stripe
