// RecentItems: the imported products that were asked for last, ready to be quoted. Private to
// commerce.
#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <string_view>
#include <vector>

#include "base/recent_set.h"
#include "commerce/embedded/catalog.h"

namespace till::commerce {

using ImportedItem = std::shared_ptr<const CatalogItem>;

// About what it takes in memory, with its texts.
std::size_t weight_of(const CatalogItem& item);

// Sets of recent items, of which an item has its place in one, chosen by its id. Any thread may
// call.
class RecentItems {
 public:
  // Holds at most so many bytes of items; one that is much larger than others is not held.
  explicit RecentItems(std::size_t bytes);

  // Null when it is not held.
  ImportedItem find(std::string_view id);
  void put(ImportedItem item);

 private:
  using Recent = RecentSet<std::size_t, ImportedItem>;  // By a number made of the id.
  struct Set {
    std::mutex mutex;
    Recent recent;
  };
  std::vector<Set> sets_;
  const std::size_t set_bytes_;
};

}  // namespace till::commerce
