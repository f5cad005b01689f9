// Quote: what the shop says about a cart: facts, prices, stock, options, taxes, discounts.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/amount.h"
#include "base/clock.h"
#include "base/id.h"
#include "base/result.h"
#include "checkout/discount.h"
#include "checkout/fulfillment.h"
#include "checkout/item_facts.h"
#include "checkout/party.h"
#include "checkout/web_links.h"

namespace till::checkout {

// Where and how the lines of a fulfilment group go.
struct QuoteGroup {
  std::string id;
  FulfillmentType type = FulfillmentType::shipping;
  std::optional<Address> ship_to;  // Its own address, else that of the request.
  std::optional<std::string> location_id;
  bool operator==(const QuoteGroup&) const = default;
};

struct QuoteLine {
  std::string item_id;
  std::int64_t quantity = 1;
  std::optional<std::size_t> group;  // Its index.
  // A price of the shop's own feed that the agent showed and the seller honours (CU-15): what a
  // piece costs at the most, stated as the shop states prices.
  std::optional<Amount> honored = {};
  bool operator==(const QuoteLine&) const = default;
};

// What the agent is doing.
enum class QuotePurpose { create, update, complete, cart };

struct QuoteRequest {
  SessionId session;  // Of a cart, too.
  QuotePurpose purpose = QuotePurpose::create;
  std::optional<std::string> locale;  // In which the buyer reads, as the agent named it.
  std::string currency;
  std::vector<QuoteLine> lines;  // In the order of the session; never empty.
  // The lines were accepted earlier: what the shop no longer sells is said of its line and is no
  // reason to refuse.
  bool lines_stand = false;
  std::optional<Address> ship_to;
  std::vector<QuoteGroup> groups;
  std::vector<std::string> discount_codes;  // As submitted; the shop rejects repetitions.
  bool buyer_logged_in = false;
  std::optional<std::string> quote_id;  // Prices agreed on before (CU-13).
  bool quote_must_hold = false;         // Refuse a quote that is unknown or over.
  std::string agent;                    // Who asks.
  std::string buyer;                    // The buyer's mailbox_of(); empty while not known.
  std::string email;                    // The same as it was given.
  // The buyer's certificate while it is valid; left out when the seller goes by none.
  std::optional<TaxExemption> exemption;
  // The tax number of the buyer's company, as given; left out in the same case.
  std::optional<std::string> tax_id;
  Timestamp now;
  bool operator==(const QuoteRequest&) const = default;
};

// Do both ask the same, though not at the same time? A create that is decided anew has another
// session, whose prices are those of the first. Purpose and locale change what is answered.
inline bool asks_the_same(const QuoteRequest& one, QuoteRequest other) {
  other.now = one.now;
  other.session = one.session;
  return one == other;
}

// Whether it is known where a line is taxed.
enum class TaxPlace {
  known,
  address_missing,
  state_missing,
  state_unknown,
  not_located,  // The tax service cannot tell where the address lies.
};

// Which part of an address keeps goods from being brought there.
enum class Unserved { country, state, postal_code };

// The tax of a line at a place other than its address.
struct LineTax {
  Amount tax;
  bool exempted = false;
  Amount included_tax = {};
};

struct QuotedLine {
  bool sold = true;  // False: the shop has no such item any more; nothing below is set.
  std::string title;
  std::optional<std::string> description;
  Amount unit_amount;
  bool physical = true;
  bool tax_exempt = false;  // The item is never taxed.
  // Pieces nobody holds, of the item as a whole; nothing when the item needs no stock.
  std::optional<std::int64_t> available;
  std::optional<std::int64_t> max_per_order;  // Of the item as a whole; nothing: any number.
  Amount items_discount;                      // Sum of the allocations to this line.
  Amount tax;             // On (unit_amount * quantity - items_discount), by the address.
  bool exempted = false;  // The buyer's certificate frees the line of a tax.
  // The part of the price after discounts that is tax; never beside a `tax` that is added.
  Amount included_tax;
  TaxPlace tax_place = TaxPlace::known;
  // An address is known and nothing can bring the line there.
  std::optional<Unserved> unserved;
  std::vector<Disclosure> disclosures;
  WebLinks links = {};
  SharedFacts facts = {};
  std::optional<Amount> list_amount = {};  // What a piece costs when it is not on sale, if more.
  std::string tax_code = {};  // What the tax service calls its kind; empty: the usual one.
};

struct QuotedOption {
  FulfillmentType type = FulfillmentType::shipping;
  std::string id;
  std::string title;
  std::optional<std::string> description;
  std::optional<std::string> carrier;
  std::optional<PickupLocation> location;
  Amount subtotal;
  Amount tax;                       // Added to the price.
  Amount included_tax;              // The part of the price that is tax.
  bool exempted = false;            // The buyer's certificate frees it of its tax.
  std::vector<std::size_t> covers;  // Indices of lines.
  // The taxes of these lines when this option is chosen, where it is not the address that decides:
  // a pickup is taxed at its place. Empty, or one of each of `covers`.
  std::vector<LineTax> line_taxes;
  std::optional<TimeWindow> window;
  std::optional<PickupType> pickup_type;
  std::optional<ServiceArea> service_area;
  // Where a tax service was asked: its calculations of these lines and this delivery.
  std::vector<TaxBasis> tax_calculations = {};
};

struct Quote {
  std::vector<QuotedLine> lines;  // One a requested line, in order.
  std::vector<QuotedOption> options;
  std::vector<AppliedDiscount> applied;
  std::vector<RejectedDiscount> rejected;
  std::vector<DiscountUse> uses;  // What the applied discounts and the quote itself count.
  // The end of the quote whose prices these are; nothing when they are those of everyone.
  std::optional<Timestamp> quote_expires_at;
};

// Why there is no quote, in order of precedence.
enum class QuoteFailure {
  unsupported_currency,
  unknown_quote,
  unknown_item,
  no_price,  // The item is not sold in this currency.
  amount_too_large,
  unavailable
};

struct QuoteRefusal {
  QuoteFailure failure = QuoteFailure::unavailable;
  std::size_t line_index = 0;     // Of unknown_item, no_price and amount_too_large.
  std::int64_t wait_seconds = 0;  // Of unavailable: until then it stays so; 0: not known.
};

using QuoteResult = Result<Quote, QuoteRefusal>;

}  // namespace till::checkout
