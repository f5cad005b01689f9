// Report: the rules that a backend is asked about, and what came of each.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"

namespace till::commerce::remote::check {

enum class Verdict { passed, failed, skipped };

struct Row {
  std::string id;    // Stable: GROUP.NAME.
  std::string rule;  // A sentence.
  Verdict verdict = Verdict::skipped;
  std::string expected = {};  // Of a failure; so is the cure.
  std::string found = {};  // What came, or why it was skipped; empty when there is nothing to say.
  std::string cure = {};   // What to do.
  std::optional<Milliseconds> took = {};
};

// One row a rule, in the order of the table. Every id must be of the table.
class Report {
 public:
  // All skipped, until something is known.
  Report();

  void pass(std::string_view id, std::string found = "");
  void fail(std::string_view id, std::string expected, std::string found);
  void skip(std::string_view id, std::string why);
  // The rules of a group that nothing is known of.
  void skip_group(std::string_view group, const std::string& why);
  // The rule holds unless there is a fault, which is what was found.
  void judge(std::string_view id, std::string expected, const std::optional<std::string>& fault);
  void time(std::string_view id, Milliseconds took) { at(id).took = took; }

  bool passed(std::string_view id) { return at(id).verdict == Verdict::passed; }
  const std::vector<Row>& rows() const { return rows_; }

 private:
  Row& at(std::string_view id);
  std::vector<Row> rows_;
};

}  // namespace till::commerce::remote::check
