// Stock: free pieces of items, and how often discounts were used. For the catalogue.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "app/ports/store_result.h"
#include "base/clock.h"

namespace till::app {

// The pieces that are stated of items which are too many to be told one by one. Any thread may call
// it; it never waits long.
class StatedPieces {
 public:
  virtual ~StatedPieces() = default;
  // Nothing of an item that it does not know.
  virtual std::optional<std::int64_t> stated(const std::string& item_id) const = 0;
  // When so many were counted; nothing where nobody says it.
  virtual std::optional<Timestamp> counted_at(const std::string&) const { return std::nullopt; }
};

// For threads and failures see store_result.h.
class Stock {
 public:
  virtual ~Stock() = default;

  // The free pieces of each item: what is stated for an item that has no stock record, 0 if nothing
  // is. Never blocks on the store's disk.
  virtual std::vector<std::int64_t> available(std::span<const std::string> item_ids) = 0;
  // The same for who knows what is stated: nothing for an item that has no stock record.
  virtual std::vector<std::optional<std::int64_t>> recorded(
      std::span<const std::string> item_ids) = 0;

  // How often each key counts as used, in order.
  virtual Task<StoreResult<std::vector<std::int64_t>>> uses(std::vector<std::string> keys,
                                                            Executor& executor) = 0;

  // Tells the store how many pieces the catalogue states since `at`. A new item starts with them; a
  // known one moves by the difference to what was stated last, whatever was counted since. What is
  // free never falls below 0; what lacks then is made up for first. Blocks until it is on disk: not
  // for an event loop.
  struct StatedStock {
    std::string item_id;
    std::int64_t quantity = 0;
  };
  virtual StoreResult<Done> state_stock(std::span<const StatedStock> stock, Timestamp at) = 0;
  // The same of all other items, in the place of whoever stated them before. Nothing is written of
  // an item until something moves it; one that was moved before follows what is stated now. Pieces
  // that were counted are a count, whose sales since then are not counted twice: one from after
  // `at`, or from before moves are known, is not; one that is older than the last, or was taken,
  // changes nothing.
  virtual StoreResult<Done> state_others(std::shared_ptr<const StatedPieces> others,
                                         Timestamp at) = 0;
};

}  // namespace till::app
