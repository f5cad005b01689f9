// Any text as a URL or as an address to listen on: what is accepted is put together again to the
// same parts and holds nothing that could break out of a request line or a header.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/ensure.h"
#include "base/source_url.h"
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

// The text as a URL with a password, and its end as where a redirect leads from its beginning.
void check_source(std::string_view text) {
  const auto source = parse_source_url(text);
  if (source) {
    TILL_ENSURE(parse_url(source->url).has_value());
    const std::string& credentials = source->credentials.reveal();
    TILL_ENSURE(credentials.empty() || credentials.find(':') != std::string::npos);
    const std::string shown = shown_url(text);
    TILL_ENSURE(shown.find('?') == std::string::npos && shown.starts_with("http"));
  }
  const std::size_t middle = text.size() / 2;
  const std::string_view from = text.substr(0, middle);
  const auto to = redirect_of(from, text.substr(middle));
  if (!to) return;
  TILL_ENSURE(parse_url(*to).has_value() && to->find('#') == std::string::npos);
  TILL_ENSURE(same_origin(*to, *to));
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
  check_source(text);
  return 0;
}
