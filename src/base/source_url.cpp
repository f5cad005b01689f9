#include "base/source_url.h"

#include <algorithm>
#include <vector>

#include "base/url.h"

namespace till {
namespace {

constexpr std::string_view kSchemeEnd = "://";

std::string origin_of(const Url& url) {
  return (url.tls ? "https://" : "http://") + url.authority();
}

bool names_a_scheme(std::string_view location) {
  const std::size_t end = location.find_first_of(":/?");
  return end != std::string_view::npos && location[end] == ':';
}

// The path with . and .. taken out (RFC 3986, 5.2.4); it begins with a slash.
std::string without_dots(std::string_view path) {
  std::vector<std::string_view> kept;
  bool folder = false;
  while (!path.empty()) {
    path.remove_prefix(1);
    const std::size_t end = std::min(path.find('/'), path.size());
    const std::string_view segment = path.substr(0, end);
    path.remove_prefix(end);
    folder = segment == "." || segment == "..";
    if (segment == ".." && !kept.empty()) kept.pop_back();
    if (!folder) kept.push_back(segment);
  }
  std::string text;
  for (const std::string_view segment : kept) text.append("/").append(segment);
  return folder || text.empty() ? text + "/" : text;
}

// The target that a Location without scheme and host means, seen from another target.
std::string target_from(std::string_view base, std::string_view location) {
  const std::string_view path = base.substr(0, base.find('?'));
  if (location.empty()) return std::string(base);
  if (location.starts_with('?')) return std::string(path).append(location);
  const std::size_t query = std::min(location.find('?'), location.size());
  const std::string_view own = location.substr(0, query);
  const std::string merged = own.starts_with('/')
                                 ? std::string(own)
                                 : std::string(path.substr(0, path.rfind('/') + 1)).append(own);
  return without_dots(merged).append(location.substr(query));
}

}  // namespace

std::optional<SourceUrl> parse_source_url(std::string_view text) {
  const std::size_t scheme = text.find(kSchemeEnd);
  const bool printable =
      std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < '\x7f'; });
  if (scheme == std::string_view::npos || !printable) return std::nullopt;
  const std::size_t begin = scheme + kSchemeEnd.size();
  const std::string_view authority = text.substr(begin, text.find_first_of("/?#", begin) - begin);
  const std::size_t at = authority.rfind('@');
  SourceUrl source{std::string(text), {}};
  if (at != std::string_view::npos) {
    auto credentials = unescape(authority.substr(0, at));
    if (!credentials || credentials->empty() || credentials->front() == ':') return std::nullopt;
    if (credentials->find(':') == std::string::npos) *credentials += ":";
    source.url.erase(begin, at + 1);
    source.credentials = Secret(std::move(*credentials));
  }
  if (!parse_url(source.url)) return std::nullopt;
  return source;
}

std::string shown_url(std::string_view url) {
  const auto source = parse_source_url(url);
  const auto parsed = source ? parse_url(source->url) : std::nullopt;
  if (!parsed) return "a URL";
  const std::string_view path =
      std::string_view(parsed->target).substr(0, parsed->target.find('?'));
  const std::size_t end = path.rfind('/');
  return origin_of(*parsed).append(end == 0 ? "" : "/…").append(path.substr(end));
}

std::optional<std::string> redirect_of(std::string_view url, std::string_view location) {
  const auto from = parse_url(url);
  if (!from) return std::nullopt;
  location = location.substr(0, location.find('#'));
  std::string to;
  if (names_a_scheme(location)) {
    to = location;
  } else if (location.starts_with("//")) {
    to = std::string(from->tls ? "https:" : "http:").append(location);
  } else {
    to = origin_of(*from) + target_from(from->target, location);
  }
  if (!parse_url(to)) return std::nullopt;
  return to;
}

bool same_origin(std::string_view left, std::string_view right) {
  const auto first = parse_url(left);
  const auto second = parse_url(right);
  return first && second && origin_of(*first) == origin_of(*second);
}

}  // namespace till
