// Arguments as they come from a shell, before any command looks at them.
#pragma once

#include <CLI/CLI.hpp>
#include <optional>
#include <string>
#include <vector>

namespace till::cli {

// What is wrong with a text that stands for nothing, such as --amount "$AMOUNT" where AMOUNT is not
// set: no option and no name of any command takes one. Nothing when every argument says something.
std::optional<std::string> empty_argument(const std::vector<std::string>& arguments);

// Makes every option of `app` and its commands that takes a whole number refuse what is not written
// as people write one: CLI11 reads 0500 as octal. Call once all options are there.
void read_numbers_as_written(CLI::App& app);

}  // namespace till::cli
