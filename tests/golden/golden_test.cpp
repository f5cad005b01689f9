// The answers of each state and operation are those that are kept, byte by byte. A change that is
// wanted is made with scripts/refresh-golden.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>

#include "golden/golden_shop.h"
#include "repository.h"

namespace till::golden {
namespace {

namespace fs = std::filesystem;

constexpr const char* kDialect = "2026-04-17";

fs::path folder() { return repository() / "tests" / "golden" / kDialect; }
bool refreshes() { return std::getenv("TILL_REFRESH_GOLDEN") != nullptr; }

Scenarios all_scenarios() {
  Scenarios all;
  for (auto* const part : {create_scenarios, session_scenarios, payment_scenarios, cart_scenarios,
                           order_scenarios, refusal_scenarios, limit_scenarios, replay_scenarios,
                           mcp_scenarios, modern_mcp_scenarios, shipping_scenarios}) {
    Scenarios some = part();
    std::move(some.begin(), some.end(), std::back_inserter(all));
  }
  return all;
}

std::optional<std::string> content_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(file), {});
}

// Both texts around the first byte that differs, since a line may be long.
std::string first_difference(const std::string& kept, const std::string& played) {
  const auto [was, is] = std::mismatch(kept.begin(), kept.end(), played.begin(), played.end());
  const auto at = static_cast<std::size_t>(was - kept.begin());
  const auto line = std::count(kept.begin(), was, '\n') + 1;
  const std::size_t from = at < 60 ? 0 : at - 60;
  return "line " + std::to_string(line) + "\n  kept: …" + kept.substr(from, 120) + "…\n  now:  …" +
         played.substr(from, 120) + "…";
}

std::string name_of(const Scenario& scenario) { return scenario.name + ".txt"; }

TEST(GoldenAnswers, AreTheKeptOnes) {
  if (refreshes()) fs::create_directories(folder());
  for (const Scenario& scenario : all_scenarios()) {
    SCOPED_TRACE(name_of(scenario));
    Transcript played;
    scenario.play(played);
    EXPECT_FALSE(played.text().empty());
    const fs::path path = folder() / name_of(scenario);
    const auto kept = content_of(path);
    if (refreshes()) {
      if (kept != played.text()) std::ofstream(path, std::ios::binary) << played.text();
    } else if (!kept) {
      ADD_FAILURE() << "There is no such file. scripts/refresh-golden writes it.";
    } else if (*kept != played.text()) {
      ADD_FAILURE() << "Other bytes than are kept: " << first_difference(*kept, played.text())
                    << "\nIf that is wanted: scripts/refresh-golden";
    }
  }
}

TEST(GoldenAnswers, EachHaveAFileOfTheirOwnAndNoFileIsLeftOver) {
  std::set<std::string> written;
  for (const Scenario& scenario : all_scenarios()) {
    EXPECT_TRUE(written.insert(name_of(scenario)).second) << name_of(scenario) << " twice";
  }
  for (const auto& entry : fs::directory_iterator(folder())) {
    if (written.contains(entry.path().filename().string())) continue;
    if (refreshes()) {
      fs::remove(entry.path());
    } else {
      ADD_FAILURE() << entry.path().filename() << " is written by no scenario any more.";
    }
  }
}

// The codes of the two tables of docs/errors.md that agents see.
std::set<std::string> codes_of_agents() {
  const std::string page = content_of(repository() / "docs" / "errors.md").value_or("");
  const std::size_t operators = page.find("## What an operator is told");
  const std::size_t messages = page.find("## Messages");
  EXPECT_NE(messages, std::string::npos);
  const std::string tables = page.substr(0, operators) + page.substr(messages);
  const std::regex row("\n\\| `([a-z0-9_]+)` \\|");
  std::set<std::string> codes;
  for (std::sregex_iterator found(tables.begin(), tables.end(), row), end; found != end; ++found) {
    codes.insert((*found)[1]);
  }
  return codes;
}

TEST(GoldenAnswers, ShowEveryCodeThatAnAgentCanSee) {
  const std::set<std::string> never{
      "forbidden",              // Of the admin listener alone.
      "conflict",               // Not given yet.
      "intervention_required",  // Not given yet.
  };
  std::string all;
  for (const auto& entry : fs::directory_iterator(folder())) {
    all += content_of(entry.path()).value_or("");
  }
  const auto codes = codes_of_agents();
  EXPECT_GT(codes.size(), 50U);
  for (const std::string& code : codes) {
    EXPECT_EQ(all.find("\"code\":\"" + code + "\"") != std::string::npos, !never.contains(code))
        << code;
  }
}

}  // namespace
}  // namespace till::golden
