#include "products/feeds/table_reader.h"

#include <algorithm>
#include <utility>

#include "base/blanks.h"
#include "products/feeds/feed_text.h"

namespace till::products {

TableReader::TableReader(FeedSink sink)
    : sink_(std::move(sink)), rows_([this](const CsvRow& row) { take_row(row); }) {}

bool TableReader::take(std::string_view bytes) {
  return !refused_ && rows_.take(bytes) && !refused_;
}

Result<void, FeedFault> TableReader::finish() {
  if (refused_) return refused(*refused_);
  const auto rows = rows_.finish();
  if (refused_) return refused(*refused_);
  if (!rows) return refused(rows.error());
  if (columns_.empty()) {
    return refused(FeedFault{1, {}, "The source is empty. Send a line of column names first."});
  }
  end();
  return {};
}

void TableReader::refuse(std::size_t line, Sentence sentence) {
  if (!refused_) refused_ = FeedFault{line, {}, std::move(sentence)};
}

void TableReader::take_names(const CsvRow& row) {
  if (row.fields.size() > kMostColumns) {
    return refuse(row.line, "There are more than 1000 columns. Leave some out.");
  }
  for (const std::string_view field : row.fields) {
    if (!is_unicode(field)) {
      return refuse(row.line, "The column names are no UTF-8. Save the file as CSV UTF-8.");
    }
    columns_.push_back({one_line(field), column_name(field)});
  }
  // Spreadsheets leave separators behind the last name.
  while (columns_.size() > 1 && columns_.back().canonical.empty()) columns_.pop_back();
  if (auto sentence = begin()) refuse(row.line, std::move(*sentence));
}

// Why the row is none of this table.
std::optional<Sentence> TableReader::fault_of(const CsvRow& row) const {
  if (!std::all_of(row.fields.begin(), row.fields.end(), is_unicode)) {
    return "The row is no UTF-8. Save the file as CSV UTF-8.";
  }
  std::size_t told = row.fields.size();
  while (told > 0 && trimmed(row.fields[told - 1]).empty()) --told;
  const bool fewer = row.fields.size() < columns_.size();
  if (told > columns_.size() || (row.long_row && fewer)) {
    return "The row has " + std::to_string(row.fields.size()) + " fields and the first line " +
           std::to_string(columns_.size()) +
           ". Put texts that hold a separator or a line end in quotes, and write \"\" for a quote "
           "within them.";
  }
  return std::nullopt;
}

void TableReader::take_row(const CsvRow& row) {
  if (refused_) return;
  if (columns_.empty()) return take_names(row);
  const bool blank = std::all_of(row.fields.begin(), row.fields.end(),
                                 [](std::string_view field) { return trimmed(field).empty(); });
  if (blank) return;
  if (!row.ended && row.fields.size() < columns_.size()) {
    return refuse(row.line, "The source ends within this row. Send the whole source.");
  }
  if (auto sentence = fault_of(row)) {
    if (sink_.bad) sink_.bad({row.line, {}, std::move(*sentence)});
    return;
  }
  texts_.assign(row.fields.begin(), row.fields.begin() + static_cast<std::ptrdiff_t>(std::min(
                                                             row.fields.size(), columns_.size())));
  texts_.resize(columns_.size());
  read(row.line, texts_);
}

}  // namespace till::products
