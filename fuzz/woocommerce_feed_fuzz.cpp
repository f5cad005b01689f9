// Any bytes as a product export of WooCommerce.
#include "feed_fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return till::products::fuzz_feed("woocommerce", data, size);
}
