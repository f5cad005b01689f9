// Findings: what makes a shop unfit to be open to the world. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/config.h"
#include "cli/shop_facts.h"

namespace till::cli {

struct Finding {
  std::string_view code;  // A constant: what a program looks for.
  std::string sentence;   // What is the matter, with the key or the file.
  std::string advice;     // What to do.
};

// What the shop is looked at for: a demo on its own machine may be a demo, but never one that
// anybody can reach, or that is to be opened.
enum class Purpose { as_configured, production };

// Everything that is not fit, in a fixed order; none when the shop may be open.
std::vector<Finding> findings_of(const Config& config, const ShopFacts& facts, Purpose purpose);

// As JSON: a list of {"code", "what", "do"}.
std::string json_of(const std::vector<Finding>& findings);

}  // namespace till::cli
