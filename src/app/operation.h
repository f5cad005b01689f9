// What an agent asks for and what it is answered, in nobody's spelling. Values.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "app/records.h"
#include "base/digest.h"
#include "base/id.h"
#include "base/result.h"
#include "base/task.h"
#include "checkout/cart.h"
#include "checkout/command.h"
#include "checkout/dialect_id.h"
#include "checkout/order.h"
#include "checkout/refusal.h"
#include "checkout/session.h"
#include "checkout/vaulting.h"

namespace till::app {

enum class Operation : std::uint8_t {
  create,
  read,
  update,
  complete,
  cancel,
  create_cart,
  read_cart,
  replace_cart,
  cancel_cart,
  read_order,
  vault,
};

// Does it only look? Then it takes no body and no key.
constexpr bool reads(Operation operation) {
  return operation == Operation::read || operation == Operation::read_cart ||
         operation == Operation::read_order;
}

struct Nothing {};

// What an operation is about; nothing for one that begins something.
using Target = std::variant<Nothing, SessionId, CartId, OrderId>;

// The target of that text. One that is no id of ours is about what nobody has, and so not found.
Target target_of(Operation operation, std::string_view id);

// What is wanted: of the operation's kind; nothing of one that only looks.
using Command = std::variant<Nothing, checkout::CreateCommand, checkout::UpdateCommand,
                             checkout::CompleteCommand, checkout::CancelCommand,
                             checkout::CartCommand, checkout::VaultCommand>;

// A decoded body, or why it was refused: a refused body uses up its key too (ID-15).
template <class Kind>
using Decoded = Result<Kind, checkout::Refusal>;

// True once nobody waits for the answer any more: what is not committed then is left, and nothing
// is charged that was not begun. Empty: never. Asked at the executor.
using GivenUp = std::function<bool()>;

// Who asks, under which key, and where the answer is wanted.
struct RequestContext {
  std::string agent;
  Digest idempotency_scope{};
  Digest fingerprint{};
  DialectId dialect = DialectId::acp_2026_04_17;
  Executor& executor;
  bool keyed = true;  // False: no key was sent and none is needed; nothing is replayed (ID-21).
  GivenUp given_up = {};
};

struct SessionReply {
  checkout::SessionPtr session;
  Success success = Success::ok;
};

struct SeenOrder {
  std::shared_ptr<const checkout::Order> order;  // As it is now; never null. Small, as replies are.
};

struct TokenReply {
  VaultToken token;
};

// An answer ready to be written in a dialect.
struct Reply {
  std::variant<SessionReply, TokenReply, checkout::Refusal, SeenOrder> content;
  bool replayed = false;  // Given before under this key (TR-09).
  // Of the first answer under this key, which is given again in it; nothing: as the request's.
  std::optional<DialectId> dialect = {};
};

}  // namespace till::app
