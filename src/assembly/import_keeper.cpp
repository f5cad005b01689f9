#include "assembly/import_keeper.h"

#include <sys/resource.h>
#include <unistd.h>

#include <string_view>
#include <system_error>
#include <utility>

namespace till::assembly {
namespace {

using products::ImportEnd;

constexpr int kNice = 10;

// Requests go first where processors are scarce. Of this thread alone, as Linux has it.
void yield_to_requests() { ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), kNice); }

std::vector<products::ImportJob> jobs_of(const std::vector<ImportWork>& works) {
  std::vector<products::ImportJob> jobs;
  jobs.reserve(works.size());
  for (const ImportWork& work : works) jobs.push_back(work.job);
  return jobs;
}

std::string_view result_name(ImportEnd end) {
  switch (end) {
    case ImportEnd::imported: return "imported";
    case ImportEnd::unchanged: return "unchanged";
    case ImportEnd::refused: return "refused";
    case ImportEnd::failed: break;
  }
  return "failed";
}

}  // namespace

ImportKeeper::ImportKeeper(const cli::Config& config, const ImportKeeperParts& parts,
                           std::unique_ptr<FeedFetcher> fetcher)
    : path_(config.shop.products),
      shop_url_(config.shop.url),
      parts_(parts),
      fetcher_(std::move(fetcher)),
      works_(works_of(config.import)),
      schedule_(jobs_of(works_)),
      memories_(works_.size()),
      good_at_(parts.clock.now()) {}

Result<std::unique_ptr<ImportKeeper>, std::string> ImportKeeper::make(
    const cli::Config& config, const ImportKeeperParts& parts) {
  auto fetcher = FeedFetcher::create(config.import, parts.executor);
  if (!fetcher) return refused(fetcher.error());
  return std::unique_ptr<ImportKeeper>(new ImportKeeper(config, parts, std::move(*fetcher)));
}

ImportKeeper::~ImportKeeper() {
  stop();
  if (worker_.joinable()) worker_.join();
}

void ImportKeeper::forget() {
  for (ImportMemory& memory : memories_) memory.clear();
}

void ImportKeeper::serve(std::shared_ptr<const commerce::Catalog> catalog) {
  if (catalog == catalog_) return;
  catalog_ = std::move(catalog);
  forget();
  schedule_.all_due(parts_.clock.now());
}

void ImportKeeper::look() {
  if (stopped_ || under_way_) return;
  end();
  const Timestamp now = parts_.clock.now();
  parts_.metrics.import_measured(schedule_.failing(), now - good_at_);
  const auto due = schedule_.due(now);
  if (catalog_ && due) begin(*due);
}

void ImportKeeper::begin(std::size_t work) {
  // Somebody else imported: what the sources were like then says nothing about this file.
  if (mark_of(path_) != left_) forget();
  work_ = work;
  catalog_of_round_ = catalog_;
  under_way_ = true;
  try {
    worker_ = std::thread([this, known = std::exchange(memories_[work], {})] {
      yield_to_requests();
      result_ = run_round(works_[work_], path_, known,
                          {*fetcher_, *catalog_of_round_, parts_.clock, parts_.log,
                           [this] { return !stopped_; }, shop_url_});
      under_way_ = false;
    });
  } catch (const std::system_error& failure) {
    result_ = RoundResult{};
    result_->sentence = std::string("cannot begin a thread: ") + failure.what();
    under_way_ = false;
  }
}

void ImportKeeper::end() {
  if (worker_.joinable()) worker_.join();  // It has ended but for its last line.
  auto result = std::exchange(result_, std::nullopt);
  if (!result) return;
  const Timestamp now = parts_.clock.now();
  schedule_.ended(work_, result->end, now, result->retry_after);
  memories_[work_] = std::move(result->memory);
  if (result->left) left_ = result->left;
  if (result->end == ImportEnd::imported && !works_[work_].job.update) {
    // An update of before is not in the new shop.
    for (std::size_t i = 0; i < works_.size(); ++i) {
      if (works_[i].job.update) memories_[i].clear();
    }
  }
  tell_end(work_, *result);
  if (catalog_of_round_ != catalog_) {
    // It went by rules that hold no more.
    forget();
    schedule_.all_due(now);
  }
  if (result->end == ImportEnd::imported) imported_();
}

void ImportKeeper::tell_end(std::size_t work, const RoundResult& result) {
  const std::string names = works_[work].names();
  const products::ImportCounts& counts = result.counts;
  parts_.metrics.import_ended(result_name(result.end));
  switch (result.end) {
    case ImportEnd::imported:
      good_at_ = parts_.clock.now();
      parts_.log.write(LogLevel::info, "products_imported",
                       {{"sources", std::string_view(names)},
                        {"came", counts.came},
                        {"changed", counts.changed},
                        {"went", counts.went},
                        {"bad", counts.bad},
                        {"same", counts.same + counts.kept}});
      return;
    case ImportEnd::unchanged:
      good_at_ = parts_.clock.now();
      parts_.log.write(LogLevel::debug, "import_unchanged", {{"sources", std::string_view(names)}});
      return;
    case ImportEnd::refused:
    case ImportEnd::failed: break;
  }
  const bool refused = result.end == ImportEnd::refused;
  parts_.log.write(
      LogLevel::error, refused ? "import_refused" : "import_failed",
      {{"sources", std::string_view(names)}, {"error", std::string_view(result.sentence)}});
}

Result<void, std::string> know_import(const cli::Config& config) {
  for (const cli::ImportSourceConfig& source : config.import.sources) {
    if (source.format.empty() || products::feed_format(source.format) != nullptr) continue;
    return refused(
        cli::must_be(config, source.format_place, "one of these: " + known_feed_formats()));
  }
  if (!config.import.sources.empty() && config.backend.is_named()) {
    return refused(cli::must_be(config, config.import.sources_place,
                                "left out, because the shop's backend says what it sells"));
  }
  return {};
}

}  // namespace till::assembly
