// Any body through every decoder: never a crash, and a refusal always says what to do.
#include <cstdint>
#include <string>
#include <string_view>

#include "base/ensure.h"
#include "base/limits.h"
#include "wire/acp/request.h"
#include "wire/error_body.h"
#include "wire/order_request.h"
#include "wire/spelling.h"
#include "wire/stock_request.h"

namespace {

template <class Command>
bool check(const till::wire::Decoded<Command>& decoded, till::wire::CodeList codes) {
  if (decoded) return true;
  TILL_ENSURE(decoded.error().field.place.starts_with("$"));
  TILL_ENSURE(!decoded.error().text.words.empty());
  const auto answer = till::wire::render_refusal(decoded.error(), codes);
  TILL_ENSURE(answer.status == 400);
  TILL_ENSURE(till::wire::parse_body(answer.body).has_value());
  return false;
}

void check_lines(const std::vector<till::checkout::RequestedLine>& lines) {
  TILL_ENSURE(lines.size() <= till::limits::kLineItems);
  for (const auto& line : lines) {
    TILL_ENSURE(line.quantity >= 1 && line.quantity <= till::limits::kQuantity);
    TILL_ENSURE(!line.item_id.empty() && till::wire::path_of(line.id_field).starts_with("$."));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace till::wire;
  const auto body = parse_body({reinterpret_cast<const char*>(data), size});
  if (!body) return 0;
  const auto create = decode_create(*body);
  if (check(create, CodeList::checkout)) {
    check_lines(create->lines);
    TILL_ENSURE(!create->lines.empty() && create->currency.size() == 3);
    if (create->metadata_json) {
      TILL_ENSURE(create->metadata_json->starts_with('{') && create->metadata_json->ends_with('}'));
      TILL_ENSURE(create->metadata_json->size() <= till::limits::kMetadataBytes);
    }
  }
  const auto update = decode_update(*body);
  if (check(update, CodeList::checkout)) check_lines(update->lines.value);
  const auto cart = decode_cart(*body);
  if (check(cart, CodeList::checkout)) {
    check_lines(cart->lines);
    TILL_ENSURE(!cart->lines.empty());
  }
  check(decode_complete(*body), CodeList::checkout);
  check(decode_cancel(*body), CodeList::checkout);
  for (const char* name : {"ship", "ready", "deliver", "refund", "cancel", "hold", "approve"}) {
    check(decode_order_command(order_action(name).value(), *body), CodeList::checkout);
  }
  if (const auto stock = decode_stock(*body)) {
    TILL_ENSURE(!stock->numbers.empty() && stock->numbers.size() <= till::limits::kStockNumbers);
  } else {
    TILL_ENSURE(!stock.error().empty() && stock.error().size() <= till::app::kMostComplaints);
  }
  const till::Timestamp now{1'795'514'400'000};
  const auto vault = decode_delegate_payment(*body, now);
  if (check(vault, CodeList::delegate_payment)) {
    TILL_ENSURE(vault->max_amount.minor > 0 && vault->expires_at > now);
  }
  return 0;
}
