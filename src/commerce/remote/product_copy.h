// ProductCopy: the shop's products as they were read last, and what one more reading makes of them.
// Pure.
#pragma once

#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "commerce/remote/product_answer.h"

namespace till::commerce::remote {

// More than most shops have, and no more than a process has room for.
inline constexpr std::size_t kMostProducts = 100'000;
inline constexpr std::size_t kMostProductBytes = std::size_t{256} * 1024 * 1024;
inline constexpr std::size_t kMostProductPages = 2'000;

// In the order in which the shop tells them; no id twice, none removed.
using ProductCopy = std::vector<RemoteProduct>;

// The pages of one reading, one after the other. Of a product that comes twice the later one
// counts, since a shop may change while it is read.
class ProductReading {
 public:
  // Refused with a sentence when there is too much of everything, or when a cursor comes again:
  // nothing of this reading can be used then.
  Result<void, std::string> add(ProductPage page);

  // What replaces `last` after a reading of everything, or a sentence why it must not. One that has
  // lost more than half of `last` is believed only when it is `confirmed` by one before it.
  Result<ProductCopy, std::string> whole(const ProductCopy& last, bool confirmed) const;
  // The same after a reading of changes; nothing when nothing has changed. What can no longer be
  // read is left out as what was removed.
  Result<std::optional<ProductCopy>, std::string> changes(const ProductCopy& last) const;
  bool loses_too_much(const ProductCopy& last) const;
  // So much of it cannot be read that it says nothing about what is sold.
  bool is_broken() const;

  std::size_t pages() const { return pages_; }
  std::size_t bad() const { return bad_; }

 private:
  void keep(RemoteProduct product);
  std::size_t count_sold() const;
  std::string too_bad() const;

  std::vector<RemoteProduct> products_;
  std::unordered_map<std::string, std::size_t> places_;  // By id.
  std::set<std::string> cursors_;
  std::size_t pages_ = 0;
  std::size_t seen_ = 0;
  std::size_t bytes_ = 0;
  std::size_t bad_ = 0;
};

}  // namespace till::commerce::remote
