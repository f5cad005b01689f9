// UseCase: the part of a request that differs; CheckoutService does the rest the same for all.
#pragma once

#include <utility>
#include <variant>

#include "app/checkout_service.h"
#include "checkout/finality.h"

namespace till::app {

// What an answer means for the key it was asked under.
enum class KeyUse {
  answered,  // Kept under the key and given again.
  pending,   // Something was begun; the key gets its answer once that is settled.
  unused,    // Nothing is committed: a retry may get another answer (ID-15).
};

// An answer and what must be committed before it may be given.
struct Decision {
  decltype(Reply::content) content;  // Never an order.
  Changeset changeset;
  KeyUse key_use = KeyUse::answered;
};

// Decides on loaded state. Called again with fresh state when the commit found it changed, so it
// must not remember anything of an earlier call.
class UseCase {
 public:
  virtual ~UseCase() = default;
  virtual Task<Decision> decide(const Loaded& loaded) = 0;
  // May it decide on a session whose commit is under way, and others on what it commits?
  virtual bool follows() const { return false; }
};

// A refusal as a decision: it uses the key up when it is final.
inline Decision refuse_with(checkout::Refusal refusal) {
  const bool final = checkout::is_final(refusal.code);
  return {std::move(refusal), {}, final ? KeyUse::answered : KeyUse::unused};
}

checkout::Refusal session_not_found();
checkout::Refusal key_conflict();   // idempotency_conflict
checkout::Refusal key_in_flight();  // idempotency_in_flight

// The loaded session when this agent may see it and it is no cart; null otherwise (EP-09).
checkout::SessionPtr visible_session(const Loaded& loaded, const std::string& agent);

// Commits `next`, which follows `before` (null: the first version), and the stock that moves with
// it, within the limits of its agent, and answers with it.
Decision decide_session(const CheckoutDependencies& dependencies, const checkout::Session* before,
                        checkout::Session next, Success success);

// Quotes and prices a draft against the shop as it stands, in amounts that can be charged.
Task<Result<checkout::Session, checkout::Refusal>> price_draft(
    const CheckoutDependencies& dependencies, checkout::Draft draft,
    checkout::Selections selections, const std::vector<checkout::RequestedLine>* requested,
    Timestamp now, Executor& executor);

}  // namespace till::app
