// Ids: 128 bits, time-ordered and random, written as a typed prefix and 26 base-32 digits.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/random.h"

namespace till {

// 48 bits of milliseconds, then 80 random bits: unpredictable, and near in order to insertion,
// so that a store appends.
using IdBytes = std::array<std::uint8_t, 16>;

// The 26 lower-case base-32 digits of an id (no i, l, o, u); need no escaping in a path.
std::string encode_id(std::string_view prefix, const IdBytes& bytes);

// The bytes behind `prefix` and 26 digits, in lower case only; nothing for any other text.
std::optional<IdBytes> decode_id(std::string_view prefix, std::string_view text);

// An id of one kind; kinds do not mix. Tag names the prefix.
template <class Tag>
struct Id {
  IdBytes bytes{};
  auto operator<=>(const Id&) const = default;
  std::string text() const { return encode_id(Tag::prefix, bytes); }
  // Nothing when the text is no id of this kind.
  static std::optional<Id> parse(std::string_view text) {
    const auto bytes = decode_id(Tag::prefix, text);
    return bytes ? std::optional<Id>(Id{*bytes}) : std::nullopt;
  }
};

struct SessionTag {
  static constexpr std::string_view prefix = "cs_";
};
struct CartTag {
  static constexpr std::string_view prefix = "cart_";
};
struct LineItemTag {
  static constexpr std::string_view prefix = "li_";
};
struct OrderTag {
  static constexpr std::string_view prefix = "ord_";
};
struct FulfillmentTag {
  static constexpr std::string_view prefix = "ful_";
};
struct ProgressTag {
  static constexpr std::string_view prefix = "fe_";
};
struct AdjustmentTag {
  static constexpr std::string_view prefix = "adj_";
};
struct EventTag {
  static constexpr std::string_view prefix = "evt_";
};
struct AttemptTag {
  static constexpr std::string_view prefix = "pa_";
};
struct TokenTag {
  static constexpr std::string_view prefix = "vt_";
};
struct RequestTag {
  static constexpr std::string_view prefix = "req_";
};
struct ClientSessionTag {
  static constexpr std::string_view prefix = "mcp_";
};

using SessionId = Id<SessionTag>;
using CartId = Id<CartTag>;
using LineItemId = Id<LineItemTag>;
using OrderId = Id<OrderTag>;
using FulfillmentId = Id<FulfillmentTag>;
using ProgressId = Id<ProgressTag>;  // A step of a fulfilment.
using AdjustmentId = Id<AdjustmentTag>;
using EventId = Id<EventTag>;
using AttemptId = Id<AttemptTag>;
using TokenId = Id<TokenTag>;
using RequestId = Id<RequestTag>;
using ClientSessionId = Id<ClientSessionTag>;  // Of an MCP client.

// Makes new ids. May be called from any thread.
class IdSource {
 public:
  virtual ~IdSource() = default;
  virtual IdBytes next() = 0;
  template <class AnyId>
  AnyId make() {
    return AnyId{next()};
  }
};

// Ids from a clock and randomness, both of which must outlive it.
class RandomIds final : public IdSource {
 public:
  RandomIds(const Clock& clock, Random& random) : clock_(clock), random_(random) {}
  IdBytes next() override;

 private:
  const Clock& clock_;
  Random& random_;
};

}  // namespace till
