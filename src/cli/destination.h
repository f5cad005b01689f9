// Destination: where a purchase that is tried out goes.
#pragma once

#include <string>

namespace CLI {
class App;
}

namespace till::cli {

// An address as agents send it; what is empty is not sent.
struct Destination {
  std::string street = "1 Market St";
  std::string city;
  std::string state;
  std::string postal_code;
  std::string country;  // ISO 3166-1 alpha-2. Empty: San Francisco, whatever else is here.
};

// Adds --country and what goes with it, of which none stands without it.
void add_destination(CLI::App& command, Destination& to);
// With San Francisco where no country was chosen.
Destination resolved(const Destination& to);
// "1 Market St, San Francisco, CA, US".
std::string text_of(const Destination& to);

}  // namespace till::cli
