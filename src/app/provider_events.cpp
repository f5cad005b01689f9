#include "app/provider_events.h"

#include <exception>
#include <utility>

#include "app/payment_attempts.h"
#include "app/use_case.h"
#include "base/ensure.h"

namespace till::app {
namespace {

// The request that opened an attempt is waiting for the provider itself for that long; a report
// about it meanwhile says nothing new.
constexpr Milliseconds kOwnRequest{5'000};
constexpr std::size_t kMostOpen = 1'024;

checkout::AdjustmentStatus status_of(ReportedState state) {
  switch (state) {
    case ReportedState::pending: return checkout::AdjustmentStatus::pending;
    case ReportedState::succeeded: return checkout::AdjustmentStatus::completed;
    case ReportedState::failed: break;
  }
  return checkout::AdjustmentStatus::failed;
}

// The charge that is reported on; empty for what is about none.
struct ChargeOf {
  std::string operator()(const ChargeReported& r) const { return r.charge; }
  std::string operator()(const RefundReported& r) const { return r.charge; }
  std::string operator()(const RefundTotalReported& r) const { return r.charge; }
  std::string operator()(const DisputeReported& r) const { return r.charge; }
  std::string operator()(const ReviewReported& r) const { return r.charge; }
  std::string operator()(const FraudReported& r) const { return r.charge; }
  std::string operator()(const TokenReported&) const { return {}; }
  std::string operator()(const OtherReported&) const { return {}; }
};

// What the report says about an order; nothing when it only moves attempts along.
struct OrderReportOf {
  using Report = std::optional<checkout::OrderReport>;
  Report operator()(const ChargeReported& r) const {
    if (r.state == ChargeState::canceled) return checkout::LapseReport{};
    if (r.state == ChargeState::captured) return checkout::CaptureReport{r.captured};
    return std::nullopt;
  }
  Report operator()(const RefundReported& r) const {
    return checkout::RefundReport{r.refund, r.amount, status_of(r.state), r.adjustment};
  }
  Report operator()(const RefundTotalReported& r) const {
    return checkout::RefundTotalReport{r.refunded};
  }
  Report operator()(const DisputeReported& r) const {
    return checkout::DisputeReport{r.dispute, r.amount, status_of(r.state)};
  }
  Report operator()(const ReviewReported& r) const {
    // A review that found something is followed by a refund.
    if (!r.opened && !r.approved) return std::nullopt;
    return checkout::ReviewReport{r.opened};
  }
  Report operator()(const FraudReported&) const { return checkout::ReviewReport{true}; }
  Report operator()(const TokenReported&) const { return std::nullopt; }
  Report operator()(const OtherReported&) const { return std::nullopt; }
};

bool holds_money(const ChargeReported& reported) {
  return reported.state == ChargeState::authorized || reported.state == ChargeState::captured;
}

// No order stands for the charge: its attempt ended without it.
bool is_stray(const PaymentAttempt& attempt, const std::string& charge) {
  if (attempt.kind != PaymentKind::charge || attempt.state == AttemptState::open) return false;
  return attempt.state == AttemptState::failed || attempt.gateway_reference != charge;
}

// The refund, or the cancel, of all that a stray charge took.
ChargeStep step_back(const PaymentAttempt& attempt, const ChargeReported& reported) {
  ChargeStep step;
  step.gateway_key = to_hex(sha256_of_parts({"stray charge", reported.charge}));
  step.charge = reported.charge;
  step.amount = reported.captured;
  step.currency = attempt.currency;
  step.session = attempt.session;
  step.order = attempt.order;
  // The same on every report, since a provider that forgot the key knows the refund by it.
  step.adjustment.bytes = attempt.id.bytes;
  return step;
}

std::string_view word_for(const StepOutcome& outcome) {
  if (std::holds_alternative<StepDone>(outcome)) return "yes";
  return std::holds_alternative<StepRefused>(outcome) ? "no: a person has to look" : "not yet";
}

// The answer that would have named the charge may be lost for good; the report names it too.
class NameCharge final : public UseCase {
 public:
  NameCharge(const Gateways& gateways, const ProviderEvent& event, const SessionId& session,
             const ChargeReported& reported)
      : gateways_(gateways), event_(event), session_(session), reported_(reported) {}

  Step needs(const Loaded&, Timestamp) override {
    Needs needs;
    needs.attempts = session_;
    return needs;
  }
  Step decide(const Loaded& loaded, const Answers& answers, Timestamp) override {
    const PaymentAttempt* attempt = find_attempt(*answers.attempts, *reported_.attempt);
    const bool nameless = attempt != nullptr && attempt->state == AttemptState::open &&
                          attempt->gateway_reference.empty();
    if (!nameless || !gateways_.same(attempt->provider, event_.provider)) return nothing_to_do();
    Decision decision{SessionReply{loaded.session, Success::ok}, {}, KeyUse::pending};
    decision.changeset.attempt = *attempt;
    decision.changeset.attempt->gateway_reference = reported_.charge;
    return decision;
  }

 private:
  const Gateways& gateways_;
  const ProviderEvent& event_;
  SessionId session_;
  const ChargeReported& reported_;
};

}  // namespace

ProviderEvents::ProviderEvents(ProviderEventsDependencies dependencies)
    : dependencies_(dependencies),
      pipeline_({dependencies.sessions, &dependencies.attempts, nullptr, dependencies.clock, {}}) {}

Task<bool> ProviderEvents::receive(ProviderEvent event, Executor& executor) {
  co_await resume_on(dependencies_.line);
  bool taken = false;
  try {
    taken = co_await take_here(event);
  } catch (const std::exception&) {
    taken = false;  // The answer still belongs to its own loop.
  }
  co_await resume_on(executor);
  co_return taken;
}

Task<bool> ProviderEvents::take_here(const ProviderEvent& event) {
  if (const auto* token = std::get_if<TokenReported>(&event.what)) {
    co_return co_await settle_token(event, token->token_hash);
  }
  std::string charge = std::visit(ChargeOf{}, event.what);
  if (charge.empty()) co_return true;
  const Digest scope = sha256_of_parts({"provider event", event.provider, event.id});
  auto known = co_await dependencies_.sessions.load(std::nullopt, scope, dependencies_.line);
  if (!known) co_return false;
  if (known->record) co_return true;
  // An earlier version kept reports without the provider's name.
  const Digest nameless = sha256_of_parts({"provider event", event.id});
  known = co_await dependencies_.sessions.load(std::nullopt, nameless, dependencies_.line);
  if (!known) co_return false;
  if (known->record) co_return true;
  SessionId session;
  const auto* reported = std::get_if<ChargeReported>(&event.what);
  if (reported != nullptr && reported->session) {
    session = *reported->session;
  } else {
    const Found found = co_await find(event, charge, session);
    if (found != Found::ours) co_return found == Found::not_ours;
  }
  if (reported != nullptr && !co_await name_charge(event, session, *reported)) co_return false;
  if (!co_await settle_session(session)) co_return false;
  if (reported != nullptr && !co_await give_back_stray(event, session, *reported)) co_return false;
  auto report = std::visit(OrderReportOf{}, event.what);
  if (!report) co_return true;
  ReportedCharge about{std::move(charge), event.provider};
  const ReportTaken taken = co_await dependencies_.orders.report(
      session, std::move(about), std::move(*report), scope, dependencies_.line);
  tell(taken, event.id, session);
  co_return taken != ReportTaken::later;
}

void ProviderEvents::tell(ReportTaken taken, const std::string& event, const SessionId& session) {
  if (taken == ReportTaken::known || taken == ReportTaken::later) return;
  const bool news = taken == ReportTaken::news;
  const std::string id = session.text();
  dependencies_.log.write(news ? LogLevel::info : LogLevel::warning,
                          news ? "payment_reported" : "other_charge_reported",
                          {{"event_id", event}, {"session_id", id}});
}

Task<ProviderEvents::Found> ProviderEvents::find(const ProviderEvent& event, std::string charge,
                                                 SessionId& session) {
  PaymentGateway* const gateway = dependencies_.gateways.of(event.provider);
  TILL_ENSURE(gateway != nullptr);
  const auto found = co_await gateway->find(std::move(charge), dependencies_.line);
  if (std::holds_alternative<ChargeInDoubt>(found)) co_return Found::unknown;
  const auto* origin = std::get_if<ChargeOrigin>(&found);
  if (origin == nullptr) co_return Found::not_ours;
  session = origin->session;
  co_return Found::ours;
}

bool ProviderEvents::is_of(const ProviderEvent& event, const PaymentAttempt& attempt) const {
  return dependencies_.gateways.same(attempt.provider, event.provider);
}

Task<bool> ProviderEvents::name_charge(const ProviderEvent& event, SessionId session,
                                       const ChargeReported& reported) {
  if (!reported.attempt) co_return true;
  NameCharge use_case(dependencies_.gateways, event, session, reported);
  Subject subject{session, {}, TurnRule::none, dependencies_.line};
  const Ended ended = co_await pipeline_.run(std::move(subject), use_case);
  co_return ended.end == End::decided;
}

Task<bool> ProviderEvents::give_back_stray(const ProviderEvent& event, SessionId session,
                                           const ChargeReported& reported) {
  if (!reported.attempt || !holds_money(reported)) co_return true;
  auto attempts = co_await dependencies_.attempts.attempts_of(session, dependencies_.line);
  if (!attempts) co_return false;
  for (const PaymentAttempt& attempt : *attempts) {
    if (attempt.id != *reported.attempt || !is_stray(attempt, reported.charge)) continue;
    if (!is_of(event, attempt)) continue;
    PaymentGateway* const gateway = dependencies_.gateways.of(event.provider);
    ChargeStep step = step_back(attempt, reported);
    const StepOutcome outcome = co_await give_back(*gateway, std::move(step), reported.state);
    const std::string session_id = session.text();
    const std::string attempt_id = attempt.id.text();
    dependencies_.log.write(LogLevel::error, "charge_without_order",
                            {{"session_id", session_id},
                             {"attempt_id", attempt_id},
                             {"charge", reported.charge},
                             {"given_back", word_for(outcome)}});
    co_return !std::holds_alternative<StepInDoubt>(outcome);
  }
  co_return true;
}

Task<StepOutcome> ProviderEvents::give_back(PaymentGateway& gateway, ChargeStep step,
                                            ChargeState state) {
  if (state == ChargeState::captured) {
    co_return co_await gateway.refund(std::move(step), dependencies_.line);
  }
  co_return co_await gateway.cancel(std::move(step), dependencies_.line);
}

Task<bool> ProviderEvents::settle_session(SessionId session) {
  auto attempts = co_await dependencies_.attempts.attempts_of(session, dependencies_.line);
  if (!attempts) co_return false;
  for (PaymentAttempt& attempt : *attempts) {
    co_await settle(std::move(attempt));
  }
  co_return true;
}

Task<bool> ProviderEvents::settle_token(const ProviderEvent& event, Digest token_hash) {
  auto open = co_await dependencies_.attempts.open_attempts(kMostOpen, dependencies_.line);
  if (!open) co_return false;
  for (PaymentAttempt& attempt : *open) {
    if (attempt.token_hash != token_hash || !is_of(event, attempt)) continue;
    co_await settle(std::move(attempt));
  }
  co_return true;
}

// An attempt that stays in doubt is taken up again without this report.
Task<Done> ProviderEvents::settle(PaymentAttempt attempt) {
  const bool own = dependencies_.clock.now() < attempt.created_at + kOwnRequest;
  if (attempt.state != AttemptState::open || own) co_return Done{};
  if (attempt.kind == PaymentKind::charge) {
    co_await dependencies_.checkout.settle(std::move(attempt), dependencies_.line);
  } else {
    const Timestamp now = dependencies_.clock.now();
    const AttemptId id = attempt.id;
    const auto leased =
        co_await dependencies_.attempts.lease_attempt(id, now, kAskLease, dependencies_.line);
    if (!leased || !*leased) co_return Done{};
    const bool settled = co_await dependencies_.orders.settle(std::move(attempt));
    if (!settled) {
      const Timestamp next = dependencies_.clock.now() + kNextPatience;
      co_await dependencies_.attempts.postpone(id, next, dependencies_.line);
    }
  }
  co_return Done{};
}

}  // namespace till::app
