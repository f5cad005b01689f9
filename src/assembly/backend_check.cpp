#include "assembly/backend_check.h"

#include "assembly/embedded_backend.h"
#include "cli/loop_thread.h"
#include "commerce/remote/check/check_backend.h"
#include "commerce/remote/check/signed_asker.h"

namespace till::assembly {
namespace {

namespace checks = commerce::remote::check;

constexpr std::chrono::milliseconds kBeat{1'000};
constexpr std::size_t kItems = 3;

// Some that are there in this currency; none when the catalogue cannot be read, for others say so.
std::vector<std::string> catalog_items(const std::string& path, const std::string& currency) {
  const auto catalog =
      load_catalog(path, commerce::OtherItems::imported, commerce::TaxSource::catalogue);
  std::vector<std::string> items;
  if (!catalog) return items;
  for (const commerce::CatalogItem& item : catalog->items) {
    const bool there = item.digital || item.stock > 0;
    if (there && item.unit_amount.in(currency) && items.size() < kItems) items.push_back(item.id);
  }
  return items;
}

cli::BackendRow::Verdict verdict_of(checks::Verdict verdict) {
  switch (verdict) {
    case checks::Verdict::passed: return cli::BackendRow::Verdict::passed;
    case checks::Verdict::failed: return cli::BackendRow::Verdict::failed;
    case checks::Verdict::skipped: break;
  }
  return cli::BackendRow::Verdict::skipped;
}

cli::BackendRow row_of(const checks::Row& row) {
  cli::BackendRow made{row.id,       row.rule,  verdict_of(row.verdict),
                       row.expected, row.found, row.cure};
  if (row.took) made.ms = row.took->count();
  return made;
}

}  // namespace

Result<std::vector<cli::BackendRow>, std::string> check_backend(
    const cli::Config& config, const cli::CheckBackendOptions& options) {
  const SystemClock clock;
  SystemRandom random;
  RandomIds ids(clock, random);
  cli::LoopThread loop(kBeat);
  auto asker = checks::SignedAsker::create(config.backend.url, config.backend.ca_file,
                                           config.backend.secret, {clock, random, loop.executor()});
  if (!asker) return refused("[backend]: " + asker.error());
  checks::Options asked;
  asked.currency = options.currency;
  asked.items = options.items;
  asked.catalog_items = catalog_items(config.shop.catalog, options.currency);
  asked.orders = options.orders;
  asked.quote_timeout = config.backend.timeout;
  asked.now = clock.now();
  asked.session = ids.make<SessionId>();
  asked.unseen = ids.make<SessionId>();
  const checks::Report report = checks::check_backend(**asker, asked);
  std::vector<cli::BackendRow> rows;
  for (const checks::Row& row : report.rows()) rows.push_back(row_of(row));
  return rows;
}

}  // namespace till::assembly
