#include "products/import_rules.h"

#include "base/blanks.h"
#include "base/percent.h"

namespace till::products {
namespace {

// The part in percent, rounded down: "30" or "0.5".
std::string percent_text(std::int64_t part) {
  std::string text = std::to_string(part / kPartsOfPercent);
  std::string decimals = std::to_string(part % kPartsOfPercent + kPartsOfPercent).substr(1);
  while (!decimals.empty() && decimals.back() == '0') decimals.pop_back();
  if (!decimals.empty()) text += "." + decimals;
  return text + "%";
}

// More than that part of the whole. Exact for as many rows as any disk holds.
bool exceeds(std::int64_t count, std::int64_t whole, std::int64_t part) {
  return count * kWhole > whole * part;
}

}  // namespace

std::optional<std::int64_t> percent_of(std::string_view text) {
  if (!text.ends_with('%')) return std::nullopt;
  return parts_per_million(trimmed(text.substr(0, text.size() - 1)));
}

std::optional<std::string> refusal_of(const ImportCounts& counts, const ImportLimits& limits,
                                      const ImportWords& words) {
  const auto word = [](std::string_view text) { return std::string(text); };
  if (counts.rows() == 0) {
    if (counts.passed_over > 0) {
      return "all products of the source are drafts, hidden or of a kind that Till does not sell; "
             "publish those that are for sale";
    }
    return "the source holds no products; look whether it is the right one";
  }
  if (counts.rows() == counts.bad) {
    return "no row of the source is a product; look at " + word(words.format) + ", and at " +
           word(words.rows);
  }
  if (exceeds(counts.bad, counts.rows(), limits.most_bad)) {
    return std::to_string(counts.bad) + " of " + std::to_string(counts.rows()) +
           " rows are bad, and " + word(words.max_bad) + " allows " +
           percent_text(limits.most_bad) + "; mend them, or allow more";
  }
  if (exceeds(counts.went, counts.before(), limits.most_drop)) {
    return std::to_string(counts.went) + " of " + std::to_string(counts.before()) +
           " products would go, and " + word(words.max_drop) + " allows " +
           percent_text(limits.most_drop) + "; look whether the source is whole, give " +
           word(words.update) + " when it is a part of the shop, or allow more";
  }
  return std::nullopt;
}

std::string sentence_of(const ImportCounts& counts) {
  const std::string passed_over =
      counts.passed_over == 0
          ? ""
          : "; " + std::to_string(counts.passed_over) +
                (counts.passed_over == 1
                     ? " row of drafts and other things that are not for sale was passed over"
                     : " rows of drafts and other things that are not for sale were passed over");
  return std::to_string(counts.came) + " came, " + std::to_string(counts.changed) + " changed, " +
         std::to_string(counts.went) + " went, " + std::to_string(counts.bad) + " were bad; " +
         std::to_string(counts.same + counts.kept) + " stay as they are" + passed_over;
}

}  // namespace till::products
