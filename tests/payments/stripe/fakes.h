// A Stripe that answers as the test says, in the order in which it is asked, and a log that is
// read.
#pragma once

#include <gtest/gtest.h>

#include <deque>
#include <string>
#include <utility>
#include <vector>

#include "app/fakes.h"
#include "base/sync_wait.h"
#include "payments/stripe/stripe_gateway.h"

namespace till::payments::stripe {

inline constexpr const char* kToken = "spt_123";
inline constexpr const char* kDeactivated =
    R"({"error":{"type":"invalid_request_error","message":"The shared payment granted token )"
    R"(cannot be used because it is already in a deactivated state."}})";
inline constexpr const char* kOverLimit =
    R"({"error":{"type":"invalid_request_error","message":"The requested amount is greater than )"
    R"(the remaining amount capturable with this shared payment granted token."}})";
inline constexpr const char* kMissing =
    R"({"error":{"type":"invalid_request_error","code":"resource_missing","message":"No such )"
    R"(shared payment granted token: 'spt_123'"}})";
inline constexpr const char* kServerError =
    R"({"error":{"type":"api_error","message":"An unknown error occurred"}})";

inline SessionId a_session() { return *SessionId::parse("cs_00000000000000000000000001"); }
inline OrderId an_order() { return *OrderId::parse("ord_00000000000000000000000002"); }
inline AttemptId an_attempt() { return *AttemptId::parse("pa_00000000000000000000000003"); }

// A PaymentIntent of 1450 cents that belongs to the purchase above; `more` begins with a comma.
inline std::string intent_json(const std::string& status, const std::string& more = "") {
  return R"({"id":"pi_1","object":"payment_intent","amount":1450,"currency":"usd","status":")" +
         status + R"(","metadata":{"checkout_session_id":")" + a_session().text() +
         R"(","attempt_id":")" + an_attempt().text() + "\"}" + more + "}";
}

// A granted token of 2000 cents in test mode; `more` begins with a comma.
inline std::string token_json(const std::string& more = "", const std::string& limits = "") {
  const std::string usual = R"({"currency":"usd","max_amount":2000,"expires_at":1795600800})";
  return R"({"id":"spt_123","object":"shared_payment.granted_token","livemode":false,)"
         R"("usage_limits":)" +
         (limits.empty() ? usual : limits) + more + "}";
}

inline std::string deactivated_json(const std::string& reason) {
  return token_json(R"(,"deactivated_at":1795514000,"deactivated_reason":")" + reason + "\"");
}

class FakeClient final : public net::GuardedClient {
 public:
  struct Reply {
    std::string to;  // "METHOD /path" that must be asked.
    int status = 200;
    std::string body;
    std::vector<net::Header> headers;
    Milliseconds takes{0};
    std::optional<net::GuardedFailureKind> failure;
  };

  explicit FakeClient(app::FakeClock& clock) : clock_(clock) {}
  ~FakeClient() override { EXPECT_TRUE(replies.empty()) << "not asked: " << replies.front().to; }

  Task<Result<net::Response, net::GuardedFailure>> send(net::GuardedRequest request,
                                                        Executor&) override {
    const std::string asked = request.request.method + " " + request.request.url;
    requests.push_back(std::move(request));
    if (replies.empty()) {
      ADD_FAILURE() << "asked without a reply: " << asked;
      co_return refused(net::GuardedFailure{});
    }
    const Reply reply = replies.front();
    replies.pop_front();
    EXPECT_NE(asked.find(reply.to.substr(reply.to.find('/'))), std::string::npos) << asked;
    EXPECT_TRUE(asked.starts_with(reply.to.substr(0, reply.to.find(' ')))) << asked;
    clock_.advance(reply.takes);
    if (reply.failure) co_return refused(net::GuardedFailure{*reply.failure, "https://x/spt_123"});
    co_return net::Response{reply.status, reply.headers, reply.body};
  }
  std::optional<Milliseconds> closed_for() const override { return closed; }

  std::deque<Reply> replies;
  std::vector<net::GuardedRequest> requests;
  std::optional<Milliseconds> closed;

 private:
  app::FakeClock& clock_;
};

class RecordingLog final : public Log {
 public:
  void write(LogLevel level, std::string_view event,
             std::initializer_list<LogField> fields) override {
    text.append(level == LogLevel::error ? "error " : "").append(event);
    for (const LogField& field : fields) {
      const auto* value = std::get_if<std::string_view>(&field.value);
      const std::string number = value ? "" : std::to_string(std::get<std::int64_t>(field.value));
      text.append(" ").append(field.name).append("=").append(value ? *value : number);
    }
    text += '\n';
  }
  std::string text;
};

inline StripeOptions test_options() {
  StripeOptions options;
  options.secret_key = Secret("sk_test_key");
  return options;
}

// A gateway to the fake, and the requests of one purchase.
struct Fixture {
  explicit Fixture(StripeOptions options = test_options())
      : gateway(std::move(options), client, clock, log) {}
  ~Fixture() {
    for (const char* secret : {"spt_", "sk_test", "charge-key", "stolen_card", "fraudulent"}) {
      EXPECT_EQ(log.text.find(secret), std::string::npos) << log.text;
    }
  }

  app::ChargeRequest request(bool repeated = false, std::string reference = "") const {
    app::ChargeRequest request;
    request.gateway_key = "charge-key";
    request.token = Secret(kToken);
    request.amount = {1450};
    request.currency = "usd";
    request.session = a_session();
    request.order = an_order();
    request.attempt = an_attempt();
    request.begun_at = clock.now();
    request.repeated = repeated;
    request.reference = std::move(reference);
    return request;
  }
  app::ChargeStep step() const {
    app::ChargeStep step{"charge-key", "pi_1", {1450}, "usd", a_session(), an_order(), {}};
    const auto ms = static_cast<std::uint64_t>(clock.now().ms);
    for (std::size_t i = 0; i < 6; ++i) {
      step.adjustment.bytes[i] = static_cast<std::uint8_t>(ms >> (8 * (5 - i)));
    }
    return step;
  }
  void expect(std::string to, int status, std::string body, std::vector<net::Header> headers = {}) {
    client.replies.push_back({std::move(to), status, std::move(body), std::move(headers)});
  }
  void expect_silence(std::string to, Milliseconds takes = Milliseconds(0)) {
    client.replies.push_back({std::move(to), 0, "", {}, takes, net::GuardedFailureKind::no_answer});
  }
  app::ChargeOutcome charge(app::ChargeRequest request) {
    return sync_wait(gateway.charge(std::move(request), executor));
  }

  app::FakeClock clock;
  app::ManualExecutor executor;
  RecordingLog log;
  FakeClient client{clock};
  StripeGateway gateway;
};

// The outcome as a word and its details, so that rows stay short.
inline std::string words(const app::ChargeOutcome& outcome) {
  if (const auto* approved = std::get_if<app::ChargeApproved>(&outcome)) {
    return "approved " + approved->reference + (approved->captured ? "" : " uncaptured") +
           (approved->review ? " review" : "");
  }
  if (const auto* refused = std::get_if<app::ChargeRefused>(&outcome)) {
    using checkout::PaymentFailure;
    switch (refused->failure) {
      case PaymentFailure::declined: return "refused declined";
      case PaymentFailure::insufficient_funds: return "refused insufficient_funds";
      case PaymentFailure::authentication_required: return "refused authentication_required";
      case PaymentFailure::token_unknown: return "refused token_unknown";
      case PaymentFailure::token_used: return "refused token_used";
      case PaymentFailure::token_expired: return "refused token_expired";
      case PaymentFailure::token_other_session: return "refused token_other_session";
      case PaymentFailure::token_other_merchant: return "refused token_other_merchant";
      case PaymentFailure::token_other_currency: return "refused token_other_currency";
      case PaymentFailure::token_amount_too_small: return "refused token_amount_too_small";
      case PaymentFailure::not_charged: return "refused not_charged";
      case PaymentFailure::token_revoked: return "refused token_revoked";
      case PaymentFailure::authentication_failed: return "refused authentication_failed";
      case PaymentFailure::amount_too_small: return "refused amount_too_small";
      case PaymentFailure::amount_too_large: return "refused amount_too_large";
      case PaymentFailure::currency_refused: return "refused currency_refused";
      case PaymentFailure::proof_refused: return "refused proof_refused";
      case PaymentFailure::provider_refused: return "refused provider_refused";
      case PaymentFailure::shop_declined: return "refused shop_declined";
    }
  }
  if (const auto* pending = std::get_if<app::ChargePending>(&outcome)) {
    return "pending " + pending->reference;
  }
  if (std::holds_alternative<app::ChargeNeedsPlain>(outcome)) return "plain";
  const auto* doubt = std::get_if<app::ChargeInDoubt>(&outcome);
  if (doubt == nullptr) return "authentication";
  return doubt->key_spent ? "in doubt spent" : "in doubt";
}

inline std::string words(const app::StepOutcome& outcome) {
  if (const auto* done = std::get_if<app::StepDone>(&outcome)) return "done " + done->reference;
  const auto* refused = std::get_if<app::StepRefused>(&outcome);
  if (refused == nullptr) return "in doubt";
  return refused->reference.empty() ? "refused" : "refused " + refused->reference;
}

}  // namespace till::payments::stripe
