// CheckoutService: what can be done with checkout sessions. Every change runs through the pipeline.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/agent_policies.h"
#include "app/commerce.h"
#include "app/gateways.h"
#include "app/hold_desk.h"
#include "app/last_word.h"
#include "app/observer.h"
#include "app/operation.h"
#include "app/pipeline.h"
#include "app/ports/attempts.h"
#include "app/ports/hold_intents.h"
#include "app/ports/holdings.h"
#include "app/ports/order_events.h"
#include "app/ports/sessions.h"
#include "app/ports/vault_tokens.h"
#include "app/ports/views.h"
#include "app/published_prices.h"
#include "app/vault.h"
#include "base/log.h"
#include "checkout/refusal.h"
#include "checkout/seller_profile.h"

namespace till::app {

// The answer to an operator's yes; with both totals when it was refused because they differ.
struct ApprovalReply {
  struct Totals {
    Amount asked;
    Amount now;
    std::string currency;
  };
  Reply reply;
  std::optional<Totals> totals;
};

class Store;  // app/store.h

// What the use cases ask of the store.
struct CheckoutPorts {
  CheckoutPorts(Store& store);  // From one that has them all.
  Sessions& sessions;
  Attempts& attempts;
  HoldIntents& hold_intents;
  VaultTokens& tokens;
  Holdings& holdings;
  Views& views;
};

struct CheckoutDependencies {
  CheckoutPorts store;
  Commerce& commerce;
  Gateways gateways;
  const Clock& clock;
  IdSource& ids;
  OrderEvents& events;
  Observer& observer;
  const checkout::SellerProfile& profile;
  Vault* vault = nullptr;  // Null: this seller vaults no cards.
  // Told after an event was committed, so that its first attempt follows at once.
  std::function<void(const OutboxEvent&)> event_committed;
  bool capture_later = false;  // Charges only authorize; the money is captured once all has left.
  Log* log = nullptr;          // Null: nobody is told of charges that have no order.
  const AgentPolicies* agents = nullptr;       // Null: no agent is trusted.
  LastWord* last_word = nullptr;               // Null: nobody is asked before a charge.
  ShopHolds* shop_holds = nullptr;             // Null: Till holds on its own stock.
  const PublishedPrices* published = nullptr;  // Null: no suggested price is honoured.
  bool shop_holds_pieces() const { return shop_holds != nullptr && shop_holds->is_wanted(); }
  bool asks_the_shop() const { return last_word != nullptr && last_word->is_wanted(); }
};

// Any thread may call; each call goes on at its context's executor. The dependencies must outlive
// it and every call.
class CheckoutService {
 public:
  explicit CheckoutService(CheckoutDependencies dependencies);

  // Carries an agent's operation out, any but read_order, which OrderService answers. The target
  // and the command are those of the operation. A change is made once a key: the same key is given
  // its first answer again, in the dialect of then. What only looks needs no key, and shows what
  // the agent may see; not_found otherwise.
  Task<Reply> perform(RequestContext context, Operation operation, Target target,
                      Decoded<Command> command);

  // The operator's decision on a purchase that waits for it: approved, it is paid like a complete,
  // by the total that was shown or, when that changed, the one that is accepted; denied, the
  // session is open again (ST-08). Refused: not_found, session_over, approval_not_awaited, and of
  // an approval what checkout::approved_purchase() refuses.
  Task<ApprovalReply> approve(SessionId session, std::optional<Amount> accept_total,
                              Executor& executor);
  Task<Reply> deny(SessionId session, Executor& executor);

  // For the operator: the session whoever created it, and those that wait for approval, the first
  // to expire first; of more than `most` the newest.
  Task<Reply> inspect(SessionId session, Executor& executor);
  Task<StoreResult<std::vector<checkout::SessionPtr>>> awaiting_approval(std::size_t most,
                                                                         Executor& executor);

  // Takes up an attempt whose outcome is open; true once it is settled. Asks nothing while
  // somebody else does, in this process or, as far as the store knows, in another.
  Task<bool> settle(PaymentAttempt attempt, Executor& executor);

  // False for an attempt at a provider that is not configured any more: it stays open.
  bool may_ask(const PaymentAttempt& attempt) const;

  // Settles the payment in doubt of a session by what the operator found at the provider. Refused:
  // not_found, payment_not_in_doubt, payment_in_progress while the provider is being asked,
  // provider_not_configured where a charge cannot be looked up any more, and invalid for a charge
  // that the provider does not know as this session's.
  Task<Reply> decide_payment(SessionId session, checkout::PaymentVerdict verdict,
                             Executor& executor);

  // Does what is due of a session whose deadline has come: expires it, gives back what it holds,
  // or sets the next deadline; forgets the deadline of one that is over. False: nothing was done.
  Task<bool> expire(SessionId session, Executor& executor);

  // Cancels a session or cart that is open, whoever created it; true when it is over afterwards. A
  // payment under way is left alone.
  Task<bool> end(SessionId session, Executor& executor);

 private:
  // One an operation; see perform().
  Task<Reply> create(RequestContext context, Decoded<checkout::CreateCommand> command);
  Task<Reply> update(RequestContext context, SessionId session,
                     Decoded<checkout::UpdateCommand> command);
  Task<Reply> complete(RequestContext context, SessionId session,
                       Decoded<checkout::CompleteCommand> command);
  Task<Reply> cancel(RequestContext context, SessionId session,
                     Decoded<checkout::CancelCommand> command);
  Task<Reply> get(std::string agent, SessionId session, Executor& executor);
  // Carts (A20); an answer shows a session of kind cart. not_found also once it is over.
  Task<Reply> create_cart(RequestContext context, Decoded<checkout::CartCommand> command);
  Task<Reply> replace_cart(RequestContext context, CartId cart,
                           Decoded<checkout::CartCommand> command);
  Task<Reply> cancel_cart(RequestContext context, CartId cart, Decoded<Done> command);
  Task<Reply> get_cart(std::string agent, CartId cart, Executor& executor);
  // Vaults a card in the sandbox (A24).
  Task<Reply> vault(RequestContext context, Decoded<checkout::VaultCommand> command);

  // Runs the use case of a request and gives its answer; under a key that was answered, that
  // answer.
  Task<Reply> answer(RequestContext context, std::optional<SessionId> session,
                     std::unique_ptr<UseCase> use_case);
  // The answer that the key was given before.
  Task<Reply> replay(IdempotencyRecord record, Digest fingerprint, Executor& executor);
  // Charges the attempt that was just committed and commits the outcome; nothing when someone else
  // did. Whoever calls has claimed the attempt.
  Task<std::optional<Reply>> pay(PaymentAttempt attempt, checkout::SessionPtr session,
                                 bool repeated, Executor& executor);
  Task<ChargeOutcome> charge(PaymentAttempt& attempt, const checkout::Session& session,
                             bool repeated, Executor& executor);
  // Charges the attempt without what the provider did not take, under another key, which `attempt`
  // has afterwards.
  Task<ChargeOutcome> charge_plainly(PaymentGateway& gateway, PaymentAttempt& attempt,
                                     const checkout::Session& session, Executor& executor);
  // Commits what the gateway said: the settled answer, or the session still in progress when in
  // doubt. Nothing when someone else settled the attempt meanwhile.
  Task<std::optional<Reply>> conclude(PaymentAttempt attempt, ChargeOutcome outcome,
                                      Executor& executor);
  // Gives back a charge whose attempt was settled without it: nobody would get an order for it.
  Task<Done> give_back(PaymentAttempt attempt, ChargeApproved charge, Executor& executor);

  // Is it known that the shop holds what this session is about to be charged for?
  Task<bool> is_held(const checkout::Session& session, Executor& executor);

  CheckoutDependencies dependencies_;
  std::optional<HoldDesk> hold_desk_;  // Nothing: no shop holds pieces.
  Pipeline pipeline_;
};

// The run of a request, which takes its turn when it is about a session.
Subject subject_of(const RequestContext& context, const std::optional<SessionId>& session);

// The answer of a run whose key had none before.
Reply reply_of(const Ended& ended);

}  // namespace till::app
