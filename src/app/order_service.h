// OrderService: what happens to an order after its sale: load, decide, commit, and give money back
// as a saga: the intent is committed, the gateway asked, the outcome committed.
#pragma once

#include <atomic>
#include <functional>
#include <optional>
#include <string>
#include <variant>

#include "app/in_flight.h"
#include "app/payment_gateway.h"
#include "app/ports/order_events.h"
#include "app/ports/orders.h"
#include "app/ports/sessions.h"
#include "base/clock.h"
#include "checkout/order_reports.h"
#include "checkout/order_rules.h"
#include "checkout/provider_rules.h"
#include "checkout/refusal.h"

namespace till::app {

// The key an operator may send so that a repeated request does nothing again.
struct OperatorKey {
  Digest scope{};
  Digest fingerprint{};
};

struct OrderReply {
  checkout::Order order;             // As it is now.
  bool replayed = false;             // The key was used before; nothing was done again.
  bool refund_under_way = false;     // The gateway has not said whether this refund went through.
  std::optional<Amount> moved = {};  // What this command gives back, captures or lets go.
};

// A Refusal is one of the machine or of the key: not_found, idempotency_conflict,
// idempotency_in_flight, unavailable, internal.
using OrderAnswer = std::variant<OrderReply, checkout::OrderRefusal, checkout::Refusal>;

// What someone may see who has the link of an order and perhaps the buyer's e-mail address.
enum class BuyerAccess { shown, email_needed, email_wrong, unknown, failed };

struct BuyerView {
  BuyerAccess access = BuyerAccess::failed;
  std::optional<checkout::Order> order;  // When shown.
};

// What became of a report.
enum class ReportTaken {
  news,          // The order knows it now.
  known,         // It says nothing new, or there is no order it could be about.
  other_charge,  // It is about another charge than the order's.
  later,         // It could not be taken now.
};

struct OrderDependencies {
  Sessions& sessions;
  Orders& orders;
  PaymentGateway& gateway;
  const Clock& clock;
  IdSource& ids;
  OrderEvents& events;
  // Where all changes are carried out, so that their events are announced as they were committed.
  Executor& line;
  std::function<void(const OutboxEvent&)> event_committed;
};

// Any thread may call; each call goes on at its executor. The dependencies must outlive it.
class OrderService {
 public:
  explicit OrderService(OrderDependencies dependencies) : dependencies_(std::move(dependencies)) {}

  // The order, of this agent when one is given: another's is not_found.
  Task<OrderAnswer> get(OrderId id, std::optional<std::string> agent, Executor& executor);

  // The order for who knows the e-mail address of the purchase; without one of the purchase the
  // link, which none can guess, is enough. Once the buyer is forgotten, whoever has the link sees
  // nothing that tells who bought. An empty address is none.
  Task<BuyerView> get_as_buyer(OrderId id, std::string email, Executor& executor);

  // Carries the command out and tells the agent with one order_update. A refund that the gateway
  // did not answer stays pending in the order and is told once it is settled.
  Task<OrderAnswer> change(OrderId id, checkout::OrderCommand command,
                           std::optional<OperatorKey> key, Executor& executor);

  // Takes up a refund, capture or cancel whose outcome is open; true once it is settled. On the
  // line.
  Task<bool> settle(PaymentAttempt attempt);

  // Takes what the payment provider reported about a charge of a session into its order, and tells
  // the agent with one order_update when that shows. `scope` names the report, which is taken once.
  // Later also while the session's payment is in doubt, or where the order's money is. A refund
  // that becomes due stays to be settled.
  Task<ReportTaken> report(SessionId session, std::string charge, checkout::OrderReport report,
                           Digest scope, Executor& executor);

  // No change is being carried out.
  bool idle() const { return under_way_ == 0; }

 private:
  enum class Settled { done, refused, in_doubt };
  struct Decided;

  Task<OrderAnswer> change_once(OrderId id, checkout::OrderCommand command,
                                std::optional<OperatorKey> key);
  Task<OrderAnswer> try_change(OrderId id, const checkout::OrderCommand& command,
                               std::optional<OperatorKey> key);
  Decided decide(const checkout::Session& session, const checkout::OrderChange& change,
                 const std::optional<OperatorKey>& key);
  checkout::ProviderAtHand at_hand(const std::string& currency) const;
  // Who has the money of the order; nobody when the buyer owes it on account.
  std::string provider_of(const checkout::Order& order) const;
  Task<Settled> carry_out(PaymentAttempt attempt);
  Task<StepOutcome> ask(PaymentKind kind, ChargeStep step);
  // Commits and announces its events.
  Task<CommitOutcome> commit(Changeset changeset);
  Task<Settled> conclude(PaymentAttempt attempt, StepOutcome outcome);
  Task<OrderAnswer> answer_step(PaymentAttempt attempt, OrderId id);
  Task<ReportTaken> take_report(SessionId session, const std::string& charge,
                                const checkout::OrderReport& report, Digest scope);
  Changeset reported(const checkout::Session& session, const checkout::OrderChange& change,
                     Digest scope);
  Changeset next_version(const checkout::Session& session, checkout::Order order, Timestamp now);
  std::vector<OutboxEvent> updated(const checkout::Order& order, Timestamp now);

  OrderDependencies dependencies_;
  InFlight in_flight_;
  std::atomic<int> under_way_ = 0;
};

}  // namespace till::app
