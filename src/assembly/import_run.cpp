#include "assembly/import_run.h"

#include <memory>
#include <string_view>
#include <utility>

#include "commerce/embedded/imported.h"

namespace till::assembly {
namespace {

using RunFailureKind = ImportRunFailure::Kind;

constexpr std::size_t kBlockBytes = 256 * 1024;

auto run_failed(RunFailureKind kind, std::string sentence) {
  return refused(ImportRunFailure{kind, std::move(sentence)});
}

auto unwritten(std::string_view sentence) {
  return run_failed(RunFailureKind::other, std::string("nothing was changed: ").append(sentence));
}

// The same for all sources of one import.
class PartReader {
 public:
  PartReader(products::Importer& importer, products::FeedSettings settings,
             const ImportRunWatch& watch)
      : importer_(importer), settings_(std::move(settings)), watch_(watch) {}

  Result<void, ImportRunFailure> read(const std::vector<ImportPart>& parts) {
    bool known = true;
    for (const ImportPart& part : parts) {
      known = known && part.source.bytes() > 0;
      all_ += part.source.bytes();
    }
    if (!known) all_ = 0;
    for (const ImportPart& part : parts) {
      if (auto taken = read(part); !taken) return taken;
    }
    return {};
  }

 private:
  Result<void, ImportRunFailure> read(const ImportPart& part) {
    const ImportSource& source = part.source;
    const auto before = source.mark();
    auto bytes = source.read(block_);
    if (!bytes) return run_failed(RunFailureKind::other, bytes.error());
    const auto* const format = part.format != nullptr ? part.format : products::format_of(*bytes);
    if (format == nullptr) {
      return run_failed(RunFailureKind::unknown_format,
                        "cannot tell what " + source.name() + " is written in");
    }
    const auto reader = format->make(settings_, importer_.sink(source.name()));
    while (!importer_.failed() && !bytes->empty()) {
      if (!watch_.wanted()) return unwritten("the shop closes");
      done_ += bytes->size();
      watch_.progress(done_, all_);
      if (!reader->take(*bytes)) break;
      bytes = source.read(block_);
      if (!bytes) return run_failed(RunFailureKind::other, bytes.error());
    }
    const auto end = reader->finish();
    if (source.mark() != before) {
      return unwritten(source.name() +
                       " was written while it was read; put it in its place by renaming it");
    }
    if (end || importer_.failed()) return {};
    const products::FeedFault& fault = end.error();
    const std::string line = fault.line == 0 ? "" : ":" + std::to_string(fault.line);
    return run_failed(RunFailureKind::content,
                      "nothing was changed: " + source.name() + line + ": " + fault.sentence);
  }

  products::Importer& importer_;
  const products::FeedSettings settings_;
  const ImportRunWatch& watch_;
  std::string block_ = std::string(kBlockBytes, '\0');
  std::uint64_t done_ = 0;
  std::uint64_t all_ = 0;
};

std::string names_of(const std::vector<ImportPart>& parts) {
  std::string names;
  for (const ImportPart& part : parts) names += (names.empty() ? "" : ", ") + part.source.name();
  return names;
}

bool is_same(const products::ImportCounts& counts) {
  return counts.came == 0 && counts.changed == 0 && counts.went == 0;
}

}  // namespace

std::string known_feed_formats() {
  std::string known;
  for (const products::FeedFormat& each : products::feed_formats()) {
    known.append(known.empty() ? "" : ", ").append(each.name);
  }
  return known;
}

Result<ImportResult, ImportRunFailure> run_import(const commerce::Catalog& catalog,
                                                  const std::vector<ImportPart>& parts,
                                                  const ImportPlan& plan, Timestamp now,
                                                  const ImportRunWatch& watch) {
  const commerce::ImportRules rules(catalog, now);
  auto importer = products::Importer::begin(
      {plan.path, plan.update,
       [&rules](const products::Product& product) { return rules.objection(product); }, watch.row,
       plan.counted_at});
  if (!importer) return run_failed(RunFailureKind::other, importer.error());
  PartReader reader(**importer, {catalog.currency, plan.shop_url}, watch);
  if (auto read = reader.read(parts); !read) return refused(read.error());
  if (auto ended = (*importer)->conclude(); !ended)
    return run_failed(RunFailureKind::other, ended.error());
  ImportResult result{(*importer)->counts(), {}, false};
  result.refusal = products::refusal_of(result.counts, plan.limits, plan.words).value_or("");
  if (!result.refusal.empty() || plan.dry_run) return result;
  if (plan.leave_same && is_same(result.counts)) return result;
  const auto put = (*importer)->put_in_place(now, names_of(parts));
  if (!put) return unwritten(put.error());
  result.put = true;
  return result;
}

}  // namespace till::assembly
