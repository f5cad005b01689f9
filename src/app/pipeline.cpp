#include "app/pipeline.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "app/begun.h"
#include "app/payment_attempts.h"
#include "base/ensure.h"

namespace till::app {
namespace {

// Each round after the first means that somebody else changed the same state in between, or that
// the shop was asked; who loses this often is told to come again.
constexpr int kMostRounds = 64;

// What a use case asks in one round; more is a mistake of its own.
constexpr int kMostQuestions = 8;

// Runs that may wait for one session; more are told to come again.
constexpr std::size_t kMostWaiting = 1024;

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

bool asks_more(const Needs& needs) {
  return needs.attempt || needs.attempts || needs.look || needs.charge || needs.purchase;
}

}  // namespace

// One run: what it has learnt, from which questions, and how far it is. Plain.
class Pipeline::Run {
 public:
  Run(Pipeline& pipeline, const Subject& subject, UseCase& use_case)
      : pipeline_(pipeline),
        subject_(subject),
        use_case_(use_case),
        follows_(use_case.follows()),
        shop_is_remote_(pipeline.dependencies_.commerce != nullptr &&
                        pipeline.dependencies_.commerce->is_remote()) {}

  bool take_key();
  // Who could not follow once waits until nothing is under way.
  bool follows() const { return follows_; }
  std::optional<Digest> scope() const {
    return subject_.key ? std::optional(subject_.key->scope) : std::nullopt;
  }

  // Begins a round with what was loaded; false when the run is over with it. What the one before
  // commits at this moment stands for what is stored.
  bool begin(StoreResult<Loaded> loaded, checkout::SessionPtr uncommitted);
  // What the use case asks; null once it has decided, or when the round is given up.
  const Needs* question() const { return std::get_if<Needs>(&step_); }
  void decide(const Needs& needs);
  // What was loaded may have changed meanwhile.
  void give_up_round() {
    step_ = nothing_to_do();
    given_up_ = true;
  }
  // Null when the round has come to nothing.
  Decision* decision();
  // Makes the decision ready for its commit.
  void prepare(Decision& decision);
  // Is the run over with what became of its commit?
  bool ends_with(CommitOutcome outcome);
  // How it ended; nothing may be done with the run afterwards.
  Ended end();
  Ended end(End how) {
    ended_.end = how;
    return end();
  }

  bool lacks_quote(const Needs& needs) const;
  bool lacks_look(const Needs& needs) const;
  bool lacks_charge(const Needs& needs) const;
  bool lacks_last_word(const Needs& needs) const {
    return needs.purchase && needs.purchase->body != asked_purchase_.body;
  }
  // Is something lacking that others must not wait for?
  bool asks_outside(const Needs& needs) const {
    return (shop_is_remote_ && lacks_quote(needs)) || lacks_look(needs) || lacks_charge(needs) ||
           lacks_last_word(needs);
  }
  // Each gives what to ask, and remembers it for the rounds to come.
  const checkout::QuoteRequest& ask_quote(const Needs& needs);
  ChargeRequest ask_look(const Needs& needs);
  std::string ask_charge(const Needs& needs);
  const PurchaseQuestion& ask_purchase(const Needs& needs) {
    return asked_purchase_ = *needs.purchase;
  }
  // False when it was claimed before, or cannot be.
  bool claim(const AttemptId& attempt);
  void let_go() { ended_.attempt.reset(); }

  std::optional<checkout::QuoteResult> quote;
  std::vector<PaymentAttempt> attempts;
  Answers::Looked look;
  std::optional<ChargeSearch> charge;
  bool accepted = false;

 private:
  Pipeline& pipeline_;
  const Subject& subject_;
  UseCase& use_case_;
  bool follows_;
  bool shop_is_remote_;
  Ended ended_;
  Timestamp now_;
  Loaded loaded_;
  bool on_uncommitted_ = false;
  bool given_up_ = false;
  bool key_is_lost_ = false;
  int questions_ = 0;
  Step step_;
  std::optional<checkout::QuoteRequest> asked_quote_;
  std::vector<checkout::Hold> asked_holds_;
  const PaymentGateway* asked_ = nullptr;
  std::string asked_look_;
  std::string asked_charge_;
  PurchaseQuestion asked_purchase_;  // Without a body: none.
  std::optional<AttemptId> claimed_;
};

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
  TILL_ENSURE(++questions_ <= kMostQuestions);
  Answers answers;
  std::optional<checkout::QuoteResult> copy;
  if (needs.quote && shop_is_remote_) copy = quote;  // It may be the answer in another round too.
  if (needs.quote) answers.quote = copy ? &*copy : &*quote;
  if (needs.attempts) answers.attempts = &attempts;
  if (needs.look) answers.look = &look;
  if (needs.charge) answers.charge = &*charge;
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
  ended_.opened.reset();  // An earlier round may have wanted to open one.
  if (!decision.opens_attempt) return;
  TILL_ENSURE(decision.changeset.attempt.has_value());
  claim(decision.changeset.attempt->id);
  ended_.opened = decision.changeset.attempt;
}

bool Pipeline::Run::ends_with(CommitOutcome outcome) {
  follows_ = false;
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

bool Pipeline::Run::claim(const AttemptId& attempt) {
  if (ended_.attempt && claimed_ == attempt) return false;
  ended_.attempt.reset();
  claimed_ = attempt;
  if (auto claimed = pipeline_.claim(attempt)) ended_.attempt.emplace(std::move(*claimed));
  return ended_.attempt.has_value();
}

Pipeline::Pipeline(PipelineDependencies dependencies)
    : dependencies_(std::move(dependencies)), turns_(kMostWaiting) {}

std::optional<InFlight::Claim> Pipeline::claim(const AttemptId& attempt) {
  const Digest scope = sha256_of_parts({"attempt", attempt.text()});
  if (attempts_.claim(scope, scope) != InFlight::Holder::free) return std::nullopt;
  return InFlight::Claim(attempts_, scope);
}

void Pipeline::announce(const std::vector<OutboxEvent>& events) const {
  for (const OutboxEvent& event : events) dependencies_.event_committed(event);
}

Task<bool> Pipeline::ask_more(Run& run, const Needs& needs, Executor& executor) {
  if (needs.attempt && run.claim(*needs.attempt)) {
    const Timestamp now = dependencies_.clock.now();
    auto leased =
        co_await dependencies_.attempts->lease_attempt(*needs.attempt, now, kAskLease, executor);
    if (!leased || !*leased) run.let_go();
  }
  if (needs.attempts) {
    auto attempts = co_await dependencies_.attempts->attempts_of(*needs.attempts, executor);
    if (!attempts) co_return false;
    run.attempts = std::move(*attempts);
  }
  if (run.lacks_look(needs)) {
    run.look.failure = co_await needs.provider->look(run.ask_look(needs), executor);
  }
  if (run.lacks_charge(needs)) {
    run.charge = co_await needs.provider->find(run.ask_charge(needs), executor);
  }
  if (run.lacks_last_word(needs)) {
    run.accepted = co_await dependencies_.last_word->accepts(run.ask_purchase(needs), executor);
  }
  co_return true;
}

Task<Ended> Pipeline::run(Subject subject, UseCase& use_case) {
  Executor& executor = subject.executor;
  Sessions& sessions = dependencies_.sessions;
  Run run(*this, subject, use_case);
  if (!run.take_key()) co_return run.end();
  for (int round = 0; round < kMostRounds; ++round) {
    std::optional<Turns::Turn> turn;
    if (subject.turn != TurnRule::none) {
      turn.emplace(co_await turns_.wait(*subject.session, executor, run.follows()));
      if (!*turn) turn.reset();
      if (!turn && subject.turn == TurnRule::required) break;
    }
    const checkout::SessionPtr uncommitted = turn ? turn->uncommitted() : nullptr;
    const auto wanted = uncommitted ? std::nullopt : subject.session;
    auto loaded = co_await sessions.load(wanted, run.scope(), executor);
    if (!run.begin(std::move(loaded), uncommitted)) co_return run.end();
    while (const Needs* const needs = run.question()) {
      const bool outside = turn && run.asks_outside(*needs);
      if (outside) turn.reset();
      if (run.lacks_quote(*needs)) {
        auto quote = co_await dependencies_.commerce->quote(run.ask_quote(*needs), executor);
        run.quote = std::move(quote);
      }
      if (asks_more(*needs)) {
        const bool readable = co_await ask_more(run, *needs, executor);
        if (!readable) co_return run.end(End::unreadable);
      }
      outside ? run.give_up_round() : run.decide(*needs);
    }
    Decision* const decision = run.decision();
    if (decision == nullptr) continue;
    if (decision->key_use == KeyUse::unused) co_return run.end(End::decided);
    run.prepare(*decision);
    const checkout::SessionPtr next = decision->changeset.session;
    const std::vector<OutboxEvent> events = decision->changeset.events;
    CommitOutcome outcome = CommitOutcome::failed;
    if (turn && use_case.follows() && next) {
      Begun<CommitOutcome> commit(sessions.commit(std::move(decision->changeset), executor));
      if (!commit.ended()) turn->hand_over(next);
      outcome = co_await commit;
    } else {
      outcome = co_await sessions.commit(std::move(decision->changeset), executor);
    }
    if (turn && outcome != CommitOutcome::committed) turn->give_up();
    if (outcome == CommitOutcome::committed) announce(events);
    if (run.ends_with(outcome)) co_return run.end();
  }
  co_return run.end(End::busy);
}

}  // namespace till::app
