// ImportRun: sources read into a new file of products, which takes the place of the old one unless
// it must not. For the command and for imports while the shop is served.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "assembly/import_source.h"
#include "base/clock.h"
#include "base/result.h"
#include "commerce/embedded/catalog.h"
#include "products/feeds/feed_formats.h"
#include "products/file/importer.h"
#include "products/import_rules.h"

namespace till::assembly {

struct ImportPart {
  ImportSource source;
  const products::FeedFormat* format = nullptr;  // Null: it is told from the source.
};

struct ImportPlan {
  std::string path;      // Of the file of products.
  std::string shop_url;  // See FeedSettings.
  bool update = false;   // Products that the sources do not name stay.
  bool dry_run = false;
  bool leave_same = false;  // A file that would hold the same is left as it is.
  // When the pieces of the sources were counted, where a source does not say it.
  std::optional<Timestamp> counted_at = {};
  products::ImportLimits limits;
  products::ImportWords words = {};
};

struct ImportRunWatch {
  std::function<void(const products::ImportFault&)> row;
  std::function<void(std::uint64_t done, std::uint64_t all)> progress;
  std::function<bool()> wanted = [] { return true; };  // False ends it soon, as failed.
};

struct ImportRunFailure {
  enum class Kind {
    unknown_format,  // What can be done about it is for the caller to say.
    content,         // The sources are what they should not be.
    other,           // They could not be read, or nothing could be written.
  };
  Kind kind = Kind::other;
  std::string sentence;
};

struct ImportResult {
  products::ImportCounts counts;
  std::string refusal;  // Why nothing was changed; empty: it was, or would have been.
  bool put = false;     // The new file is in its place.
};

// The names of the formats there are, for sentences.
std::string known_feed_formats();

// Sources are read one after another. One thread; the catalogue says what may be sold.
Result<ImportResult, ImportRunFailure> run_import(const commerce::Catalog& catalog,
                                                  const std::vector<ImportPart>& parts,
                                                  const ImportPlan& plan, Timestamp now,
                                                  const ImportRunWatch& watch);

}  // namespace till::assembly
