// run: the command line of Till.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/result.h"
#include "cli/backend_row.h"
#include "cli/config.h"
#include "cli/failure.h"
#include "payments/provider.h"

namespace till::cli {

// A sound shop, as `till check` finds it.
struct CheckedShop {
  std::string catalogue;  // How much it holds.
  bool served = false;    // A running till has the store, so that it was not opened.
  std::vector<std::string> warnings = {};  // Of the catalogue, a sentence each.
};

struct StripeDoubleOptions;  // cli/commands.h
struct ImportOptions;
struct ImportReport;  // cli/import_command.h
struct ImportWatch;
struct CheckBackendOptions;
struct FeedOptions;
struct FeedReport;  // cli/feed_command.h
struct FeedWatch;

// What the command line cannot do itself: the parts that know every concrete type.
struct Composition {
  std::string version;
  // Serves until told to stop; the process's exit code.
  std::function<int(const Config& config, const std::string& config_path)> serve;
  // Serves MCP on standard input and output until the input ends; the process's exit code.
  std::function<int(const Config& config, const std::string& config_path)> serve_mcp;
  // Refused with a sentence when the catalogue or the store is not sound.
  std::function<Result<CheckedShop, std::string>(const Config& config)> check_shop;
  // Asks a provider whether it works, with `taxes` also whether it reckons them: what it says of
  // itself, or a sentence.
  std::function<Result<std::vector<payments::CheckRow>, std::string>(
      const payments::ProviderConfig& provider, bool taxes)>
      check_provider;
  // A token of the provider's test mode, as an agent would be given one; or why it makes none.
  std::function<Result<std::string, std::string>(const payments::ProviderConfig& provider,
                                                 const payments::TestPayment& payment)>
      make_test_token;
  // Runs the Stripe double until it is told to stop; the process's exit code.
  std::function<int(const StripeDoubleOptions& options, const Endpoint& listen)> stripe_double;
  // Asks the backend of the config whether it keeps the contract; refused when it cannot be asked.
  std::function<Result<std::vector<BackendRow>, std::string>(const Config& config,
                                                             const CheckBackendOptions& options)>
      check_backend;
  // Sends one mail that says it is a test; refused with what went wrong.
  std::function<Result<void, std::string>(const Config& config, const std::string& address)>
      send_test_mail;
  // Reads the sources and puts a new file of products in the place of the old one, unless it is
  // refused or a dry run.
  std::function<Result<ImportReport, Failure>(const Config& config, const ImportOptions& options,
                                              const ImportWatch& watch)>
      import_products;
  // Writes what the shop sells as a feed; told is what agents will not show.
  std::function<Result<FeedReport, Failure>(const Config& config, const FeedOptions& options,
                                            const FeedWatch& watch)>
      write_feed;
};

// Runs one command: 0 done, 1 failed, 2 wrong use. Errors are one line on stderr.
int run(int argc, char** argv, const Composition& composition);

}  // namespace till::cli
