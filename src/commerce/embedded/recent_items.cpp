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

std::size_t number_of(std::string_view id) { return std::hash<std::string_view>()(id); }

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
    : sets_(std::max<std::size_t>(1, bytes / (kUsualItem * Recent::kEntries))),
      set_bytes_(bytes / sets_.size()) {}

ImportedItem RecentItems::find(std::string_view id) {
  const std::size_t number = number_of(id);
  Set& set = sets_[number % sets_.size()];
  const std::lock_guard lock(set.mutex);
  ImportedItem item = set.recent.find(number);
  return item && item->id == id ? item : nullptr;  // Two ids may share a number.
}

void RecentItems::put(ImportedItem item) {
  const std::size_t number = number_of(item->id);
  const std::size_t weight = weight_of(*item);
  Set& set = sets_[number % sets_.size()];
  Recent::Dropped dropped;
  const std::lock_guard lock(set.mutex);
  set.recent.hold(number, std::move(item), weight, set_bytes_, dropped);
}

}  // namespace till::commerce
