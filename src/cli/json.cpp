#include "cli/json.h"

#include "json/large_integers.h"

namespace till::cli {

std::string one_line(std::string text) {
  for (char& c : text) {
    if (static_cast<unsigned char>(c) < ' ' || c == '\x7f') c = ' ';
  }
  return text;
}

Json Json::parse(std::string_view text) {
  auto document = std::make_shared<simdjson::dom::parser>();
  simdjson::dom::element root;
  auto error = document->parse(text.data(), text.size()).get(root);
  if (error == simdjson::NUMBER_ERROR) {
    const auto readable = json::with_large_integers_as_texts(text);
    if (readable) error = document->parse(*readable).get(root);
  }
  if (error != simdjson::SUCCESS) return {};
  return {std::move(document), root};
}

Json Json::at(std::string_view name) const {
  simdjson::dom::element found;
  if (!element_ || element_->at_key(name).get(found) != simdjson::SUCCESS) return {};
  return {document_, found};
}

std::vector<Json> Json::entries() const {
  simdjson::dom::array array;
  if (!element_ || element_->get(array) != simdjson::SUCCESS) return {};
  std::vector<Json> all;
  for (const simdjson::dom::element entry : array) all.push_back(Json(document_, entry));
  return all;
}

std::string Json::text() const {
  std::string_view text;
  if (!element_ || element_->get(text) != simdjson::SUCCESS) return "";
  return one_line(std::string(text));
}

std::optional<std::int64_t> Json::whole() const {
  std::int64_t number = 0;
  if (!element_ || element_->get(number) != simdjson::SUCCESS) return std::nullopt;
  return number;
}

std::string Json::json() const { return element_ ? simdjson::minify(*element_) : std::string(); }

}  // namespace till::cli
