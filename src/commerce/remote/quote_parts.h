// The parts of a quote, each read and checked against those before it. Private to this folder.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/limits.h"
#include "checkout/quote.h"
#include "commerce/remote/answer_fault.h"
#include "json/node.h"

namespace till::commerce::remote {

inline constexpr json::TextBound kAnyText{0, limits::kStringBytes};
inline constexpr json::TextBound kSomeText{1, limits::kStringBytes};
inline constexpr json::TextBound kIdText{1, 255};
inline constexpr const char* kIncludedTooLarge =
    "A tax that is part of the price is more than the price.";

// A quote while it is read: what one part says of another is checked as soon as it is there.
struct Reading {
  const checkout::QuoteRequest& request;
  checkout::Quote& quote;
  AnswerFaults& left_out;          // Links and GTINs that are none.
  std::vector<Amount> bases;       // Of each line: unit_amount * quantity.
  std::vector<bool> tax_known;     // Of each line.
  std::vector<bool> tax_included;  // Of each line: a tax of it is part of its price.
  bool region_served = true;
  // The group of a line; null when it has none.
  const checkout::QuoteGroup* group_of(std::size_t line) const {
    const auto& group = request.lines[line].group;
    return group ? &request.groups[*group] : nullptr;
  }
  bool is_fetched(std::size_t line) const {
    const auto* const group = group_of(line);
    return group != nullptr && group->type == checkout::FulfillmentType::pickup;
  }
  // What the line costs after its discounts, once they are read.
  Amount price_of(std::size_t line) const {
    return {bases[line].minor - quote.lines[line].items_discount.minor};
  }
  bool has_own_address(std::size_t line) const {
    const auto* const group = group_of(line);
    return group != nullptr && group->ship_to.has_value();
  }
};

// They add to the quote, and note a fault in the sink of the node.
void read_lines(const json::Node& answer, Reading& reading);
// Once the discounts are read: a tax that is part of a price is no more than the price.
void check_included_taxes(const json::Node& answer, const Reading& reading);
void read_options(const json::Node& answer, Reading& reading);
void read_discounts(const json::Node& answer, Reading& reading);

// The index of a line of the request; nothing when it is missing, and some line with another fault.
std::optional<std::size_t> read_index(const json::Node& parent, const Reading& reading);

Amount read_amount(const json::Node& node);
// What is given, if anything is.
bool read_flag(const json::Node& parent, std::string_view name, bool otherwise);
std::optional<std::string> read_optional_text(const json::Node& parent, std::string_view name);
std::optional<Timestamp> read_time(const json::Node& node);
checkout::Disclosure read_disclosure(const json::Node& node);
// `image_url`, `additional_image_urls` and `url`. One that is no link is left out: the first is
// noted with its place.
checkout::WebLinks read_links(const json::Node& parent, AnswerFaults& left_out);

}  // namespace till::commerce::remote
