#include "mcp/origins.h"

#include <algorithm>

#include "base/ascii.h"

namespace till::mcp {
namespace {

// Scheme, host and port of a URL, as a browser writes them: without the port of the scheme.
std::string_view origin_of(std::string_view url) {
  const std::size_t scheme = url.find("://");
  if (scheme == std::string_view::npos) return url;
  std::string_view origin = url.substr(0, url.find('/', scheme + 3));
  const std::string_view port = scheme == 5 ? ":443" : ":80";
  if (origin.ends_with(port)) origin.remove_suffix(port.size());
  return origin;
}

std::string_view host_of(std::string_view origin) {
  const std::size_t scheme = origin.find("://");
  if (scheme == std::string_view::npos) return {};
  std::string_view host = origin.substr(scheme + 3);
  if (host.starts_with('[')) return host.substr(0, host.find(']') + 1);
  return host.substr(0, host.find_first_of(":/"));
}

bool is_loopback(std::string_view host) {
  return equal_ignoring_case(host, "localhost") || host == "127.0.0.1" || host == "[::1]";
}

}  // namespace

bool is_allowed(std::string_view origin, const Origins& origins) {
  const std::string_view own = origin_of(origins.public_url);
  if (equal_ignoring_case(origin, own)) return true;
  if (is_loopback(host_of(own)) && is_loopback(host_of(origin))) return true;
  return std::any_of(
      origins.allowed.begin(), origins.allowed.end(),
      [origin](const std::string& each) { return equal_ignoring_case(origin_of(each), origin); });
}

}  // namespace till::mcp
