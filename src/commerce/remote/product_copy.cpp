#include "commerce/remote/product_copy.h"

#include <algorithm>
#include <utility>

namespace till::commerce::remote {
namespace {

constexpr std::size_t kBadShare = 5;  // One of so many, and more than one, is too bad.

bool is_too_bad(std::size_t bad, std::size_t of) { return bad > 1 && bad * kBadShare > of; }

// Nothing when there is room for all of them.
std::optional<std::string> too_much(std::size_t products, std::size_t bytes) {
  if (products > kMostProducts) return "more than " + std::to_string(kMostProducts) + " products";
  if (bytes > kMostProductBytes) {
    return "more than " + std::to_string(kMostProductBytes / (1024 * 1024)) + " MiB of products";
  }
  return std::nullopt;
}

ProductCopy sold_of(ProductCopy products) {
  std::erase_if(products, [](const RemoteProduct& each) { return each.removed; });
  return products;
}

}  // namespace

void ProductReading::keep(RemoteProduct product) {
  const auto [place, is_new] = places_.try_emplace(product.item.id, products_.size());
  bytes_ += product.bytes;
  if (is_new) {
    products_.push_back(std::move(product));
  } else {
    products_[place->second] = std::move(product);
  }
}

Result<void, std::string> ProductReading::add(ProductPage page) {
  ++pages_;
  seen_ += page.products.size() + page.bad.size();
  bad_ += page.bad.size();
  for (RemoteProduct& each : page.products) keep(std::move(each));
  for (BadProduct& each : page.bad) {
    if (each.id.empty()) continue;
    RemoteProduct gone;
    gone.item.id = std::move(each.id);
    gone.removed = true;
    keep(std::move(gone));
  }
  if (auto why = too_much(seen_, bytes_)) return refused(std::move(*why));
  if (!page.next) return {};
  if (!cursors_.insert(std::move(*page.next)).second) {
    return refused(std::string("a cursor came twice, so that the pages have no end"));
  }
  if (pages_ == kMostProductPages) {
    return refused("more than " + std::to_string(kMostProductPages) + " pages");
  }
  return {};
}

std::size_t ProductReading::count_sold() const {
  return static_cast<std::size_t>(std::count_if(products_.begin(), products_.end(),
                                                [](const auto& each) { return !each.removed; }));
}

bool ProductReading::loses_too_much(const ProductCopy& last) const {
  return count_sold() * 2 < last.size();
}

bool ProductReading::is_broken() const {
  return bad_ > 0 && (bad_ == seen_ || is_too_bad(bad_, seen_));
}

std::string ProductReading::too_bad() const {
  return std::to_string(bad_) + " of " + std::to_string(seen_) + " products cannot be read";
}

Result<ProductCopy, std::string> ProductReading::whole(const ProductCopy& last,
                                                       bool confirmed) const {
  if (is_broken()) return refused(too_bad());
  if (loses_too_much(last) && !confirmed) {
    return refused("only " + std::to_string(count_sold()) + " products are left of " +
                   std::to_string(last.size()) + "; that is believed when it is read again");
  }
  return sold_of(products_);
}

Result<std::optional<ProductCopy>, std::string> ProductReading::changes(
    const ProductCopy& last) const {
  if (is_too_bad(bad_, std::max(seen_, last.size()))) return refused(too_bad());
  ProductCopy copy;
  copy.reserve(last.size());
  std::vector<bool> taken(products_.size(), false);
  std::size_t bytes = 0;
  for (const RemoteProduct& each : last) {
    const auto place = places_.find(each.item.id);
    const bool told = place != places_.end();
    if (told) taken[place->second] = true;
    copy.push_back(told ? products_[place->second] : each);
  }
  for (std::size_t i = 0; i < products_.size(); ++i) {
    if (!taken[i]) copy.push_back(products_[i]);
  }
  copy = sold_of(std::move(copy));
  for (const RemoteProduct& each : copy) bytes += each.bytes;
  if (auto why = too_much(copy.size(), bytes)) return refused(std::move(*why));
  if (copy == last) return std::optional<ProductCopy>();
  return std::optional(std::move(copy));
}

}  // namespace till::commerce::remote
