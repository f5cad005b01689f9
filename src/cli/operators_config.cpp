// [admin] and [[operators]] of till.toml.
#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "cli/config_sections.h"

namespace till::cli {
namespace {

constexpr std::array<std::string_view, 5> kRights{"view", "fulfil", "refund", "configure", "stock"};
constexpr const char* kWantedRights =
    "a list of \"view\", \"fulfil\", \"refund\", \"configure\" and \"stock\", at least one";

OperatorConfig read_operator(TomlSection& section, TokenDigests& tokens) {
  OperatorConfig known;
  known.name = section.need_name("name");
  for (const std::string& text :
       section.texts("token_sha256").value_or(std::vector<std::string>{})) {
    known.token_digests.push_back(tokens.read(section, "token_sha256", text));
  }
  if (known.token_digests.empty()) section.fail("token_sha256", "a list of at least one digest");
  known.rights = section.texts("rights").value_or(std::vector<std::string>{});
  const bool fine =
      !known.rights.empty() &&
      std::all_of(known.rights.begin(), known.rights.end(), [](const std::string& right) {
        return std::find(kRights.begin(), kRights.end(), right) != kRights.end();
      });
  if (!fine) section.fail("rights", kWantedRights);
  known.is_shop = section.yes("shop").value_or(false);
  section.end();
  return known;
}

}  // namespace

std::vector<OperatorConfig> read_operators(std::vector<TomlSection> sections,
                                           TokenDigests& tokens) {
  std::vector<OperatorConfig> operators;
  std::set<std::string> names{kSingleOperator};
  for (TomlSection& section : sections) {
    operators.push_back(read_operator(section, tokens));
    if (!names.insert(operators.back().name).second) {
      section.fail("name", std::string("unique, and not \"") + kSingleOperator +
                               "\", as whoever holds the token of [admin] is called");
    }
  }
  return operators;
}

}  // namespace till::cli
