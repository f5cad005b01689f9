// `till import`: its part of the command line, and what it prints.
#pragma once

#include <CLI/CLI.hpp>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "cli/commands.h"

namespace till::cli {

// Adds the command to `app`; both must live until the parse has ended.
class ImportCommand {
 public:
  explicit ImportCommand(CLI::App& app);
  // The command that was parsed; nothing when it is another one.
  std::optional<ImportOptions> chosen() const;

 private:
  CLI::App& app_;
  ImportOptions options_;
};

// A row of a source that something is wrong with.
struct ImportRow {
  std::string source;
  std::size_t line = 0;
  std::string field;  // Empty: the whole row.
  std::string sentence;
  bool left_out = false;  // The row is a product all the same.
};

// Who is told while an import goes on.
struct ImportWatch {
  std::function<void(const ImportRow&)> row;
  // How many bytes were read, of how many; 0: nobody knows.
  std::function<void(std::uint64_t done, std::uint64_t all)> progress;
};

struct ImportReport {
  std::int64_t came = 0;
  std::int64_t changed = 0;
  std::int64_t same = 0;
  std::int64_t went = 0;
  std::int64_t bad = 0;
  std::int64_t passed_over = 0;
  std::string sentence;  // The same in words.
  std::string refusal;   // Why nothing was changed; empty: it was, or would have been.
  bool served = false;   // A till that runs sells what was there before.
};

}  // namespace till::cli
