// Any bytes as Till's own lines of products: what is taken can be written and read again.
#include "feed_fuzz.h"
#include "products/product_json.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return till::products::fuzz_feed("till", data, size, [](const till::products::Product& product) {
    TILL_ENSURE(!till::products::fault_of(product));
  });
}
