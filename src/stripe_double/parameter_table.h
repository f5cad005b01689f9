// The parameters that Stripe's OpenAPI document lists, nested ones included. Pure.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace till::stripe_double {

// What stands behind a parameter's name.
struct Held {
  std::string_view object = {};  // Its name in the table; empty: a plain value.
  bool list = false;             // Of such objects or values.
};
inline constexpr std::string_view kAnything = "anything";  // The document says nothing of it.
inline constexpr std::string_view kMap = "map";            // Plain values under any names.

struct Member {
  std::string_view name;
  Held held;
};

// The members of an object of the table; none when it has none.
std::vector<Member> members_of(std::string_view object);

// The beginning of a name like "shipping[address][city]" up to the first step that the object does
// not list; nothing when it lists them all.
std::optional<std::string_view> first_unlisted(std::string_view object, std::string_view name);

}  // namespace till::stripe_double
