#include "wire/order_request.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/limits.h"
#include "wire/faults.h"

namespace till::wire {
namespace {

using checkout::PiecesWanted;

constexpr std::array<std::pair<std::string_view, OrderAction>, 7> kActions{{
    {"ship", OrderAction::ship},
    {"ready", OrderAction::ready},
    {"deliver", OrderAction::deliver},
    {"refund", OrderAction::refund},
    {"cancel", OrderAction::cancel},
    {"hold", OrderAction::hold},
    {"approve", OrderAction::approve},
}};

constexpr TextBound kReason{1, 500};
constexpr TextBound kUrl{1, 2000};

// Nothing to send wrongly: an absolute http(s) URL of printable characters, as the protocol wants.
std::optional<std::string> optional_url(const Node& parent, std::string_view name) {
  auto url = optional_text(parent, name, kUrl);
  if (!url) return url;
  static constexpr std::string_view kNever = " \"<>\\^`{|}";
  const bool absolute = url->starts_with("https://") || url->starts_with("http://");
  const bool fine = std::all_of(url->begin(), url->end(), [](char c) {
    return c > ' ' && c < '\x7f' && kNever.find(c) == std::string_view::npos;
  });
  const bool host = url->size() > url->find("://") + 3;
  if (!absolute || !fine || !host) parent.member(name).invalid("an http or https URL");
  return url;
}

std::vector<PiecesWanted> decode_pieces(const Node& root) {
  std::vector<PiecesWanted> pieces;
  const Node lines = root.member("line_items");
  if (!lines.given()) return pieces;
  for (const Node& entry : lines.entries(limits::kLineItems)) {
    if (!entry.expect_object()) continue;
    entry.expect_only({"id", "quantity"});
    PiecesWanted wanted;
    const Node id = entry.need("id");
    if (id.given()) wanted.id = id.words();
    const Node quantity = entry.member("quantity");
    if (quantity.given()) wanted.quantity = quantity.integer(1, limits::kQuantity);
    pieces.push_back(std::move(wanted));
  }
  if (pieces.empty()) lines.invalid("at least one line, or leave it out for everything open");
  return pieces;
}

checkout::ShipOrder decode_ship(const Node& root) {
  root.expect_only({"line_items", "carrier", "tracking_number", "tracking_url"});
  return {decode_pieces(root), optional_text(root, "carrier"),
          optional_text(root, "tracking_number"), optional_url(root, "tracking_url")};
}

checkout::DeliverOrder decode_deliver(const Node& root) {
  root.expect_only({"fulfillment_id", "access_url", "license_key"});
  checkout::DeliverOrder command;
  if (const auto id = optional_text(root, "fulfillment_id")) {
    command.fulfillment = FulfillmentId::parse(*id);
    if (!command.fulfillment) root.member("fulfillment_id").invalid("the id of a fulfillment");
  }
  command.access_url = optional_url(root, "access_url");
  command.license_key = optional_text(root, "license_key", kReason);
  return command;
}

checkout::RefundOrder decode_refund(const Node& root) {
  root.expect_only({"amount", "reason"});
  checkout::RefundOrder command;
  const Node amount = root.member("amount");
  if (amount.given()) command.amount = Amount{amount.integer(-kAmountMax, kAmountMax)};
  command.reason = optional_text(root, "reason", kReason);
  return command;
}

checkout::ReadyOrder decode_ready(const Node& root) {
  root.expect_only({"line_items"});
  return {decode_pieces(root)};
}

checkout::CancelOrder decode_cancel(const Node& root) {
  root.expect_only({"reason"});
  return {optional_text(root, "reason", kReason)};
}

checkout::OrderCommand decode(OrderAction action, const Node& root) {
  switch (action) {
    case OrderAction::ship: return decode_ship(root);
    case OrderAction::ready: return decode_ready(root);
    case OrderAction::deliver: return decode_deliver(root);
    case OrderAction::refund: return decode_refund(root);
    case OrderAction::cancel: return decode_cancel(root);
    case OrderAction::hold: root.expect_only({}); return checkout::HoldOrder{};
    case OrderAction::approve: root.expect_only({}); break;
  }
  return checkout::ApproveOrder{};
}

}  // namespace

std::optional<OrderAction> order_action(std::string_view name) {
  for (const auto& [known, action] : kActions) {
    if (known == name) return action;
  }
  return std::nullopt;
}

Result<checkout::OrderCommand, checkout::Refusal> decode_order_command(OrderAction action,
                                                                       const Body& body) {
  Faults faults;
  auto command = decode(action, Node(body.root(), faults));
  if (faults.first()) return refused(*faults.first());
  return command;
}

Result<void, checkout::Refusal> expect_no_members(const Body& body) {
  Faults faults;
  Node(body.root(), faults).expect_only({});
  if (faults.first()) return refused(*faults.first());
  return {};
}

Result<checkout::PaymentVerdict, checkout::Refusal> decode_payment_verdict(const Body& body) {
  Faults faults;
  const Node root(body.root(), faults);
  root.expect_only({"outcome", "charge"});
  const Node outcome = root.need("outcome");
  const std::string word = outcome.given() ? outcome.text() : "";
  checkout::PaymentVerdict verdict;
  if (word == "charged") {
    const Node charge = root.need("charge");
    if (charge.given()) verdict.charge = charge.text({1, 255});
  } else if (word != "not_charged") {
    outcome.invalid("charged or not_charged");
  } else if (root.member("charge").given()) {
    root.member("charge").refuse("Leave charge out: nothing was charged.");
  }
  if (faults.first()) return refused(*faults.first());
  return verdict;
}

}  // namespace till::wire
