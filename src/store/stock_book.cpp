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

Timestamp moves_known_since(const StockBook& book, Timestamp now) {
  return std::max(now + -kStockMemory, book.begins());
}

std::optional<StockFault> fault_of(const StockLevel& level, const StockNumber& number, Timestamp at,
                                   Timestamp known_since) {
  if (number.kind == StockNumber::Kind::counted) {
    return checkout::count_fault(level, at, known_since);
  }
  return checkout::add_fault(level, number.pieces, at, known_since);
}

void apply_count(StockBook& book, const std::string& item, const checkout::StockCount& count) {
  checkout::apply_count(book.level(item), count, book.since(item, count.at));
  book.forget(item, count.at + Milliseconds(1));  // No earlier count will be taken any more.
}

void apply(StockBook& book, const StockNumber& number, Timestamp at) {
  const std::string& item = number.item_id;
  if (number.kind == StockNumber::Kind::counted) {
    return apply_count(book, item, {number.pieces, at});
  }
  checkout::add_pieces(book.level(item), number.pieces);
  note_move(book, item, at, {0, number.pieces});
}

// What is stated follows by the difference.
void state_other(StockBook& book, const std::string& item, std::int64_t pieces, Timestamp at) {
  if (book.seen(item).catalog == pieces) return;
  const app::Stock::StatedStock one{item, pieces};
  state_stock(book, {&one, 1}, at);
}

void state_counted(StockBook& book, const std::string& item, const checkout::StockCount& count,
                   Timestamp at) {
  const StockLevel level = book.seen(item);
  const bool same = level.catalog == count.pieces;
  const bool known =
      level.count && (count.at < level.count->at || (count.at == level.count->at && same));
  const bool usable = count.at <= at && count.at >= moves_known_since(book, at);
  if (!known && !usable) return state_other(book, item, count.pieces, at);
  if (known && same) return;
  if (!known) apply_count(book, item, count);
  book.level(item).catalog = count.pieces;
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
    if (!stated) continue;
    if (const auto counted_at = others.counted_at(item)) {
      state_counted(book, item, {*stated, *counted_at}, at);
    } else {
      state_other(book, item, *stated, at);
    }
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
  const Timestamp known_since = moves_known_since(book, report.now);
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
