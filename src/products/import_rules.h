// When an import is taken, and what is told of it. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace till::products {

struct ImportCounts {
  std::int64_t came = 0;     // Products that were not there before.
  std::int64_t changed = 0;  // Those that are there in another form.
  std::int64_t same = 0;
  std::int64_t went = 0;         // Products of before that the source does not hold.
  std::int64_t bad = 0;          // Rows that are no products.
  std::int64_t kept = 0;         // Products of before that an update does not name.
  std::int64_t passed_over = 0;  // Rows of what is not for sale: drafts, unpublished.
  std::int64_t rows() const { return came + changed + same + bad; }
  std::int64_t before() const { return changed + same + went + kept; }
};

// In parts of a million.
inline constexpr std::int64_t kWhole = 1'000'000;

struct ImportLimits {
  std::int64_t most_bad = kWhole / 100;        // Of the rows.
  std::int64_t most_drop = kWhole * 30 / 100;  // Of the products that were there.
};

// "1%", "0.5 %", "100%": a part of the whole with at most four decimals; nothing for other texts.
std::optional<std::int64_t> percent_of(std::string_view text);

// What the ways out are called where the import was asked for.
struct ImportWords {
  std::string_view max_bad = "--max-bad";
  std::string_view max_drop = "--max-drop";
  std::string_view update = "--update";
  std::string_view format = "--format";
  std::string_view rows = "the rows above";  // Where those that are bad are told.
};
inline constexpr ImportWords kConfigWords{"max_bad", "max_drop", "update", "format", "the log"};

// A sentence that refuses the import and says what to do; nothing when it is taken. A source
// without any row is refused: an empty file is more often a mistake than a shop that sells nothing.
std::optional<std::string> refusal_of(const ImportCounts& counts, const ImportLimits& limits,
                                      const ImportWords& words = {});

// "3 came, 1 changed, 0 went, 2 were bad; 120 stay as they are", and what was passed over, if
// anything: "; 5 rows of drafts and other things that are not for sale were passed over".
std::string sentence_of(const ImportCounts& counts);

}  // namespace till::products
