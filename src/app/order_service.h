// OrderService: what happens to an order after its sale, through the pipeline. Money is given back
// as a saga: the intent is committed, the gateway asked, the outcome committed.
#pragma once

#include <atomic>
#include <functional>
#include <optional>
#include <string>
#include <variant>

#include "app/gateways.h"
#include "app/pipeline.h"
#include "app/ports/attempts.h"
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

// Who changes an order: somebody at the shop, or its backend, which then knows of it already.
enum class Doer { person, shop };

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

// The charge that a report is about: its reference, and the provider that reports; an empty one is
// the first.
struct ReportedCharge {
  std::string reference;
  std::string provider = {};
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
  Attempts& attempts;
  Gateways gateways;
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
  explicit OrderService(OrderDependencies dependencies);

  // The order, of this agent when one is given: another's is not_found.
  Task<OrderAnswer> get(OrderId id, std::optional<std::string> agent, Executor& executor);

  // The order for who knows the e-mail address of the purchase; without one of the purchase the
  // link, which none can guess, is enough. Once the buyer is forgotten, whoever has the link sees
  // nothing that tells who bought. An empty address is none.
  Task<BuyerView> get_as_buyer(OrderId id, std::string email, Executor& executor);

  // Carries the command out and tells the agent with one order_update, and the shop
  // of what it has to know, unless it is the doer. A refund that the gateway
  // did not answer stays pending in the order and is told once it is settled.
  Task<OrderAnswer> change(OrderId id, checkout::OrderCommand command,
                           std::optional<OperatorKey> key, Executor& executor,
                           Doer doer = Doer::person);

  // Takes up a refund, capture or cancel whose outcome is open; true once it is settled. On the
  // line.
  Task<bool> settle(PaymentAttempt attempt);

  // Takes what a payment provider reported about a charge of a session into its order, and tells
  // the agent with one order_update when that shows. `scope` names the report, which is taken once.
  // Later also while the session's payment is in doubt, or where the order's money is. A refund
  // that becomes due stays to be settled.
  Task<ReportTaken> report(SessionId session, ReportedCharge charge, checkout::OrderReport report,
                           Digest scope, Executor& executor);

  // No change is being carried out.
  bool idle() const { return under_way_ == 0; }

 private:
  enum class Settled { done, refused, in_doubt };

  Task<OrderAnswer> change_here(OrderId id, checkout::OrderCommand command,
                                std::optional<OperatorKey> key, Doer doer);
  Task<Settled> carry_out(PaymentAttempt attempt);
  Task<StepOutcome> ask(PaymentGateway& gateway, PaymentKind kind, ChargeStep step);
  Task<Settled> conclude(PaymentAttempt attempt, StepOutcome outcome);
  Task<OrderAnswer> answer_step(PaymentAttempt attempt, OrderId id);
  Task<ReportTaken> take_report(SessionId session, const ReportedCharge& charge,
                                const checkout::OrderReport& report, Digest scope);

  OrderDependencies dependencies_;
  Pipeline pipeline_;
  std::atomic<int> under_way_ = 0;
};

}  // namespace till::app
