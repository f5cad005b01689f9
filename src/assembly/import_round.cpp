#include "assembly/import_round.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "cli/files.h"

namespace till::assembly {
namespace {

using products::ImportEnd;

constexpr std::size_t kMostRowsLogged = 10;

struct AskedSource {
  std::optional<ImportSource> body;  // Nothing: it is the known one, and was not sent again.
  SourceMemory memory;
  bool same = false;
};

products::ImportLimits limits_from(const std::string& bad, const std::string& drop) {
  const products::ImportLimits usual;
  return {products::percent_of(bad).value_or(usual.most_bad),
          products::percent_of(drop).value_or(usual.most_drop)};
}

class Round {
 public:
  Round(const ImportWork& work, std::string path, const ImportMemory& known,
        const RoundParts& parts)
      : work_(work), path_(std::move(path)), known_(known), parts_(parts) {}

  RoundResult run() {
    std::vector<AskedSource> asked;
    for (std::size_t i = 0; i < work_.sources.size(); ++i) {
      auto one = ask(work_.sources[i], i < known_.size() ? &known_[i] : nullptr);
      if (!one) return failed(one.error());
      asked.push_back(std::move(*one));
    }
    const bool same =
        std::all_of(asked.begin(), asked.end(), [](const AskedSource& each) { return each.same; });
    if (same) return {ImportEnd::unchanged, {}, {}, memory_of(asked), {}, {}};
    // What did not change is needed as well: all of them are imported together.
    for (std::size_t i = 0; i < asked.size(); ++i) {
      if (asked[i].body) continue;
      auto whole = ask(work_.sources[i], nullptr);
      if (!whole) return failed(whole.error());
      asked[i] = std::move(*whole);
    }
    return import(std::move(asked));
  }

 private:
  Result<AskedSource, FetchFailure> ask(const cli::ImportSourceConfig& source,
                                        const SourceMemory* known) const {
    return source.url.empty() ? open(source, known) : fetch(source, known);
  }

  static Result<AskedSource, FetchFailure> open(const cli::ImportSourceConfig& source,
                                                const SourceMemory* known) {
    auto body = ImportSource::open(source.file, source.name);
    if (!body) return refused(FetchFailure{body.error(), {}});
    AskedSource asked;
    asked.memory.mark = body->mark();
    asked.same = known != nullptr && known->mark && known->mark == asked.memory.mark;
    asked.body.emplace(std::move(*body));
    return asked;
  }

  Result<AskedSource, FetchFailure> fetch(const cli::ImportSourceConfig& source,
                                          const SourceMemory* known) const {
    FetchRequest request{source.name, source.url, source.token, std::nullopt};
    if (known != nullptr) request.known = known->version;
    auto fetched = parts_.fetcher.fetch(request, cli::folder_of(path_), {parts_.wanted, nullptr});
    if (!fetched) return refused(fetched.error());
    AskedSource asked;
    if (!fetched->body) {
      asked.memory = *known;
      asked.same = true;
      return asked;
    }
    asked.memory = {fetched->version, fetched->digest, std::nullopt};
    asked.same = known != nullptr && known->digest == fetched->digest;
    asked.body.emplace(std::move(*fetched->body));
    return asked;
  }

  RoundResult import(std::vector<AskedSource> asked) {
    ImportMemory memory = memory_of(asked);
    std::vector<ImportPart> parts;
    for (std::size_t i = 0; i < asked.size(); ++i) {
      parts.push_back({std::move(*asked[i].body), products::feed_format(work_.sources[i].format)});
    }
    const ImportPlan plan{.path = path_,
                          .shop_url = parts_.shop_url,
                          .update = work_.job.update,
                          .leave_same = true,
                          .limits = work_.limits,
                          .words = products::kConfigWords};
    const ImportRunWatch watch{[this](const products::ImportFault& row) { log_row(row); },
                               [](std::uint64_t, std::uint64_t) {}, parts_.wanted};
    const auto result = run_import(parts_.catalog, parts, plan, parts_.clock.now(), watch);
    if (!result) return not_imported(result.error());
    if (!result->refusal.empty()) {
      return {ImportEnd::refused, result->refusal, {}, known_, result->counts, {}};
    }
    const ImportEnd end = result->put ? ImportEnd::imported : ImportEnd::unchanged;
    return {end, {}, {}, std::move(memory), result->counts, mark_of(path_)};
  }

  RoundResult failed(const FetchFailure& failure) const {
    return {ImportEnd::failed, failure.sentence, failure.retry_after, known_, {}, {}};
  }

  RoundResult not_imported(const ImportRunFailure& failure) const {
    switch (failure.kind) {
      case ImportRunFailure::Kind::other:
        return {ImportEnd::failed, failure.sentence, {}, known_, {}, {}};
      case ImportRunFailure::Kind::content:
        return {ImportEnd::refused, failure.sentence, {}, known_, {}, {}};
      case ImportRunFailure::Kind::unknown_format: break;
    }
    return {ImportEnd::refused,
            failure.sentence + "; give its format, one of these: " + known_feed_formats(),
            {},
            known_,
            {},
            {}};
  }

  static ImportMemory memory_of(const std::vector<AskedSource>& asked) {
    ImportMemory memory;
    for (const AskedSource& each : asked) memory.push_back(each.memory);
    return memory;
  }

  // The first ones; how many there are the line of the import says.
  void log_row(const products::ImportFault& row) {
    if (++rows_ > kMostRowsLogged) return;
    parts_.log.write(LogLevel::warning, "import_row",
                     {{"source", std::string_view(row.source)},
                      {"line", static_cast<std::int64_t>(row.fault.line)},
                      {"field", std::string_view(row.fault.field)},
                      {"what", std::string_view(row.fault.sentence)},
                      {"left_out", std::string_view(row.left_out ? "a part" : "the row")}});
  }

  const ImportWork& work_;
  const std::string path_;
  const ImportMemory& known_;
  const RoundParts& parts_;
  std::size_t rows_ = 0;
};

}  // namespace

std::string ImportWork::names() const {
  std::string text;
  for (const cli::ImportSourceConfig& source : sources) {
    text += (text.empty() ? "" : ", ") + source.name;
  }
  return text;
}

std::vector<ImportWork> works_of(const cli::ImportConfig& config) {
  ImportWork shop{{}, {config.every, false}, limits_from(config.max_bad, config.max_drop)};
  std::vector<ImportWork> works;
  for (const cli::ImportSourceConfig& source : config.sources) {
    if (!source.update) {
      shop.sources.push_back(source);
      continue;
    }
    works.push_back({{source},
                     {source.every.value_or(config.every), true},
                     limits_from(source.max_bad.value_or(config.max_bad), config.max_drop)});
  }
  if (!shop.sources.empty()) works.insert(works.begin(), std::move(shop));
  return works;
}

RoundResult run_round(const ImportWork& work, const std::string& products_path,
                      const ImportMemory& known, const RoundParts& parts) {
  return Round(work, products_path, known, parts).run();
}

}  // namespace till::assembly
