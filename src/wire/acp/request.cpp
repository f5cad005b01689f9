#include "wire/acp/request.h"

#include <algorithm>
#include <utility>

#include "base/limits.h"
#include "json/canonical.h"
#include "wire/acp/party_decode.h"
#include "wire/acp/record_decode.h"
#include "wire/faults.h"

namespace till::wire {
namespace {

using checkout::Field;
using checkout::Member;
using checkout::Patch;
using checkout::RequestedLine;

template <class Command>
Decoded<Command> finish(Command&& command, const Faults& faults) {
  if (faults.first()) return refused(*faults.first());
  return std::forward<Command>(command);
}

// What the agent showed a piece to cost; nothing when it says none that can be. The member is of no
// version that Till speaks, so what is wrong with it is passed over as other such members are.
std::optional<Amount> decode_suggested(const Node& price) {
  const auto amount = price.member("amount").value().whole();
  if (!amount || *amount < 0 || *amount > kAmountMax) return std::nullopt;
  return Amount{*amount};
}

// {id}, {id, quantity} or {item: {id}, quantity}, the quantity beside or inside the item (CU-02).
// What is `named` the usual way need not be spelled, which costs.
RequestedLine decode_line(const Node& node, std::size_t index, bool named) {
  RequestedLine line;
  if (!node.expect_object()) return line;
  const Node item = node.member("item");
  const bool nested = item.given();
  if (nested && !item.expect_object()) return line;
  const auto place = [&](Member member, const Node& written) {
    return named && !nested ? Field(member, index) : Field::spelled(written.path());
  };
  const Node& holder = nested ? item : node;
  const Node id = holder.need("id");
  if (id.given()) line.item_id = id.words({1, 255});
  line.id_field = place(Member::line_id, id);
  const Node outer = node.member("quantity");
  const Node inner = item.member("quantity");
  const Node& quantity = outer.given() || !nested ? outer : inner;
  line.quantity_field =
      quantity.given() ? place(Member::line_quantity, quantity) : place(Member::line, node);
  if (quantity.given()) line.quantity = quantity.integer(1, limits::kQuantity);
  line.suggested = decode_suggested(holder.member("suggested_price"));
  return line;
}

std::vector<RequestedLine> decode_lines(const Node& node, bool named) {
  const std::vector<Node> entries = node.entries(limits::kLineItems);
  std::vector<RequestedLine> lines;
  lines.reserve(entries.size());
  for (const Node& entry : entries) lines.push_back(decode_line(entry, lines.size(), named));
  return lines;
}

// The list of lines under its name or the older one.
Node lines_of(const Node& root) {
  const Node lines = root.member("line_items");
  if (lines.given()) return lines;
  const Node older = root.member("items");
  return lines.absent() || older.given() ? older : lines;
}

bool named_usually(const Node& root) { return root.member("line_items").given(); }

std::vector<std::string> decode_texts(const Node& node, std::size_t most, TextBound bound) {
  std::vector<std::string> texts;
  for (const Node& entry : node.entries(most)) texts.push_back(entry.words(bound));
  return texts;
}

constexpr TextBound kCodeBound{1, 100};

// discounts.codes, or its deprecated alias coupons; absent when neither is there (DC-01, DC-03).
Patch<std::vector<std::string>> decode_codes(const Node& root) {
  using Codes = Patch<std::vector<std::string>>;
  const Node discounts = root.member("discounts");
  if (discounts.given()) {
    if (!discounts.expect_object()) return {};
    for (const std::string_view name : {"applied", "rejected"}) {
      const Node answer = discounts.member(name);
      if (!answer.absent()) answer.invalid("nothing: only codes can be requested");  // DC-18
    }
    const Node codes = discounts.member("codes");
    if (codes.is_null()) return Codes::clear();
    if (codes.given()) return Codes::of(decode_texts(codes, limits::kDiscountCodes, kCodeBound));
  }
  if (discounts.is_null()) return Codes::clear();
  const Node coupons = root.member("coupons");
  if (coupons.is_null()) return Codes::clear();
  if (coupons.given()) return Codes::of(decode_texts(coupons, limits::kDiscountCodes, kCodeBound));
  return {};
}

// `discount` alone or at the date of a version (XT-03).
bool is_discount_extension(std::string_view name) {
  constexpr std::string_view kPattern = "discount@0000-00-00";
  if (name == "discount") return true;
  if (name.size() != kPattern.size()) return false;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const bool digit = name[i] >= '0' && name[i] <= '9';
    if (kPattern[i] == '0' ? !digit : name[i] != kPattern[i]) return false;
  }
  return true;
}

// How an agent shows interventions: Till needs no more than every agent can do, but what is wrong
// is said (CP-06, CP-11).
void check_display(const Node& interventions) {
  for (const std::string_view name : {"display_context", "redirect_context"}) {
    const Node context = interventions.member(name);
    if (context.given()) context.text();
  }
  const Node redirects = interventions.member("max_redirects");
  if (redirects.given()) redirects.integer(0, limits::kQuantity);
  const Node depth = interventions.member("max_interaction_depth");
  if (depth.given()) depth.integer(1, limits::kQuantity);
}

// Unknown values are dropped, not refused (CP-08, XT-09).
checkout::Capabilities decode_capabilities(const Node& node) {
  checkout::Capabilities capabilities;
  if (!node.expect_object()) return capabilities;
  const Node interventions = node.member("interventions");
  if (interventions.given() && interventions.expect_object()) {
    check_display(interventions);
    const Node supported = interventions.member("supported");
    if (supported.given()) {
      for (const auto& name : decode_texts(supported, limits::kListEntries, {})) {
        capabilities.three_ds |= name == "3ds";
        capabilities.biometric |= name == "biometric";
        capabilities.address_verification |= name == "address_verification";
      }
    }
  }
  const Node extensions = node.member("extensions");
  if (!extensions.given()) return capabilities;
  for (const auto& name : decode_texts(extensions, limits::kListEntries, {})) {
    if (is_discount_extension(name) && capabilities.extensions.empty()) {
      capabilities.extensions.push_back(name);
    }
  }
  return capabilities;
}

std::optional<std::string> decode_metadata(const Node& root) {
  const Node node = root.member("metadata");
  if (!node.given() || !node.expect_object()) return std::nullopt;
  std::string text;
  std::string fault;
  if (!json::append_canonical(node.value(), text, fault) || text.size() > limits::kMetadataBytes) {
    node.invalid("an object of at most 16 KiB");
  }
  return text;
}

template <class T, class Decode>
Patch<T> decode_patch(const Node& node, Decode decode) {
  if (node.is_null()) return Patch<T>::clear();
  return node.given() ? Patch<T>::of(decode(node)) : Patch<T>{};
}

template <class T, class Decode>
std::optional<T> decode_optional(const Node& node, Decode decode) {
  return node.given() ? std::optional<T>(decode(node)) : std::nullopt;
}

constexpr TextBound kNotesBound{0, limits::kStringBytes};

// The token of {handler_id, instrument{type, credential{type, token}}} (PM-12), or of the older
// {token, provider}.
void decode_instrument(const Node& payment, checkout::CompleteCommand& command) {
  const Node instrument = payment.member("instrument");
  const Node token = payment.member("token");
  const Node handler = payment.member("handler_id");
  if (handler.given()) command.handler_id = handler.text({1, 64});
  if (!instrument.given() && token.given()) {
    command.instrument_type = "card";
    command.credential_type = "spt";
    command.token = Secret(token.text({1, 512}));
    command.psp = optional_text(payment, "provider").value_or("");
    return;
  }
  const Node needed = payment.need("instrument");
  if (!needed.given() || !needed.expect_object()) return;
  payment.need("handler_id");
  const Node type = needed.need("type");
  if (type.given()) command.instrument_type = type.text({1, 64});
  const Node credential = needed.need("credential");
  if (credential.given() && credential.expect_object()) {
    const Node credential_type = credential.need("type");
    if (credential_type.given()) command.credential_type = credential_type.text({1, 64});
    const Node credential_token = credential.need("token");
    if (credential_token.given()) command.token = Secret(credential_token.text({1, 512}));
  }
  const Node inner_handler = needed.member("handler_id");
  if (inner_handler.given() && inner_handler.text({1, 64}) != command.handler_id) {
    inner_handler.invalid("the same handler_id as in payment_data");
  }
}

void decode_payment(const Node& payment, checkout::CompleteCommand& command) {
  if (!payment.expect_object()) return;
  command.purchase_order_number = optional_text(payment, "purchase_order_number");
  decode_terms(payment, command);
  const bool instrument_named = payment.member("instrument").given() ||
                                payment.member("handler_id").given() ||
                                payment.member("token").given();
  if (instrument_named || !command.purchase_order_number) decode_instrument(payment, command);
  if (const Node address = payment.member("billing_address"); address.given()) {
    command.billing_address = decode_address(address);
  }
}

}  // namespace

Decoded<checkout::CreateCommand> decode_create(const Body& body) {
  Faults faults(Blanks::absent);
  const Node root(body.root(), faults);
  checkout::CreateCommand command;
  const Node lines = lines_of(root);
  if (!lines.given()) {
    root.need("line_items");
  } else {
    command.lines = decode_lines(lines, named_usually(root));
    if (command.lines.empty()) lines.invalid("a list of 1 to 100 line items");
  }
  const Node currency = root.need("currency");
  if (currency.given()) command.currency = decode_currency(currency);
  const Node capabilities = root.need("capabilities");
  if (capabilities.given()) command.capabilities = decode_capabilities(capabilities);
  command.buyer = decode_optional<checkout::Buyer>(root.member("buyer"), decode_buyer);
  command.fulfillment_details = decode_optional<checkout::FulfillmentDetails>(
      root.member("fulfillment_details"), decode_fulfillment_details);
  if (const Node groups = root.member("fulfillment_groups"); groups.given()) {
    command.groups = decode_groups(groups);
  }
  command.selected = decode_optional<std::vector<checkout::RequestedSelection>>(
      root.member("selected_fulfillment_options"), decode_selections);
  auto codes = decode_codes(root);
  if (codes.kind == Patch<std::vector<std::string>>::Kind::given) {
    command.discount_codes = std::move(codes.value);
  }
  command.locale = optional_text(root, "locale", {1, 64});
  command.timezone = optional_text(root, "timezone", {1, 64});
  command.quote_id = optional_text(root, "quote_id");
  command.metadata_json = decode_metadata(root);
  command.order_notes = optional_text(root, "order_notes", kNotesBound);
  command.attribution = decode_attribution(root, faults);
  return finish(std::move(command), faults);
}

Decoded<checkout::CartCommand> decode_cart(const Body& body) {
  Faults faults(Blanks::absent);
  const Node root(body.root(), faults);
  checkout::CartCommand command;
  const Node lines = root.need("line_items");
  if (lines.given()) {
    command.lines = decode_lines(lines, true);
    if (command.lines.empty()) lines.invalid("a list of 1 to 100 line items");
  }
  command.buyer = decode_optional<checkout::Buyer>(root.member("buyer"), decode_buyer);
  command.locale = optional_text(root, "locale", {1, 64});
  return finish(std::move(command), faults);
}

Decoded<checkout::UpdateCommand> decode_update(const Body& body) {
  Faults faults(Blanks::absent);
  const Node root(body.root(), faults);
  checkout::UpdateCommand command;
  command.lines = decode_patch<std::vector<RequestedLine>>(
      lines_of(root),
      [&root](const Node& node) { return decode_lines(node, named_usually(root)); });
  command.buyer = decode_patch<checkout::Buyer>(root.member("buyer"), decode_buyer);
  command.fulfillment_details = decode_patch<checkout::FulfillmentDetails>(
      root.member("fulfillment_details"), decode_fulfillment_details);
  command.groups = decode_patch<std::vector<checkout::FulfillmentGroup>>(
      root.member("fulfillment_groups"), decode_groups);
  command.selected = decode_patch<std::vector<checkout::RequestedSelection>>(
      root.member("selected_fulfillment_options"), decode_selections);
  command.discount_codes = decode_codes(root);
  command.order_notes = decode_patch<std::string>(
      root.member("order_notes"), [](const Node& node) { return node.words(kNotesBound); });
  return finish(std::move(command), faults);
}

Decoded<checkout::CompleteCommand> decode_complete(const Body& body) {
  Faults faults(Blanks::absent);
  const Node root(body.root(), faults);
  checkout::CompleteCommand command;
  const Node payment = root.need("payment_data");
  if (payment.given()) decode_payment(payment, command);
  command.buyer = decode_optional<checkout::Buyer>(root.member("buyer"), decode_buyer);
  command.order_notes = optional_text(root, "order_notes", kNotesBound);
  decode_complete_records(root, faults, command);
  return finish(std::move(command), faults);
}

Decoded<checkout::CancelCommand> decode_cancel(const Body& body) {
  Faults faults(Blanks::absent);
  const Node root(body.root(), faults);
  checkout::CancelCommand command;
  command.intent_trace = decode_trace(root, faults);
  return finish(std::move(command), faults);
}

}  // namespace till::wire
