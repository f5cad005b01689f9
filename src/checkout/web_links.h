// WebLinks: where people see what is sold.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace till::checkout {

// Each is what is_web_link() takes: whoever reads one from outside checks it.
struct WebLinks {
  std::vector<std::string> images = {};  // Pictures of it, the best one first.
  std::optional<std::string> page = {};  // Its page in the shop.
  bool operator==(const WebLinks&) const = default;
};

}  // namespace till::checkout
