#include "net/http_types.h"

#include <algorithm>

#include "base/ascii.h"

namespace till::net {
namespace {

std::optional<std::string_view> find(const std::vector<Header>& headers, std::string_view name) {
  for (const Header& one : headers) {
    if (equal_ignoring_case(one.name, name)) return one.value;
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string_view> Request::header(std::string_view name) const {
  return find(headers, name);
}

std::optional<std::string_view> Response::header(std::string_view name) const {
  return find(headers, name);
}

std::size_t Request::count(std::string_view name) const {
  return static_cast<std::size_t>(
      std::count_if(headers.begin(), headers.end(),
                    [name](const Header& one) { return equal_ignoring_case(one.name, name); }));
}

bool Request::is_encoded() const {
  return std::any_of(headers.begin(), headers.end(), [](const Header& one) {
    return equal_ignoring_case(one.name, "Content-Encoding") && !one.value.empty() &&
           !equal_ignoring_case(one.value, "identity");
  });
}

}  // namespace till::net
