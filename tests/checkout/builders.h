// Small carts, quotes and sessions for tests of the rules.
#pragma once

#include <cstdint>
#include <optional>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "checkout/decide.h"

namespace till::checkout {

inline constexpr Timestamp kNow{1'795'514'400'000};  // 2026-11-24T10:00:00Z
inline constexpr Timestamp kLater{kNow.ms + 7};
inline constexpr Milliseconds kLifetime{3'600'000};
inline constexpr Timestamp kDeadline{kNow.ms + kLifetime.count()};

// 1, 2, 3, …: ids in the order in which they were made.
class CountingIds final : public IdSource {
 public:
  IdBytes next() override {
    IdBytes bytes{};
    const std::uint32_t value = ++count_;
    bytes[14] = static_cast<std::uint8_t>(value >> 8);
    bytes[15] = static_cast<std::uint8_t>(value);
    return bytes;
  }

 private:
  std::uint32_t count_ = 0;
};

using ItemCounts = std::vector<std::pair<std::string, std::int64_t>>;

inline std::vector<RequestedLine> requested_lines(const ItemCounts& items) {
  std::vector<RequestedLine> lines;
  for (const auto& [item, quantity] : items) {
    const std::size_t at = lines.size();
    lines.push_back({item, quantity, {Member::line_id, at}, {Member::line_quantity, at}});
  }
  return lines;
}

inline Address address_in(std::string state = "CA", std::string country = "US") {
  Address address;
  address.name = "Ann Lee";
  address.line_one = "5 Elm St";
  address.city = "Town";
  address.state = std::move(state);
  address.country = std::move(country);
  address.postal_code = "94105";
  return address;
}

inline FulfillmentDetails to_address(Address address = address_in()) {
  FulfillmentDetails details;
  details.address = std::move(address);
  return details;
}

inline Buyer buyer(std::string email) {
  Buyer person;
  person.email = std::move(email);
  return person;
}

inline CreateCommand create_command(const ItemCounts& items, bool with_address = true) {
  CreateCommand command;
  command.lines = requested_lines(items);
  command.currency = "usd";
  if (with_address) command.fulfillment_details = to_address();
  return command;
}

inline UpdateCommand update_lines(const ItemCounts& items) {
  UpdateCommand command;
  command.lines = Patch<std::vector<RequestedLine>>::of(requested_lines(items));
  return command;
}

// What a shop says of a line: a physical item with stock unless said otherwise.
inline QuotedLine physical_line(std::int64_t unit, std::optional<std::int64_t> available = 1000,
                                std::int64_t tax = 0) {
  QuotedLine line;
  line.title = "Thing";
  line.unit_amount = {unit};
  line.available = available;
  line.tax = {tax};
  return line;
}

inline QuotedLine digital_line(std::int64_t unit) {
  QuotedLine line;
  line.title = "File";
  line.unit_amount = {unit};
  line.physical = false;
  return line;
}

inline QuotedOption quoted_option(FulfillmentType type, std::string id, std::int64_t subtotal,
                                  std::vector<std::size_t> covers, std::int64_t tax = 0) {
  QuotedOption option;
  option.type = type;
  option.title = id;
  option.id = std::move(id);
  option.subtotal = {subtotal};
  option.tax = {tax};
  option.covers = std::move(covers);
  if (type == FulfillmentType::pickup) option.location = PickupLocation{"Shop", address_in()};
  return option;
}

inline QuotedOption shipping(std::string id, std::int64_t subtotal,
                             std::vector<std::size_t> covers) {
  return quoted_option(FulfillmentType::shipping, std::move(id), subtotal, std::move(covers));
}

inline Quote quote_of(std::vector<QuotedLine> lines, std::vector<QuotedOption> options = {}) {
  Quote quote;
  quote.lines = std::move(lines);
  quote.options = std::move(options);
  return quote;
}

// One physical line that ships for 500.
inline Quote simple_quote(std::int64_t unit = 1000) {
  return quote_of({physical_line(unit)}, {shipping("standard", 500, {0})});
}

// A new session, priced.
inline Result<Session, Refusal> open_session(const CreateCommand& command, const Quote& quote,
                                             IdSource& ids) {
  return price(begin_session(command, "agent-a", kLifetime, {kNow, ids}), quote, command.selected,
               &command.lines, kNow);
}

inline Session open_session(const CreateCommand& command, const Quote& quote) {
  CountingIds ids;
  return open_session(command, quote, ids).value();
}

// One line, ready for payment.
inline Session ready_session() {
  return open_session(create_command({{"mug", 2}}), simple_quote());
}

// The session after an update, priced.
inline Session updated(const Session& session, const UpdateCommand& command, const Quote& quote,
                       IdSource& ids, Timestamp now = kNow) {
  Selections selections;
  if (command.selected.kind == Patch<std::vector<RequestedSelection>>::Kind::given) {
    selections = command.selected.value;
  }
  return price(apply_update(session, command, {now, ids}).value(), quote, selections,
               &command.lines.value, now)
      .value();
}

inline OpenPayment open_payment() {
  OpenPayment payment;
  payment.attempt.bytes[15] = 9;
  return payment;
}

inline Session paying_session() { return begin_payment(ready_session(), open_payment(), kNow); }

// The session with nothing but another status.
inline Session with_status(Session session, Status status) {
  session.status = status;
  session.payment.reset();
  if (status == Status::complete_in_progress) session.payment = open_payment();
  return session;
}

// A message without its text, so that a test compares a list at once.
struct Told {
  MessageType type;
  MessageCode code;
  Field field;
  bool operator==(const Told&) const = default;
};

inline std::ostream& operator<<(std::ostream& out, const Told& told) {
  return out << "{type " << static_cast<int>(told.type) << ", code " << static_cast<int>(told.code)
             << ", member " << static_cast<int>(told.field.member) << " " << told.field.index << " "
             << told.field.inner << told.field.place << "}";
}

inline std::vector<Told> told_by(const Session& session) {
  std::vector<Told> told;
  for (const Message& message : session.messages) {
    told.push_back({message.type, message.code, message.field});
  }
  return told;
}

// The choices as "standard:0,1 digital:2", by the positions of the lines.
inline std::string choices(const Session& session) {
  std::string text;
  for (const SelectedFulfillmentOption& selected : session.selected) {
    if (!text.empty()) text += " ";
    text += selected.option_id;
    char before = ':';
    for (const LineItemId& id : selected.lines) {
      for (std::size_t i = 0; i < session.lines.size(); ++i) {
        if (session.lines[i].id == id) text += std::exchange(before, ',') + std::to_string(i);
      }
    }
  }
  return text;
}

}  // namespace till::checkout
