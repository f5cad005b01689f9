#include "cli/report.h"

#include <algorithm>

#include "json/writer.h"

namespace till::cli {
namespace {

constexpr std::size_t kNameWidth = 13;

}  // namespace

Report::Report(bool json, std::ostream& out) : json_(json), out_(out) {}

void Report::row(bool fine, std::string_view name, std::string_view detail) {
  if (json_) {
    if (!rows_.empty()) rows_ += ',';
    json::Writer json(rows_);
    json.begin_object().member("name", name);
    json.key("ok").boolean(fine).member("detail", detail).end_object();
    return;
  }
  std::string padded(name);
  padded.resize(std::max(kNameWidth, name.size() + 1), ' ');
  out_ << (fine ? "ok  " : "!!  ") << padded << detail << "\n";
}

void Report::conclude() {
  if (json_) out_ << "{\"checks\":[" << rows_ << "]}\n";
}

void Report::conclude(std::string_view name, std::string_view json) {
  if (json_) out_ << "{\"checks\":[" << rows_ << "],\"" << name << "\":" << json << "}\n";
}

}  // namespace till::cli
