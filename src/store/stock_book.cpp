#include "store/stock_book.h"

#include <algorithm>
#include <utility>

namespace till::store {
namespace {

using app::StockNumber;
using checkout::StockFault;
using checkout::StockLevel;
using checkout::StockSince;

void note_move(StockBook& book, const std::string& item, Timestamp at, StockSince move) {
  const Timestamp moment = checkout::moment_of_move(book.seen(item), at);
  book.forget(item, moment + -kStockMemory);
  book.note(item, moment, move);
}

std::optional<StockFault> fault_of(const StockLevel& level, const StockNumber& number, Timestamp at,
                                   Timestamp known_since) {
  if (number.kind == StockNumber::Kind::counted) {
    return checkout::count_fault(level, at, known_since);
  }
  return checkout::add_fault(level, number.pieces, at, known_since);
}

void apply(StockBook& book, const StockNumber& number, Timestamp at) {
  const std::string& item = number.item_id;
  if (number.kind == StockNumber::Kind::counted) {
    checkout::apply_count(book.level(item), {number.pieces, at}, book.since(item, at));
    book.forget(item, at + Milliseconds(1));  // No earlier count will be taken any more.
    return;
  }
  checkout::add_pieces(book.level(item), number.pieces);
  note_move(book, item, at, {0, number.pieces});
}

}  // namespace

void move_stock(StockBook& book, const app::Changeset& changeset) {
  for (const checkout::StockMove& move : changeset.stock) {
    checkout::hold_pieces(book.level(move.item_id), move.taken);
  }
  for (const checkout::StockMove& move : changeset.sold.pieces) {
    checkout::sell_pieces(book.level(move.item_id), move.taken);
    note_move(book, move.item_id, changeset.sold.at, {move.taken, 0});
  }
}

void state_stock(StockBook& book, std::span<const app::Stock::StatedStock> stock, Timestamp at) {
  for (const app::Stock::StatedStock& stated : stock) {
    const bool known = book.known(stated.item_id);
    const std::int64_t difference = checkout::restate(book.level(stated.item_id), stated.quantity);
    if (known && difference != 0) note_move(book, stated.item_id, at, {0, difference});
  }
}

void state_others(StockBook& book, const app::StatedPieces& others, Timestamp at) {
  for (const std::string& item : book.items()) {
    const auto stated = others.stated(item);
    if (!stated || book.seen(item).catalog == *stated) continue;
    const app::Stock::StatedStock one{item, *stated};
    state_stock(book, {&one, 1}, at);
  }
}

checkout::StockLevel stated_level(const app::StatedPieces* others, const std::string& item) {
  checkout::StockLevel level;
  const auto stated = others == nullptr ? std::nullopt : others->stated(item);
  if (stated) checkout::restate(level, *stated);
  return level;
}

app::StockTold tell_stock(StockBook& book, const app::StockReport& report) {
  app::StockTold told;
  const Timestamp known_since = std::max(report.now + -kStockMemory, book.begins());
  for (std::size_t i = 0; i < report.numbers.size(); ++i) {
    const StockNumber& number = report.numbers[i];
    const StockLevel level = book.seen(number.item_id);
    const auto fault = fault_of(level, number, report.at, known_since);
    if (!fault) continue;
    const bool older = *fault == StockFault::older_than_count;
    told.objections.push_back({i, *fault, older ? level.count->at : known_since});
  }
  if (report.look_only || !told.objections.empty()) return told;
  for (const StockNumber& number : report.numbers) {
    apply(book, number, report.at);
    told.items.push_back({number.item_id, book.seen(number.item_id)});
  }
  return told;
}

bool fits(const app::ItemStock& item, const app::StockFilter& filter) {
  if (!filter.item_id.empty() && item.item_id != filter.item_id) return false;
  return !filter.most_free || checkout::free_pieces(item.level) <= *filter.most_free;
}

}  // namespace till::store
