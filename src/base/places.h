// Countries of ISO 3166-1 and their states of ISO 3166-2, found as people write them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace till {

// The two capital letters of a country: in any case, and UK or EL for GB and GR. Nothing when it
// is none, like ZZ.
std::optional<std::string> country_of(std::string_view text);

// False where an address is complete without a postal code. `country` as country_of gives it.
bool has_postal_codes(std::string_view country);

// A state, province or other part of a country.
class State {
 public:
  // Without the country: CA of US-CA. Lives as long as the program.
  std::string_view code() const;
  // The larger part of the country that it belongs to, as a province to its region.
  std::optional<State> parent() const;
  bool operator==(const State&) const = default;

 private:
  friend std::optional<State> state_of(std::string_view, std::string_view);
  explicit State(std::uint16_t index) : index_(index) {}
  std::uint16_t index_;
};

// The state of that country by its code or name: ca, US-CA, California, State of California.
// Nothing when the country has none of that name, or several.
std::optional<State> state_of(std::string_view country, std::string_view text);

}  // namespace till
