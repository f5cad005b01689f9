// TableReader: what the readers of all CSV and TSV formats share: a line of column names, then
// rows.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "products/feeds/csv_rows.h"
#include "products/feeds/feed_reader.h"
#include "products/feeds/row_reader.h"

namespace till::products {

inline constexpr std::size_t kMostColumns = 1'000;

struct TableColumn {
  std::string name;       // As the source spells it.
  std::string canonical;  // column_name() of it.
};

class TableReader : public FeedReader {
 public:
  bool take(std::string_view bytes) final;
  Result<void, FeedFault> finish() final;

 protected:
  explicit TableReader(FeedSink sink);

  const std::vector<TableColumn>& columns() const { return columns_; }
  const FeedSink& sink() const { return sink_; }

  // columns() are known: a sentence when they are none of the format.
  virtual std::optional<Sentence> begin() = 0;
  // Valid UTF-8; as many texts as there are columns. They last until the call is over.
  virtual void read(std::size_t line, const std::vector<std::string_view>& texts) = 0;
  // After the last row of a source that is whole.
  virtual void end() {}

 private:
  void take_row(const CsvRow& row);
  void take_names(const CsvRow& row);
  void refuse(std::size_t line, Sentence sentence);
  std::optional<Sentence> fault_of(const CsvRow& row) const;

  FeedSink sink_;
  CsvRows rows_;
  std::vector<TableColumn> columns_;
  std::vector<std::string_view> texts_;
  std::optional<FeedFault> refused_;
};

}  // namespace till::products
