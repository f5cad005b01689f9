// The head and body of an answer as one text, ready to be sent.
#pragma once

#include <string>

#include "net/http_types.h"

namespace till::net::detail {

struct Framing {
  const std::string& date;  // The value of the Date header.
  bool close = false;       // Adds Connection: close.
  bool keep_alive = false;  // Adds Connection: keep-alive, which HTTP/1.0 needs.
  bool omit_body = false;   // The answer to HEAD: the length stands, the body does not.
};

// Appends to `out`. The header names and values must hold no line breaks; ours never do, and what
// is echoed was checked.
void write_response(const Response& response, const Framing& framing, std::string& out);

// Now as an HTTP date.
std::string http_date();

}  // namespace till::net::detail
