// Goods: ship, ready for pickup, deliver (A22).
#include "checkout/order_steps.h"

#include <algorithm>
#include <utility>

namespace till::checkout {
namespace {

using Pieces = std::vector<LineQuantity>;

std::int64_t open_pieces(const OrderLine& line) { return line.current - line.fulfilled; }

bool names(const PiecesWanted& wanted, const OrderLine& line) {
  return wanted.id == line.item_id || wanted.id == line.id.text();
}

bool carried(FulfillmentType type) {
  return type == FulfillmentType::shipping || type == FulfillmentType::local_delivery;
}

// The status in which goods of this kind leave (OD-07).
FulfillmentStatus first_status(FulfillmentType type) {
  switch (type) {
    case FulfillmentType::shipping:
    case FulfillmentType::local_delivery: return FulfillmentStatus::shipped;
    case FulfillmentType::pickup: return FulfillmentStatus::ready_for_pickup;
    case FulfillmentType::digital: break;
  }
  return FulfillmentStatus::processing;
}

void reach(OrderFulfillment& fulfillment, FulfillmentStatus status,
           const Circumstances& circumstances) {
  fulfillment.status = status;
  fulfillment.progress.push_back({circumstances.ids.make<ProgressId>(), status, circumstances.now});
}

// What one entry asks for, taken from the lines it names in their order, of what `taken` left.
Result<void, OrderRefusal> add_pieces(const Order& order, const PiecesWanted& wanted,
                                      Pieces& taken) {
  const bool known = std::any_of(order.lines.begin(), order.lines.end(),
                                 [&](const OrderLine& line) { return names(wanted, line); });
  if (!known) {
    return refuse(OrderRefusalCode::unknown_line, {TextId::order_line_unknown, {wanted.id}});
  }
  std::int64_t available = 0;
  std::int64_t missing = wanted.quantity.value_or(kAmountMax);
  for (std::size_t i = 0; i < order.lines.size(); ++i) {
    if (!names(wanted, order.lines[i])) continue;
    const std::int64_t open = open_pieces(order.lines[i]) - taken[i].quantity;
    available += open;
    const std::int64_t pieces = std::min(open, std::max<std::int64_t>(missing, 0));
    taken[i].quantity += pieces;
    missing -= pieces;
  }
  if (available == 0) {
    return refuse(OrderRefusalCode::nothing_open, {TextId::order_line_not_open, {wanted.id}});
  }
  if (wanted.quantity && (*wanted.quantity < 1 || missing > 0)) {
    return refuse(OrderRefusalCode::quantity_not_open,
                  {TextId::quantity_not_open, {std::to_string(available), wanted.id}});
  }
  return {};
}

// How many pieces of each line are to leave, in the order of the lines.
template <class Filter>
Result<Pieces, OrderRefusal> choose(const Order& order, const std::vector<PiecesWanted>& wanted,
                                    Filter fits) {
  Pieces chosen;
  for (const OrderLine& line : order.lines) {
    const bool all = wanted.empty() && fits(line);
    chosen.push_back({line.id, all ? open_pieces(line) : 0});
  }
  for (const PiecesWanted& entry : wanted) {
    if (auto fine = add_pieces(order, entry, chosen); !fine) return refused(fine.error());
  }
  return chosen;
}

bool nothing(const Pieces& pieces) {
  return std::all_of(pieces.begin(), pieces.end(),
                     [](const LineQuantity& each) { return each.quantity == 0; });
}

std::optional<Address> destination_of(const Order& order, const OrderLine& line) {
  if (!carried(line.fulfillment)) return std::nullopt;
  return line.destination ? line.destination : order.destination;
}

// Lets the pieces leave: one fulfilment for each kind and address, in the order in which they
// first stand. The index of the first new one.
std::size_t fulfil(Order& order, const Pieces& pieces, const Circumstances& circumstances) {
  const std::size_t first = order.fulfillments.size();
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    OrderLine& line = order.lines[i];
    if (pieces[i].quantity == 0) continue;
    line.fulfilled += pieces[i].quantity;
    const auto begin = order.fulfillments.begin() + static_cast<std::ptrdiff_t>(first);
    const auto destination = destination_of(order, line);
    auto found = std::find_if(begin, order.fulfillments.end(), [&](const auto& each) {
      return each.type == line.fulfillment && each.destination == destination;
    });
    if (found == order.fulfillments.end()) {
      OrderFulfillment made;
      made.id = circumstances.ids.make<FulfillmentId>();
      made.type = line.fulfillment;
      made.destination = destination;
      reach(made, first_status(made.type), circumstances);
      found = order.fulfillments.insert(found, std::move(made));
    }
    found->lines.push_back(pieces[i]);
  }
  return first;
}

auto refuse_nothing_open() { return refuse(OrderRefusalCode::nothing_open, TextId::nothing_open); }

bool is_digital(const OrderFulfillment& each) { return each.type == FulfillmentType::digital; }

// Which fulfilments the command delivers.
std::vector<OrderFulfillment*> to_deliver(Order& order, const DeliverOrder& command) {
  const bool only_digital = command.access_url || command.license_key;
  std::vector<OrderFulfillment*> chosen;
  for (OrderFulfillment& each : order.fulfillments) {
    if (each.status == FulfillmentStatus::delivered) continue;
    if (command.fulfillment && each.id != *command.fulfillment) continue;
    if (only_digital && !is_digital(each)) continue;
    chosen.push_back(&each);
  }
  return chosen;
}

std::optional<OrderRefusal> check_delivery(const Order& order, const DeliverOrder& command) {
  const auto named = [&command](const OrderFulfillment& each) {
    return !command.fulfillment || each.id == *command.fulfillment;
  };
  const auto& all = order.fulfillments;
  if (command.fulfillment && std::none_of(all.begin(), all.end(), named)) {
    return OrderRefusal{OrderRefusalCode::unknown_fulfillment,
                        {TextId::fulfillment_unknown, {command.fulfillment->text()}}};
  }
  const bool only_digital = command.access_url || command.license_key;
  const bool any_digital = std::any_of(all.begin(), all.end(), [&named](const auto& each) {
    return named(each) && is_digital(each);
  });
  if (only_digital && !any_digital) {
    return OrderRefusal{OrderRefusalCode::not_digital, TextId::not_digital};
  }
  return std::nullopt;
}

OrderRefusal nothing_to_deliver(const Order& order) {
  if (order.fulfillments.empty()) {
    return {OrderRefusalCode::nothing_shipped, TextId::nothing_has_left};
  }
  return {OrderRefusalCode::already_delivered, TextId::delivered_already};
}

}  // namespace

OrderStep ship_order(const Order& order, const ShipOrder& command,
                     const Circumstances& circumstances) {
  const auto any = [](const OrderLine&) { return true; };
  auto pieces = choose(order, command.pieces, any);
  if (!pieces) return refused(pieces.error());
  if (nothing(*pieces)) return refuse_nothing_open();
  OrderChange change{order};
  auto& fulfillments = change.order.fulfillments;
  const std::size_t first = fulfil(change.order, *pieces, circumstances);
  bool tracked = !command.carrier && !command.tracking_number && !command.tracking_url;
  for (std::size_t i = first; i < fulfillments.size(); ++i) {
    if (!carried(fulfillments[i].type)) continue;
    fulfillments[i].carrier = command.carrier;
    fulfillments[i].tracking_number = command.tracking_number;
    fulfillments[i].tracking_url = command.tracking_url;
    tracked = true;
  }
  if (!tracked) {
    return refuse(OrderRefusalCode::not_shipped_goods, TextId::not_in_a_parcel);
  }
  return change;
}

OrderStep ready_order(const Order& order, const ReadyOrder& command,
                      const Circumstances& circumstances) {
  const auto for_pickup = [](const OrderLine& line) {
    return line.fulfillment == FulfillmentType::pickup;
  };
  auto pieces = choose(order, command.pieces, for_pickup);
  if (!pieces) return refused(pieces.error());
  const bool any_pickup = std::any_of(order.lines.begin(), order.lines.end(), for_pickup);
  bool all_pickup = any_pickup;
  for (std::size_t i = 0; i < pieces->size(); ++i) {
    if ((*pieces)[i].quantity > 0 && !for_pickup(order.lines[i])) all_pickup = false;
  }
  if (!all_pickup) {
    return refuse(OrderRefusalCode::not_for_pickup, TextId::not_picked_up);
  }
  if (nothing(*pieces)) return refuse_nothing_open();
  OrderChange change{order};
  fulfil(change.order, *pieces, circumstances);
  return change;
}

OrderStep deliver_order(const Order& order, const DeliverOrder& command,
                        const Circumstances& circumstances) {
  OrderChange change{order};
  if (!command.fulfillment) {
    const auto digital = [](const OrderLine& line) {
      return line.fulfillment == FulfillmentType::digital;
    };
    const auto pieces = choose(order, {}, digital);
    if (pieces && !nothing(*pieces)) fulfil(change.order, *pieces, circumstances);
  }
  if (auto refusal = check_delivery(change.order, command)) return refused(std::move(*refusal));
  const auto chosen = to_deliver(change.order, command);
  if (chosen.empty()) return refused(nothing_to_deliver(change.order));
  for (OrderFulfillment* each : chosen) {
    if (is_digital(*each)) {
      each->access_url = command.access_url;
      each->license_key = command.license_key;
    }
    reach(*each, FulfillmentStatus::delivered, circumstances);
  }
  return change;
}

}  // namespace till::checkout
