#include "products/product.h"

#include <algorithm>
#include <array>
#include <utility>

namespace till::products {
namespace {

constexpr std::array<std::pair<std::string_view, Condition>, 3> kConditions{{
    {"new", Condition::fresh},
    {"refurbished", Condition::refurbished},
    {"used", Condition::used},
}};
constexpr std::array<std::pair<std::string_view, Availability>, 4> kAvailabilities{{
    {"in_stock", Availability::in_stock},
    {"out_of_stock", Availability::out_of_stock},
    {"preorder", Availability::preorder},
    {"backorder", Availability::backorder},
}};

char plain(char letter) {
  if (letter == ' ' || letter == '-') return '_';
  return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

bool is_spelled(std::string_view name, std::string_view text) {
  return std::equal(name.begin(), name.end(), text.begin(), text.end(),
                    [](char one, char other) { return one == plain(other); });
}

template <class Table>
auto value_of(const Table& table, std::string_view text) {
  const auto* const found = std::find_if(
      table.begin(), table.end(), [text](const auto& row) { return is_spelled(row.first, text); });
  using Value = typename Table::value_type::second_type;
  return found == table.end() ? std::nullopt : std::optional<Value>(found->second);
}

template <class Table, class Value>
std::string_view name_in(const Table& table, Value value) {
  const auto* const found = std::find_if(table.begin(), table.end(),
                                         [value](const auto& row) { return row.second == value; });
  return found->first;
}

}  // namespace

std::string_view name_of(Condition condition) { return name_in(kConditions, condition); }
std::string_view name_of(Availability availability) {
  return name_in(kAvailabilities, availability);
}
std::optional<Condition> condition_of(std::string_view text) { return value_of(kConditions, text); }
std::optional<Availability> availability_of(std::string_view text) {
  return value_of(kAvailabilities, text);
}

}  // namespace till::products
