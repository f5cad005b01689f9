#include "checkout/obstacles.h"

#include <algorithm>
#include <string>
#include <utility>

#include "checkout/groups.h"
#include "checkout/session_rules.h"

namespace till::checkout {
namespace {

class Obstacles {
 public:
  Obstacles(Draft& draft, const Quote& quote, const Choices& choices)
      : draft_(draft), quote_(quote), choices_(choices) {}

  void report() {
    for (std::size_t i = 0; i < draft_.lines.size(); ++i) {
      if (!choices_.chosen[i] && quote_.lines[i].sold && needs_a_word(i)) report_line(i);
    }
    report_missing_address();
    for (std::size_t i = 0; i < draft_.lines.size(); ++i) {
      report_unserved(i);
      report_tax_place(i);
    }
  }

 private:
  bool has_address() const {
    return draft_.fulfillment_details && draft_.fulfillment_details->address;
  }
  bool goes_to_session_address(std::size_t line) const {
    if (!draft_.lines[line].physical) return false;
    if (choices_.groups[line] == kNoGroup) return true;
    const FulfillmentGroup& group = draft_.groups[choices_.groups[line]];
    return group.destination_type != FulfillmentType::pickup && !has_own_address(group);
  }
  bool waits_for_address(std::size_t line) const {
    return goes_to_session_address(line) && !has_address();
  }
  // Where the address of the line stands in a request.
  std::string address_path(std::size_t line) const {
    const std::size_t group = choices_.groups[line];
    if (group == kNoGroup || !has_own_address(draft_.groups[group])) {
      return "$.fulfillment_details.address";
    }
    return "$.fulfillment_groups[" + std::to_string(group) + "].fulfillment_details.address";
  }
  bool is_unserved(std::size_t line) const {
    return !choices_.chosen[line] && quote_.lines[line].unserved.has_value();
  }
  // A line that is fetched is taxed at its place, whatever the address says.
  bool is_fetched(std::size_t line) const {
    const LineItemId& id = draft_.lines[line].id;
    return std::any_of(draft_.selected.begin(), draft_.selected.end(), [&id](const auto& selected) {
      return selected.type == FulfillmentType::pickup &&
             std::find(selected.lines.begin(), selected.lines.end(), id) != selected.lines.end();
    });
  }
  // Where nothing at all can be brought to an address, one message about the address is enough.
  bool needs_a_word(std::size_t line) const {
    if (waits_for_address(line)) return false;
    if (!is_unserved(line)) return true;
    const std::string path = address_path(line);
    for (std::size_t i = 0; i < draft_.lines.size(); ++i) {
      if (choices_.chosen[i] && draft_.lines[i].physical && address_path(i) == path) return true;
    }
    return false;
  }

  void report_line(std::size_t line) {
    const char* content = "{0} cannot be delivered. Take the line out.";
    if (choices_.groups[line] != kNoGroup) {
      content =
          "{0} cannot be delivered in the way its fulfillment group asks for. Change the group or "
          "take the line out.";
    } else if (draft_.lines[line].physical) {
      content = "{0} cannot be delivered to this address. Take the line out.";
    }
    draft_.messages.push_back(error_message(MessageCode::unsupported, line_path(line),
                                            Resolution::recoverable, content,
                                            {draft_.lines[line].title}));
  }

  void report_missing_address() {
    bool to_ship = false;
    bool to_tax = false;
    for (std::size_t i = 0; i < draft_.lines.size(); ++i) {
      to_ship |= waits_for_address(i);
      // Goods either wait for an address themselves or go to a place that is known.
      to_tax |= !draft_.lines[i].physical && quote_.lines[i].tax_place == TaxPlace::address_missing;
    }
    if (!to_ship && !to_tax) return;
    tell(MessageCode::missing, "$.fulfillment_details.address",
         to_ship ? "A shipping address is needed. Send fulfillment_details.address."
                 : "The tax depends on where the buyer is. Send fulfillment_details.address.");
  }

  void report_unserved(std::size_t line) {
    if (!is_unserved(line)) return;
    const std::string path = address_path(line);
    switch (*quote_.lines[line].unserved) {
      case Unserved::country:
        return tell(MessageCode::region_restricted, path + ".country",
                    "This seller does not deliver to that country. Ask for another address.");
      case Unserved::state:
        return tell(MessageCode::region_restricted, path + ".state",
                    "This seller does not deliver to that state. Ask for another address.");
      case Unserved::postal_code: break;
    }
    tell(MessageCode::region_restricted, path + ".postal_code",
         "This seller does not deliver to that postal code. Ask for another address.");
  }

  void report_tax_place(std::size_t line) {
    if (is_unserved(line) || is_fetched(line)) return;
    switch (quote_.lines[line].tax_place) {
      case TaxPlace::known:
      case TaxPlace::address_missing: return;
      case TaxPlace::state_missing:
        return tell(MessageCode::missing, address_path(line) + ".state",
                    "The tax depends on the state. Send the state of the address.");
      case TaxPlace::state_unknown: break;
    }
    tell(MessageCode::invalid, address_path(line) + ".state",
         "This country has no such state. Send the code or the name of the state.");
  }

  // Once, however many lines it keeps back.
  void tell(MessageCode code, std::string param, const char* content) {
    const bool told = std::any_of(
        draft_.messages.begin(), draft_.messages.end(),
        [&](const Message& message) { return message.code == code && message.param == param; });
    if (told) return;
    draft_.messages.push_back(
        error_message(code, std::move(param), Resolution::requires_buyer_input, content));
  }

  Draft& draft_;
  const Quote& quote_;
  const Choices& choices_;
};

}  // namespace

void report_obstacles(Draft& draft, const Quote& quote, const Choices& choices) {
  Obstacles(draft, quote, choices).report();
}

}  // namespace till::checkout
