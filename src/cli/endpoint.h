// Endpoint: a host and a port to listen on.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace till::cli {

struct Endpoint {
  std::string host;  // A numeric address, without brackets, or localhost.
  std::uint16_t port = 0;
  bool operator==(const Endpoint&) const = default;
  // Reachable from this machine only.
  bool loopback() const;
  // Cannot both be listened on?
  bool meets(const Endpoint& other) const;
  // HOST:PORT, with brackets around an IPv6 address.
  std::string text() const;
  // Where a client on this machine reaches it: an address that stands for all is localhost.
  std::string url(bool tls) const;
};

// Reads HOST:PORT or [V6]:PORT; port 0 stands for any free one. Nothing for other text.
std::optional<Endpoint> parse_endpoint(std::string_view text);

// Is it localhost or an address of the loopback network?
bool is_loopback(std::string_view host);

// May a webhook go there: https, or http to this machine only?
bool is_webhook_url(const std::string& url);

}  // namespace till::cli
