#include "commerce/embedded/catalog_zones.h"

#include <algorithm>
#include <array>

#include "base/folding.h"
#include "base/places.h"
#include "commerce/embedded/catalog_choice.h"

namespace till::commerce {
namespace {

constexpr std::array<const char*, 4> kWhereabouts{"countries", "states", "postal_prefixes",
                                                  "postal_ranges"};

// A prefix of nothing but blanks would match every postal code.
std::vector<std::string> read_prefixes(const Place& place) {
  std::vector<std::string> prefixes;
  for (const std::string& text : place.texts("postal_prefixes")) {
    prefixes.push_back(folded_postal_code(text));
    if (prefixes.back().empty()) place.fault("postal_prefixes", "a list of letters and digits");
  }
  if (place.has("postal_prefixes") && prefixes.empty()) {
    place.fault("postal_prefixes", "a list of at least one beginning, or left out for all codes");
  }
  return prefixes;
}

// Codes of several countries lie between each other's, so that it has to be clear whose they are.
std::vector<PostalRange> read_ranges(const Place& place,
                                     const std::vector<std::string>& countries) {
  std::vector<PostalRange> ranges;
  const std::vector<Place> entries = place.list("postal_ranges");
  for (const Place& entry : entries) {
    const std::string from = folded_postal_code(entry.text("from"));
    const std::string until = folded_postal_code(entry.text("until"));
    entry.end();
    if (from.empty() || until.empty() || countries.size() != 1) continue;
    if (auto range = PostalRange::of(countries.front(), from, until)) {
      ranges.push_back(std::move(*range));
    } else {
      entry.fault(countries.front() == "GB"
                      ? "two districts of one area in order, like IV1 and IV28"
                      : "two beginnings of postal codes of one form in order, like 941 and 949");
    }
  }
  if (!place.has("postal_ranges")) return ranges;
  if (entries.empty()) {
    place.fault("postal_ranges", "a list of at least one range, or left out for all codes");
  } else if (countries.size() != 1) {
    place.fault("postal_ranges", "given for one country alone");
  }
  return ranges;
}

// Each by its country and its code or name: US-CA or US-California.
std::vector<std::string> read_states(const Place& place,
                                     const std::vector<std::string>& countries) {
  std::vector<std::string> states;
  const std::vector<std::string> texts = place.texts("states");
  for (const std::string& text : texts) {
    const std::string country = text.substr(0, 2);
    const bool known = std::find(countries.begin(), countries.end(), country) != countries.end();
    const bool named = text.size() > 3 && text[2] == '-';
    const auto state = named ? state_of(country, std::string_view(text).substr(3)) : std::nullopt;
    if (known && state) {
      states.push_back(country + "-" + std::string(state->code()));
    } else {
      place.fault("states", "a list of states of its countries, like US-CA: " + text + " is none");
    }
  }
  if (place.has("states") && texts.empty()) {
    place.fault("states", "a list of at least one state, or left out for all of them");
  }
  return states;
}

Area read_area(const Place& place) {
  Area area;
  area.countries = place.countries("countries");
  area.states = read_states(place, area.countries);
  area.postal_prefixes = read_prefixes(place);
  area.postal_ranges = read_ranges(place, area.countries);
  return area;
}

// Without any, nothing lies there.
void need_countries(const Place& place, const Area& area) {
  if (area.countries.empty()) place.fault("countries", "a list of at least one country");
}

std::vector<Area> read_areas(const Place& zone, const char* member) {
  std::vector<Area> areas;
  for (const Place& place : zone.list(member)) {
    areas.push_back(read_area(place));
    need_countries(place, areas.back());
    place.end();
  }
  return areas;
}

Zone read_zone(const Place& place) {
  Zone zone;
  zone.id = place.text("id");
  zone.areas = read_areas(place, "areas");
  if (zone.areas.empty()) place.fault("areas", "a list of at least one area");
  zone.except = read_areas(place, "except");
  if (place.has("except") && zone.except.empty()) {
    place.fault("except", "a list of at least one area, or left out");
  }
  place.end();
  return zone;
}

}  // namespace

void read_zones(const Place& root, Catalog& catalog) {
  Unique ids;
  for (const Place& place : root.list("zones")) {
    catalog.zones.push_back(read_zone(place));
    ids.add(place, "id", catalog.zones.back().id);
  }
}

void read_whereabouts(const Place& place, const Catalog& catalog, Rate& rate) {
  rate.area = read_area(place);
  if (!place.has("zones")) return need_countries(place, rate.area);
  for (const std::string& id : read_some(place, "zones")) {
    if (const auto zone = index_of(catalog.zones, id, &Zone::id)) {
      rate.zones.push_back(*zone);
    } else {
      place.fault("zones", "a list of ids of zones: " + id + " is none");
    }
  }
  for (const char* member : kWhereabouts) {
    if (place.has(member)) place.fault(member, "left out where zones are given");
  }
}

}  // namespace till::commerce
