// Report: rows of what was looked at, for people or as JSON. Private to the command line.
#pragma once

#include <ostream>
#include <string>
#include <string_view>

namespace till::cli {

class Report {
 public:
  Report(bool json, std::ostream& out);

  // A row, printed at once unless it becomes JSON: "ok  store        till.db".
  void ok(std::string_view name, std::string_view detail) { row(true, name, detail); }
  // The same of what should be seen to: "!!  webhooks     …".
  void warn(std::string_view name, std::string_view detail) { row(false, name, detail); }
  // Prints {"checks": [{"name", "ok", "detail"}]} when it becomes JSON. Once, after the last row.
  void conclude();
  // The same with another member, whose value is JSON already.
  void conclude(std::string_view name, std::string_view json);

 private:
  void row(bool fine, std::string_view name, std::string_view detail);

  const bool json_;
  std::ostream& out_;
  std::string rows_;
};

}  // namespace till::cli
