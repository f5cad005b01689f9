#include "net/bearer.h"

#include "base/ascii.h"

namespace till::net {

std::optional<std::string_view> bearer_token(const Request& request) {
  constexpr std::string_view kScheme = "bearer ";
  const std::string* header = nullptr;
  for (const Header& each : request.headers) {
    if (!equal_ignoring_case(each.name, "Authorization")) continue;
    if (header != nullptr) return std::nullopt;
    header = &each.value;
  }
  if (header == nullptr || !starts_with_ignoring_case(*header, kScheme)) return std::nullopt;
  std::string_view token = std::string_view(*header).substr(kScheme.size());
  while (token.starts_with(' ')) token.remove_prefix(1);
  if (token.empty()) return std::nullopt;
  return token;
}

}  // namespace till::net
