// Any bytes as a page of the backend's products: read without fault, and what is taken for products
// can be put together, indexed and searched.
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>

#include "base/ensure.h"
#include "commerce/remote/product_copy.h"
#include "commerce/remote/remote_products.h"
#include "json/body.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace till;
  namespace remote = commerce::remote;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto body = json::Body::parse(text);
  if (!body) return 0;
  auto page = remote::read_products(body->root());
  if (!page) {
    TILL_ENSURE(page.error().place.starts_with("$") && !page.error().sentence.empty());
    return 0;
  }
  for (const remote::BadProduct& bad : page->bad) {
    TILL_ENSURE(bad.fault.place.starts_with("$") && !bad.fault.sentence.empty());
  }
  for (const remote::RemoteProduct& product : page->products) {
    TILL_ENSURE(!product.item.id.empty() && (product.removed || !product.item.title.empty()));
  }
  remote::ProductReading reading;
  if (!reading.add(std::move(*page))) return 0;
  const auto copy = reading.whole({}, false);
  const auto changed = reading.changes({});
  if (!copy || !changed) return 0;
  TILL_ENSURE(changed->value_or(remote::ProductCopy{}) == *copy);
  const remote::RemoteProducts::Shown shown(*copy, "usd");
  for (const remote::RemoteProduct& product : *copy) {
    const auto all_there = [](const std::vector<std::size_t>& places) {
      return std::vector<bool>(places.size(), true);
    };
    TILL_ENSURE(shown.products.find(product.item.id, all_there).has_value());
    shown.products.search({product.item.title, true, {}}, 0, 10, all_there);
  }
  return 0;
}
