#include "cli/destination.h"

#include <CLI/CLI.hpp>

namespace till::cli {

void add_destination(CLI::App& command, Destination& to) {
  CLI::Option* const country =
      command.add_option("--country", to.country, "Where it goes, such as DE; without it: US");
  const struct {
    const char *name, *help;
    std::string& place;
  } parts[] = {{"--postal-code", "There", to.postal_code},
               {"--city", "There", to.city},
               {"--state", "There, such as CA", to.state},
               {"--street", "And number", to.street}};
  for (const auto& part : parts)
    command.add_option(part.name, part.place, part.help)->needs(country);
}

Destination resolved(const Destination& to) {
  if (!to.country.empty()) return to;
  return {"1 Market St", "San Francisco", "CA", "94105", "US"};
}

std::string text_of(const Destination& to) {
  std::string text = to.street;
  for (const std::string* const part : {&to.city, &to.state, &to.country}) {
    if (!part->empty()) text += ", " + *part;
  }
  return text;
}

}  // namespace till::cli
