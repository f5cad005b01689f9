#include "assembly/stripe_tools.h"

#include <utility>

#include "assembly/stripe_provider.h"
#include "base/sync_wait.h"
#include "cli/json.h"
#include "cli/loop_thread.h"
#include "payments/stripe/answers.h"
#include "payments/stripe/form.h"
#include "payments/stripe/requests.h"
#include "payments/stripe/units.h"

namespace till::assembly {
namespace {

namespace stripe = payments::stripe;

constexpr std::chrono::milliseconds kPulse{1'000};

// One request; the answer, or a sentence.
Result<net::Response, std::string> ask(const cli::StripeConfig& config,
                                       net::ClientRequest request) {
  const SystemClock clock;
  SystemRandom random;
  cli::LoopThread loop(kPulse);
  const auto client = stripe_client(config, clock, random);
  if (!client) return refused(client.error());
  net::GuardedRequest guarded;
  guarded.request = std::move(request);
  auto answer = sync_wait((*client)->send(std::move(guarded), loop.executor()));
  if (!answer) {
    return refused("no answer of " + config.api_base + ": " + answer.error().detail);
  }
  return std::move(*answer);
}

std::string complaint(const net::Response& answer) {
  const std::string said = cli::Json::parse(answer.body).at("error").at("message").text();
  return std::to_string(answer.status) + (said.empty() ? "" : ": " + said);
}

}  // namespace

// A token that cannot be there: whoever is allowed to ask hears that it is missing.
Result<std::string, std::string> check_stripe(const cli::Config& config) {
  const cli::StripeConfig& own = *config.payments.stripe;
  auto answer = ask(own, stripe::token_request(stripe_options(own), Secret("spt_till_check")));
  if (!answer) return refused(answer.error());
  const auto reading = stripe::read_token(stripe::answer_of(*answer));
  const auto* error = std::get_if<stripe::ApiError>(&reading);
  if (error == nullptr || error->kind != stripe::ErrorKind::missing) {
    return refused("Stripe does not take the key for shared payment tokens, it says " +
                   complaint(*answer) + "; see docs/stripe.md for the rights it needs");
  }
  const bool live = own.secret_key.reveal().find("_live_") != std::string::npos;
  return std::string(live ? "live mode: real money" : "test mode");
}

Result<std::string, std::string> make_test_token(const cli::Config& config,
                                                 const cli::TestToken& token) {
  const cli::StripeConfig& own = *config.payments.stripe;
  if (own.secret_key.reveal().find("_test_") == std::string::npos) {
    return refused(std::string("Stripe grants test tokens to a test key only, sk_test_…"));
  }
  auto request = stripe::token_request(stripe_options(own), Secret("spt_till_check"));
  request.method = "POST";
  request.url = own.api_base + "/v1/test_helpers/shared_payment/granted_tokens";
  request.headers.push_back({"Content-Type", "application/x-www-form-urlencoded"});
  request.body =
      stripe::Form()
          .add("payment_method", token.payment_method)
          .add("usage_limits[currency]", token.currency)
          .add("usage_limits[max_amount]", stripe::to_stripe_at_least(token.most, token.currency))
          .text();
  auto answer = ask(own, std::move(request));
  if (!answer) return refused(answer.error());
  std::string id = cli::Json::parse(answer->body).at("id").text();
  if (answer->status != 200 || id.empty()) {
    return refused("Stripe grants no test token, it says " + complaint(*answer));
  }
  return id;
}

}  // namespace till::assembly
