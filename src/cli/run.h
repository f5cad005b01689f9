// run: the command line of Till.
#pragma once

#include <functional>
#include <string>

#include "base/amount.h"
#include "base/result.h"
#include "cli/config.h"

namespace till::cli {

// A sound shop, as `till check` finds it.
struct CheckedShop {
  std::string catalogue;  // How much it holds.
  bool served = false;    // A running till has the store, so that it was not opened.
};

// A shared payment token of Stripe's test mode, as an agent would be granted one.
struct TestToken {
  Amount most;
  std::string currency;
  std::string payment_method;
};

struct StripeDoubleOptions;  // cli/commands.h

// What the command line cannot do itself: the parts that know every concrete type.
struct Composition {
  std::string version;
  // Serves until told to stop; the process's exit code.
  std::function<int(const Config& config, const std::string& config_path)> serve;
  // Serves MCP on standard input and output until the input ends; the process's exit code.
  std::function<int(const Config& config, const std::string& config_path)> serve_mcp;
  // Refused with a sentence when the catalogue or the store is not sound.
  std::function<Result<CheckedShop, std::string>(const Config& config)> check_shop;
  // Asks Stripe whether the key is good: the mode it is in, or a sentence.
  std::function<Result<std::string, std::string>(const Config& config)> check_stripe;
  // The token, or why Stripe makes none.
  std::function<Result<std::string, std::string>(const Config& config, const TestToken& token)>
      make_test_token;
  // Runs the Stripe double until it is told to stop; the process's exit code.
  std::function<int(const StripeDoubleOptions& options, const Endpoint& listen)> stripe_double;
};

// Runs one command: 0 done, 1 failed, 2 wrong use. Errors are one line on stderr.
int run(int argc, char** argv, const Composition& composition);

}  // namespace till::cli
