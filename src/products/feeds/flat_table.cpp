#include "products/feeds/flat_table.h"

#include <algorithm>
#include <utility>

namespace till::products {

FlatTable::FlatTable(std::string what, std::span<const FieldRule> rules, FeedSettings settings,
                     FeedSink sink)
    : TableReader(std::move(sink)),
      what_(std::move(what)),
      rules_(rules),
      settings_(std::move(settings)) {}

std::optional<Sentence> FlatTable::begin() {
  for (const TableColumn& column : columns()) {
    readers_.push_back(rule_of(rules_, column.canonical));
  }
  const std::pair<std::string_view*, ReadField> needed[] = {{&names_.id, &RowReader::id},
                                                            {&names_.title, &RowReader::title},
                                                            {&names_.price, &RowReader::price}};
  for (const auto& [name, reader] : needed) {
    const auto found = std::find(readers_.begin(), readers_.end(), reader);
    if (found == readers_.end()) {
      return "This is no " + what_ + ": no column is called " + std::string(*name) +
             ". Begin the file with the names of its columns.";
    }
    *name = columns()[static_cast<std::size_t>(found - readers_.begin())].name;
  }
  return std::nullopt;
}

void FlatTable::read(std::size_t line, const std::vector<std::string_view>& texts) {
  RowReader row(settings_, line, names_);
  for (std::size_t i = 0; i < texts.size(); ++i) {
    if (readers_[i] != nullptr) (row.*readers_[i])({columns()[i].name, texts[i]});
  }
  row.tell(sink());
}

}  // namespace till::products
