// BackendRow: what `till backend check` says of one rule of the contract.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace till::cli {

struct BackendRow {
  enum class Verdict { passed, failed, skipped };
  std::string id;
  std::string rule;
  Verdict verdict = Verdict::skipped;
  std::string expected;  // Empty when there is nothing to say, as are the next two.
  std::string found;
  std::string cure;
  std::optional<std::int64_t> ms = {};
};

}  // namespace till::cli
