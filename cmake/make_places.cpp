// Writes the table of countries and states that the program carries from the JSON files of Debian's
// iso-codes: make_places FOLDER OUTPUT. Runs at build time.
#include <simdjson.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/folding.h"

namespace {

// Spellings that are in use and not in the standard.
constexpr struct {
  std::string_view state;
  std::string_view name;
} kFurtherNames[] = {
    {"US-DC", "Washington, D.C."},
    {"US-DC", "Washington, District of Columbia"},
    {"US-PR", "P.R."},
    {"US-VI", "Virgin Islands"},
    {"US-AL", "Ala."},
    {"US-AZ", "Ariz."},
    {"US-AR", "Ark."},
    {"US-CA", "Calif."},
    {"US-CA", "Cal."},
    {"US-CO", "Colo."},
    {"US-CT", "Conn."},
    {"US-DE", "Del."},
    {"US-FL", "Fla."},
    {"US-IL", "Ill."},
    {"US-IN", "Ind."},
    {"US-KS", "Kans."},
    {"US-KY", "Ken."},
    {"US-MA", "Mass."},
    {"US-MI", "Mich."},
    {"US-MN", "Minn."},
    {"US-MS", "Miss."},
    {"US-MT", "Mont."},
    {"US-NE", "Nebr."},
    {"US-NV", "Nev."},
    {"US-NM", "N. Mex."},
    {"US-NC", "N. Carolina"},
    {"US-ND", "N. Dakota"},
    {"US-ND", "N. Dak."},
    {"US-OK", "Okla."},
    {"US-OR", "Oreg."},
    {"US-OR", "Ore."},
    {"US-PA", "Penna."},
    {"US-PA", "Penn."},
    {"US-SC", "S. Carolina"},
    {"US-SD", "S. Dakota"},
    {"US-SD", "S. Dak."},
    {"US-TN", "Tenn."},
    {"US-TX", "Tex."},
    {"US-WA", "Wash."},
    {"US-WV", "W. Virginia"},
    {"US-WV", "W. Va."},
    {"US-WI", "Wis."},
    {"US-WI", "Wisc."},
    {"US-WY", "Wyo."},
    {"CA-AB", "Alta."},
    {"CA-MB", "Man."},
    {"CA-NL", "Newfoundland"},
    {"CA-NL", "Labrador"},
    {"CA-NL", "NF"},
    {"CA-NT", "NWT"},
    {"CA-ON", "Ont."},
    {"CA-PE", "PEI"},
    {"CA-PE", "Île-du-Prince-Édouard"},
    {"CA-QC", "Que."},
    {"CA-QC", "PQ"},
    {"CA-SK", "Sask."},
    {"CA-YT", "YK"},
    {"CA-BC", "Colombie-Britannique"},
    {"CA-NB", "Nouveau-Brunswick"},
    {"CA-NS", "Nouvelle-Écosse"},
    {"CA-NL", "Terre-Neuve-et-Labrador"},
    {"CA-NT", "Territoires du Nord-Ouest"},
    {"MX-AGU", "AGS"},
    {"MX-BCN", "BC"},
    {"MX-CAM", "CAMP"},
    {"MX-CHP", "CHIS"},
    {"MX-CHH", "CHIH"},
    {"MX-CMX", "CDMX"},
    {"MX-CMX", "DF"},
    {"MX-CMX", "Distrito Federal"},
    {"MX-COA", "COAH"},
    {"MX-DUR", "DGO"},
    {"MX-GUA", "GTO"},
    {"MX-HID", "HGO"},
    {"MX-MEX", "EDOMEX"},
    {"MX-MEX", "Estado de México"},
    {"MX-MIC", "MICH"},
    {"MX-NLE", "NL"},
    {"MX-QUE", "QRO"},
    {"MX-ROO", "QROO"},
    {"MX-TAM", "TAMPS"},
    {"MX-TLA", "TLAX"},
    {"IN-OR", "OD"},
    {"IN-OR", "Orissa"},
    {"IN-TG", "TS"},
    {"IN-UT", "UK"},
    {"IN-CT", "CG"},
    {"IN-PY", "Pondicherry"},
    {"ES-A", "Alicante"},
    {"ES-CS", "Castellón"},
    {"ES-VI", "Álava"},
    {"ES-NA", "Navarra"},
    {"ES-NC", "Comunidad Foral de Navarra"},
    {"ES-SS", "Guipúzcoa"},
    {"ES-BI", "Vizcaya"},
    {"ES-PM", "Baleares"},
    {"ES-CT", "Catalonia"},
    {"ES-AN", "Andalusia"},
    {"ES-PV", "Basque Country"},
    {"ES-CN", "Canary Islands"},
    {"ES-CN", "Islas Canarias"},
    {"PT-20", "Açores"},
    {"PT-20", "Azores"},
    {"PT-30", "Madeira"},
    {"IT-RM", "Rome"},
    {"IT-MI", "Milan"},
    {"IT-FI", "Florence"},
    {"IT-VE", "Venice"},
    {"IT-NA", "Naples"},
    {"IT-TO", "Turin"},
    {"DE-BY", "Bavaria"},
    {"DE-SN", "Saxony"},
    {"DE-NI", "Lower Saxony"},
    {"DE-NW", "North Rhine-Westphalia"},
    {"DE-NW", "NRW"},
    {"DE-HE", "Hesse"},
    {"DE-TH", "Thuringia"},
    {"DE-RP", "Rhineland-Palatinate"},
};

// The states of the armed forces' post, and countries that the US post delivers to: in addresses,
// not in the standard.
constexpr struct {
  std::string_view code;
  std::string_view name;
} kFurtherStates[] = {
    {"US-AA", "Armed Forces Americas"}, {"US-AE", "Armed Forces Europe"},
    {"US-AP", "Armed Forces Pacific"},  {"US-FM", "Federated States of Micronesia"},
    {"US-MH", "Marshall Islands"},      {"US-PW", "Palau"},
};

struct State {
  std::string code;
  std::string parent;
  std::set<std::string> names;  // Folded.
};

// By code, without the country.
using States = std::map<std::string, State>;
using Countries = std::map<std::string, States>;

std::string replaced(std::string text, std::string_view what, std::string_view with) {
  for (std::size_t at = text.find(what); at != std::string::npos;
       at = text.find(what, at + with.size())) {
    text.replace(at, what.size(), with);
  }
  return text;
}

// Letters that are also written as two.
std::string spelled_out(std::string text) {
  constexpr struct {
    const char* letter;
    const char* two;
  } kLetters[] = {{"ä", "ae"}, {"ö", "oe"}, {"ü", "ue"}, {"å", "aa"}, {"ø", "oe"},
                  {"Ä", "ae"}, {"Ö", "oe"}, {"Ü", "ue"}, {"Å", "aa"}, {"Ø", "oe"}};
  for (const auto& [letter, two] : kLetters) text = replaced(std::move(text), letter, two);
  return text;
}

void add_name(State& state, const std::string& name) {
  for (const std::string& spelling : {name, spelled_out(name)}) {
    std::string folded = till::folded_name(spelling);
    if (!folded.empty()) state.names.insert(std::move(folded));
  }
}

// "Madrid, Comunidad de" is also Comunidad de Madrid and Madrid.
void add_parts(State& state, const std::string& name) {
  add_name(state, name);
  const std::size_t comma = name.find(", ");
  if (comma == std::string::npos) return;
  add_name(state, name.substr(0, comma));
  add_name(state, name.substr(comma + 2) + " " + name.substr(0, comma));
}

// "A Coruña [La Coruña]" is both; what stands in parentheses is no name.
void add_names(State& state, std::string name) {
  const std::size_t bracket = name.find('[');
  if (bracket != std::string::npos) {
    const std::size_t end = std::min(name.find(']', bracket), name.size());
    std::string other = name.substr(bracket + 1, end - bracket - 1);
    // The code of the other name may stand behind it.
    const std::size_t last = other.rfind(' ');
    if (last != std::string::npos && other.find('-', last) == last + 3) other.resize(last);
    if (other.find('-') != 2) add_name(state, other);
    name.resize(bracket);
  }
  name.resize(std::min(name.find(" ("), name.size()));
  for (std::size_t slash = name.find('/'); slash != std::string::npos; slash = name.find('/')) {
    add_parts(state, name.substr(0, slash));
    name.erase(0, slash + 1);
  }
  add_parts(state, name);
}

State& add_state(Countries& countries, std::string_view code) {
  const std::string country(code.substr(0, 2));
  State& state = countries[country][std::string(code.substr(3))];
  state.code = code.substr(3);
  return state;
}

Countries read(const std::string& folder) {
  Countries countries;
  simdjson::dom::parser parser;
  for (const auto country : parser.load(folder + "/iso_3166-1.json")["3166-1"]) {
    countries[std::string(std::string_view(country["alpha_2"]))];
  }
  countries["XK"];  // Kosovo: not in the standard, and in every list of addresses.
  for (const auto entry : parser.load(folder + "/iso_3166-2.json")["3166-2"]) {
    State& state = add_state(countries, std::string_view(entry["code"]));
    std::string_view parent;
    if (entry["parent"].get(parent) == simdjson::SUCCESS) {
      const std::size_t dash = parent.find('-');  // With or without the country.
      state.parent = parent.substr(dash == std::string_view::npos ? 0 : dash + 1);
    }
    add_names(state, std::string(std::string_view(entry["name"])));
  }
  for (const auto& [code, name] : kFurtherStates) {
    add_name(add_state(countries, code), std::string(name));
  }
  for (const auto& [code, name] : kFurtherNames) {
    add_name(add_state(countries, code), std::string(name));
  }
  return countries;
}

bool lies_in(const States& states, const std::string& code, const std::string& region) {
  for (auto at = states.find(code); at != states.end(); at = states.find(at->second.parent)) {
    if (at->second.parent == region) return true;
    if (at->second.parent.empty()) break;
  }
  return false;
}

// Each text and the state it means; empty where several share it and none lies in the other.
std::map<std::string, std::string> names_of(const States& states) {
  std::map<std::string, std::string> meaning;
  for (const auto& [code, state] : states) {
    for (const std::string& name : state.names) {
      const auto [known, added] = meaning.emplace(name, code);
      if (added || lies_in(states, known->second, code)) continue;
      known->second = lies_in(states, code, known->second) ? code : "";
    }
  }
  for (const auto& [code, state] : states) meaning[till::folded_name(code)] = code;
  return meaning;
}

std::string table(const Countries& countries) {
  std::string rows, states, names;
  std::size_t state_count = 0, name_count = 0;
  for (const auto& [country, known] : countries) {
    std::map<std::string, std::size_t> at;
    for (const auto& [code, state] : known) at[code] = state_count++;
    for (const auto& [code, state] : known) {
      const auto parent = at.find(state.parent);
      states += "    {\"" + code + "\"";
      if (parent != at.end()) states += ", " + std::to_string(parent->second);
      states += "},\n";
    }
    const std::size_t first = name_count;
    for (const auto& [name, code] : names_of(known)) {
      names += "    {\"" + name + "\"" + (code.empty() ? "" : ", " + std::to_string(at.at(code)));
      names += "},\n";
      ++name_count;
    }
    rows += "    {\"" + country + "\", " + std::to_string(first) + ", " +
            std::to_string(name_count - first) + "},\n";
  }
  return "// Written by the build from iso-codes.\n#include \"base/places_table.h\"\n\n"
         "namespace till {\nnamespace {\n\nconstexpr CountryRow kCountries[] = {\n" +
         rows + "};\nconstexpr StateRow kStates[] = {\n" + states +
         "};\nconstexpr StateName kNames[] = {\n" + names +
         "};\n\n}  // namespace\n\n"
         "std::span<const CountryRow> country_rows() { return kCountries; }\n"
         "std::span<const StateRow> state_rows() { return kStates; }\n"
         "std::span<const StateName> state_names() { return kNames; }\n\n}  // namespace till\n";
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 3) return 2;
  try {
    std::ofstream out(arguments[2], std::ios::binary);
    out << table(read(arguments[1]));
    out.close();
    return out ? 0 : 1;
  } catch (const simdjson::simdjson_error& error) {
    std::fprintf(stderr, "%s: %s; install iso-codes\n", arguments[1], error.what());
    return 1;
  }
}
