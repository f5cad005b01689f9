// Samples: what a check asks, as the schemas of docs/backend/schemas have it. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "checkout/quote.h"

namespace till::commerce::remote::check {

// Who asks, so that the seller can tell.
inline constexpr std::string_view kAgent = "till-check";

checkout::Address sample_address();

struct Pieces {
  std::string item;
  std::int64_t quantity = 1;
};

std::string holds_body(std::int64_t version, Timestamp until, const std::vector<Pieces>& lines);

// One piece of one item, bought as it was quoted.
struct Purchase {
  std::string session;
  std::string currency;
  std::string item;
  std::string title;
  std::int64_t unit_amount = 0;
  std::int64_t tax = 0;                          // Added to the price.
  std::int64_t included_tax = 0;                 // Part of it.
  std::optional<checkout::QuotedOption> option;  // That brings it; no pickup.
  Timestamp now;
};

// Too dear for an amount, it has none.
std::optional<std::int64_t> total_of(const Purchase& purchase);

std::string approval_body(const Purchase& purchase);
// It says of itself that it is a test.
std::string order_body(const Purchase& purchase, const std::string& id);
// The whole order was canceled.
std::string cancel_body(const Purchase& purchase, const std::string& id);

}  // namespace till::commerce::remote::check
