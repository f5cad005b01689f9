#include "cli/arguments.h"

#include <charconv>
#include <cstdint>
#include <string_view>

#include "base/blanks.h"

namespace till::cli {
namespace {

bool is_blank(std::string_view text) { return trimmed(text).empty(); }

bool is_option(std::string_view text) { return text.size() > 2 && text.starts_with("--"); }

// Nothing when it is a whole number in decimal digits that fits; else what to write.
std::string decimal_fault(const std::string& text) {
  std::int64_t number = 0;
  const char* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, number);
  // What reads back as it was written has no zeros before it either.
  if (read.ec == std::errc() && read.ptr == end && std::to_string(number) == text) return {};
  return text +
         " is no whole number as Till reads one; write digits alone, without a 0 before them";
}

bool takes_whole_number(const CLI::Option& option) {
  const std::string type = option.get_type_name();
  return type.starts_with("INT") || type.starts_with("UINT");
}

}  // namespace

std::optional<std::string> empty_argument(const std::vector<std::string>& arguments) {
  std::string_view before;
  for (const std::string& argument : arguments) {
    const std::string_view text(argument);
    const std::size_t equals = text.find('=');
    if (is_option(text) && equals != std::string_view::npos && is_blank(text.substr(equals + 1))) {
      return std::string(text.substr(0, equals)) +
             " is given an empty text; give it a value or "
             "leave it out";
    }
    if (is_blank(text)) {
      return (is_option(before) ? std::string(before) + " is given an empty text"
                                : std::string("an argument is an empty text")) +
             "; give it a value or leave it out";
    }
    before = text;
  }
  return std::nullopt;
}

void read_numbers_as_written(CLI::App& app) {
  for (CLI::Option* const option : app.get_options()) {
    if (takes_whole_number(*option)) option->check(CLI::Validator(decimal_fault, ""));
  }
  for (CLI::App* const command : app.get_subcommands([](CLI::App*) { return true; })) {
    read_numbers_as_written(*command);
  }
}

}  // namespace till::cli
