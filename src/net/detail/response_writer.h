// The head of an answer as text, and its body, ready to be sent.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "net/http_types.h"

namespace till::net::detail {

struct Framing {
  const std::string& date;      // The value of the Date header.
  bool close = false;           // Adds Connection: close.
  bool keep_alive = false;      // Adds Connection: keep-alive, which HTTP/1.0 needs.
  bool omit_body = false;       // The answer to HEAD: the length stands, the body does not.
  bool chunked = false;         // The body follows in chunks.
  bool until_close = false;     // The body follows and ends with the connection.
  std::string_view fixed = {};  // Header lines of every answer, as they are sent.
};

// Appends the head to `out`. The header names and values must hold no line breaks; ours never do,
// and what is echoed was checked.
void write_head(const Response& response, const Framing& framing, std::string& out);

// What follows the head: the response's body, which it must outlive, or nothing where none may.
std::string_view sent_body(const Response& response, const Framing& framing);

// Headers as lines of a head, each with its end.
std::string header_lines(const std::vector<Header>& headers);

// Appends a chunk; an empty piece is the last one.
void write_chunk(std::string_view piece, std::string& out);

// Now as an HTTP date.
std::string http_date();

}  // namespace till::net::detail
