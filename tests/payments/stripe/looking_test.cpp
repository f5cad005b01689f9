// Looking at a token before a purchase waits for the seller: nothing is charged.
#include <gtest/gtest.h>

#include "base/sync_wait.h"
#include "payments/stripe/fakes.h"
#include "payments/stripe/stripe_gateway.h"

namespace till::payments::stripe {
namespace {

std::string looked(Fixture& stripe, app::ChargeRequest request) {
  const auto failure = sync_wait(stripe.gateway.look(std::move(request), stripe.executor));
  return failure ? words(app::ChargeRefused{*failure}) : "nothing";
}

TEST(StripeLook, TellsWhatTheTokenAloneTells) {
  const struct {
    const char* name;
    int status;
    std::string body;
    const char* outcome;
  } rows[] = {
      {"good", 200, token_json(), "nothing"},
      {"unknown", 404, kMissing, "refused token_unknown"},
      {"consumed", 200, deactivated_json("consumed"), "refused token_used"},
      {"no right to look", 403, R"({"error":{"type":"invalid_request_error"}})", "nothing"},
      {"no answer", 503, "", "nothing"},
  };
  for (const auto& row : rows) {
    Fixture stripe;
    stripe.expect("GET /v1/shared_payment/granted_tokens/spt_123", row.status, row.body);
    EXPECT_EQ(looked(stripe, stripe.request()), row.outcome) << row.name;
  }
}

TEST(StripeLook, AsksNothingAboutWhatIsNoToken) {
  for (const char* text : {"", "a/../b", "spt_1?x=y"}) {
    Fixture stripe;
    auto request = stripe.request();
    request.token = Secret(text);
    EXPECT_EQ(looked(stripe, request), "refused token_unknown") << text;
  }
}

}  // namespace
}  // namespace till::payments::stripe
