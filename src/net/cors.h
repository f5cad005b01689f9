// What browsers ask and are told when a page of one origin reads from another (the Fetch standard).
#pragma once

#include "net/http_types.h"

namespace till::net {

// Asks whether a page may send a request, before it sends it.
bool is_preflight(const Request& request);

// Lets any page read the answer: for documents that are everyone's to know.
void open_to_any_page(Response& response);

// The answer to a preflight for such a document.
Response public_preflight_answer();

}  // namespace till::net
