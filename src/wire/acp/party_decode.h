// Decoders that several requests share. Private to wire.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "checkout/command.h"
#include "wire/faults.h"

namespace till::wire {

checkout::Buyer decode_buyer(const Node& node);
checkout::Address decode_address(const Node& node);
checkout::FulfillmentDetails decode_fulfillment_details(const Node& node);
std::vector<checkout::FulfillmentGroup> decode_groups(const Node& node);
std::vector<checkout::RequestedSelection> decode_selections(const Node& node);
std::optional<checkout::FulfillmentType> decode_fulfillment_type(const Node& node);
// The text of an RFC 3339 date-time, as given.
std::optional<std::string> optional_time(const Node& parent, std::string_view name);
// An ISO 4217 code in lower case.
std::string decode_currency(const Node& node);
// The index of the text among `names`; nothing, with a fault, when it is none of them.
std::optional<std::size_t> decode_choice(const Node& node,
                                         std::initializer_list<std::string_view> names);

}  // namespace till::wire
