#include "cli/event_reader.h"

#include <algorithm>
#include <utility>

namespace till::cli {
namespace {

// The value of a line that has this field.
bool has_field(std::string_view line, std::string_view field, std::string_view& value) {
  if (!line.starts_with(field) || line.substr(field.size(), 1) != ":") return false;
  value = line.substr(field.size() + 1);
  if (value.starts_with(' ')) value.remove_prefix(1);
  return true;
}

}  // namespace

void EventReader::feed(std::string_view piece) {
  while (!piece.empty()) {
    const std::size_t end = piece.find('\n');
    line_.append(piece.substr(0, end));
    if (end == std::string_view::npos) return;
    piece.remove_prefix(end + 1);
    if (line_.ends_with('\r')) line_.pop_back();
    take_line(line_);
    line_.clear();
  }
}

void EventReader::begin_again() {
  line_.clear();
  data_.clear();
  id_.clear();
}

void EventReader::take_line(std::string_view line) {
  std::string_view value;
  if (has_field(line, "data", value)) {
    data_.append(value);
  } else if (has_field(line, "id", value)) {
    id_ = value;
  }
  if (!line.empty()) return;
  if (!id_.empty()) last_id_ = std::exchange(id_, {});
  if (const std::string data = std::exchange(data_, {}); !data.empty()) on_data_(data);
}

}  // namespace till::cli
