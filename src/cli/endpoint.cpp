#include "cli/endpoint.h"

#include <arpa/inet.h>

#include <charconv>
#include <utility>

#include "base/url.h"

namespace till::cli {
namespace {

// inet_pton ends at the first NUL, so a text that holds one is no address.
bool is_address(int family, const std::string& host) {
  unsigned char bytes[sizeof(in6_addr)];
  return host.find('\0') == std::string::npos && inet_pton(family, host.c_str(), bytes) == 1;
}

}  // namespace

bool is_loopback(std::string_view host) {
  if (host == "localhost" || host == "::1") return true;
  return host.starts_with("127.") && is_address(AF_INET, std::string(host));
}

bool is_webhook_url(const std::string& url) {
  const auto parsed = parse_url(url);
  return parsed && (parsed->tls || is_loopback(parsed->host));
}

bool Endpoint::loopback() const { return is_loopback(host); }

bool Endpoint::meets(const Endpoint& other) const {
  const auto address = [](const std::string& name) {
    return name == "localhost" ? std::string("127.0.0.1") : name;
  };
  if (port == 0 || port != other.port) return false;
  for (const auto& [one, another] : {std::pair(&host, &other.host), {&other.host, &host}}) {
    // Such a socket takes IPv4 as well.
    if (*one == "::") return true;
    if (*one == "0.0.0.0" && another->find(':') == std::string::npos) return true;
  }
  return address(host) == address(other.host);
}

std::string Endpoint::text() const {
  const bool v6 = host.find(':') != std::string::npos;
  return (v6 ? "[" + host + "]" : host) + ":" + std::to_string(port);
}

std::string Endpoint::url(bool tls) const {
  const bool any = host == "0.0.0.0" || host == "::";
  return (tls ? "https://" : "http://") + Endpoint{any ? "localhost" : host, port}.text();
}

std::optional<Endpoint> parse_endpoint(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) return std::nullopt;
  std::string_view host = text.substr(0, colon);
  const bool v6 = host.starts_with('[') && host.ends_with(']');
  if (v6) host = host.substr(1, host.size() - 2);
  const std::string_view digits = text.substr(colon + 1);
  Endpoint endpoint{std::string(host), 0};
  const char* const end = digits.data() + digits.size();
  const auto read = std::from_chars(digits.data(), end, endpoint.port);
  if (read.ec != std::errc() || read.ptr != end) return std::nullopt;
  const bool named = !v6 && host == "localhost";
  if (!named && !is_address(v6 ? AF_INET6 : AF_INET, endpoint.host)) return std::nullopt;
  return endpoint;
}

}  // namespace till::cli
