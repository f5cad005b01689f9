// The command line as a value: which command, with which options.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "base/result.h"
#include "cli/agents.h"
#include "cli/buyers.h"
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
                 PushOrdersOptions, ChangeOrderOptions, ListAuditOptions, CheckPaymentsOptions,
                 TestPurchaseOptions, StripeDoubleOptions, ListAgentsOptions, AddAgentOptions,
                 RotateAgentOptions, RevokeAgentOptions, BuyerOptions, CheckBackendOptions,
                 TestMailOptions, TellStockOptions, ListStockOptions, ImportOptions, FeedOptions>;

// Reads the arguments after the program's name. Refused with wrong use and one line. An empty text
// is wrong use wherever it stands: no option and no name takes one.
Result<Command, Failure> parse_command_line(std::vector<std::string> arguments,
                                            const std::string& version);

// One command as the parser knows it, for who has to look at them all.
struct CommandShape {
  struct Option {
    std::string name;  // With its hyphens, or that of a positional argument.
    bool positional = false;
    bool required = false;
    bool takes_value = false;
  };
  std::vector<std::string> names;  // orders, refund.
  std::vector<Option> options;
};

// Every command that does something by itself.
std::vector<CommandShape> command_shapes();

}  // namespace till::cli
