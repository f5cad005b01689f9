// Pipeline::Run: one run of the pipeline, and what it remembers of its rounds. Private to the
// pipeline.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/pipeline.h"

namespace till::app {

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
  bool lacks_hold(const Needs& needs) const;
  // Is something lacking that others must not wait for?
  bool asks_outside(const Needs& needs) const {
    return (shop_is_remote_ && lacks_quote(needs)) || lacks_look(needs) || lacks_charge(needs) ||
           lacks_last_word(needs) || (lacks_hold(needs) && !lost_hold_);
  }
  // Each gives what to ask, and remembers it for the rounds to come.
  const checkout::QuoteRequest& ask_quote(const Needs& needs);
  ChargeRequest ask_look(const Needs& needs);
  std::string ask_charge(const Needs& needs);
  const PurchaseQuestion& ask_purchase(const Needs& needs) {
    return asked_purchase_ = *needs.purchase;
  }
  const HoldQuestion& ask_hold(const Needs& needs) {
    asked_hold_ = needs.hold;
    return *asked_hold_;
  }
  void take_hold(HoldAnswer answer);
  // False when it was claimed before, or cannot be.
  bool claim(const AttemptId& attempt);
  void let_go() { ended_.attempt.reset(); }

  std::optional<checkout::QuoteResult> quote;
  std::vector<PaymentAttempt> attempts;
  Answers::Looked look;
  std::optional<ChargeSearch> charge;
  bool accepted = false;
  HoldAnswer hold;

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
  std::optional<HoldQuestion> asked_hold_;
  // Another run took an answer away from this one: the next question has the turn, or two that ask
  // at the same time would do that to each other for ever.
  bool lost_hold_ = false;
  std::optional<AttemptId> claimed_;
};

}  // namespace till::app
