// PaymentGateway: whoever charges a shared payment token.
#pragma once

#include <optional>
#include <string>
#include <variant>

#include "app/records.h"
#include "base/task.h"
#include "checkout/decide.h"

namespace till::app {

struct ChargeRequest {
  std::string gateway_key;  // The same key never charges twice.
  Secret token;
  Amount amount;
  std::string currency;
  SessionId session;
  std::string merchant_id;
  std::string merchant_name;  // As the buyer is to read it during an authentication.
  std::optional<checkout::AuthenticationProof> authentication;
  bool authenticate = false;  // The seller wants every buyer authenticated (CP-05).
};

struct ChargeApproved {
  std::string reference;
};

// The gateway says no; the same charge will not go through later.
struct ChargeRefused {
  checkout::PaymentFailure failure = checkout::PaymentFailure::declined;
};

// Nothing was charged: the buyer has to be authenticated first, then charged under another key.
struct ChargeNeedsAuthentication {
  checkout::AuthenticationRequest request;
};

// No answer that can be relied on: it may have charged. Ask again with the same key.
struct ChargeInDoubt {};

using ChargeOutcome =
    std::variant<ChargeApproved, ChargeRefused, ChargeNeedsAuthentication, ChargeInDoubt>;

struct RefundRequest {
  std::string gateway_key;  // The same key never gives back twice.
  std::string charge;       // The reference of the charge.
  Amount amount;
  std::string currency;
};

struct RefundDone {
  std::string reference;
};

// The gateway says no; the same refund will not go through later.
struct RefundRefused {};

// No answer that can be relied on: the money may be on its way. Ask again with the same key.
struct RefundInDoubt {};

using RefundOutcome = std::variant<RefundDone, RefundRefused, RefundInDoubt>;

// Implementations may be called from any thread.
class PaymentGateway {
 public:
  virtual ~PaymentGateway() = default;
  // Charges once per gateway key; a repeated key gives the outcome of the first call.
  virtual Task<ChargeOutcome> charge(ChargeRequest request, Executor& executor) = 0;
  // Gives back once per gateway key; a repeated key gives the outcome of the first call. The
  // caller sees to it that the refunds of a charge stay within it.
  virtual Task<RefundOutcome> refund(RefundRequest request, Executor& executor) = 0;
};

}  // namespace till::app
