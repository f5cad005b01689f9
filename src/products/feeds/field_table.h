// FieldTable: which rule reads a field of a given name.
#pragma once

#include <span>
#include <string_view>

#include "products/feeds/row_reader.h"

namespace till::products {

using ReadField = void (RowReader::*)(FeedField field);

struct FieldRule {
  std::string_view name;  // A column_name().
  ReadField read;
};

// Nullptr when no rule reads it.
constexpr ReadField rule_of(std::span<const FieldRule> rules, std::string_view name) {
  for (const FieldRule& rule : rules) {
    if (rule.name == name) return rule.read;
  }
  return nullptr;
}

}  // namespace till::products
