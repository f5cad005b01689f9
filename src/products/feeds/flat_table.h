// FlatTable: a table each row of which is a product by itself.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "products/feeds/field_table.h"
#include "products/feeds/table_reader.h"

namespace till::products {

class FlatTable final : public TableReader {
 public:
  // `what` is the format as a sentence names it: "Google Merchant feed".
  FlatTable(std::string what, std::span<const FieldRule> rules, FeedSettings settings,
            FeedSink sink);

 private:
  std::optional<Sentence> begin() override;
  void read(std::size_t line, const std::vector<std::string_view>& texts) override;

  std::string what_;
  std::span<const FieldRule> rules_;
  FeedSettings settings_;
  FeedNames names_;
  std::vector<ReadField> readers_;  // By column; nullptr for those that are passed over.
};

}  // namespace till::products
