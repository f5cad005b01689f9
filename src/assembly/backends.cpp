#include "assembly/backends.h"

#include <array>
#include <utility>

#include "assembly/embedded_backend.h"
#include "assembly/remote_backend.h"

namespace till::assembly {
namespace {

using Made = Result<std::unique_ptr<Backend>, std::string>;

struct BackendRow {
  bool (*is_meant)(const cli::Config&);
  Made (*make)(const cli::Config&, const BackendParts&);
};

// A shop whose products come on a schedule may name them before they came for the first time.
commerce::OtherItems others_of(const cli::Config& config) {
  return config.import.sources.empty() ? commerce::OtherItems::none
                                       : commerce::OtherItems::imported;
}

// The first that the config means; the last one is there for every shop.
constexpr std::array kBackends{
    BackendRow{[](const cli::Config& config) { return config.backend.is_named(); },
               [](const cli::Config& config, const BackendParts& parts) -> Made {
                 return make_remote_backend(config, parts);
               }},
    BackendRow{[](const cli::Config&) { return true; },
               [](const cli::Config& config, const BackendParts& parts) -> Made {
                 return std::make_unique<EmbeddedBackend>(
                     config.shop.catalog, config.shop.products, parts.clock, parts.log,
                     tax_source_of(config), parts.taxes, others_of(config));
               }},
};

}  // namespace

std::string text_of(const OfferCounts& counts) {
  return std::to_string(counts.items) + " items, " + std::to_string(counts.ways) +
         " ways to get them, " + std::to_string(counts.taxes) + " tax rates, " +
         std::to_string(counts.discounts) + " discounts, " + std::to_string(counts.quotes) +
         " quotes";
}

void tell_warnings(Log& log, const Offer& offer) {
  for (const std::string& warning : offer.warnings) {
    log.write(LogLevel::warning, "catalogue_warning", {{"warning", std::string_view(warning)}});
  }
}

Result<std::unique_ptr<Backend>, std::string> make_backend(const cli::Config& config,
                                                           const BackendParts& parts) {
  for (const BackendRow& row : kBackends) {
    if (row.is_meant(config)) return row.make(config, parts);
  }
  return kBackends.back().make(config, parts);
}

}  // namespace till::assembly
