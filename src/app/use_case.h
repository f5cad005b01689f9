// UseCase: the part of a request that differs; the pipeline does the rest the same for all.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "app/hold_desk.h"
#include "app/last_word.h"
#include "app/operation.h"
#include "app/payment_gateway.h"
#include "app/ports/sessions.h"
#include "checkout/finality.h"
#include "checkout/quote.h"

namespace till::app {

// What an answer means for the key it was asked under.
enum class KeyUse {
  answered,  // Kept under the key and given again.
  pending,   // Something was begun; the key gets its answer once that is settled.
  unused,    // Nothing is committed: a retry may get another answer (ID-15).
};

// An answer and what must be committed before it may be given.
struct Decision {
  decltype(Reply::content) content;
  Changeset changeset;
  KeyUse key_use = KeyUse::answered;
  // The attempt of the changeset is a new one: nobody else asks about it until the caller lets it
  // go. It is claimed before it is committed, where others find it.
  bool opens_attempt = false;
};

// What must be known before deciding. To tell it changes nothing anywhere.
struct Needs {
  // The shop's prices for a session that holds these pieces, which do not count as free.
  std::unique_ptr<checkout::QuoteRequest> quote;  // Null: no prices.
  std::vector<checkout::Hold> holds;
  std::optional<SessionId> attempts;  // The payment attempts of a session.
  std::optional<AttemptId> attempt;   // May the provider be asked about it, by nobody else?
  // Is the token good for anything? And whose charge is it? See look() and find() of the provider,
  // which must be given for either. Under one gateway key is one question.
  std::optional<ChargeRequest> look;
  std::optional<std::string> charge;
  PaymentGateway* provider = nullptr;
  std::optional<HoldQuestion> hold;  // Does the shop set these pieces aside?
  // Does the shop accept this purchase? The same body is the same question.
  std::optional<PurchaseQuestion> purchase;
};

// What was asked for just before, and nothing else; the rest is null. For the time of a decide().
struct Answers {
  struct Looked {
    std::optional<checkout::PaymentFailure> failure;
  };
  checkout::QuoteResult* quote = nullptr;  // Its own, to change as it likes.
  const std::vector<PaymentAttempt>* attempts = nullptr;
  const Looked* look = nullptr;
  const ChargeSearch* charge = nullptr;
  const HoldAnswer* hold = nullptr;  // Held or silent.
  const bool* accepted = nullptr;    // The purchase, by the shop.
  bool claimed = false;  // The attempt is ours to ask about, until the run's end is dropped.
};

using Step = std::variant<Decision, Needs>;

// Plain code over what was loaded and answered: it reads nothing else that others change, waits for
// nothing and changes nothing. A round is one needs() and a decide() for every answer to it; there
// are more rounds when a commit did not stand, and nothing of one round counts in the next.
class UseCase {
 public:
  virtual ~UseCase() = default;
  // The decision, or what to ask before it.
  virtual Step needs(const Loaded& loaded, Timestamp now) = 0;
  // The decision with these answers, or what else to ask. Never called when needs() decides.
  virtual Step decide(const Loaded& loaded, const Answers& answers, Timestamp now);
  // May it decide on a session whose commit is under way, and others on what it commits?
  virtual bool follows() const { return false; }
};

// A refusal as a decision: it uses the key up when it is final.
inline Decision refuse_with(checkout::Refusal refusal) {
  const bool final = checkout::is_final(refusal.code);
  return {std::move(refusal), {}, final ? KeyUse::answered : KeyUse::unused};
}

// A refusal of somebody who has no key.
inline Decision refuse_once(checkout::Refusal refusal) {
  return {std::move(refusal), {}, KeyUse::unused};
}

// There is nothing to commit; the use case itself knows what that means.
inline Decision nothing_to_do(checkout::SessionPtr session = nullptr) {
  return {SessionReply{std::move(session), Success::ok}, {}, KeyUse::unused};
}

checkout::Refusal session_not_found();
checkout::Refusal key_conflict();   // idempotency_conflict
checkout::Refusal key_in_flight();  // idempotency_in_flight

// The loaded session when this agent may see it and it is no cart; null otherwise (EP-09).
checkout::SessionPtr visible_session(const Loaded& loaded, const std::string& agent);

}  // namespace till::app
