// Provider: one payment provider of a shop: who charges, what agents are offered, and what it
// reports by itself. A provider is a folder beside this file and a row in providers.cpp.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/payment_gateway.h"
#include "app/provider_event.h"
#include "app/vault.h"
#include "base/result.h"
#include "base/task.h"
#include "checkout/payment_handler.h"
#include "net/http_types.h"
#include "payments/provider_config.h"

namespace till::payments {

// Why a post is no report.
struct NoReport {
  std::string_view reason;  // A constant, for the log.
  bool authentic = false;   // It came from the provider all the same.
};

// How a provider reports by itself: it posts to a path of ours. Any thread may call.
class Webhook {
 public:
  virtual ~Webhook() = default;
  // No other provider's, and none of the API: /webhooks/NAME.
  virtual std::string path() const = 0;
  // Is there a secret by which reports are known? There is no such path without.
  virtual bool is_open() const = 0;
  // Why the post cannot be a report, as far as its head tells; nothing while it may be one.
  virtual std::optional<NoReport> objection_to_head(const net::Request& head,
                                                    Timestamp now) const = 0;
  // The report, once its signature is proven. Who reports is for the caller to add.
  virtual Result<app::ProviderEvent, NoReport> read(const net::Request& request,
                                                    Timestamp now) const = 0;
};

// One row of what the provider said when it was asked.
struct CheckRow {
  std::string name;
  std::string detail;
  bool fine = true;  // Else it should be seen to.
};

// What a test token is to pay for.
struct TestPayment {
  Amount most;
  std::string currency;
  std::string method;  // As the provider calls it; empty: one that it charges.
};

// Any thread may call, take_over() too. No call may be under way when it goes.
class Provider {
 public:
  virtual ~Provider() = default;

  virtual app::PaymentGateway& gateway() = 0;
  std::string_view name() { return gateway().name(); }
  // What agents pay it by, the default first; `provider` is for the caller to add.
  virtual std::vector<checkout::PaymentHandler> handlers() const = 0;
  // What makes tokens of cards here; null for a provider that makes them itself.
  virtual app::Vault* vault() { return nullptr; }
  // Null for one that reports nothing.
  virtual Webhook* webhook() { return nullptr; }

  // Takes the secrets of another reading of its section, for what begins from now on. Whatever
  // else that reading says waits for a restart.
  virtual void take_over(const ProviderConfig&) {}

  // Asks it whether it works as it is configured: a row for each thing, or a sentence when it does
  // not. Moves nothing.
  virtual Task<Result<std::vector<CheckRow>, std::string>> check(Executor& executor) = 0;
  // A token as an agent would be given one, in a mode that moves no money; or a sentence.
  virtual Task<Result<std::string, std::string>> test_token(TestPayment payment,
                                                            Executor& executor) = 0;
};

}  // namespace till::payments
