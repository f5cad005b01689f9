// PushedProducts: what an agent's feed holds, as the agent accepted it last, so that only what
// changed is sent.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "products/file/sqlite.h"
#include "products/listings/pushed_line.h"

namespace till::products {

// Of the feed as a whole. A text that is not known yet is empty.
struct PushFacts {
  std::string url;         // Of the agent whose feed it is.
  std::string feed_id;     // As the agent gave it.
  std::string create_key;  // Under which it is created, until there is an id.
  std::string update_id;   // The feed_update_id of what was accepted last, if the agent gives any.
  Timestamp pushed_at;     // When that was; 0: never.
  bool operator==(const PushFacts&) const = default;
};

// One thread, one process. A failure is a sentence.
class PushedProducts {
 public:
  // Makes the file when there is none. Refused also when another till has it open.
  static Result<std::unique_ptr<PushedProducts>, std::string> open(const std::string& path);

  const PushFacts& facts() const { return facts_; }
  // What was pushed to another feed than that of the facts is forgotten.
  Result<void, std::string> set(const PushFacts& facts);

  // Nothing when the feed does not hold it.
  Result<std::optional<PushedLine>, std::string> find(std::string_view id);
  // All that the feed holds, by id, until `take` gives false.
  Result<void, std::string> each(const std::function<bool(const PushedLine& line)>& take);

  // The agent accepted these: at once on disk, with the update's id.
  Result<void, std::string> accept(std::span<const PushedLine> lines, const std::string& update_id,
                                   Timestamp at);

 private:
  explicit PushedProducts(std::string path) : path_(std::move(path)) {}
  Result<void, std::string> begin();
  bool read_facts();
  bool write_facts(const PushFacts& facts);
  Result<void, std::string> failure() const;

  const std::string path_;
  DatabaseHandle database_;
  Query find_, put_, fact_;
  PushFacts facts_;
};

}  // namespace till::products
