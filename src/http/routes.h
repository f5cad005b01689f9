// Routes: which dialect, and which of its routes, a method and path lead to.
#pragma once

#include <optional>
#include <string_view>

#include "wire/dialects.h"

namespace till::http {

struct Match {
  const wire::Route* route = nullptr;  // Never null.
  std::string_view id;  // The {id} of the path, a view into it; empty when it has none.
};

struct Routing {
  // The one to answer in: that of the match, or the newest. Null only until it is found.
  const wire::Dialect* dialect = nullptr;
  std::optional<Match> match;
  std::string_view allow;  // When only the method is wrong: what Allow says. Else empty.
  bool open = false;       // The path leads to what anyone may read.
};

// Finds the route of a method and path: of the dialect that `version` asks for, or else of the
// newest that has one. A trailing slash is another path.
Routing find_route(const wire::Dialects& dialects, std::string_view method, std::string_view path,
                   std::string_view version);

// The versions that the method and path can be asked in, newest first, each once.
std::vector<std::string_view> versions_of(const wire::Dialects& dialects, std::string_view method,
                                          std::string_view path);

}  // namespace till::http
