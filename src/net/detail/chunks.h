// What the parser of chunked bodies must not be given.
#pragma once

#include <cstddef>

namespace till::net::detail {

// Beast asserts that it sees "0\r\n\r\n" in pieces of at least five bytes: a peer that sends
// "0\r\n" and then "\r" would end the process. Whatever is left of a chunked body is at least five
// bytes long, so waiting for them delays nothing.
template <class Parser>
bool enough_to_parse(const Parser& parser, std::size_t bytes) {
  constexpr std::size_t kLastChunk = 5;
  return bytes >= kLastChunk || !parser.is_header_done() || !parser.chunked();
}

}  // namespace till::net::detail
