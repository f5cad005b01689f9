#include "net/http_types.h"

#include <algorithm>

namespace till::net {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool same_name(std::string_view left, std::string_view right) {
  return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                    [](char a, char b) { return lower(a) == lower(b); });
}

std::optional<std::string_view> find(const std::vector<Header>& headers, std::string_view name) {
  for (const Header& one : headers) {
    if (same_name(one.name, name)) return one.value;
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
                    [name](const Header& one) { return same_name(one.name, name); }));
}

}  // namespace till::net
