// Stock: what a session holds and what moves when that changes.
#include <algorithm>
#include <map>

#include "checkout/decide.h"
#include "checkout/session_rules.h"

namespace till::checkout {
namespace {

// What the lines of one item want together, and where the item first stands.
struct Demand {
  std::size_t first_line = 0;
  std::int64_t wanted = 0;
  bool reachable = true;  // So many pieces can be had.
  bool allowed = true;    // One order may have so many.
};

Message out_of_stock(const Draft& draft, std::size_t index, std::int64_t reachable) {
  const std::string& title = draft.lines[index].title;
  const Text text = reachable <= 0 ? Text(TextId::item_out_of_stock, {title})
                                   : Text(TextId::item_short, {std::to_string(reachable), title});
  return error_message(MessageCode::out_of_stock, {Member::line, index}, Resolution::recoverable,
                       text);
}

Message no_longer_sold(const Draft& draft, std::size_t index) {
  return error_message(MessageCode::out_of_stock, {Member::line, index}, Resolution::recoverable,
                       {TextId::item_gone, {draft.lines[index].title}});
}

Message too_many(const Draft& draft, std::size_t index, std::int64_t most) {
  return error_message(
      MessageCode::invalid, {Member::line_quantity, index}, Resolution::recoverable,
      {TextId::item_beyond_order_limit, {std::to_string(most), draft.lines[index].title}});
}

using Demands = std::map<std::string, Demand>;

Demands demands_of(const Draft& draft, const Quote& quote) {
  Demands demands;
  for (std::size_t i = 0; i < draft.lines.size(); ++i) {
    if (!quote.lines[i].available && !quote.lines[i].max_per_order) continue;
    const auto [demand, added] = demands.try_emplace(draft.lines[i].item_id, Demand{i});
    demand->second.wanted += draft.lines[i].quantity;  // At most kLineItems * kQuantity.
  }
  return demands;
}

}  // namespace

std::int64_t held_of(const std::vector<Hold>& holds, const std::string& item_id) {
  for (const Hold& hold : holds) {
    if (hold.item_id == item_id) return hold.quantity;
  }
  return 0;
}

void hold_stock(Draft& draft, const Quote& quote) {
  Demands demands = demands_of(draft, quote);
  std::vector<Hold> holds;
  const auto reachable = [&](const std::string& item, const Demand& demand) {
    return *quote.lines[demand.first_line].available + held_of(draft.holds, item);
  };
  for (auto& [item, demand] : demands) {
    const QuotedLine& line = quote.lines[demand.first_line];
    demand.allowed = demand.wanted <= line.max_per_order.value_or(demand.wanted);
    if (!line.available) continue;
    demand.reachable = demand.wanted <= reachable(item, demand);
    if (demand.reachable && demand.allowed) holds.push_back({item, demand.wanted});
  }
  for (std::size_t i = 0; i < draft.lines.size(); ++i) {
    LineItem& line = draft.lines[i];
    if (!quote.lines[i].sold) {
      line.in_stock = false;
      draft.messages.push_back(no_longer_sold(draft, i));
      continue;
    }
    const auto demand = demands.find(line.item_id);
    line.in_stock = demand == demands.end() || demand->second.reachable;
    if (demand == demands.end()) continue;
    if (!demand->second.allowed) {
      const QuotedLine& first = quote.lines[demand->second.first_line];
      draft.messages.push_back(too_many(draft, i, *first.max_per_order));
    } else if (!line.in_stock) {
      draft.messages.push_back(out_of_stock(draft, i, reachable(line.item_id, demand->second)));
    }
  }
  draft.holds = std::move(holds);
}

const std::vector<Hold>& own_holds(const Session& session) {
  static const std::vector<Hold> none;
  return session.held_by_shop ? none : session.holds;
}

std::vector<StockMove> stock_moves(const Session* before, const Session& next) {
  return stock_moves(before == nullptr ? std::vector<Hold>{} : own_holds(*before), own_holds(next));
}

std::vector<StockMove> stock_moves(const std::vector<Hold>& before,
                                   const std::vector<Hold>& after) {
  std::map<std::string, std::int64_t> taken;
  for (const Hold& hold : before) taken[hold.item_id] -= hold.quantity;
  for (const Hold& hold : after) taken[hold.item_id] += hold.quantity;
  std::vector<StockMove> moves;
  for (const auto& [item, quantity] : taken) {
    if (quantity != 0) moves.push_back({item, quantity});
  }
  return moves;
}

}  // namespace till::checkout
