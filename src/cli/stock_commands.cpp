#include "cli/stock_commands.h"

#include "base/limits.h"

namespace till::cli {

StockCommands::StockCommands(CLI::App& app)
    : stock_(*app.add_subcommand("stock", "Tell how many pieces there are, and see them")) {
  stock_.require_subcommand(1);
  CLI::App& list = *stock_.add_subcommand("list", "Print one line per item");
  list.add_option("--env", list_.env, "The shop's operator.env")->required();
  list.add_option("--item", list_.item, "Only this item");
  list.add_option("--low", list_.low, "Only items of which no more than this many are free")
      ->check(CLI::Range(std::int64_t{0}, limits::kQuantity));
  list.add_option("--limit", list_.limit, "At most this many")
      ->check(CLI::Range(std::int64_t{1}, std::int64_t{1'000'000'000}));
  list.add_flag("--json", list_.json, "Print it as JSON");
  CLI::App& set = *stock_.add_subcommand("set", "Say how many pieces of items were counted");
  add_tell(set, set_, "ITEM=PIECES: how many are for sale, those that buyers hold included");
  set.add_option("--counted-at", set_.counted_at,
                 "When they were counted, such as 2026-11-24T10:00:00Z; now when left out");
  CLI::App& add = *stock_.add_subcommand("add", "Say how many pieces came or went");
  add_tell(add, add_, "ITEM=PIECES: how many came; -3 for three that went");
  add_.added = true;
}

void StockCommands::add_tell(CLI::App& command, TellStockOptions& options, const char* pieces) {
  command.add_option("--env", options.env, "The shop's operator.env")->required();
  command.add_option("ITEM", options.numbers, pieces)->required();
  command.add_flag("--json", options.json, "Print it as JSON");
}

std::optional<StockOptions> StockCommands::chosen() const {
  if (stock_.got_subcommand("list")) return list_;
  if (stock_.got_subcommand("set")) return set_;
  if (stock_.got_subcommand("add")) return add_;
  return std::nullopt;
}

}  // namespace till::cli
