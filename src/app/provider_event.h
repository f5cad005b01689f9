// ProviderEvent: what a payment provider reports by itself, as values. The provider's spellings
// stay in its adapter.
#pragma once

#include <optional>
#include <string>
#include <variant>

#include "base/amount.h"
#include "base/clock.h"
#include "base/digest.h"
#include "base/id.h"

namespace till::app {

// What a charge is by now.
enum class ChargeState {
  undecided,   // It waits for someone, or was declined and took nothing.
  authorized,  // The money is set aside.
  captured,
  canceled,  // What was set aside is gone: let go or lapsed.
};

// Something became of a charge.
struct ChargeReported {
  std::string charge;
  std::optional<SessionId> session;  // When the report names them.
  std::optional<AttemptId> attempt;
  ChargeState state = ChargeState::undecided;
  Amount captured = {};  // In all, once it is captured.
};

enum class ReportedState { pending, succeeded, failed };

// One refund, made by us or in the provider's dashboard.
struct RefundReported {
  std::string charge;
  std::string refund;
  Amount amount;
  std::string currency;
  ReportedState state = ReportedState::pending;
  std::optional<AdjustmentId> adjustment;  // When we asked for it.
};

// What all refunds of a charge come to by now, without what was never captured.
struct RefundTotalReported {
  std::string charge;
  Amount refunded;
  std::string currency;
};

// A dispute is pending while it is open, succeeded when the buyer won, failed when the seller did.
struct DisputeReported {
  std::string charge;
  std::string dispute;
  Amount amount;
  std::string currency;
  ReportedState state = ReportedState::pending;
};

// A person is to look at the charge, or has.
struct ReviewReported {
  std::string charge;
  bool opened = true;
  bool approved = false;  // Closed because it is fine.
};

// The card's issuer suspects fraud.
struct FraudReported {
  std::string charge;
};

// A token was used, revoked or has expired.
struct TokenReported {
  Digest token_hash{};  // SHA-256 of the token.
};

// Nothing that matters here.
struct OtherReported {};

struct ProviderEvent {
  std::string id;  // The same on every delivery.
  std::variant<ChargeReported, RefundReported, RefundTotalReported, DisputeReported, ReviewReported,
               FraudReported, TokenReported, OtherReported>
      what;
  std::string provider = {};  // Who reports, as orders remember it; empty: the first one.
};

}  // namespace till::app
