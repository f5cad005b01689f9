// Any bytes as the backend's answer to a quote: read without fault, and what is taken for a quote
// prices a session without breaking an invariant.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/ensure.h"
#include "checkout/decide.h"
#include "commerce/remote/quote_answer.h"
#include "json/body.h"

namespace {

using namespace till;

checkout::QuoteRequest question(bool addressed) {
  checkout::QuoteRequest request;
  request.currency = "usd";
  request.lines = {{"mug-blue", 2, std::nullopt}, {"ebook-acp", 1, std::nullopt}};
  request.discount_codes = {"SAVE10", "OLD"};
  request.lines_stand = true;
  if (addressed) {
    request.ship_to = checkout::Address{"A", "1 B", std::nullopt, "C", "CA", "US", "94105"};
  }
  return request;
}

checkout::Draft draft_of(const checkout::QuoteRequest& request) {
  checkout::Draft draft;
  draft.currency = request.currency;
  for (std::size_t i = 0; i < request.lines.size(); ++i) {
    checkout::LineItem& line = draft.lines.emplace_back();
    line.id.bytes[15] = static_cast<std::uint8_t>(i + 1);
    line.item_id = request.lines[i].item_id;
    line.quantity = request.lines[i].quantity;
  }
  draft.discounts.codes = request.discount_codes;
  if (request.ship_to) draft.fulfillment_details.emplace().address = request.ship_to;
  return draft;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto body = json::Body::parse(text);
  if (!body) return 0;
  for (const bool addressed : {false, true}) {
    const checkout::QuoteRequest request = question(addressed);
    commerce::remote::AnswerFaults left_out;
    const auto quote = commerce::remote::read_quote(body->root(), request, left_out);
    if (!quote) {
      TILL_ENSURE(quote.error().place.starts_with("$") && !quote.error().sentence.empty());
      continue;
    }
    TILL_ENSURE(quote->lines.size() == request.lines.size());
    const auto priced =
        checkout::price(draft_of(request), *quote, std::nullopt, nullptr, Timestamp{});
    if (priced) TILL_ENSURE(priced->totals.total.minor >= 0);
  }
  return 0;
}
