// Drafts: a command applied to a session, before it is priced.
#include <algorithm>
#include <utility>

#include "checkout/decide.h"
#include "checkout/discount_rules.h"
#include "checkout/emails.h"
#include "checkout/groups.h"
#include "checkout/session_rules.h"
#include "checkout/tax_exemption.h"

namespace till::checkout {
namespace {

LineItem new_line(const RequestedLine& requested, IdSource& ids) {
  LineItem line;
  line.id = ids.make<LineItemId>();
  line.item_id = requested.item_id;
  line.quantity = requested.quantity;
  return line;
}

// The lines of the new list; the first unused old line of the same item lends its id (CU-12) and
// the price that it keeps.
std::vector<LineItem> replace_lines(const std::vector<LineItem>& before,
                                    const std::vector<RequestedLine>& requested, IdSource& ids) {
  std::vector<bool> used(before.size(), false);
  std::vector<LineItem> lines;
  lines.reserve(requested.size());
  for (const RequestedLine& wanted : requested) {
    LineItem line;
    bool found = false;
    for (std::size_t i = 0; i < before.size() && !found; ++i) {
      if (used[i] || before[i].item_id != wanted.item_id) continue;
      used[i] = found = true;
      line.id = before[i].id;
      line.item_id = wanted.item_id;
      line.quantity = wanted.quantity;
      line.honored = before[i].honored;
    }
    lines.push_back(found ? std::move(line) : new_line(wanted, ids));
  }
  return lines;
}

template <class T>
void apply(const Patch<T>& patch, std::optional<T>& member) {
  switch (patch.kind) {
    case Patch<T>::Kind::absent: return;
    case Patch<T>::Kind::cleared: member.reset(); return;
    case Patch<T>::Kind::given: member = patch.value; return;
  }
}

// A list has no "none": null clears it to empty.
template <class T>
bool apply(const Patch<std::vector<T>>& patch, std::vector<T>& member) {
  if (patch.kind == Patch<std::vector<T>>::Kind::absent) return false;
  member = patch.value;
  return true;
}

void add_groups(const Draft& draft, QuoteRequest& request) {
  if (draft.groups.empty()) return;
  for (const FulfillmentGroup& group : draft.groups) {
    QuoteGroup quoted{group.id, group.destination_type, std::nullopt, group.location_id};
    if (has_own_address(group)) quoted.ship_to = group.fulfillment_details->address;
    request.groups.push_back(std::move(quoted));
  }
  const auto owners = groups_of_lines(draft);
  for (std::size_t i = 0; i < owners.size(); ++i) {
    if (owners[i] != kNoGroup) request.lines[i].group = owners[i];
  }
}

// A complete says so itself.
QuotePurpose purpose_of(const Draft& draft) {
  if (draft.kind == SessionKind::cart) return QuotePurpose::cart;
  return draft.version == 1 ? QuotePurpose::create : QuotePurpose::update;
}

}  // namespace

Capabilities common_capabilities(const Capabilities& agent, const Capabilities& seller) {
  Capabilities common = seller;
  common.three_ds = agent.three_ds && seller.three_ds;
  common.biometric = agent.biometric && seller.biometric;
  common.address_verification = agent.address_verification && seller.address_verification;
  common.extensions = agent.extensions;
  return common;
}

Draft begin_session(const CreateCommand& command, const std::string& agent, Milliseconds lifetime,
                    const Circumstances& circumstances) {
  Draft draft;
  draft.id = circumstances.ids.make<SessionId>();
  draft.version = 1;
  draft.agent = agent;
  draft.currency = command.currency;
  draft.capabilities = common_capabilities(command.capabilities, {});
  draft.buyer = command.buyer;
  draft.lines.reserve(command.lines.size());
  for (const RequestedLine& line : command.lines) {
    draft.lines.push_back(new_line(line, circumstances.ids));
  }
  draft.fulfillment_details = command.fulfillment_details;
  draft.groups = command.groups;
  if (command.discount_codes) draft.discounts.codes = *command.discount_codes;
  draft.discounts_requested =
      command.discount_codes.has_value() || !draft.capabilities.extensions.empty();
  draft.locale = command.locale;
  draft.timezone = command.timezone;
  draft.metadata_json = command.metadata_json;
  draft.order_notes = command.order_notes;
  draft.language = command.language.value_or(Language::en);
  draft.quote_id = command.quote_id;
  draft.record.first_touch = command.attribution;
  draft.created_at = draft.updated_at = circumstances.now;
  draft.expires_at = circumstances.now + lifetime;
  return draft;
}

Result<Draft, Refusal> apply_update(const Session& session, const UpdateCommand& command,
                                    const Circumstances& circumstances) {
  if (auto open = check_open(session, circumstances.now); !open) return refused(open.error());
  Draft draft = session;
  draft.version = session.version + 1;
  draft.updated_at = circumstances.now;
  draft.messages.clear();
  draft.authentication.reset();  // It was for the total as it stood.
  draft.approved = false;
  if (command.lines.kind != Patch<std::vector<RequestedLine>>::Kind::absent) {
    draft.lines = replace_lines(session.lines, command.lines.value, circumstances.ids);
  }
  apply(command.buyer, draft.buyer);
  apply(command.fulfillment_details, draft.fulfillment_details);
  apply(command.groups, draft.groups);
  apply(command.order_notes, draft.order_notes);
  draft.language = command.language.value_or(session.language);
  if (apply(command.discount_codes, draft.discounts.codes)) draft.discounts_requested = true;
  return draft;
}

QuoteRequest quote_request(const Draft& draft, bool trusts_log_ins, Timestamp now) {
  QuoteRequest request;
  request.session = draft.id;
  request.purpose = purpose_of(draft);
  request.locale = draft.locale;
  request.currency = draft.currency;
  request.lines.reserve(draft.lines.size());
  for (const LineItem& line : draft.lines) {
    request.lines.push_back({line.item_id, line.quantity, std::nullopt, line.honored});
  }
  add_groups(draft, request);
  if (draft.fulfillment_details) request.ship_to = draft.fulfillment_details->address;
  request.discount_codes = draft.discounts.codes;
  request.agent = draft.agent;
  request.buyer_logged_in =
      trusts_log_ins && draft.buyer &&
      draft.buyer->authentication_status == AuthenticationStatus::authenticated;
  if (draft.buyer) request.buyer = mailbox_of(draft.buyer->email);
  if (draft.buyer) request.email = draft.buyer->email;
  if (draft.buyer && draft.buyer->tax_exemption && is_valid(*draft.buyer->tax_exemption, now)) {
    request.exemption = draft.buyer->tax_exemption;
  }
  if (draft.buyer && draft.buyer->company) request.tax_id = draft.buyer->company->tax_id;
  request.quote_id = draft.quote_id;
  request.quote_must_hold = draft.version == 1;  // Later its end only ends its prices.
  request.now = now;
  return request;
}

}  // namespace till::checkout
