// What the payment provider is answered to its events. Private to http.
#pragma once

#include "net/http_types.h"

namespace till::http {

// For 200, 400, 405, 413, 429 or 503.
net::Response provider_answer(int status);

}  // namespace till::http
