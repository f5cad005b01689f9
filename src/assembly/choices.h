// Rows of a table that a setting names, and what is said of a name that is in none.
#pragma once

#include <string>
#include <string_view>

namespace till::assembly {

// The row of this name, or null. A table is an array of rows with a `name`.
template <class Table>
const typename Table::value_type* row_named(const Table& table, std::string_view name) {
  for (const auto& row : table) {
    if (row.name == name) return &row;
  }
  return nullptr;
}

// "a", "b" or "c": the `form` of each row, as the setting has to be written.
template <class Table>
std::string choices_of(const Table& table) {
  std::string text;
  std::size_t left = table.size();
  for (const auto& row : table) {
    text += "\"" + std::string(row.form) + "\"";
    --left;
    if (left > 0) text += left == 1 ? " or " : ", ";
  }
  return text;
}

}  // namespace till::assembly
