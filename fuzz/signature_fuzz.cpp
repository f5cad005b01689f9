// Merchant-Signature: any header is read without fault, and only the right one is accepted.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/ensure.h"
#include "webhooks/event.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace till;
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::size_t middle = input.find('\n');
  const std::string_view header = input.substr(0, middle);
  const std::string_view body = middle == input.npos ? "" : input.substr(middle + 1);
  constexpr Timestamp kNow{1'795'514'400'000};
  constexpr Milliseconds kTolerance = std::chrono::seconds(300);
  constexpr std::string_view kSecret = "whsec_fuzz";

  const std::string right = webhooks::sign(kSecret, kNow, body);
  TILL_ENSURE(webhooks::verify(right, kSecret, body, kNow, kTolerance));
  TILL_ENSURE(!webhooks::verify(right, kSecret, body, kNow + 2 * kTolerance, kTolerance));
  TILL_ENSURE(!webhooks::verify(right, "whsec_other", body, kNow, kTolerance));
  // Nobody finds a digest by chance, so what is accepted names a time and has its digest.
  if (webhooks::verify(header, kSecret, body, kNow, kTolerance)) {
    TILL_ENSURE(header.starts_with("t=") && header.size() >= right.size() - 10);
  }
  return 0;
}
