#include "assembly/import.h"

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "assembly/embedded_backend.h"
#include "assembly/feed_fetcher.h"
#include "assembly/import_keeper.h"
#include "assembly/import_run.h"
#include "assembly/stores.h"
#include "base/clock.h"
#include "base/source_url.h"
#include "cli/files.h"
#include "cli/loop_thread.h"

namespace till::assembly {
namespace {

// Null: none was named, so that each source tells its own.
Result<const products::FeedFormat*, cli::Failure> named_format(
    const std::optional<std::string>& name) {
  if (!name) return nullptr;
  if (const auto* const format = products::feed_format(*name)) return format;
  return cli::wrong_use("--format must be one of these: " + known_feed_formats());
}

Result<products::ImportLimits, cli::Failure> limits_of(const cli::ImportOptions& options,
                                                       const cli::ImportConfig& config) {
  const auto bad = products::percent_of(options.max_bad.value_or(config.max_bad));
  if (!bad) return cli::wrong_use("--max-bad must be a percentage such as 1% or 0.5%");
  const auto drop = products::percent_of(options.max_drop.value_or(config.max_drop));
  if (!drop) return cli::wrong_use("--max-drop must be a percentage such as 30% or 100%");
  return products::ImportLimits{*bad, *drop};
}

Result<std::optional<Timestamp>, cli::Failure> moment_of_count(const std::string& text) {
  if (text.empty()) return std::optional<Timestamp>();
  if (const auto moment = parse_rfc3339(text)) return moment;
  return cli::wrong_use("--counted-at must be a moment such as 2026-11-24T10:00:00Z");
}

// As the config would name a source of the command line.
cli::ImportSourceConfig source_named(const std::string& name) {
  cli::ImportSourceConfig source;
  if (name.find("://") == std::string::npos) {
    source.name = source.file = name;
  } else {
    source.name = shown_url(name);
    source.url = Secret(name);
  }
  return source;
}

// Those of the command line, or else those of the config that are meant.
Result<std::vector<cli::ImportSourceConfig>, cli::Failure> chosen_sources(
    const cli::ImportOptions& options, const cli::Config& config) {
  std::vector<cli::ImportSourceConfig> chosen;
  chosen.reserve(options.sources.size());
  for (const std::string& name : options.sources) chosen.push_back(source_named(name));
  if (!chosen.empty()) return chosen;
  if (auto known = know_import(config); !known) return cli::failed(known.error());
  for (const cli::ImportSourceConfig& source : config.import.sources) {
    if (source.update == options.update) chosen.push_back(source);
  }
  if (!chosen.empty()) return chosen;
  return cli::wrong_use("give a SOURCE: [import] in " + config.file + " names none that is meant");
}

Result<ImportSource, cli::Failure> fetch_source(const cli::ImportSourceConfig& source,
                                                const cli::Config& config,
                                                const cli::ImportWatch& watch) {
  cli::LoopThread loop;
  const auto fetcher = FeedFetcher::create(config.import, loop.executor());
  if (!fetcher) return cli::failed(fetcher.error());
  const FetchRequest request{source.name, source.url, source.token, std::nullopt};
  auto fetched = (*fetcher)->fetch(request, cli::folder_of(config.shop.products),
                                   {[] { return true; }, watch.progress});
  if (!fetched) return cli::failed("nothing was changed: " + fetched.error().sentence);
  return std::move(*fetched->body);
}

Result<std::vector<ImportPart>, cli::Failure> open_all(
    const std::vector<cli::ImportSourceConfig>& sources, const products::FeedFormat* format,
    const cli::Config& config, const cli::ImportWatch& watch) {
  std::vector<ImportPart> parts;
  for (const cli::ImportSourceConfig& source : sources) {
    const auto* const own = format != nullptr ? format : products::feed_format(source.format);
    if (!source.url.empty()) {
      auto fetched = fetch_source(source, config, watch);
      if (!fetched) return refused(fetched.error());
      parts.push_back({std::move(*fetched), own});
      continue;
    }
    auto opened = ImportSource::open(source.file, source.name);
    if (!opened) return cli::failed(opened.error());
    parts.push_back({std::move(*opened), own});
  }
  return parts;
}

cli::ImportReport report_of(const ImportResult& result) {
  const products::ImportCounts& counts = result.counts;
  cli::ImportReport report;
  report.came = counts.came;
  report.changed = counts.changed;
  report.same = counts.same + counts.kept;
  report.went = counts.went;
  report.bad = counts.bad;
  report.passed_over = counts.passed_over;
  report.sentence = products::sentence_of(counts);
  report.refusal = result.refusal;
  return report;
}

}  // namespace

Result<cli::ImportReport, cli::Failure> import_products(const cli::Config& config,
                                                        const cli::ImportOptions& options,
                                                        const cli::ImportWatch& watch) {
  if (config.backend.is_named()) {
    return cli::wrong_use("the shop's backend says what it sells; import is for shops without one");
  }
  const auto format = named_format(options.format);
  if (!format) return refused(format.error());
  const auto limits = limits_of(options, config.import);
  if (!limits) return refused(limits.error());
  const auto counted_at = moment_of_count(options.counted_at);
  if (!counted_at) return refused(counted_at.error());
  const auto sources = chosen_sources(options, config);
  if (!sources) return refused(sources.error());
  const auto catalog =
      load_catalog(config.shop.catalog, commerce::OtherItems::imported, tax_source_of(config));
  if (!catalog) return cli::failed(catalog.error());
  const auto parts = open_all(*sources, *format, config, watch);
  if (!parts) return refused(parts.error());
  const SystemClock clock;
  const ImportPlan plan{.path = config.shop.products,
                        .shop_url = config.shop.url,
                        .update = options.update,
                        .dry_run = options.dry_run,
                        .counted_at = *counted_at,
                        .limits = *limits};
  ImportRunWatch told{
      [&watch](const products::ImportFault& row) {
        const products::FeedFault& fault = row.fault;
        watch.row({row.source, fault.line, fault.field, fault.sentence, row.left_out});
      },
      watch.progress};
  const auto result = run_import(*catalog, *parts, plan, clock.now(), told);
  if (!result) {
    const std::string& sentence = result.error().sentence;
    if (result.error().kind != ImportRunFailure::Kind::unknown_format) {
      return cli::failed(sentence);
    }
    return cli::wrong_use(sentence + "; give --format, one of these: " + known_feed_formats());
  }
  cli::ImportReport report = report_of(*result);
  report.served = result->put && is_store_served(config);
  return report;
}

}  // namespace till::assembly
