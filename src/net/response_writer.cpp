#include "net/detail/response_writer.h"

#include <array>
#include <boost/beast/http/status.hpp>
#include <charconv>
#include <ctime>

#include "base/clock.h"

namespace till::net::detail {

void write_response(const Response& response, const Framing& framing, std::string& out) {
  const auto reason =
      boost::beast::http::obsolete_reason(static_cast<boost::beast::http::status>(response.status));
  out.reserve(out.size() + response.body.size() + 512);
  out.append("HTTP/1.1 ").append(std::to_string(response.status)).append(1, ' ');
  out.append(reason.data(), reason.size()).append("\r\nDate: ").append(framing.date);
  out.append("\r\n");
  for (const Header& header : response.headers) {
    out.append(header.name).append(": ").append(header.value).append("\r\n");
  }
  // RFC 9110 forbids a length where there can be no body.
  const bool bodiless = response.status == 204 || response.status == 304;
  if (framing.chunked) {
    out.append("Transfer-Encoding: chunked\r\n");
  } else if (!bodiless && !framing.until_close) {
    out.append("Content-Length: ").append(std::to_string(response.body.size())).append("\r\n");
  }
  if (framing.close) out.append("Connection: close\r\n");
  if (framing.keep_alive && !framing.close) out.append("Connection: keep-alive\r\n");
  out.append("\r\n");
  if (!framing.omit_body && !bodiless) out.append(response.body);
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
