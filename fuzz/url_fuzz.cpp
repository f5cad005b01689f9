// Any text as a URL or as an address to listen on: what is accepted is put together again to the
// same parts and holds nothing that could break out of a request line or a header.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/ensure.h"
#include "base/url.h"
#include "cli/endpoint.h"

namespace {

using namespace till;

bool printable(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < '\x7f'; });
}

bool same(const Url& one, const Url& other) {
  return one.tls == other.tls && one.host == other.host && one.port == other.port &&
         one.target == other.target;
}

void check_url(std::string_view text) {
  const auto url = parse_url(text);
  TILL_ENSURE(url.has_value() || !cli::is_webhook_url(std::string(text)));
  if (!url) return;
  TILL_ENSURE(!url->host.empty() && printable(url->host) && url->port != 0);
  TILL_ENSURE(url->host.find_first_of("/?#@[]") == std::string::npos);
  TILL_ENSURE(url->target.starts_with('/') && printable(url->target));
  TILL_ENSURE(url->target.find('#') == std::string::npos);
  const std::string whole = (url->tls ? "https://" : "http://") + url->authority() + url->target;
  const auto again = parse_url(whole);
  TILL_ENSURE(again.has_value() && same(*again, *url));
  // A secret goes out in the clear to this machine only.
  if (!url->tls && cli::is_webhook_url(std::string(text))) {
    TILL_ENSURE(cli::is_loopback(url->host));
  }
}

void check_endpoint(std::string_view text) {
  const auto endpoint = cli::parse_endpoint(text);
  if (!endpoint) return;
  TILL_ENSURE(cli::parse_endpoint(endpoint->text()) == endpoint);
  if (endpoint->port == 0) return;
  const auto url = parse_url(endpoint->url(true));
  TILL_ENSURE(url.has_value() && url->port == endpoint->port);
  if (endpoint->loopback()) TILL_ENSURE(cli::is_loopback(url->host));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  check_url(text);
  check_endpoint(text);
  return 0;
}
