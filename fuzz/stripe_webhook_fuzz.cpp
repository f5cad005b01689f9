// Any bytes as a webhook of Stripe's: only what we signed is accepted, and what is accepted names
// nothing that may not stand in a path.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/digest.h"
#include "base/ensure.h"
#include "payments/stripe/form.h"
#include "payments/stripe/webhook.h"

namespace {

using namespace till;
using namespace till::payments::stripe;

constexpr Timestamp kNow{1'795'514'400'000};
constexpr const char* kSecret = "whsec_fuzz";

struct Check {
  template <class Reported>
  void operator()(const Reported& reported) const {
    TILL_ENSURE(is_identifier(reported.charge));
  }
  void operator()(const app::RefundTotalReported& reported) const {
    TILL_ENSURE(is_identifier(reported.charge) && reported.refunded.minor >= 0);
  }
  void operator()(const app::RefundReported& reported) const {
    TILL_ENSURE(is_identifier(reported.charge) && is_identifier(reported.refund));
    TILL_ENSURE(reported.amount.minor >= 0);
  }
  void operator()(const app::DisputeReported& reported) const {
    TILL_ENSURE(is_identifier(reported.charge) && reported.amount.minor >= 0);
  }
  void operator()(const app::TokenReported&) const {}
  void operator()(const app::OtherReported&) const {}
};

std::string signature_of(std::string_view body) {
  const std::string seconds = std::to_string(kNow.ms / 1000);
  const Digest digest = hmac_sha256(kSecret, seconds + "." + std::string(body));
  return "t=" + seconds + ",v1=" + to_hex(digest);
}

}  // namespace

// The first line is the header, the rest the body.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::size_t middle = input.find('\n');
  const std::string_view header = input.substr(0, middle);
  const std::string_view body = middle == input.npos ? "" : input.substr(middle + 1);
  const std::vector<Secret> secrets{Secret("whsec_other"), Secret(kSecret)};

  const std::string right = signature_of(body);
  // Nobody finds a digest by chance, so what is accepted carries the right one.
  if (read_webhook(header, body, secrets, kNow)) TILL_ENSURE(header.size() >= right.size());
  const auto event = read_webhook(std::string(header) + "," + right, body, secrets, kNow);
  const auto signed_event = read_webhook(right, body, secrets, kNow);
  if (event) TILL_ENSURE(signed_event && signed_event->id == event->id);
  if (!signed_event) {
    TILL_ENSURE(signed_event.error() == WebhookRefusal::malformed);
    return 0;
  }
  TILL_ENSURE(is_identifier(signed_event->id));
  std::visit(Check{}, signed_event->what);
  return 0;
}
