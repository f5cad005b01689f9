// What is written to a line for what came back for it over HTTP. Private to the bridge.
#pragma once

#include <string>
#include <string_view>

#include "net/http_client.h"

namespace till::cli {

using HttpAnswer = Result<net::Response, net::ClientFailure>;

// The message of the server itself, or an error to the request of that `id`; nothing for a message
// that asks for no answer. What is refused before it is read names no message, but a client waits
// for the answer to its own.
std::string bridged_answer(const HttpAnswer& answer, const std::string& id, bool asks,
                           std::string_view server);

}  // namespace till::cli
