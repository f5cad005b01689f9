// The question of a quote, as docs/backend/schemas/quote-request.json has it.
#pragma once

#include <string>

#include "checkout/party.h"
#include "checkout/quote.h"
#include "json/writer.h"

namespace till::commerce::remote {

std::string quote_question(const checkout::QuoteRequest& request);

// A postal address as every message has it.
void write_address(json::Writer& json, const checkout::Address& address);

// How goods get to the buyer.
std::string_view spelling_of(checkout::FulfillmentType type);

}  // namespace till::commerce::remote
