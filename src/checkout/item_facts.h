// ItemFacts: what is told of an item beside its name and its price: which variant it is, who made
// it, what it weighs. They are shown and decide nothing.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"

namespace till::checkout {

// What makes a variant the one it is: Colour, Blue.
struct ItemOption {
  std::string name;
  std::string value;
  bool operator==(const ItemOption&) const = default;
};

enum class ItemCondition { fresh, refurbished, used };  // `new` is a word of C++.

// It is sold now and can be had later.
enum class LaterSupply { preorder, backorder };

struct ItemSize {
  std::int64_t length_mm = 0;
  std::int64_t width_mm = 0;
  std::int64_t height_mm = 0;
  bool operator==(const ItemSize&) const = default;
};

// What is not told is absent.
struct ItemFacts {
  std::optional<std::string> group;  // The same for all variants of one product.
  std::vector<ItemOption> options;
  std::optional<std::string> brand;
  std::optional<std::string> gtin;
  std::optional<std::string> mpn;
  std::optional<std::string> category;
  std::optional<ItemCondition> condition;
  std::optional<std::int64_t> weight_grams;
  std::optional<ItemSize> size;
  std::optional<LaterSupply> later;
  std::optional<Timestamp> available_at;      // From when on it can be had.
  std::optional<std::int64_t> max_per_order;  // As it is shown; the quote says what holds.
  std::optional<std::int64_t> least_age;      // Of the buyer, in years.
  bool operator==(const ItemFacts&) const = default;
};

// Facts that never change: an item, its quotes and all versions of a session share them. Without
// any it is a null pointer and costs nothing.
class SharedFacts {
 public:
  SharedFacts() = default;
  // Facts of which none is told are no facts.
  explicit SharedFacts(ItemFacts facts) {
    if (!(facts == ItemFacts{})) facts_ = std::make_shared<const ItemFacts>(std::move(facts));
  }
  explicit operator bool() const { return facts_ != nullptr; }
  const ItemFacts& operator*() const { return *facts_; }
  const ItemFacts* operator->() const { return facts_.get(); }
  bool operator==(const SharedFacts& other) const {
    return facts_ == other.facts_ || (facts_ && other.facts_ && *facts_ == *other.facts_);
  }

 private:
  std::shared_ptr<const ItemFacts> facts_;
};

// The same at a moment: what could be had later only is no longer told once that time has come.
SharedFacts facts_at(const SharedFacts& facts, Timestamp now);

// "Colour: Blue, Size: L"; empty for none.
std::string options_text(const std::vector<ItemOption>& options);

// The same of those whose values the title does not hold already.
std::string options_beside(const std::string& title, const std::vector<ItemOption>& options);

// What a buyer must be told all the same where there is no room for the rest.
SharedFacts needed_facts(const SharedFacts& facts);

}  // namespace till::checkout
