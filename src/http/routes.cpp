#include "http/routes.h"

#include <algorithm>

namespace till::http {
namespace {

// The {id} of the path when the pattern fits; an empty view for a pattern without one.
std::optional<std::string_view> fit(const wire::Route& route, std::string_view path) {
  if (!route.has_id) {
    return path == route.before ? std::optional(std::string_view()) : std::nullopt;
  }
  if (!path.starts_with(route.before) || !path.ends_with(route.after)) return std::nullopt;
  if (path.size() <= route.before.size() + route.after.size()) return std::nullopt;
  path.remove_prefix(route.before.size());
  path.remove_suffix(route.after.size());
  if (path.find('/') != std::string_view::npos) return std::nullopt;
  return path;
}

bool asks(const wire::Route& route, std::string_view version) {
  const auto& versions = route.versions;
  return std::find(versions.begin(), versions.end(), version) != versions.end();
}

// The first of a dialect's routes that fits; the others of its path only say what they allow.
Routing find_in(const wire::Dialect& dialect, std::string_view method, std::string_view path) {
  Routing routing{&dialect, {}, {}};
  for (const wire::Route& route : dialect.routes()) {
    const auto id = fit(route, path);
    if (!id) continue;
    routing.open = !route.operation;
    routing.allow = route.allow;
    if (route.method != method) continue;
    routing.match = Match{&route, *id};
    routing.allow = {};
    return routing;
  }
  return routing;
}

}  // namespace

Routing find_route(const wire::Dialects& dialects, std::string_view method, std::string_view path,
                   std::string_view version) {
  Routing best{&dialects.newest(), {}, {}};
  for (const auto& dialect : dialects.all()) {
    Routing routing = find_in(*dialect, method, path);
    if (routing.match && asks(*routing.match->route, version)) return routing;
    const bool better = routing.match && !best.match;
    if (better || (!best.match && best.allow.empty() && !routing.allow.empty())) best = routing;
  }
  return best;
}

std::vector<std::string_view> versions_of(const wire::Dialects& dialects, std::string_view method,
                                          std::string_view path) {
  std::vector<std::string_view> versions;
  for (const auto& dialect : dialects.all()) {
    const Routing routing = find_in(*dialect, method, path);
    if (!routing.match) continue;
    for (const std::string_view version : routing.match->route->versions) {
      if (std::find(versions.begin(), versions.end(), version) == versions.end()) {
        versions.push_back(version);
      }
    }
  }
  return versions;
}

}  // namespace till::http
