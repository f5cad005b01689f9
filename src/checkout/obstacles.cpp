#include "checkout/obstacles.h"

#include <algorithm>
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
  // The address of the line, or a part of it: of the session, or else of the line's group.
  Field field_of(std::size_t line, Member member, Member in_group) const {
    const std::size_t group = choices_.groups[line];
    if (group == kNoGroup || !has_own_address(draft_.groups[group])) return member;
    return {in_group, group};
  }
  Field address_of(std::size_t line) const {
    return field_of(line, Member::address, Member::group_address);
  }
  Field country_of(std::size_t line) const {
    return field_of(line, Member::country, Member::group_country);
  }
  Field state_of(std::size_t line) const {
    return field_of(line, Member::state, Member::group_state);
  }
  Field postal_code_of(std::size_t line) const {
    return field_of(line, Member::postal_code, Member::group_postal_code);
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
    const Field address = address_of(line);
    for (std::size_t i = 0; i < draft_.lines.size(); ++i) {
      if (choices_.chosen[i] && draft_.lines[i].physical && address_of(i) == address) return true;
    }
    return false;
  }

  void report_line(std::size_t line) {
    TextId text = TextId::line_undeliverable;
    if (choices_.groups[line] != kNoGroup) {
      text = TextId::line_undeliverable_in_group;
    } else if (draft_.lines[line].physical) {
      text = TextId::line_undeliverable_there;
    }
    draft_.messages.push_back(error_message(MessageCode::unsupported, {Member::line, line},
                                            Resolution::recoverable,
                                            {text, {draft_.lines[line].title}}));
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
    tell(MessageCode::missing, Member::address,
         to_ship ? TextId::address_missing : TextId::address_missing_for_tax);
  }

  void report_unserved(std::size_t line) {
    if (!is_unserved(line)) return;
    switch (*quote_.lines[line].unserved) {
      case Unserved::country:
        return tell(MessageCode::region_restricted, country_of(line), TextId::country_unserved);
      case Unserved::state:
        return tell(MessageCode::region_restricted, state_of(line), TextId::state_unserved);
      case Unserved::postal_code: break;
    }
    tell(MessageCode::region_restricted, postal_code_of(line), TextId::postal_code_unserved);
  }

  void report_tax_place(std::size_t line) {
    if (is_unserved(line) || is_fetched(line)) return;
    switch (quote_.lines[line].tax_place) {
      case TaxPlace::known:
      case TaxPlace::address_missing: return;
      case TaxPlace::state_missing:
        return tell(MessageCode::missing, state_of(line), TextId::state_missing_for_tax);
      case TaxPlace::not_located:
        return tell(MessageCode::invalid, postal_code_of(line), TextId::address_not_located);
      case TaxPlace::state_unknown: break;
    }
    tell(MessageCode::invalid, state_of(line), TextId::state_unknown);
  }

  // Once, however many lines it keeps back.
  void tell(MessageCode code, Field field, TextId text) {
    const bool told = std::any_of(
        draft_.messages.begin(), draft_.messages.end(),
        [&](const Message& message) { return message.code == code && message.field == field; });
    if (told) return;
    draft_.messages.push_back(
        error_message(code, std::move(field), Resolution::requires_buyer_input, text));
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
