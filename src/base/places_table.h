// The table that the build writes from Debian's iso-codes (cmake/make_places.cpp). Private to base.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace till {

inline constexpr std::uint16_t kNoState = 0xFFFF;

struct StateRow {
  std::string_view code;
  std::uint16_t parent = kNoState;  // Its row.
};

// A folded code or name of a state.
struct StateName {
  std::string_view folded;
  std::uint16_t state = kNoState;
};

// Its codes and names, each sorted by its text; `code` in capital letters.
struct CountryRow {
  std::string_view code;
  std::uint16_t first_name = 0;
  std::uint16_t names = 0;
};

// By code.
std::span<const CountryRow> country_rows();
std::span<const StateRow> state_rows();
std::span<const StateName> state_names();

}  // namespace till
