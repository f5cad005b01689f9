// PaymentHandler: a way to pay that the seller offers. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace till::checkout {

struct PaymentHandler {
  std::string id = {};        // What an agent chooses it by; unique in a shop.
  std::string psp = {};       // What agents know its provider by.
  std::string provider = {};  // Who charges, as orders remember it; empty: the shop's first one.
  std::string account = {};   // The seller's name with the provider; empty: merchant_id.
  std::vector<std::string> card_brands{"visa", "mastercard", "amex", "discover"};  // PM-06
  std::vector<std::string> card_funding = {};  // credit, debit, prepaid; empty: any.
  // What it takes (PM-12).
  std::vector<std::string> instrument_types{"card"};
  std::vector<std::string> credential_types{"spt"};
  bool operator==(const PaymentHandler&) const = default;
};

// The one of this id. Without an id that of the provider which agents call `psp`, or the first when
// that is nobody; null when there is none.
const PaymentHandler* handler_named(const std::vector<PaymentHandler>& handlers,
                                    std::string_view id, std::string_view psp = {});

// The same with ids of their own: one that an earlier handler has gets its provider's name behind
// it, so that what one provider alone is offered by stays as it is beside others.
std::vector<PaymentHandler> told_apart(std::vector<PaymentHandler> handlers);

}  // namespace till::checkout
