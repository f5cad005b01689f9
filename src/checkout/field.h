// Field: which member of a request or of a session is meant. How it is spelled is up to a dialect.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

namespace till::checkout {

// What is stored names a member by its place: new ones come last, none is moved or taken out.
enum class Member : std::uint8_t {
  none,  // The whole.
  lines,
  line,
  line_id,
  line_quantity,
  currency,
  interventions,  // Those that the agent can show.
  buyer,
  tax_exemption,
  delivery,  // Where everything goes that no group sends elsewhere.
  address,
  country,
  state,
  postal_code,
  groups,
  group_line,  // An entry of a group's list of lines.
  group_place,
  group_address,
  group_country,
  group_state,
  group_postal_code,
  selections,
  selection_option,
  selection_lines,
  selection_line,
  discount_codes,
  discount_code,
  quote,
  metadata,
  order_notes,
  totals,
  attribution,
  intent_trace,
  risk_signals,
  consents,
  payment,
  handler,
  instrument_type,
  credential_type,
  token,
  purchase_order_number,
  approval_required,
  authentication_result,
  accepted_total,
  charge,
  token_session,  // The session that a token is asked for.
  card_number,
  company_tax_id,
};

inline constexpr Member kLastMember = Member::company_tax_id;

struct Field {
  Member member = Member::none;
  std::uint64_t index = 0;  // Which entry of the list that the member stands in; 0 without one.
  std::uint64_t inner = 0;  // Which entry of the list within that.
  // Where it stands as written, while `member` is none: from whoever decoded the request, or from
  // an earlier version of Till, which stored places.
  std::string place;

  Field() = default;
  Field(Member meant, std::size_t at = 0, std::size_t within = 0)
      : member(meant), index(at), inner(within) {}
  static Field spelled(std::string written) {
    Field field;
    field.place = std::move(written);
    return field;
  }
  bool operator==(const Field&) const = default;
};

}  // namespace till::checkout
