#include "commerce/embedded/tax_csv.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>

#include "base/blanks.h"
#include "base/folding.h"
#include "base/percent.h"
#include "base/places.h"
#include "base/utf8.h"
#include "commerce/embedded/csv.h"
#include "json/value.h"

namespace till::commerce {
namespace {

enum class Column : std::size_t {
  country,
  state,
  postal_codes,
  cities,
  percent,
  name,
  priority,
  compound,
  shipping,
  tax_class
};
constexpr std::size_t kColumns = 10;

constexpr std::size_t index_of(Column column) { return static_cast<std::size_t>(column); }

// As the English export calls them.
constexpr std::array<const char*, kColumns> kTitles{
    "Country code", "State code", "Postcode / ZIP", "City",     "Rate %",
    "Tax name",     "Priority",   "Compound",       "Shipping", "Tax class"};

std::optional<std::int64_t> whole(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool all = error == std::errc() && end == text.data() + text.size();
  return all && number >= 0 ? std::optional(number) : std::nullopt;
}

// One row, read field by field; what is wrong is noted and reads as what does no harm.
class RowReader {
 public:
  RowReader(const CsvRow& row, const std::string& file, CatalogFaults& faults)
      : row_(row), file_(file), faults_(faults) {}

  TaxRate read() {
    TaxRate rate;
    rate.country = read_country();
    rate.state = read_state(rate.country);
    for (const std::string_view part : parts(Column::postal_codes)) {
      auto pattern = PostalPattern::parse(part);
      if (pattern) {
        rate.postal_codes.push_back(std::move(*pattern));
      } else {
        fault(Column::postal_codes,
              "codes like 94105, 941* or 94100...94199 with ; between them: " + shown(part) +
                  " is none");
      }
    }
    for (const std::string_view part : parts(Column::cities)) {
      rate.cities.push_back(folded_name(part));
      if (rate.cities.back().empty()) fault(Column::cities, "names with ; between them");
    }
    const auto ppm = parts_per_million(field(Column::percent));
    if (!ppm) fault(Column::percent, "a percentage from 0 to 100 with up to four decimals");
    rate.parts_per_million = ppm.value_or(0);
    rate.name = std::string(field(Column::name));
    rate.priority = read_priority();
    rate.compound = read_flag(Column::compound);
    rate.shipping = read_flag(Column::shipping);
    rate.tax_class = folded_class(field(Column::tax_class));
    return rate;
  }

 private:
  std::string_view field(Column column) const { return trimmed(row_.fields[index_of(column)]); }

  // An empty field and a * both stand for everything.
  bool names_all(Column column) const { return field(column).empty() || field(column) == "*"; }

  std::vector<std::string_view> parts(Column column) const {
    std::vector<std::string_view> all;
    std::string_view rest = field(column);
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find(';'), rest.size());
      const std::string_view part = trimmed(rest.substr(0, end));
      if (!part.empty() && part != "*") all.push_back(part);
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return all;
  }

  std::string read_country() {
    if (names_all(Column::country)) return {};
    const auto code = country_of(field(Column::country));
    if (!code) fault(Column::country, "an ISO 3166-1 code of two letters, or empty for all");
    return code.value_or("");
  }

  std::optional<std::string> read_state(const std::string& country) {
    if (names_all(Column::state)) return std::nullopt;
    const auto state = state_of(country, field(Column::state));
    if (state) return std::string(state->code());
    if (!country.empty() || names_all(Column::country)) {
      fault(Column::state, country.empty()
                               ? "empty where no country is named"
                               : "a state of " + country + " by its ISO 3166-2 code or name");
    }
    return std::nullopt;
  }

  std::int64_t read_priority() {
    const auto number = whole(field(Column::priority));
    if (number && *number <= kMostPriority) return *number;
    fault(Column::priority, "a whole number from 0 to " + std::to_string(kMostPriority));
    return 1;
  }

  bool read_flag(Column column) {
    if (field(column) == "1") return true;
    if (field(column) != "0") fault(column, "1 for yes or 0 for no");
    return false;
  }

  static std::string shown(std::string_view text) {
    constexpr std::size_t kShown = 30;
    return std::string(text.substr(0, kShown));
  }

  void fault(Column column, const std::string& wanted) {
    faults_.add(file_ + " line " + std::to_string(row_.line) + ", column " +
                std::to_string(index_of(column) + 1) + " (" + kTitles[index_of(column)] +
                ") must be " + wanted);
  }

  const CsvRow& row_;
  const std::string& file_;
  CatalogFaults& faults_;
};

std::string place_of(const std::string& file, const CsvRow& row) {
  return file + " line " + std::to_string(row.line);
}

// Can the row be read field by field? A row that cannot be is noted.
bool is_whole(const CsvRow& row, const std::string& file, CatalogFaults& faults) {
  if (row.broken) {
    faults.add(place_of(file, row) + ", column " + std::to_string(row.column) +
               " has a quote that is not closed, or text behind one");
    return false;
  }
  const auto odd = std::find_if_not(row.fields.begin(), row.fields.end(), is_utf8);
  if (odd != row.fields.end()) {
    faults.add(place_of(file, row) + ", column " + std::to_string(odd - row.fields.begin() + 1) +
               " is not UTF-8: save the file as such");
    return false;
  }
  if (row.count == kColumns) return true;
  faults.add(place_of(file, row) + " must have 10 columns with commas between them, and has " +
             std::to_string(row.count));
  return false;
}

}  // namespace

std::vector<FiledRate> read_tax_csv(std::string_view text, const std::string& file,
                                    CatalogFaults& faults) {
  CsvReader reader(json::without_byte_order_mark(text));
  std::vector<FiledRate> rates;
  CsvRow row;
  if (!reader.next(row)) faults.add(file + " must have a line of titles and is empty");
  // The titles are in the language of the shop, but none of them is a number.
  else if (is_whole(row, file, faults) &&
           parts_per_million(trimmed(row.fields[index_of(Column::percent)]))) {
    faults.add(place_of(file, row) + " must be the titles of the columns, not a rate");
  }
  while (reader.next(row)) {
    if (row.blank() || !is_whole(row, file, faults)) continue;
    if (rates.size() == kMostFiledRates) {
      faults.add(place_of(file, row) + " must not be: " + std::to_string(kMostFiledRates) +
                 " rates are the most");
      break;
    }
    const std::size_t before = faults.count();
    TaxRate rate = RowReader(row, file, faults).read();
    rates.push_back({std::move(rate), row.line, faults.count() == before});
  }
  return rates;
}

}  // namespace till::commerce
