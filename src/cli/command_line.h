// The command line as a value: which command, with which options.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "base/result.h"
#include "cli/commands.h"
#include "cli/init.h"

namespace till::cli {

struct ServeOptions {
  std::string config;
};

// A text that was asked for: a help or the version.
struct PrintText {
  std::string text;
};

using Command =
    std::variant<PrintText, InitOptions, ServeOptions, CheckOptions, McpOptions, BuyOptions,
                 ListWebhooksOptions, ReplayWebhooksOptions, ListOrdersOptions, ShowOrderOptions,
                 ChangeOrderOptions, CheckStripeOptions, TestPurchaseOptions, StripeDoubleOptions>;

// Reads the arguments after the program's name. Refused with wrong use and one line.
Result<Command, Failure> parse_command_line(std::vector<std::string> arguments,
                                            const std::string& version);

}  // namespace till::cli
