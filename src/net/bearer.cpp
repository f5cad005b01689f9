#include "net/bearer.h"

#include "base/ascii.h"

namespace till::net {

std::optional<std::string_view> bearer_token(const Request& request) {
  constexpr std::string_view kScheme = "bearer ";
  const auto header = request.header("Authorization");
  if (!header || request.count("Authorization") != 1) return std::nullopt;
  if (!starts_with_ignoring_case(*header, kScheme)) return std::nullopt;
  std::string_view token = header->substr(kScheme.size());
  while (token.starts_with(' ')) token.remove_prefix(1);
  if (token.empty()) return std::nullopt;
  return token;
}

}  // namespace till::net
