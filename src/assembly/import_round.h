// ImportRound: the sources of a job are asked for what is new, and imported when something is.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "assembly/feed_fetcher.h"
#include "assembly/import_run.h"
#include "base/clock.h"
#include "base/log.h"
#include "cli/config.h"
#include "products/import_schedule.h"

namespace till::assembly {

// Sources that are imported together: those that are the shop, or one that comes on top of it.
struct ImportWork {
  std::vector<cli::ImportSourceConfig> sources;
  products::ImportJob job;
  products::ImportLimits limits;
  // Their names, for the log.
  std::string names() const;
};

// The shop first, where there are sources of it; then each that comes on top.
std::vector<ImportWork> works_of(const cli::ImportConfig& config);

// What is known of a source since it was imported.
struct SourceMemory {
  FeedVersion version;
  Digest digest{};
  std::optional<FileMark> mark;  // Of a file.
};
using ImportMemory = std::vector<SourceMemory>;  // One a source; empty: nothing is known.

struct RoundResult {
  products::ImportEnd end = products::ImportEnd::failed;
  std::string sentence;  // Why it was refused or failed.
  std::chrono::milliseconds retry_after{0};
  ImportMemory memory;  // For the next round.
  products::ImportCounts counts;
  std::optional<FileMark> left;  // The file of products, where all sources were compared with it.
};

// What it may use; all of it must outlive it.
struct RoundParts {
  const FeedFetcher& fetcher;
  const commerce::Catalog& catalog;
  const Clock& clock;
  Log& log;
  std::function<bool()> wanted;  // False ends it soon.
  std::string shop_url = {};     // See products::FeedSettings.
};

// Blocks until it has ended. Either all sources are imported together, or nothing is changed.
RoundResult run_round(const ImportWork& work, const std::string& products_path,
                      const ImportMemory& known, const RoundParts& parts);

}  // namespace till::assembly
