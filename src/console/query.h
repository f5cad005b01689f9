// Query: the parameters of a request to the admin API, read strictly. What is unknown, empty or
// given twice is refused by its name: none of these may come to mean everything. Private to
// console.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"
#include "net/http_types.h"

namespace till::console {

class Query {
 public:
  // Only parameters of these names are taken. Refused with the answer to give.
  static Result<Query, net::Response> parse(std::string_view text,
                                            std::initializer_list<std::string_view> names);

  // Never empty; nothing when it is not given.
  std::optional<std::string_view> text(std::string_view name) const;

 private:
  std::map<std::string, std::string, std::less<>> values_;
};

// The answer to a parameter that must be something else; `wanted` as in "a number from 1 to 5".
net::Response wrong_parameter(std::string_view name, std::string_view wanted);

// A moment in RFC 3339, or a day's beginning or, for what is `within`, its end; nothing when it is
// not given. Refused with the answer.
Result<std::optional<Timestamp>, net::Response> read_moment(const Query& query,
                                                            std::string_view name, bool within);

// A whole number within both bounds, or `otherwise` when there is none. Refused with the answer.
Result<std::int64_t, net::Response> read_whole(const Query& query, std::string_view name,
                                               std::int64_t least, std::int64_t most,
                                               std::int64_t otherwise);

}  // namespace till::console
