// docs/errors.md says what the code does: which refusals are kept under their key.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "checkout/finality.h"
#include "repository.h"
#include "wire/error_codes.h"

namespace till::wire {
namespace {

using checkout::RefusalCode;

std::vector<std::string> cells_of(const std::string& row) {
  std::vector<std::string> cells;
  std::istringstream stream(row);
  for (std::string cell; std::getline(stream, cell, '|');) {
    const auto first = cell.find_first_not_of(' ');
    const auto last = cell.find_last_not_of(' ');
    cells.push_back(first == std::string::npos ? "" : cell.substr(first, last - first + 1));
  }
  return cells;
}

// code -> what the column `kept` says of it, of the errors that an agent can see.
std::map<std::string, std::string> kept_column() {
  std::ifstream page(repository() / "docs" / "errors.md");
  std::map<std::string, std::string> kept;
  bool errors = false;
  for (std::string line; std::getline(page, line);) {
    if (line.starts_with("## ")) errors = line == "## Errors";
    const auto cells = cells_of(line);
    if (!errors || cells.size() < 6 || !cells[1].starts_with('`')) continue;
    kept[cells[1].substr(1, cells[1].size() - 2)] = cells[3];
  }
  return kept;
}

// What only an operator is told stands in tables of its own and is never kept.
bool is_for_operators(RefusalCode code) {
  return code == RefusalCode::approval_not_awaited || code == RefusalCode::payment_not_in_doubt ||
         code == RefusalCode::provider_not_configured || code == RefusalCode::total_changed;
}

TEST(ErrorsPage, SaysWhichRefusalsAreKeptUnderTheirKey) {  // ID-15
  const auto kept = kept_column();
  for (std::size_t i = 0; i < refusal_code_count(); ++i) {
    const auto code = RefusalCode(i);
    const std::string name(code_of(code));
    if (is_for_operators(code)) {
      EXPECT_FALSE(is_final(code)) << name;
      continue;
    }
    ASSERT_TRUE(kept.contains(name)) << name;
    EXPECT_EQ(kept.at(name), is_final(code) ? "yes" : "no") << name;
  }
}

TEST(ErrorsPage, SaysThatWhatIsRefusedBeforeItsUseCaseIsNotKept) {
  const auto kept = kept_column();
  std::set<std::string> refusals;
  for (std::size_t i = 0; i < refusal_code_count(); ++i) {
    refusals.emplace(code_of(RefusalCode(i)));
  }
  for (int i = 0; i <= static_cast<int>(Fault::internal); ++i) {
    const std::string name(code_of(Fault(i)));
    if (refusals.contains(name)) continue;  // As the refusal of that name.
    EXPECT_EQ(kept.at(name), "no") << name;
  }
}

TEST(ARefusal, OfTheServerIsNeverKept) {  // ID-14
  for (std::size_t i = 0; i < refusal_code_count(); ++i) {
    const auto code = RefusalCode(i);
    EXPECT_FALSE(is_final(code) && status_of(code) >= 500) << code_of(code);
  }
}

}  // namespace
}  // namespace till::wire
