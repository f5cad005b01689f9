#include "assembly/import.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <memory>
#include <optional>
#include <system_error>
#include <utility>
#include <vector>

#include "assembly/embedded_backend.h"
#include "assembly/stores.h"
#include "base/clock.h"
#include "commerce/embedded/imported.h"
#include "products/feeds/feed_formats.h"
#include "products/file/importer.h"
#include "products/import_rules.h"

namespace till::assembly {
namespace {

constexpr std::size_t kBlockBytes = 256 * 1024;

std::string known_formats() {
  std::string known;
  for (const products::FeedFormat& each : products::feed_formats()) {
    known.append(known.empty() ? "" : ", ").append(each.name);
  }
  return known;
}

// Null: none was named, so that each source tells its own.
Result<const products::FeedFormat*, cli::Failure> named_format(
    const std::optional<std::string>& name) {
  if (!name) return nullptr;
  if (const auto* const format = products::feed_format(*name)) return format;
  return cli::wrong_use("--format must be one of these: " + known_formats());
}

Result<products::ImportLimits, cli::Failure> limits_of(const cli::ImportOptions& options) {
  const auto bad = products::percent_of(options.max_bad);
  if (!bad) return cli::wrong_use("--max-bad must be a percentage such as 1% or 0.5%");
  const auto drop = products::percent_of(options.max_drop);
  if (!drop) return cli::wrong_use("--max-drop must be a percentage such as 30% or 100%");
  return products::ImportLimits{*bad, *drop};
}

Result<std::optional<Timestamp>, cli::Failure> moment_of_count(const std::string& text) {
  if (text.empty()) return std::optional<Timestamp>();
  if (const auto moment = parse_rfc3339(text)) return moment;
  return cli::wrong_use("--counted-at must be a moment such as 2026-11-24T10:00:00Z");
}

// An open file, or the standard input.
class Source {
 public:
  static Result<Source, cli::Failure> open(const std::string& name) {
    if (name == "-") return Source(STDIN_FILENO, "standard input");
    const int descriptor = ::open(name.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor >= 0) return Source(descriptor, name);
    return cli::failed("cannot read " + name + ": " +
                       std::error_code(errno, std::generic_category()).message());
  }
  Source(Source&& other) noexcept
      : descriptor_(std::exchange(other.descriptor_, -1)), name_(std::move(other.name_)) {}
  Source& operator=(Source&&) = delete;
  ~Source() {
    if (descriptor_ > STDIN_FILENO) ::close(descriptor_);
  }

  const std::string& name() const { return name_; }
  // 0 when nobody knows.
  std::uint64_t bytes() const {
    struct stat found {};
    const bool plain = ::fstat(descriptor_, &found) == 0 && S_ISREG(found.st_mode);
    return plain ? static_cast<std::uint64_t>(found.st_size) : 0;
  }
  // Empty at the end.
  Result<std::string_view, cli::Failure> read(std::string& block) const {
    while (true) {
      const ssize_t got = ::read(descriptor_, block.data(), block.size());
      if (got >= 0) return std::string_view(block.data(), static_cast<std::size_t>(got));
      if (errno == EINTR) continue;
      return cli::failed("cannot read " + name_ + ": " +
                         std::error_code(errno, std::generic_category()).message());
    }
  }

 private:
  Source(int descriptor, std::string name) : descriptor_(descriptor), name_(std::move(name)) {}

  int descriptor_;
  std::string name_;
};

// The same for all sources of one import.
class Run {
 public:
  // `format` is null when each source tells its own.
  Run(products::Importer& importer, const products::FeedFormat* format,
      products::FeedSettings settings, const cli::ImportWatch& watch)
      : importer_(importer), format_(format), settings_(std::move(settings)), watch_(watch) {}

  Result<void, cli::Failure> read(const std::vector<Source>& sources) {
    bool known = true;
    for (const Source& source : sources) {
      known = known && source.bytes() > 0;
      all_ += source.bytes();
    }
    if (!known) all_ = 0;
    for (const Source& source : sources) {
      if (auto taken = read(source); !taken) return taken;
    }
    return {};
  }

 private:
  Result<void, cli::Failure> read(const Source& source) {
    auto bytes = source.read(block_);
    if (!bytes) return refused(bytes.error());
    const auto* const format = format_ != nullptr ? format_ : products::format_of(*bytes);
    if (format == nullptr) {
      return cli::wrong_use("cannot tell what " + source.name() +
                            " is written in; give --format, one of these: " + known_formats());
    }
    const auto reader = format->make(settings_, importer_.sink(source.name()));
    while (!importer_.failed() && !bytes->empty()) {
      done_ += bytes->size();
      watch_.progress(done_, all_);
      if (!reader->take(*bytes)) break;
      bytes = source.read(block_);
      if (!bytes) return refused(bytes.error());
    }
    const auto end = reader->finish();
    if (end || importer_.failed()) return {};
    const products::FeedFault& fault = end.error();
    const std::string line = fault.line == 0 ? "" : ":" + std::to_string(fault.line);
    return cli::failed("nothing was changed: " + source.name() + line + ": " + fault.sentence);
  }

  products::Importer& importer_;
  const products::FeedFormat* const format_;
  const products::FeedSettings settings_;
  const cli::ImportWatch& watch_;
  std::string block_ = std::string(kBlockBytes, '\0');
  std::uint64_t done_ = 0;
  std::uint64_t all_ = 0;
};

Result<std::vector<Source>, cli::Failure> open_all(const std::vector<std::string>& names) {
  std::vector<Source> sources;
  for (const std::string& name : names) {
    auto source = Source::open(name);
    if (!source) return refused(source.error());
    sources.push_back(std::move(*source));
  }
  return sources;
}

cli::ImportReport report_of(const products::ImportCounts& counts,
                            const products::ImportLimits& limits) {
  cli::ImportReport report;
  report.came = counts.came;
  report.changed = counts.changed;
  report.same = counts.same + counts.kept;
  report.went = counts.went;
  report.bad = counts.bad;
  report.passed_over = counts.passed_over;
  report.sentence = products::sentence_of(counts);
  report.refusal = products::refusal_of(counts, limits).value_or("");
  return report;
}

std::string names_of(const std::vector<Source>& sources) {
  std::string names;
  for (const Source& source : sources) names += (names.empty() ? "" : ", ") + source.name();
  return names;
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
  const auto limits = limits_of(options);
  if (!limits) return refused(limits.error());
  const auto counted_at = moment_of_count(options.counted_at);
  if (!counted_at) return refused(counted_at.error());
  const auto catalog =
      load_catalog(config.shop.catalog, commerce::OtherItems::imported, tax_source_of(config));
  if (!catalog) return cli::failed(catalog.error());
  const auto sources = open_all(options.sources);
  if (!sources) return refused(sources.error());
  const SystemClock clock;
  const commerce::ImportRules rules(*catalog, clock.now());
  auto importer = products::Importer::begin(
      {config.shop.products, options.update,
       [&rules](const products::Product& product) { return rules.objection(product); },
       [&watch](const products::ImportFault& told) {
         const products::FeedFault& fault = told.fault;
         watch.row({told.source, fault.line, fault.field, fault.sentence, told.left_out});
       },
       *counted_at});
  if (!importer) return cli::failed(importer.error());
  Run run(**importer, *format, {catalog->currency, config.shop.url}, watch);
  if (auto read = run.read(*sources); !read) return refused(read.error());
  if (auto ended = (*importer)->conclude(); !ended) return cli::failed(ended.error());
  cli::ImportReport report = report_of((*importer)->counts(), *limits);
  if (!report.refusal.empty() || options.dry_run) return report;
  const auto put = (*importer)->put_in_place(clock.now(), names_of(*sources));
  if (!put) return cli::failed("nothing was changed: " + put.error());
  report.served = is_store_served(config);
  return report;
}

}  // namespace till::assembly
