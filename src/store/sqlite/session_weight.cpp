#include "store/sqlite/session_weight.h"

#include <string>
#include <vector>

namespace till::store {
namespace {

constexpr std::size_t kShortTexts = 256;  // Those of one entry of a list, together.

std::size_t weight_of(const std::optional<std::string>& text) { return text ? text->size() : 0; }

template <class Entry>
std::size_t weight_of(const std::vector<Entry>& entries) {
  return entries.size() * (sizeof(Entry) + kShortTexts);
}

std::size_t weight_of(const checkout::Order& order) {
  return sizeof order + weight_of(order.lines) + weight_of(order.fulfillments) +
         weight_of(order.adjustments);
}

}  // namespace

std::size_t weight_of(const checkout::Session& session) {
  std::size_t bytes = sizeof session + weight_of(session.lines) + weight_of(session.options) +
                      weight_of(session.selected) + weight_of(session.groups) +
                      weight_of(session.messages) + weight_of(session.holds) +
                      weight_of(session.metadata_json) + weight_of(session.order_notes);
  for (const checkout::LineItem& line : session.lines) {
    bytes += weight_of(line.description) + weight_of(line.disclosures);
  }
  for (const auto& selected : session.selected) bytes += weight_of(selected.lines);
  for (const auto& group : session.groups) bytes += weight_of(group.item_ids);
  return session.order ? bytes + weight_of(*session.order) : bytes;
}

}  // namespace till::store
