#include "base/places.h"

#include <algorithm>
#include <array>

#include "base/blanks.h"
#include "base/folding.h"
#include "base/places_table.h"

namespace till {
namespace {

constexpr std::size_t kLetters = 26;

// Of each pair of letters the country's row, counted from 1; 0: there is none.
using Index = std::array<std::uint16_t, kLetters * kLetters>;

std::optional<std::size_t> slot_of(std::string_view code) {
  const auto letter = [](char c) { return c >= 'A' && c <= 'Z'; };
  if (code.size() != 2 || !letter(code[0]) || !letter(code[1])) return std::nullopt;
  return static_cast<std::size_t>(code[0] - 'A') * kLetters +
         static_cast<std::size_t>(code[1] - 'A');
}

const Index& index_of_countries() {
  static const Index index = [] {
    Index built{};
    const auto rows = country_rows();
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (const auto slot = slot_of(rows[i].code)) built[*slot] = static_cast<std::uint16_t>(i + 1);
    }
    return built;
  }();
  return index;
}

const CountryRow* find_country(std::string_view code) {
  const auto slot = slot_of(code);
  const std::size_t row = slot ? index_of_countries()[*slot] : 0;
  return row == 0 ? nullptr : &country_rows()[row - 1];
}

std::optional<std::uint16_t> find_state(const CountryRow& country, std::string_view folded) {
  const auto names = state_names().subspan(country.first_name, country.names);
  const auto found = std::lower_bound(
      names.begin(), names.end(), folded,
      [](const StateName& row, std::string_view wanted) { return row.folded < wanted; });
  if (found == names.end() || found->folded != folded || found->state == kNoState) {
    return std::nullopt;
  }
  return found->state;
}

// What stands before and behind names of states without being part of them, folded.
constexpr std::string_view kBefore[] = {"stateof",     "estadode",    "estadodo",     "provinceof",
                                        "provinciade", "provinciadi", "regionof",     "countyof",
                                        "county",      "cityof",      "prefectureof", "co"};
constexpr std::string_view kBehind[] = {"state",     "province", "prefecture", "county",
                                        "territory", "region",   "city",       "metropolis",
                                        "ken",       "fu",       "to"};

// The name without what only says of what kind the place is.
std::optional<std::uint16_t> find_bare(const CountryRow& country, std::string_view folded) {
  for (const std::string_view word : kBefore) {
    if (!folded.starts_with(word)) continue;
    if (const auto found = find_state(country, folded.substr(word.size()))) return found;
  }
  for (const std::string_view word : kBehind) {
    if (!folded.ends_with(word)) continue;
    const auto bare = folded.substr(0, folded.size() - word.size());
    if (const auto found = find_state(country, bare)) return found;
  }
  return std::nullopt;
}

// Places whose letters arrive without a code: those without any, and those where it is hardly used.
constexpr std::string_view kWithoutPostalCodes =
    "AE AF AG AI AL AO AQ AW BB BF BI BJ BO BQ BS BT BV BW BZ CD CF CG CI CM CO CW DJ DM ER FJ GA "
    "GD GH GI GM GQ GY HK IE JM KI KM KN KP KY LC LY ML MO MR MS MW MZ NA NR NU PA PE PS QA RW SB "
    "SC SL SR SS ST SX SY TD TF TG TK TL TO TT TV TZ UG VC VG VN VU WS YE ZW";

}  // namespace

std::optional<std::string> country_of(std::string_view text) {
  std::string code(trimmed(text));
  if (code.size() != 2) return std::nullopt;
  for (char& c : code) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  // Neither is of ISO 3166-1: what the people there and the European Union write.
  if (code == "UK") code = "GB";
  if (code == "EL") code = "GR";
  if (find_country(code) == nullptr) return std::nullopt;
  return code;
}

bool has_postal_codes(std::string_view country) {
  return country.size() != 2 || kWithoutPostalCodes.find(country) == std::string_view::npos;
}

std::string_view State::code() const { return state_rows()[index_].code; }

std::optional<State> State::parent() const {
  const std::uint16_t parent = state_rows()[index_].parent;
  return parent == kNoState ? std::nullopt : std::optional(State(parent));
}

std::optional<State> state_of(std::string_view country, std::string_view text) {
  const CountryRow* const row = find_country(country);
  if (row == nullptr) return std::nullopt;
  const std::string folded = folded_name(text);
  auto found = find_state(*row, folded);
  // US-CA: the country stands before the code.
  const std::string prefix = folded_name(country);
  if (!found && folded.starts_with(prefix)) {
    found = find_state(*row, std::string_view(folded).substr(prefix.size()));
  }
  if (!found) found = find_bare(*row, folded);
  return found ? std::optional(State(*found)) : std::nullopt;
}

}  // namespace till
