#include "commerce/remote/check/report.h"

#include <algorithm>
#include <utility>

#include "base/ensure.h"
#include "commerce/remote/check/rules.h"

namespace till::commerce::remote::check {

Report::Report() {
  for (const Rule& rule : rules()) {
    rows_.push_back({std::string(rule.id), std::string(rule.sentence)});
    rows_.back().found = "an earlier check failed";
  }
}

void Report::pass(std::string_view id, std::string found) {
  Row& row = at(id);
  row.verdict = Verdict::passed;
  row.found = std::move(found);
}

void Report::fail(std::string_view id, std::string expected, std::string found) {
  Row& row = at(id);
  row.verdict = Verdict::failed;
  row.expected = std::move(expected);
  row.found = std::move(found);
  row.cure = cure_of(id);
}

void Report::skip(std::string_view id, std::string why) {
  Row& row = at(id);
  row.verdict = Verdict::skipped;
  row.found = std::move(why);
}

void Report::skip_group(std::string_view group, const std::string& why) {
  const std::string beginning = std::string(group) + ".";
  for (Row& row : rows_) {
    if (row.id.starts_with(beginning) && row.verdict == Verdict::skipped) row.found = why;
  }
}

void Report::judge(std::string_view id, std::string expected,
                   const std::optional<std::string>& fault) {
  if (fault) {
    fail(id, std::move(expected), *fault);
  } else {
    pass(id);
  }
}

Row& Report::at(std::string_view id) {
  const auto row =
      std::find_if(rows_.begin(), rows_.end(), [&](const Row& each) { return each.id == id; });
  TILL_ENSURE(row != rows_.end());
  return *row;
}

}  // namespace till::commerce::remote::check
