#include "app/pipeline_run.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "app/hold_rules.h"
#include "base/ensure.h"

namespace till::app {
namespace {

// What a use case asks in one round; more is a mistake of its own.
constexpr int kMostQuestions = 8;

// The free stock is that of what is committed: a decision on what is not may think that pieces lack
// which are given back just now. Pieces that were never there are found by the commit.
bool stands_on_uncommitted(const Decision& decision) {
  const auto* reply = std::get_if<SessionReply>(&decision.content);
  if (reply == nullptr || decision.key_use != KeyUse::answered) return false;
  const auto& lines = reply->session->lines;
  return std::all_of(lines.begin(), lines.end(), [](const auto& line) { return line.in_stock; });
}

IdempotencyRecord record_of(const RunKey& key, const Decision& decision, Timestamp now) {
  IdempotencyRecord record{key.scope, key.fingerprint, key.dialect, {}, now};
  if (const auto* reply = std::get_if<SessionReply>(&decision.content)) {
    record.answer = SessionAnswer{reply->session->id, reply->session->version, reply->success};
  } else if (const auto* token = std::get_if<TokenReply>(&decision.content)) {
    record.answer = TokenAnswer{token->token.id};
  } else {
    record.answer = std::get<checkout::Refusal>(decision.content);
  }
  return record;
}

}  // namespace

bool Pipeline::Run::take_key() {
  const auto& key = subject_.key;
  if (!key || !key->exclusive) return true;
  const auto holder = pipeline_.keys_.claim(key->scope, key->fingerprint);
  if (holder == InFlight::Holder::other_body) ended_.end = End::key_conflict;
  if (holder == InFlight::Holder::same_body) ended_.end = End::key_in_flight;
  if (holder == InFlight::Holder::free) ended_.key.emplace(pipeline_.keys_, key->scope);
  return ended_.key.has_value();
}

bool Pipeline::Run::begin(StoreResult<Loaded> loaded, checkout::SessionPtr uncommitted) {
  on_uncommitted_ = uncommitted != nullptr;
  given_up_ = false;
  questions_ = 0;
  if (!loaded) {
    ended_.end = End::unreadable;
    return false;
  }
  loaded_ = std::move(*loaded);
  if (on_uncommitted_) loaded_.session = std::move(uncommitted);
  if (loaded_.session) ended_.session = loaded_.session;
  if (loaded_.record) {
    ended_.end = End::answered;
    ended_.record = std::move(loaded_.record);
    return false;
  }
  now_ = pipeline_.dependencies_.clock.now();
  step_ = use_case_.needs(loaded_, now_);
  return true;
}

void Pipeline::Run::decide(const Needs& needs) {
  if (needs.hold && hold.kind == HoldAnswer::Kind::changed) return give_up_round();
  TILL_ENSURE(++questions_ <= kMostQuestions);
  Answers answers;
  std::optional<checkout::QuoteResult> copy;
  if (needs.quote && shop_is_remote_) copy = quote;  // It may be the answer in another round too.
  if (needs.quote) answers.quote = copy ? &*copy : &*quote;
  if (needs.attempts) answers.attempts = &attempts;
  if (needs.look) answers.look = &look;
  if (needs.charge) answers.charge = &*charge;
  if (needs.hold) answers.hold = &hold;
  if (needs.purchase) answers.accepted = &accepted;
  answers.claimed = needs.attempt && ended_.attempt;
  step_ = use_case_.decide(loaded_, answers, now_);
}

Decision* Pipeline::Run::decision() {
  auto* decision = std::get_if<Decision>(&step_);
  TILL_ENSURE(decision != nullptr);
  if (given_up_) return nullptr;
  if (!on_uncommitted_ || stands_on_uncommitted(*decision)) return decision;
  follows_ = false;
  asked_quote_.reset();
  return nullptr;
}

void Pipeline::Run::prepare(Decision& decision) {
  Changeset& changeset = decision.changeset;
  if (subject_.key && decision.key_use == KeyUse::answered) {
    changeset.idempotency = record_of(*subject_.key, decision, now_);
  } else if (subject_.key) {
    changeset.unanswered = subject_.key->scope;
  }
  // The key of a payment was answered otherwise: what became of the money is kept all the same.
  if (key_is_lost_) changeset.idempotency.reset();
  // A refusal is kept only while its session is as it was when it was refused.
  const bool refuses = changeset.idempotency && !changeset.session;
  if (on_uncommitted_ || refuses) changeset.follows = loaded_.session;
  if (!changeset.hold && changeset.session &&
      unsettles(loaded_.session.get(), *changeset.session)) {
    changeset.hold_due = changeset.session->id;
  }
  ended_.opened.reset();  // An earlier round may have wanted to open one.
  if (!decision.opens_attempt) return;
  TILL_ENSURE(decision.changeset.attempt.has_value());
  claim(decision.changeset.attempt->id);
  ended_.opened = decision.changeset.attempt;
}

bool Pipeline::Run::ends_with(CommitOutcome outcome) {
  follows_ = false;
  if (outcome == CommitOutcome::session_changed && asked_hold_) lost_hold_ = true;
  asked_hold_.reset();  // Somebody else may have asked for other pieces meanwhile.
  switch (outcome) {
    case CommitOutcome::committed:
      ended_.end = End::decided;
      ended_.committed = true;
      return true;
    case CommitOutcome::stock_short:
    case CommitOutcome::limit_reached: asked_quote_.reset(); break;  // It is not as the shop said.
    case CommitOutcome::key_taken: key_is_lost_ = !subject_.key; break;
    case CommitOutcome::session_changed:
    case CommitOutcome::attempt_settled:
    case CommitOutcome::token_spent: break;
    case CommitOutcome::busy: ended_.end = End::busy; return true;
    case CommitOutcome::failed: ended_.end = End::failed; return true;
  }
  return false;
}

Ended Pipeline::Run::end() {
  if (!ended_.committed) ended_.opened.reset();
  if (ended_.end == End::decided) ended_.content = std::move(std::get<Decision>(step_).content);
  return std::move(ended_);
}

bool Pipeline::Run::lacks_quote(const Needs& needs) const {
  const bool known = asked_quote_ && quote && needs.holds == asked_holds_;
  return needs.quote && !(known && checkout::asks_the_same(*needs.quote, *asked_quote_));
}

bool Pipeline::Run::lacks_look(const Needs& needs) const {
  const bool same = !asked_look_.empty() && asked_ == needs.provider;
  return needs.look && !(same && needs.look->gateway_key == asked_look_);
}

bool Pipeline::Run::lacks_charge(const Needs& needs) const {
  const bool same = charge && asked_ == needs.provider;
  return needs.charge && !(same && *needs.charge == asked_charge_);
}

bool Pipeline::Run::lacks_hold(const Needs& needs) const {
  if (!needs.hold) return false;
  if (!asked_hold_ || hold.kind == HoldAnswer::Kind::changed) return true;
  const HoldQuestion& question = *needs.hold;
  const bool same = question.session == asked_hold_->session &&
                    question.pieces == asked_hold_->pieces &&
                    question.confirm == asked_hold_->confirm;
  const bool lasts = hold.kind == HoldAnswer::Kind::silent || hold.intent.until >= question.least;
  return !(same && lasts);
}

const checkout::QuoteRequest& Pipeline::Run::ask_quote(const Needs& needs) {
  asked_quote_.reset();
  // To ask a shop in this process again costs no more than to remember what it was asked.
  if (!shop_is_remote_) return *needs.quote;
  asked_quote_ = *needs.quote;
  asked_holds_ = needs.holds;
  return *needs.quote;
}

ChargeRequest Pipeline::Run::ask_look(const Needs& needs) {
  asked_ = needs.provider;
  asked_look_ = needs.look->gateway_key;
  return *needs.look;
}

std::string Pipeline::Run::ask_charge(const Needs& needs) {
  asked_ = needs.provider;
  asked_charge_ = *needs.charge;
  return asked_charge_;
}

void Pipeline::Run::take_hold(HoldAnswer answer) {
  hold = std::move(answer);
  if (hold.kind == HoldAnswer::Kind::changed) lost_hold_ = true;
}

bool Pipeline::Run::claim(const AttemptId& attempt) {
  if (ended_.attempt && claimed_ == attempt) return false;
  ended_.attempt.reset();
  claimed_ = attempt;
  if (auto claimed = pipeline_.claim(attempt)) ended_.attempt.emplace(std::move(*claimed));
  return ended_.attempt.has_value();
}

}  // namespace till::app
