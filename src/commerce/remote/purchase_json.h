// A purchase as the backend reads it: docs/backend/schemas/order.json, its part "purchase".
#pragma once

#include <string>

#include "app/last_word.h"
#include "json/writer.h"

namespace till::commerce::remote {

// Its members, into an object that is open.
void write_purchase(json::Writer& json, const checkout::Session& session);

// The question of an approval, as docs/backend/schemas/approval-request.json has it.
std::string approval_question(const app::PurchaseQuestion& purchase);

}  // namespace till::commerce::remote
