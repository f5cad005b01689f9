#include "cli/run.h"

#include <unistd.h>

#include <csignal>
#include <exception>
#include <iostream>

#include "cli/command_line.h"
#include "cli/json.h"
#include "cli/visible_output.h"

namespace till::cli {
namespace {

// Runs each kind of command; the exit code, or why it failed.
struct Runner {
  const Composition& composition;
  std::ostream& bars;  // The standard error for progress bars, whose returns stay what they are.
  using Code = Result<int, Failure>;

  static Code code_of(Outcome outcome) {
    if (!outcome) return refused(outcome.error());
    return 0;
  }
  // Where somebody watches what a command is about to do; null in a script.
  static std::ostream* terminal() { return ::isatty(STDERR_FILENO) == 1 ? &std::cerr : nullptr; }
  std::ostream* bar() const { return terminal() == nullptr ? nullptr : &bars; }
  // The same, unless the terminal gets what goes to no file as well.
  std::ostream* bar_beside(const std::string& file) const {
    return file.empty() && ::isatty(STDOUT_FILENO) == 1 ? nullptr : bar();
  }
  Code operator()(const PrintText& print) const {
    std::cout << print.text;
    return 0;
  }
  Code operator()(const InitOptions& options) const {
    const SystemClock clock;
    SystemRandom random;
    const auto made = init_shop(options, clock, random);
    if (!made) return refused(made.error());
    std::cout << *made;
    return 0;
  }
  Code operator()(const ServeOptions& options) const {
    const auto config = load_config(options.config);
    if (!config) return failed(config.error());
    return composition.serve(*config, options.config);
  }
  Code operator()(const McpOptions& options) const {
    const auto config = load_config(options.config);
    if (!config) return failed(config.error());
    return composition.serve_mcp(*config, options.config);
  }
  Code operator()(const CheckOptions& options) const {
    return code_of(check(options, composition, std::cout));
  }
  Code operator()(const BuyOptions& options) const { return code_of(buy(options, std::cout)); }
  Code operator()(const ListWebhooksOptions& options) const {
    return code_of(list_webhooks(options, std::cout));
  }
  Code operator()(const ReplayWebhooksOptions& options) const {
    return code_of(replay_webhooks(options, std::cout));
  }
  Code operator()(const ListOrdersOptions& options) const {
    return code_of(list_orders(options, std::cout));
  }
  Code operator()(const ShowOrderOptions& options) const {
    return code_of(show_order(options, std::cout));
  }
  Code operator()(const PushOrdersOptions& options) const {
    return code_of(push_orders(options, std::cout));
  }
  Code operator()(const BuyerOptions& options) const {
    return code_of(serve_buyer(options, std::cout, terminal()));
  }
  Code operator()(const CheckPaymentsOptions& options) const {
    return code_of(check_payments(options, composition, std::cout));
  }
  Code operator()(const ImportOptions& options) const {
    return code_of(import_products(options, composition, std::cout, bar()));
  }
  Code operator()(const FeedOptions& options) const {
    return code_of(write_feed(options, composition, std::cout, std::cerr, bar_beside(options.out)));
  }
  Code operator()(const TestMailOptions& options) const {
    return code_of(test_mail(options, composition, std::cout));
  }
  Code operator()(const CheckBackendOptions& options) const {
    return code_of(check_backend(options, composition, std::cout));
  }
  Code operator()(const TestPurchaseOptions& options) const {
    return code_of(test_purchase(options, composition, std::cout));
  }
  Code operator()(const StripeDoubleOptions& options) const {
    const auto listen = parse_endpoint(options.listen);
    if (!listen || !listen->loopback()) {
      return wrong_use("--listen wants a loopback address such as 127.0.0.1:12111");
    }
    return composition.stripe_double(options, *listen);
  }
  Code operator()(const ListAgentsOptions& options) const {
    return code_of(list_agents(options, std::cout));
  }
  Code operator()(const AddAgentOptions& options) const {
    SystemRandom random;
    return code_of(add_agent(options, random, std::cout));
  }
  Code operator()(const RotateAgentOptions& options) const {
    SystemRandom random;
    return code_of(rotate_agent(options, random, std::cout));
  }
  Code operator()(const RevokeAgentOptions& options) const {
    return code_of(revoke_agent(options, std::cout));
  }
  Code operator()(const ChangeOrderOptions& options) const {
    return code_of(change_order(options, std::cout, terminal()));
  }
  Code operator()(const TellStockOptions& options) const {
    return code_of(tell_stock(options, std::cout));
  }
  Code operator()(const ListStockOptions& options) const {
    return code_of(list_stock(options, std::cout, std::cerr));
  }
  Code operator()(const ListAuditOptions& options) const {
    return code_of(list_audit(options, std::cout));
  }
};

int report(const Failure& failure) {
  std::cerr << "till: " << one_line(failure.sentence) << std::endl;
  return failure.exit_code;
}

}  // namespace

int run(int argc, char** argv, const Composition& composition) {
  // A peer that hangs up is an error of one write, not the end of the process.
  std::signal(SIGPIPE, SIG_IGN);
  std::ostream bars(std::cerr.rdbuf());
  const VisibleOutput out(std::cout);
  const VisibleOutput errors(std::cerr);
  try {
    const auto command =
        parse_command_line({argv + (argc > 0 ? 1 : 0), argv + argc}, composition.version);
    if (!command) return report(command.error());
    const auto code = std::visit(Runner{composition, bars}, *command);
    if (!code) return report(code.error());
    std::cout.flush();
    return *code;
  } catch (const std::exception& error) {
    return report({kFailed, std::string("unexpected: ") + error.what()});
  }
}

}  // namespace till::cli
