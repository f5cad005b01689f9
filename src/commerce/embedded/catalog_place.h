// Reading catalog.json: one member at a time, each refused with the place where it stands. Private
// to the embedded catalogue.
#pragma once

#include <simdjson.h>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/amount.h"
#include "base/clock.h"
#include "commerce/embedded/catalog.h"

namespace till::commerce {

using simdjson::dom::element;

// The first fault of a catalogue; carried as an exception no further than parse_catalog, so that
// each member reads as one expression.
struct Fault {
  std::string sentence;
};

[[noreturn]] inline void fail(const std::string& path, const std::string& wanted) {
  throw Fault{path + " must be " + wanted};
}

inline constexpr const char* kCountryWanted = "an ISO 3166-1 code of two capital letters, like US";

inline bool is_country(const std::string& code) {
  return code.size() == 2 &&
         std::all_of(code.begin(), code.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

inline bool is_currency(const std::string& code) {
  return code.size() == 3 &&
         std::all_of(code.begin(), code.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

// A member of an object and where it stands, for the sentence that refuses it.
struct Place {
  element value;
  std::string path;

  std::optional<Place> find(const char* name) const {
    element found;
    if (value.at_key(name).get(found) != simdjson::SUCCESS || found.is_null()) return std::nullopt;
    return Place{found, path + "." + name};
  }
  Place need(const char* name, const std::string& wanted) const {
    if (auto found = find(name)) return std::move(*found);
    fail(path + "." + name, wanted + " and is missing");
  }
  std::string text(const char* name) const {
    const Place place = need(name, "a text");
    std::string_view text;
    if (place.value.get(text) != simdjson::SUCCESS || text.empty()) fail(place.path, "a text");
    return std::string(text);
  }
  std::optional<std::string> optional_text(const char* name) const {
    return find(name) ? std::optional(text(name)) : std::nullopt;
  }
  std::int64_t whole(const char* name, std::int64_t most) const {
    const std::string wanted = "a whole number from 0 to " + std::to_string(most);
    const Place place = need(name, wanted);
    std::int64_t number = 0;
    if (place.value.get(number) != simdjson::SUCCESS || number < 0 || number > most) {
      fail(place.path, wanted);
    }
    return number;
  }
  bool yes(const char* name) const {
    const auto place = find(name);
    if (!place) return false;
    bool answer = false;
    if (place->value.get(answer) != simdjson::SUCCESS) fail(place->path, "true or false");
    return answer;
  }
  // One amount in the shop's first currency, or an object with one for each currency. A plain 0
  // holds in every currency.
  Prices prices(const char* name, const std::string& currency) const {
    const Place place = need(name, "an amount");
    simdjson::dom::object object;
    if (place.value.get(object) != simdjson::SUCCESS) {
      const Amount amount{whole(name, kAmountMax)};
      if (amount == Amount{0}) return Prices::nothing();
      return Prices::of({{currency, amount}});
    }
    std::map<std::string, Amount> amounts;
    for (const auto& entry : object) {
      const std::string code(entry.key);
      if (!is_currency(code)) fail(place.path, "an amount for each ISO 4217 code in lower case");
      amounts[code] = Amount{place.whole(code.c_str(), kAmountMax)};
    }
    if (amounts.empty()) fail(place.path, "given in one currency at least");
    return Prices::of(std::move(amounts));
  }
  std::optional<Timestamp> time(const char* name) const {
    if (!find(name)) return std::nullopt;
    const auto time = parse_rfc3339(text(name));
    if (!time) fail(path + "." + name, "a time like 2026-11-24T10:00:00Z");
    return time;
  }
  // The entries of a list; none when the member is absent.
  std::vector<Place> list(const char* name) const {
    const auto place = find(name);
    if (!place) return {};
    simdjson::dom::array array;
    if (place->value.get(array) != simdjson::SUCCESS) fail(place->path, "a list");
    std::vector<Place> entries;
    for (const element entry : array) {
      entries.push_back({entry, place->path + "[" + std::to_string(entries.size()) + "]"});
    }
    return entries;
  }
  // An object stands for a list of one.
  std::vector<Place> one_or_list(const char* name) const {
    const auto place = find(name);
    if (place && place->value.is_object()) return {*place};
    return list(name);
  }
  // An ISO 3166-1 alpha-2 code, spelled as addresses spell it.
  std::string country(const char* name) const {
    std::string code = text(name);
    if (!is_country(code)) fail(path + "." + name, kCountryWanted);
    return code;
  }
  std::vector<std::string> countries(const char* name) const {
    std::vector<std::string> all = texts(name);
    if (!std::all_of(all.begin(), all.end(), is_country)) {
      fail(path + "." + name, std::string("a list, each entry ") + kCountryWanted);
    }
    return all;
  }
  std::vector<std::string> texts(const char* name) const {
    std::vector<std::string> all;
    for (const Place& entry : list(name)) {
      std::string_view text;
      if (entry.value.get(text) != simdjson::SUCCESS) fail(entry.path, "a text");
      all.emplace_back(text);
    }
    return all;
  }
};

}  // namespace till::commerce
