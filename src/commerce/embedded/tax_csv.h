// The tax rates that a WooCommerce shop exports, as CSV. Private to the embedded catalogue.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "commerce/embedded/catalog_faults.h"
#include "commerce/embedded/tax_rate.h"

namespace till::commerce {

// A rate and the line of the file that it stands in.
struct FiledRate {
  TaxRate rate;
  std::size_t line = 0;
  bool sound = true;  // Nothing is wrong with its row.
};

inline constexpr std::size_t kMostFiledRates = 250'000;

// Ten columns behind a line of titles, in whatever language: country, state, postal codes, cities,
// percent, name, priority, compound, shipping, class. Every fault names `file`, line and column.
std::vector<FiledRate> read_tax_csv(std::string_view text, const std::string& file,
                                    CatalogFaults& faults);

}  // namespace till::commerce
