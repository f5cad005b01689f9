#include "payments/stripe/trial.h"

#include <utility>

#include "payments/stripe/answers.h"
#include "payments/stripe/form.h"
#include "payments/stripe/json.h"
#include "payments/stripe/requests.h"
#include "payments/stripe/units.h"

namespace till::payments::stripe {
namespace {

// A token that cannot be there: whoever is allowed to ask hears that it is missing.
constexpr const char* kNoToken = "spt_till_check";
constexpr const char* kUsualMethod = "pm_card_visa";

std::string complaint(const net::Response& answer) {
  const Document document(answer.body);
  const std::string said(document.root().at("error").at("message").text());
  return std::to_string(answer.status) + (said.empty() ? "" : ": " + said);
}

}  // namespace

Task<Result<net::Response, std::string>> Trial::ask(net::ClientRequest request,
                                                    Executor& executor) const {
  net::GuardedRequest guarded;
  guarded.request = std::move(request);
  auto answer = co_await client_.send(std::move(guarded), executor);
  if (!answer) {
    co_return refused("no answer of " + config_.options.api_base + ": " + answer.error().detail);
  }
  co_return std::move(*answer);
}

Task<Result<std::vector<CheckRow>, std::string>> Trial::check(Executor& executor) const {
  auto answer = co_await ask(token_request(config_.options, Secret(kNoToken)), executor);
  if (!answer) co_return refused(answer.error());
  const auto reading = read_token(answer_of(*answer));
  const auto* error = std::get_if<ApiError>(&reading);
  if (error == nullptr || error->kind != ErrorKind::missing) {
    co_return refused("Stripe does not take the key for shared payment tokens, it says " +
                      complaint(*answer) + "; see docs/stripe.md for the rights it needs");
  }
  const std::string& key = config_.options.secret_key.reveal();
  const bool live = key.find("_live_") != std::string::npos;
  const bool reports = !config_.webhook_secret.empty();
  co_return std::vector<CheckRow>{
      {"secret key", live ? "live mode: real money" : "test mode"},
      {"profile", config_.profile + ", as agents are told"},
      {"webhooks", reports ? "secret ***" : "no webhook_secret: events of Stripe are not taken",
       reports}};
}

Task<Result<std::string, std::string>> Trial::test_token(TestPayment payment,
                                                         Executor& executor) const {
  if (config_.options.secret_key.reveal().find("_test_") == std::string::npos) {
    co_return refused(std::string("Stripe grants test tokens to a test key only, sk_test_…"));
  }
  auto request = token_request(config_.options, Secret(kNoToken));
  request.method = "POST";
  request.url = config_.options.api_base + "/v1/test_helpers/shared_payment/granted_tokens";
  request.headers.push_back({"Content-Type", "application/x-www-form-urlencoded"});
  request.body =
      Form()
          .add("payment_method", payment.method.empty() ? kUsualMethod : payment.method)
          .add("usage_limits[currency]", payment.currency)
          .add("usage_limits[max_amount]", to_stripe_at_least(payment.most, payment.currency))
          .text();
  auto answer = co_await ask(std::move(request), executor);
  if (!answer) co_return refused(answer.error());
  const Document document(answer->body);
  std::string id(document.root().at("id").text());
  if (answer->status != 200 || id.empty()) {
    co_return refused("Stripe grants no test token, it says " + complaint(*answer));
  }
  co_return id;
}

}  // namespace till::payments::stripe
