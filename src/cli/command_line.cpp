#include "cli/command_line.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <optional>
#include <utility>

#include "base/limits.h"
#include "cli/agent_commands.h"
#include "cli/arguments.h"
#include "cli/backend_commands.h"
#include "cli/buyer_commands.h"
#include "cli/destination.h"
#include "cli/feed_command.h"
#include "cli/import_command.h"
#include "cli/json.h"
#include "cli/mail_commands.h"
#include "cli/order_commands.h"
#include "cli/payment_commands.h"
#include "cli/stock_commands.h"

namespace till::cli {
namespace {

// The parser and where its options are put. Lives for one parse.
struct Parser {
  CLI::App app{"Till sells over the Agentic Commerce Protocol.", "till"};
  InitOptions init;
  ServeOptions serve;
  CheckOptions check;
  McpOptions mcp;
  BuyOptions buy;
  ListWebhooksOptions list;
  ReplayWebhooksOptions replay;
  ListAuditOptions audit;
  std::optional<OrderCommands> orders;
  std::optional<PaymentCommands> payments;
  std::optional<BackendCommands> backend;
  std::optional<MailCommands> mail;
  std::optional<ImportCommand> import;
  std::optional<FeedCommand> feed;
  std::optional<BuyerCommands> buyers;
  std::optional<AgentCommands> agents;
  std::optional<StockCommands> stock;
  std::vector<std::string> items;
  std::vector<std::int64_t> quantities;
  CLI::Option* item = nullptr;
  CLI::Option* quantity = nullptr;
};

constexpr const char* kJsonHelp = "Print it as JSON";

void add_init(Parser& parser) {
  CLI::App& command = *parser.app.add_subcommand("init", "Make a new shop in a folder");
  InitOptions& options = parser.init;
  command.add_option("DIR", options.folder, "The folder; created if it is missing")->required();
  command.add_option("--listen", options.listen, "Where agents reach it")->capture_default_str();
  command.add_option("--admin-listen", options.admin_listen, "Where metrics and the admin API are")
      ->capture_default_str();
  command.add_option("--webhook-url", options.webhook_url,
                     "Where the agent receives its order events");
  command.add_option("--store", options.store_url, "sqlite:FILE or memory:")->capture_default_str();
  command.add_flag("--plaintext", options.plaintext, "HTTP instead of HTTPS, this machine only");
  command.add_flag("--force", options.force, "Overwrite what is there");
  command.add_flag("--json", options.json, kJsonHelp);
}

void add_config(CLI::App& command, std::string& config) {
  command.add_option("--config", config, "The shop's till.toml")->required();
}

void add_env(CLI::App& command, std::string& env) {
  command.add_option("--env", env, "The shop's agent.env")->required();
}

void add_operator_env(CLI::App& command, std::string& env) {
  command.add_option("--env", env, "The shop's operator.env")->required();
}

void add_serve_and_check(Parser& parser) {
  CLI::App& serve = *parser.app.add_subcommand(
      "serve", "Serve a shop; SIGTERM stops it, SIGHUP reloads catalogue, certificates and agents");
  add_config(serve, parser.serve.config);
  CLI::App& check = *parser.app.add_subcommand("check", "Say whether a shop can be served");
  add_config(check, parser.check.config);
  check.add_flag("--production", parser.check.production,
                 "Fail unless it is ready to be open to others");
  check.add_flag("--json", parser.check.json, kJsonHelp);
  CLI::App& mcp = *parser.app.add_subcommand(
      "mcp", "Serve a shop's tools to a local MCP client, on standard input and output");
  add_config(mcp, parser.mcp.config);
}

void add_buy(Parser& parser) {
  CLI::App& command = *parser.app.add_subcommand("buy", "Buy as an agent does, step by step");
  add_env(command, parser.buy.env);
  parser.item =
      command.add_option("--item", parser.items, "An item's id; repeat it for more items")
          ->required()
          ->allow_extra_args(false);
  parser.quantity =
      command.add_option("--quantity", parser.quantities, "How many of the --item before it")
          ->allow_extra_args(false)
          ->check(CLI::Range(std::int64_t{1}, limits::kQuantity));
  command.add_option("--card", parser.buy.card, "The number of a test card")->capture_default_str();
  command.add_option("--currency", parser.buy.currency, "What to pay in, such as jpy")
      ->capture_default_str();
  add_destination(command, parser.buy.to);
  command.add_option("--webhook-listen", parser.buy.webhook_listen,
                     "Receive the order's webhook at ADDRESS:PORT and verify it");
  command.add_flag("--json", parser.buy.json, "Print what was bought, as JSON");
}

void add_webhooks(Parser& parser) {
  CLI::App& command = *parser.app.add_subcommand(
      "webhooks", "See the events that agents are told, and send them again");
  command.require_subcommand(1);
  CLI::App& list = *command.add_subcommand("list", "Print one line per event");
  add_operator_env(list, parser.list.env);
  list.add_option("--state", parser.list.state, "Only events in this state")
      ->check(CLI::IsMember({"pending", "delivered", "dead"}));
  list.add_option("--limit", parser.list.limit, "At most this many, oldest first")
      ->check(CLI::Range(std::int64_t{1}, std::int64_t{1'000'000'000}));
  list.add_flag("--json", parser.list.json, kJsonHelp);
  CLI::App& replay = *command.add_subcommand("replay", "Send events again");
  add_operator_env(replay, parser.replay.env);
  auto* const ids = replay.add_option("EVENT_ID", parser.replay.ids, "The events' ids");
  replay.add_flag("--dead", parser.replay.dead, "All that were given up on")->excludes(ids);
  replay.add_flag("--json", parser.replay.json, kJsonHelp);
}

void add_audit(Parser& parser) {
  CLI::App& command = *parser.app.add_subcommand("audit", "See what operators did");
  command.require_subcommand(1);
  CLI::App& list = *command.add_subcommand("list", "Print one line per action, newest first");
  add_operator_env(list, parser.audit.env);
  list.add_option("--operator", parser.audit.operator_name, "Only by this operator");
  list.add_option("--about", parser.audit.about, "Only about this order, session or event");
  list.add_option("--limit", parser.audit.limit, "At most this many")
      ->check(CLI::Range(std::int64_t{1}, std::int64_t{1'000'000'000}));
  list.add_flag("--json", parser.audit.json, kJsonHelp);
}

// Pairs items and quantities in the order they were written; an item without one is 1.
Result<std::vector<ItemChoice>, Failure> pair_items(const Parser& parser) {
  std::vector<ItemChoice> choices;
  std::size_t quantities = 0;
  bool open = false;  // The last item has no quantity yet.
  for (const CLI::Option* const option : parser.app.get_subcommand("buy")->parse_order()) {
    if (option == parser.item) {
      choices.push_back({parser.items[choices.size()], 1});
      open = true;
    } else if (option == parser.quantity) {
      if (!open) return wrong_use("write each --quantity after its --item");
      choices.back().quantity = parser.quantities[quantities++];
      open = false;
    }
  }
  return choices;
}

Result<Command, Failure> chosen(Parser& parser) {
  const CLI::App& app = parser.app;
  if (app.got_subcommand("init")) return Command(parser.init);
  if (app.got_subcommand("serve")) return Command(parser.serve);
  if (app.got_subcommand("check")) return Command(parser.check);
  if (app.got_subcommand("mcp")) return Command(parser.mcp);
  if (app.got_subcommand("buy")) {
    auto items = pair_items(parser);
    if (!items) return refused(items.error());
    parser.buy.items = std::move(*items);
    return Command(parser.buy);
  }
  if (auto orders = parser.orders->chosen()) {
    return std::visit([](auto& options) { return Command(std::move(options)); }, *orders);
  }
  if (auto buyers = parser.buyers->chosen()) return Command(std::move(*buyers));
  if (auto payments = parser.payments->chosen()) {
    return std::visit([](auto& options) { return Command(std::move(options)); }, *payments);
  }
  if (auto backend = parser.backend->chosen()) return Command(std::move(*backend));
  if (auto import = parser.import->chosen()) return Command(std::move(*import));
  if (auto feed = parser.feed->chosen()) return Command(std::move(*feed));
  if (auto mail = parser.mail->chosen()) return Command(std::move(*mail));
  if (auto agents = parser.agents->chosen()) {
    return std::visit([](auto& options) { return Command(std::move(options)); }, *agents);
  }
  if (auto stock = parser.stock->chosen()) {
    return std::visit([](auto& options) { return Command(std::move(options)); }, *stock);
  }
  if (app.got_subcommand("audit")) return Command(parser.audit);
  if (app.get_subcommand("webhooks")->got_subcommand("list")) return Command(parser.list);
  if (parser.replay.ids.empty() && !parser.replay.dead) {
    return wrong_use("give the ids of the events to replay, or --dead");
  }
  return Command(parser.replay);
}

Failure wrong_arguments(const std::string& what) {
  return {kWrongUse, one_line(what) + "; `till help` shows what there is"};
}

// `till help`, `till help COMMAND…`.
Result<Command, Failure> help(const Parser& parser, const std::vector<std::string>& names) {
  const CLI::App* app = &parser.app;
  std::string path;
  for (const std::string& name : names) {
    const auto below = app->get_subcommands([](const CLI::App*) { return true; });
    const auto found = std::find_if(below.begin(), below.end(), [&name](const CLI::App* each) {
      return each->get_name() == name;
    });
    if (found == below.end()) return refused(wrong_arguments("there is no command " + name));
    path += app->get_name() + " ";
    app = *found;
  }
  return Command(PrintText{app->help(path)});
}

// The parser refers to what it holds, so it is filled where it stays.
void fill(Parser& parser, const std::string& version) {
  parser.app.require_subcommand(1);
  parser.app.footer("`till help COMMAND` says more. Exit codes: 0 done, 1 failed, 2 wrong use.");
  parser.app.set_version_flag("--version", "till " + version);
  add_init(parser);
  add_serve_and_check(parser);
  add_buy(parser);
  parser.orders.emplace(parser.app);
  parser.payments.emplace(parser.app);
  parser.backend.emplace(parser.app);
  parser.mail.emplace(parser.app);
  parser.import.emplace(parser.app);
  parser.feed.emplace(parser.app);
  parser.buyers.emplace(parser.app);
  parser.agents.emplace(parser.app);
  parser.stock.emplace(parser.app);
  add_webhooks(parser);
  add_audit(parser);
  read_numbers_as_written(parser.app);
}

void add_shapes(const CLI::App& app, const std::vector<std::string>& names,
                std::vector<CommandShape>& shapes) {
  const auto below = app.get_subcommands([](const CLI::App*) { return true; });
  for (const CLI::App* const each : below) {
    std::vector<std::string> of_each = names;
    of_each.push_back(each->get_name());
    add_shapes(*each, of_each, shapes);
  }
  if (!below.empty()) return;
  CommandShape shape{names, {}};
  for (const CLI::Option* const option : app.get_options()) {
    if (option == app.get_help_ptr()) continue;
    const bool positional = option->get_positional();
    shape.options.push_back({option->get_name(positional), positional, option->get_required(),
                             option->get_items_expected_max() > 0});
  }
  shapes.push_back(std::move(shape));
}

}  // namespace

Result<Command, Failure> parse_command_line(std::vector<std::string> arguments,
                                            const std::string& version) {
  if (const auto empty = empty_argument(arguments)) return refused(wrong_arguments(*empty));
  Parser parser;
  fill(parser, version);
  if (!arguments.empty() && arguments.front() == "help") {
    return help(parser, {arguments.begin() + 1, arguments.end()});
  }
  try {
    // CLI11 takes the arguments from the end of the list.
    std::reverse(arguments.begin(), arguments.end());
    parser.app.parse(std::move(arguments));
    return chosen(parser);
  } catch (const CLI::CallForHelp&) {
    return Command(PrintText{parser.app.help()});
  } catch (const CLI::CallForVersion&) {
    return Command(PrintText{"till " + version + "\n"});
  } catch (const CLI::ArgumentMismatch& error) {
    const std::string what = error.what();
    const std::size_t twice = what.find(": At Most 1 required");
    if (twice == std::string::npos) return refused(wrong_arguments(what));
    return refused(wrong_arguments(what.substr(0, twice) + " is given more than once"));
  } catch (const CLI::Error& error) {
    return refused(wrong_arguments(error.what()));
  }
}

std::vector<CommandShape> command_shapes() {
  Parser parser;
  fill(parser, "");
  std::vector<CommandShape> shapes;
  add_shapes(parser.app, {}, shapes);
  return shapes;
}

}  // namespace till::cli
