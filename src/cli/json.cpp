#include "cli/json.h"

namespace till::cli {

std::string one_line(std::string text) {
  for (char& c : text) {
    if (static_cast<unsigned char>(c) < ' ' || c == '\x7f') c = ' ';
  }
  return text;
}

Json Json::parse(std::string_view text) {
  auto document = std::make_shared<json::Document>();
  const auto root = document->parse(text);
  return root ? Json(std::move(document), *root) : Json();
}

Json Json::at(std::string_view name) const {
  const json::Value found = value_.at(name);
  return found.absent() ? Json() : Json(document_, found);
}

std::vector<Json> Json::entries() const {
  std::vector<Json> all;
  for (const json::Value entry : value_.entries()) all.push_back(Json(document_, entry));
  return all;
}

std::string Json::text() const { return one_line(std::string(value_.text())); }

}  // namespace till::cli
