#include "net/detail/response_writer.h"

#include <array>
#include <boost/beast/http/status.hpp>
#include <charconv>
#include <ctime>

#include "base/clock.h"

namespace till::net::detail {

namespace {

// RFC 9110 forbids a length where there can be no body.
bool is_bodiless(int status) { return status == 204 || status == 304; }

const std::string& body_of(const Response& response) {
  return response.shared_body ? *response.shared_body : response.body;
}

}  // namespace

void write_head(const Response& response, const Framing& framing, std::string& out) {
  const auto reason =
      boost::beast::http::obsolete_reason(static_cast<boost::beast::http::status>(response.status));
  out.reserve(out.size() + 512);
  out.append("HTTP/1.1 ").append(std::to_string(response.status)).append(1, ' ');
  out.append(reason.data(), reason.size()).append("\r\nDate: ").append(framing.date);
  out.append("\r\n").append(framing.fixed);
  for (const Header& header : response.headers) {
    out.append(header.name).append(": ").append(header.value).append("\r\n");
  }
  if (framing.chunked) {
    out.append("Transfer-Encoding: chunked\r\n");
  } else if (!is_bodiless(response.status) && !framing.until_close) {
    const std::uint64_t bytes = response.stream_bytes.value_or(body_of(response).size());
    out.append("Content-Length: ").append(std::to_string(bytes)).append("\r\n");
  }
  if (framing.close) out.append("Connection: close\r\n");
  if (framing.keep_alive && !framing.close) out.append("Connection: keep-alive\r\n");
  out.append("\r\n");
}

std::string_view sent_body(const Response& response, const Framing& framing) {
  const bool none = framing.omit_body || framing.chunked || framing.until_close;
  return none || is_bodiless(response.status) ? std::string_view() : body_of(response);
}

std::string header_lines(const std::vector<Header>& headers) {
  std::string lines;
  for (const Header& header : headers) {
    lines.append(header.name).append(": ").append(header.value).append("\r\n");
  }
  return lines;
}

void write_chunk(std::string_view piece, std::string& out) {
  std::array<char, 16> size{};
  const auto end = std::to_chars(size.data(), size.data() + size.size(), piece.size(), 16).ptr;
  out.append(size.data(), end).append("\r\n").append(piece).append("\r\n");
}

std::string http_date() {
  const std::time_t seconds = SystemClock().now().ms / 1000;
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  std::array<char, 40> text{};
  const std::size_t length =
      std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
  return {text.data(), length};
}

}  // namespace till::net::detail
