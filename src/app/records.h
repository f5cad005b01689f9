// Records: what the store keeps besides sessions and orders. Plain values.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/amount.h"
#include "base/clock.h"
#include "base/digest.h"
#include "base/id.h"
#include "base/secret.h"
#include "checkout/authentication.h"
#include "checkout/dialect_id.h"
#include "checkout/order.h"
#include "checkout/refusal.h"
#include "checkout/stock_level.h"

namespace till::app {

using checkout::DialectId;

// How an answer that succeeded is reported.
enum class Success : std::uint8_t { created = 1, ok = 2 };

// An answer that showed one version of a session.
struct SessionAnswer {
  SessionId session;
  std::uint64_t version = 0;
  Success success = Success::ok;
  bool operator==(const SessionAnswer&) const = default;
};

// An answer that showed a vaulted token.
struct TokenAnswer {
  TokenId token;
  bool operator==(const TokenAnswer&) const = default;
};

// The stock of an item.
struct ItemStock {
  std::string item_id;
  checkout::StockLevel level;
  bool operator==(const ItemStock&) const = default;
};

// An answer that showed the stock of items as it was then.
struct StockAnswer {
  std::vector<ItemStock> items;
  bool operator==(const StockAnswer&) const = default;
};

// The first answer of an idempotency key, kept to be given again (ID-10, ID-15). `scope` is a
// digest of agent, path and key (ID-03), `fingerprint` one of the canonical body (ID-05).
struct IdempotencyRecord {
  Digest scope{};
  Digest fingerprint{};
  DialectId dialect = DialectId::acp_2026_04_17;  // Of the answer.
  std::variant<SessionAnswer, TokenAnswer, checkout::Refusal, StockAnswer> answer;
  Timestamp created_at;
  bool operator==(const IdempotencyRecord&) const = default;
};

enum class AttemptState : std::uint8_t { open = 1, approved = 2, failed = 3 };

// What the gateway is asked for. A capture takes what a charge set aside, a cancel lets it go.
enum class PaymentKind : std::uint8_t { charge = 1, refund = 2, capture = 3, cancel = 4 };

// One try to charge a session, or a later step with what its charge took. The token stays only
// while the attempt is open, since settling may need it; afterwards `token_hash` is what is left.
struct PaymentAttempt {
  AttemptId id;
  SessionId session;
  std::string gateway_key;  // The gateway's idempotency key, of session, attempt and token.
  Digest token_hash{};
  Secret token;
  Amount amount;
  std::string currency;
  std::string handler_id;
  AttemptState state = AttemptState::open;
  std::string gateway_reference;  // The charge or refund, once the gateway has named it.
  Timestamp created_at;
  PaymentKind kind = PaymentKind::charge;
  AdjustmentId adjustment;  // Of a refund: its place in the order.
  // Kept like the token, only while the attempt is open.
  std::optional<checkout::AuthenticationProof> authentication;
  OrderId order;                          // What the order of a charge will be called.
  bool capture_later = false;             // The charge only sets the money aside.
  bool authenticate = false;              // The seller wanted every buyer authenticated then.
  std::optional<Timestamp> key_spent_at;  // Since when `gateway_key` is not sent any more.
  std::string provider;  // Who is asked; empty in an older format: whoever is configured.
  bool plain = false;    // Without what the provider did not take beside the charge itself.
  bool operator==(const PaymentAttempt&) const = default;
};

enum class EventType : std::uint8_t { order_create = 1, order_update = 2 };
enum class EventState : std::uint8_t { pending = 1, delivered = 2, dead = 3 };
// Who is told: the agent that bought, the shop's own backend, the buyer by mail, or the tax
// service; see app/event_receivers.h.
enum class EventReceiver : std::uint8_t { agent = 1, shop = 2, mail = 3, tax = 4 };

// An event in the outbox. The body is what is sent, byte for byte, on every attempt.
struct OutboxEvent {
  EventId id;  // Also its Request-Id on every attempt.
  OrderId order;
  std::string agent;
  EventType type = EventType::order_create;
  std::string body;
  Timestamp created_at;
  EventState state = EventState::pending;
  std::int64_t attempts = 0;
  Timestamp next_attempt_at;
  std::string last_error;  // Empty after a success and before the first attempt.
  // Orders the events of an order: the version of its session that the commit made. Lower of what
  // an older till made.
  std::uint64_t sequence = 0;
  EventReceiver receiver = EventReceiver::agent;
  bool operator==(const OutboxEvent&) const = default;
};

// What became of an event after an attempt or a replay.
struct EventUpdate {
  EventId id;
  EventState state = EventState::pending;
  std::int64_t attempts = 0;
  Timestamp next_attempt_at;
  std::string last_error;
};

// A token of the sandbox vault: a card with what it may be used for (A24, DL-12). `spent_by` is
// the gateway key of the one charge it was used for, `approved` that charge's outcome.
struct VaultToken {
  enum class Card : std::uint8_t {
    approved = 1,
    declined = 2,
    insufficient_funds = 3,
    needs_3ds = 4,
    times_out = 5,
  };
  TokenId id;
  Card card = Card::approved;
  Amount max_amount;
  std::string currency;
  std::string checkout_session_id;  // As the agent gave it.
  std::string merchant_id;
  Timestamp expires_at;
  Timestamp created_at;
  std::map<std::string, std::string> metadata;
  std::optional<std::string> spent_by;
  bool approved = false;
  bool operator==(const VaultToken&) const = default;
};

}  // namespace till::app
