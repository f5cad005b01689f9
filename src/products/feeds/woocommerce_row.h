// A row of WooCommerce's product export, and the rules of its fields.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "products/feeds/row_reader.h"
#include "products/feeds/table_reader.h"

namespace till::products::woo_export {

enum Column : std::size_t {
  id,
  type,
  sku,
  gtin,
  name,
  published,
  visibility,
  short_description,
  description,
  sale_starts,
  sale_ends,
  tax_status,
  tax_class,
  in_stock,
  stock,
  backorders,
  sold_individually,
  weight,
  length,
  width,
  height,
  sale_price,
  regular_price,
  categories,
  shipping_class,
  images,
  parent,
  brands,
  kColumns
};

// Which columns of the source hold what.
class Layout {
 public:
  // A sentence when columns that must be there are not.
  std::optional<Sentence> find(const std::vector<TableColumn>& columns);

  bool has(Column column) const { return places_[column].has_value(); }
  std::string_view name_of(Column column) const;
  FeedNames names() const { return {name_of(id), name_of(name), name_of(regular_price)}; }

  struct Attribute {
    std::size_t name = 0;
    std::size_t value = 0;
  };
  const std::vector<Attribute>& attributes() const { return attributes_; }
  std::string_view weight_unit() const { return weight_unit_; }
  std::string_view size_unit() const { return size_unit_; }

 private:
  friend struct Row;
  void find_unit(const TableColumn& column, std::size_t place);

  std::array<std::optional<std::size_t>, kColumns> places_;
  std::array<std::string, kColumns> names_;
  std::vector<Attribute> attributes_;
  std::string weight_unit_, size_unit_;
};

// Copies what it needs of a row.
struct Row {
  Row(const Layout& layout, std::size_t line, const std::vector<std::string_view>& texts);

  FeedField field(const Layout& layout, Column column) const {
    return {layout.name_of(column), texts[column]};
  }
  bool is(std::string_view word) const;  // Of its type, which are several words.
  // "id:12" or an SKU, as variations name their parent.
  std::string id_name() const { return "id:" + texts[id]; }
  std::string own_id() const { return texts[sku].empty() ? texts[id] : texts[sku]; }
  bool has_variations() const;
  // Published, not hidden, and of a type that Till sells.
  bool is_for_sale() const;
  std::size_t bytes() const;

  std::size_t line = 0;
  std::array<std::string, kColumns> texts;
  std::vector<Option> options;
};

// What a variable product says for its variations.
void read_shared(RowReader& reader, const Row& row, const Layout& layout);
// What a simple product or a variation says of itself; before read_shared(), so that it counts
// first.
void read_own(RowReader& reader, const Row& row, const Layout& layout);

}  // namespace till::products::woo_export
