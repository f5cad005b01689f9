#include "commerce/embedded/recent_items.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <string>
#include <utility>

namespace till::commerce {
namespace {

constexpr std::size_t kUsualItem = 1'536;
constexpr std::size_t kNode = 96;  // Of a map: a price with its currency.

std::size_t room_of(const std::string& text) {
  return text.capacity() > std::string().capacity() ? text.capacity() + 1 : 0;
}

std::size_t room_of(const std::optional<std::string>& text) { return text ? room_of(*text) : 0; }

std::size_t room_of(const Prices& prices) { return prices.by_currency().size() * kNode; }

std::size_t room_of(const checkout::ItemFacts& facts) {
  std::size_t bytes = sizeof facts + room_of(facts.group) + room_of(facts.brand) +
                      room_of(facts.gtin) + room_of(facts.mpn) + room_of(facts.category);
  for (const checkout::ItemOption& option : facts.options) {
    bytes += sizeof option + room_of(option.name) + room_of(option.value);
  }
  return bytes;
}

}  // namespace

std::size_t weight_of(const CatalogItem& item) {
  std::size_t bytes = sizeof item + room_of(item.id) + room_of(item.title) +
                      room_of(item.description) + room_of(item.unit_amount) +
                      room_of(item.tax_class) + room_of(item.shipping_class) +
                      room_of(item.links.page);
  bytes += item.links.images.size() * sizeof(std::string);
  for (const std::string& image : item.links.images) bytes += room_of(image);
  for (const checkout::Disclosure& each : item.disclosures) {
    bytes += sizeof each + room_of(each.content);
  }
  if (item.sale) bytes += room_of(item.sale->prices);
  return item.facts ? bytes + room_of(*item.facts) : bytes;
}

RecentItems::RecentItems(std::size_t bytes)
    : sets_(std::max<std::size_t>(1, bytes / (kUsualItem * kEntries))),
      set_bytes_(bytes / sets_.size()) {}

RecentItems::Set& RecentItems::set_of(std::string_view id) {
  return sets_[std::hash<std::string_view>()(id) % sets_.size()];
}

ImportedItem RecentItems::find(std::string_view id) {
  Set& set = set_of(id);
  const std::lock_guard lock(set.mutex);
  const auto asked = std::find_if(set.entries.begin(), set.entries.end(), [id](const Entry& entry) {
    return entry.item && entry.item->id == id;
  });
  if (asked == set.entries.end()) return nullptr;
  std::rotate(set.entries.begin(), asked, asked + 1);
  return set.entries.front().item;
}

void RecentItems::put(ImportedItem item) {
  const std::size_t weight = weight_of(*item);
  if (weight > set_bytes_) return;
  Set& set = set_of(item->id);
  std::array<Entry, kEntries> dropped;  // To be freed without the lock.
  const std::lock_guard lock(set.mutex);
  std::size_t at = 0;
  while (at + 1 < kEntries && !(set.entries[at].item && set.entries[at].item->id == item->id)) ++at;
  std::rotate(set.entries.begin(), set.entries.begin() + static_cast<std::ptrdiff_t>(at),
              set.entries.begin() + static_cast<std::ptrdiff_t>(at) + 1);
  dropped[0] = std::exchange(set.entries[0], Entry{std::move(item), weight});
  std::size_t held = 0;
  for (std::size_t i = 0; i < kEntries; ++i) {
    held += set.entries[i].weight;
    if (held <= set_bytes_) continue;
    held -= set.entries[i].weight;
    dropped[i] = std::exchange(set.entries[i], {});  // Never the first: it is no heavier than all.
  }
}

}  // namespace till::commerce
