// RecentItems: the imported products that were asked for last, ready to be quoted. Private to
// commerce.
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <mutex>
#include <string_view>
#include <vector>

#include "commerce/embedded/catalog.h"

namespace till::commerce {

using ImportedItem = std::shared_ptr<const CatalogItem>;

// About what it takes in memory, with its texts.
std::size_t weight_of(const CatalogItem& item);

// An item has a place in one small set only, chosen by its id, and drives out of it whichever was
// asked for the longest time ago. Any thread may call.
class RecentItems {
 public:
  // Holds at most so many bytes of items; one that is much larger than others is not held.
  explicit RecentItems(std::size_t bytes);

  // Null when it is not held.
  ImportedItem find(std::string_view id);
  void put(ImportedItem item);

 private:
  struct Entry {
    ImportedItem item;  // Null: free.
    std::size_t weight = 0;
  };
  static constexpr std::size_t kEntries = 8;
  struct Set {
    std::mutex mutex;
    std::array<Entry, kEntries> entries;  // Asked for last stands first.
  };
  Set& set_of(std::string_view id);
  std::vector<Set> sets_;
  const std::size_t set_bytes_;
};

}  // namespace till::commerce
