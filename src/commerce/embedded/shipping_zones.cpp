#include "commerce/embedded/shipping_zones.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "base/folding.h"
#include "base/places.h"

namespace till::commerce {
namespace {

using checkout::Address;
using checkout::Unserved;
using Obstacle = std::optional<Unserved>;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return c >= 'A' && c <= 'Z'; }

// A letter where the other has one, and a digit where it has one.
bool same_form(std::string_view one, std::string_view other) {
  return std::equal(one.begin(), one.end(), other.begin(), other.end(), [](char a, char b) {
    return (is_digit(a) && is_digit(b)) || (is_letter(a) && is_letter(b));
  });
}

// IV28 of IV28 3XX: the letters and the number of a district.
struct District {
  std::string_view letters;
  int number = 0;
};

std::optional<District> district_at(std::string_view code) {
  const auto digit = std::find_if(code.begin(), code.end(), is_digit);
  const auto letters = static_cast<std::size_t>(digit - code.begin());
  District district{code.substr(0, letters), 0};
  const char* const end = code.data() + std::min(code.size(), letters + 2);
  const auto read = std::from_chars(code.data() + letters, end, district.number);
  if (read.ec != std::errc() || letters == 0 || letters > 2) return std::nullopt;
  return district;
}

// A whole code ends in a digit and two letters, which are no part of its district.
std::string_view outward(std::string_view code) {
  return code.size() >= 5 ? code.substr(0, code.size() - 3) : code;
}

bool is_district(std::string_view text) {
  const auto district = district_at(text);
  return district && text.size() <= 4 && is_digit(text.back()) &&
         std::all_of(district->letters.begin(), district->letters.end(), is_letter);
}

bool has_country(const Area& area, const Address& to) {
  const auto& countries = area.countries;
  return std::find(countries.begin(), countries.end(), to.country) != countries.end();
}

bool names_states_of(const Area& area, const std::string& country) {
  return std::any_of(area.states.begin(), area.states.end(), [&country](const std::string& state) {
    return state.starts_with(country + "-");
  });
}

bool has_state(const Area& area, const std::string& country, const State& state) {
  for (std::optional<State> part = state; part; part = part->parent()) {
    const std::string name = country + "-" + std::string(part->code());
    if (std::find(area.states.begin(), area.states.end(), name) != area.states.end()) return true;
  }
  return false;
}

bool names_codes(const Area& area) {
  return !area.postal_prefixes.empty() || !area.postal_ranges.empty();
}

bool has_code(const Area& area, const std::string& code) {
  const auto begins = [&code](const std::string& prefix) { return code.starts_with(prefix); };
  const auto holds = [&code](const PostalRange& range) { return range.includes(code); };
  return std::any_of(area.postal_prefixes.begin(), area.postal_prefixes.end(), begins) ||
         std::any_of(area.postal_ranges.begin(), area.postal_ranges.end(), holds);
}

// The member of the address by which it lies in an area that is left out, or may lie there.
Obstacle left_out(const Area& area, const Address& to) {
  if (!has_country(area, to)) return std::nullopt;
  Obstacle by = Unserved::country;
  if (names_states_of(area, to.country)) {
    const auto state = state_of(to.country, to.state);
    if (state && !has_state(area, to.country, *state)) return std::nullopt;
    by = Unserved::state;
    if (!state) return by;
  }
  if (!names_codes(area)) return by;
  const std::string code = folded_postal_code(to.postal_code);
  return code.empty() || has_code(area, code) ? Obstacle(Unserved::postal_code) : std::nullopt;
}

}  // namespace

std::optional<PostalRange> PostalRange::of(const std::string& country, std::string from,
                                           std::string until) {
  const bool districts = country == "GB";
  if (districts) {
    if (!is_district(from) || !is_district(until)) return std::nullopt;
    const auto first = district_at(from);
    const auto last = district_at(until);
    if (first->letters != last->letters || first->number > last->number) return std::nullopt;
  } else if (from.empty() || !same_form(from, until) || from > until) {
    return std::nullopt;
  }
  return PostalRange(std::move(from), std::move(until), districts);
}

bool PostalRange::includes(std::string_view code) const {
  if (districts_) {
    const auto district = district_at(outward(code));
    const auto first = district_at(from_);
    return district && district->letters == first->letters && district->number >= first->number &&
           district->number <= district_at(until_)->number;
  }
  const std::string_view beginning = code.substr(0, from_.size());
  return same_form(beginning, from_) && beginning >= from_ && beginning <= until_;
}

Obstacle obstacle(const Area& area, const Address& to) {
  if (!has_country(area, to)) return Unserved::country;
  if (names_states_of(area, to.country)) {
    const auto state = state_of(to.country, to.state);
    if (!state || !has_state(area, to.country, *state)) return Unserved::state;
  }
  if (!names_codes(area) || has_code(area, folded_postal_code(to.postal_code))) {
    return std::nullopt;
  }
  return Unserved::postal_code;
}

Obstacle obstacle(const Zone& zone, const Address& to) {
  Obstacle nearest = Unserved::country;
  for (const Area& area : zone.areas) nearest = nearer(nearest, obstacle(area, to));
  if (nearest) return nearest;
  for (const Area& area : zone.except) {
    if (const Obstacle by = left_out(area, to)) return by;
  }
  return std::nullopt;
}

int reach_before(Obstacle obstacle) { return obstacle ? static_cast<int>(*obstacle) : kArrives; }

Obstacle nearer(Obstacle one, Obstacle other) {
  return reach_before(one) >= reach_before(other) ? one : other;
}

}  // namespace till::commerce
