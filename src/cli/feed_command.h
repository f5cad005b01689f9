// `till feed`: its part of the command line, and what it prints.
#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "cli/commands.h"

namespace till::cli {

// Adds the command to `app`; both must live until the parse has ended.
class FeedCommand {
 public:
  explicit FeedCommand(CLI::App& app);
  // The command that was parsed; nothing when it is another one.
  std::optional<FeedOptions> chosen() const;

 private:
  CLI::App& app_;
  FeedOptions options_;
};

// What an agent will not show, and why.
struct FeedRow {
  std::string product;
  std::string field;  // Of the feed; empty: the whole product.
  std::string sentence;
  bool left_out = false;  // The product is shown without it.
};

// Who is told while a feed is written.
struct FeedWatch {
  std::function<void(const FeedRow&)> row;
  // How many imported products were looked at, of how many.
  std::function<void(std::uint64_t done, std::uint64_t all)> progress;
};

struct FeedReport {
  std::int64_t shown = 0;
  std::int64_t not_shown = 0;
  std::int64_t left_out = 0;  // Parts of those that are shown.
  bool changed = false;       // The file is another one than before.
  std::string sentence;       // The same in words.
  std::string refusal;        // Why the file stays what it was; empty: it does not have to.
};

}  // namespace till::cli
