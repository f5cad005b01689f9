// PaymentGateway: whoever charges a shared payment token.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "app/records.h"
#include "base/task.h"
#include "checkout/charge_limits.h"
#include "checkout/decide.h"

namespace till::app {

// Where the parcel goes, as the provider's risk rules want to know it.
struct ChargeShipping {
  std::string name;
  checkout::Address address;
};

// Everything but `repeated`, `reference`, `begun_at` and `key_spent_at` must be the same on every
// call under one gateway key: a provider refuses a key whose parameters changed.
struct ChargeRequest {
  std::string gateway_key;  // The same key never charges twice.
  Secret token;
  Amount amount;
  std::string currency;
  SessionId session;
  OrderId order;  // What the order will be called.
  AttemptId attempt;
  std::string merchant_id;
  std::string merchant_name;  // As the buyer is to read it during an authentication.
  std::optional<checkout::AuthenticationProof> authentication;
  bool authenticate = false;   // The seller wants every buyer authenticated (CP-05).
  bool capture_later = false;  // Only set the money aside; capture() takes it.
  std::optional<ChargeShipping> shipping;
  std::optional<std::string> receipt_email;
  Timestamp begun_at;     // Of the attempt.
  bool repeated = false;  // It was asked for before and may have charged.
  std::string reference;  // The charge, once it is known; empty before.
  // Since when the key is known to tell nothing more; nothing was sent under it after that.
  std::optional<Timestamp> key_spent_at;
};

struct ChargeApproved {
  std::string reference;
  bool captured = true;  // False: set aside until capture() or cancel().
  bool review = false;   // The provider's or the seller's risk rules want a person to look at it.
};

// Nothing was charged, and nothing will be under this key: the provider takes no such receipt
// address or parcel's address, which it can do without. Ask for the plain charge under another key.
struct ChargeNeedsPlain {};

// The gateway says no; the same charge will not go through later.
struct ChargeRefused {
  checkout::PaymentFailure failure = checkout::PaymentFailure::declined;
};

// Nothing was charged: the buyer has to be authenticated first, then charged under another key.
struct ChargeNeedsAuthentication {
  checkout::AuthenticationRequest request;
};

// The gateway has the charge and will decide it by itself: the buyer's agent authenticates the
// buyer, or the money is on its way. Ask again with the same key and this reference.
struct ChargePending {
  std::string reference;
};

// No answer that can be relied on: it may have charged. Ask again with the same key.
struct ChargeInDoubt {
  bool key_spent = false;  // The key will tell nothing more: say so when asking again.
};

using ChargeOutcome = std::variant<ChargeApproved, ChargeRefused, ChargeNeedsAuthentication,
                                   ChargePending, ChargeInDoubt, ChargeNeedsPlain>;

// What is done to a charge afterwards: a refund, the capture of what was set aside, or letting
// that go.
struct ChargeStep {
  std::string gateway_key;  // The same key never does it twice.
  std::string charge;       // The reference of the charge.
  Amount amount;            // Of a refund or capture; what is set aside beyond it is let go.
  std::string currency;
  SessionId session;
  OrderId order;
  AdjustmentId adjustment;  // Of a refund: its place in the order.
};

struct StepDone {
  std::string reference;
};

// The gateway says no; the same step will not go through later.
struct StepRefused {
  std::string reference = {};  // Of a refund that was made and failed.
};

// No answer that can be relied on: it may have been done. Ask again with the same key.
struct StepInDoubt {};

using StepOutcome = std::variant<StepDone, StepRefused, StepInDoubt>;

// Which purchase a charge belongs to, as the gateway remembers it.
struct ChargeOrigin {
  SessionId session;
};
struct ChargeUnknown {};  // None of ours.
using ChargeSearch = std::variant<ChargeOrigin, ChargeUnknown, ChargeInDoubt>;

// Implementations may be called from any thread.
class PaymentGateway {
 public:
  virtual ~PaymentGateway() = default;
  // What attempts and orders remember it by. Never empty; a text that lives as long as the program.
  virtual std::string_view name() const = 0;
  // Charges once per gateway key; a repeated key gives the outcome of the first call, or what has
  // become of it since.
  virtual Task<ChargeOutcome> charge(ChargeRequest request, Executor& executor) = 0;
  // Gives back once per gateway key; a repeated key gives the outcome of the first call. The
  // caller sees to it that the refunds of a charge stay within it.
  virtual Task<StepOutcome> refund(ChargeStep step, Executor& executor) = 0;
  // Takes what was set aside, once. Done also when it was taken before, even with another amount;
  // refused when it is not there any more.
  virtual Task<StepOutcome> capture(ChargeStep step, Executor& executor) = 0;
  // Lets go what was set aside. Done also when it was let go before; refused when it was captured.
  virtual Task<StepOutcome> cancel(ChargeStep step, Executor& executor) = 0;
  // The purchase of a charge that the gateway reported.
  virtual Task<ChargeSearch> find(std::string charge, Executor& executor) = 0;
  // What it charges in a currency, which its amounts are multiples of afterwards too: totals are
  // brought to it before they are shown.
  virtual checkout::ChargeLimits limits(std::string_view) const { return {}; }
  // Why this would not be charged, as far as the token alone tells; nothing when it may be, or when
  // that cannot be told now. Spends and keeps nothing.
  virtual Task<std::optional<checkout::PaymentFailure>> look(ChargeRequest, Executor&) {
    co_return std::nullopt;
  }
  // How long no charge should be tried because the provider is known to be down; nothing while it
  // works.
  virtual std::optional<Milliseconds> closed_for() const { return std::nullopt; }
};

}  // namespace till::app
