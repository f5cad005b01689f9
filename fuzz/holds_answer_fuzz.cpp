// Any bytes as the backend's answer to holds: read without fault, and what is taken for an answer
// says of every item that was asked for whether it is held.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/ensure.h"
#include "commerce/remote/holds_answer.h"
#include "json/body.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace till;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto body = json::Body::parse(text);
  if (!body) return 0;
  const app::HoldRequest request{
      SessionId{}, 3, Timestamp{}, {{"mug-blue", 2}, {"poster-city", 3}}};
  const auto lacking = commerce::remote::read_holds(body->root(), request);
  if (!lacking) {
    TILL_ENSURE(lacking.error().place.starts_with("$") && !lacking.error().sentence.empty());
    return 0;
  }
  TILL_ENSURE(lacking->size() <= request.pieces.size());
  for (const app::Shortage& each : *lacking) {
    TILL_ENSURE(each.available >= 0 && each.available < 3);
    TILL_ENSURE(each.item_id == "mug-blue" || each.item_id == "poster-city");
  }
  return 0;
}
