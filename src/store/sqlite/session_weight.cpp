#include "store/sqlite/session_weight.h"

#include <vector>

#include "checkout/session_size.h"

namespace till::store {
namespace {

constexpr std::size_t kShortTexts = 256;  // Those of one entry of a list, together.

// The entries themselves, without the texts in them.
template <class Entry>
std::size_t room_of(const std::vector<Entry>& entries) {
  return entries.size() * sizeof(Entry);
}

template <class Entry>
std::size_t list_weight(const std::vector<Entry>& entries) {
  return entries.size() * (sizeof(Entry) + kShortTexts);
}

std::size_t order_weight(const checkout::Order& order) {
  return sizeof order + list_weight(order.lines) + list_weight(order.fulfillments) +
         list_weight(order.adjustments) + order.shop.number.size() +
         order.shop.permalink_url.value_or("").size();
}

}  // namespace

std::size_t weight_of(const checkout::Session& session) {
  std::size_t bytes = sizeof session + checkout::session_bytes(session) + room_of(session.lines) +
                      room_of(session.options) + room_of(session.selected) +
                      room_of(session.groups) + room_of(session.messages) + room_of(session.holds) +
                      room_of(session.record.consents);
  for (const checkout::LineItem& line : session.lines) {
    bytes += room_of(line.disclosures) + room_of(line.links.images);
    if (line.facts) bytes += sizeof *line.facts + room_of(line.facts->options);
  }
  for (const auto& selected : session.selected) bytes += room_of(selected.lines);
  for (const auto& group : session.groups) bytes += room_of(group.item_ids);
  if (session.buyer && session.buyer->tax_exemption) {
    bytes += room_of(session.buyer->tax_exemption->exempt_regions);
  }
  return session.order ? bytes + order_weight(*session.order) : bytes;
}

}  // namespace till::store
