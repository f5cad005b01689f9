// The rules of a checkout session: pure functions from a session, a command and a quote to the
// next session. Time and ids are arguments. A refusal leaves everything as it was.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "checkout/command.h"
#include "checkout/marketing.h"
#include "checkout/quote.h"
#include "checkout/refusal.h"
#include "checkout/session.h"

namespace till::checkout {

// What a decision is made with, besides values.
struct Circumstances {
  Timestamp now;
  IdSource& ids;
};

// Pieces of an item to take from the free stock (positive) or give back (negative).
struct StockMove {
  std::string item_id;
  std::int64_t taken = 0;
  bool operator==(const StockMove&) const = default;
};

// A session before it is priced: the command applied, lines without facts or totals.
using Draft = Session;

// The first version of a session (A8). Never refused: a decoded command is well formed. The
// status, totals, options and messages come from price().
Draft begin_session(const CreateCommand& command, const std::string& agent, Milliseconds lifetime,
                    const Circumstances& circumstances);

// What the two sides can do together: the interventions of both, the agent's extensions, and what
// the seller requires whatever the agent says (CP-04, CP-05, CP-09).
Capabilities common_capabilities(const Capabilities& agent, const Capabilities& seller);

// The command applied to the session, which keeps the ids of lines that stay (CU-12).
// Refused: session_over, payment_in_progress. The choices of `command` go to price().
Result<Draft, Refusal> apply_update(const Session& session, const UpdateCommand& command,
                                    const Circumstances& circumstances);

// What the shop must be asked to price the draft. Every draft has at least one line, except after
// an update that emptied the cart: then `lines` is empty and no quote is needed.
// A buyer is logged in only if the agent says so and the seller trusts this agent's word.
QuoteRequest quote_request(const Draft& draft, bool trusts_log_ins, Timestamp now);

// The choices an agent asked for, resolved against a priced session (FU-05 to FU-08); empty means
// "as before or preselect".
using Selections = std::optional<std::vector<RequestedSelection>>;

// Prices the draft: facts, holds, options, selection, totals, messages and status (A7, A9 to A11).
// The draft carries the holds of the version before: a session's own hold never blocks it.
// Refused: amount_too_large with the field of the line, session_too_large with that of the largest
// member.
Result<Session, Refusal> price(Draft&& draft, const Quote& quote, const Selections& selections,
                               const std::vector<RequestedLine>* requested, Timestamp now);
// The same where the draft stands, since to move a session costs; refused, it is of no more use.
Result<void, Refusal> price_draft(Draft& draft, const Quote& quote, const Selections& selections,
                                  const std::vector<RequestedLine>* requested);

// The pieces of an item among these.
std::int64_t held_of(const std::vector<Hold>& holds, const std::string& item_id);

// What the session holds of Till's own stock: nothing while the shop's backend keeps its pieces.
const std::vector<Hold>& own_holds(const Session& session);

// What must move between the stock and the two states; moves of nothing are left out.
std::vector<StockMove> stock_moves(const std::vector<Hold>& before, const std::vector<Hold>& after);
// The same from one version to the next; null: there was none.
std::vector<StockMove> stock_moves(const Session* before, const Session& next);

// The session called off: holds given back, status canceled (A5 EP-05). The trace of the command
// is recorded (A16). What waits for approval can be canceled too.
// Refused: session_over, payment_in_progress.
Result<Session, Refusal> apply_cancel(const Session& session, const CancelCommand& command,
                                      Timestamp now);

// The session expired: holds given back. Only an open session without a payment under way whose
// expires_at has come may be passed.
Session apply_expiry(const Session& session, Timestamp now);

// The session as an agent sees it at `now`: an open one past its expires_at reads expired (ST-15).
SessionPtr as_seen(SessionPtr session, Timestamp now);

// May this session be completed now? Refused: session_over, payment_in_progress,
// approval_pending, not_ready_for_payment, in that order.
Result<void, Refusal> check_completable(const Session& session, Timestamp now);

// Refused once `most` payments of the session failed, so that nobody can test cards with it:
// too_many_declines.
Result<void, Refusal> check_declines(const Session& session, std::int64_t most);

// Refused when the session waits for an authentication and the command does not tell its outcome:
// authentication_missing (CO-04).
Result<void, Refusal> check_authentication(const Session& session, const CompleteCommand& command);

// Takes over what a complete tells besides the payment: the final buyer (CO-14), notes, terms and
// what is recorded for the seller. Of several attributions the first counts (AT-09).
void take_over(Session& session, const CompleteCommand& command,
               const std::vector<MarketingOption>& offered, Timestamp now);

// The session while its payment is under way. From ready_for_payment, authentication_required or
// pending_approval.
Session begin_payment(const Session& session, const OpenPayment& payment, Timestamp now);

// The session while the seller looks at the purchase (ST-08); it is kept for `patience` at least.
Session await_approval(const Session& session, const AwaitedApproval& approval,
                       Milliseconds patience, Timestamp now);

// Refused: session_over, approval_not_awaited.
Result<void, Refusal> check_approvable(const Session& session, Timestamp now);

// Why an approval cannot be given as it is asked for: what the purchase costs now is not what the
// seller said yes to.
struct ApprovalRefusal {
  Refusal refusal;
  std::optional<Amount> now;  // What it costs now, if it can be bought.
};

// The session that an approved purchase is charged from. `waiting` is what the buyer was shown,
// `priced` the same at today's prices. If the totals differ, the seller has to accept one of them;
// if only the delivery does, what was shown stands. Refused: not_ready_for_payment when it cannot
// be bought any more, total_changed.
Result<Session, ApprovalRefusal> approved_purchase(const Session& waiting, Session priced,
                                                   std::optional<Amount> accepted);

// The session after the seller said no: ready_for_payment with an error message, and with the
// deadline it had before it waited.
Session approval_denied(const Session& session, Timestamp now);

// The session and its order after the charge went through (CO-02). What was held is sold: the holds
// are empty without a stock move.
struct Paid {
  std::string reference;  // The gateway's charge.
  bool captured = true;   // False: authorized, and captured once everything has left.
  bool review = false;    // The order is held until a person has looked at it.
  std::string provider;   // Who charged; empty when nobody was asked.
};
Session complete_paid(const Session& session, OrderId order_id, const std::string& permalink_base,
                      const Paid& paid, Timestamp now);

// The priced session with the order that a charge would make of it, which has no id yet.
Session as_sold(Session priced, Timestamp now);

// Why a payment did not go through, as the buyer may know it.
enum class PaymentFailure {
  declined,
  insufficient_funds,
  authentication_required,
  token_unknown,
  token_used,
  token_expired,
  token_other_session,
  token_other_merchant,
  token_other_currency,
  token_amount_too_small,
  not_charged,  // Till was interrupted before it asked for the charge.
  token_revoked,
  authentication_failed,
  amount_too_small,  // Less than the provider charges at all.
  amount_too_large,  // More than the provider charges at once.
  currency_refused,  // The provider does not charge in it.
  proof_refused,     // The provider does not take the proof of the authentication.
  provider_refused,  // For a reason that only the seller can mend.
  shop_declined,     // The shop behind Till does not want to sell this.
};

// The session whose payment under way needs the buyer's authentication first (ST-06). For an agent
// that cannot do it the payment failed (CP-09).
Session authentication_needed(const Session& session, const AuthenticationRequest& request,
                              Timestamp now);

// The session after an authentication that does not allow a charge: ready_for_payment with an
// error message (CO-08).
Session authentication_failed(const Session& session, AuthenticationOutcome outcome, Timestamp now);

// The session open again after a payment that failed: ready_for_payment with an error message;
// the hold stays (CO-13). It counts as a decline when it tells something of the card or token.
Session payment_failed(const Session& session, PaymentFailure failure, Timestamp now);

// The session after its token was found to be good for nothing before it was charged; as it was,
// with an error message. It counts as a decline, as if it had been charged.
Session token_refused(const Session& session, PaymentFailure failure, Timestamp now);

// Is every line had in the same way as it was shown, and fetched at the same place?
bool is_delivered_as_shown(const Session& shown, const Session& priced);

// A complete that found other totals, or another delivery, than last shown: the priced session with
// a message; nothing is charged (CO-15).
Session price_changed(Session priced);
Session delivery_changed(Session priced);

}  // namespace till::checkout
