// What the seller knows of an order beside what its agent sees: what one needs to pack a parcel.
#pragma once

#include "checkout/session.h"
#include "json/writer.h"

namespace till::console {

// Appends an object: agent, dates, payment, buyer, and each delivery with its lines. The session
// must have an order.
void write_order_record(json::Writer& json, const checkout::Session& session);

// Where the money of an order is, as the admin API spells it.
std::string_view payment_name(checkout::PaymentState payment);

}  // namespace till::console
