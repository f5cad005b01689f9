#include "wire/body.h"

#include <utility>
#include <vector>

#include "base/limits.h"
#include "json/large_integers.h"
#include "wire/canonical.h"
#include "wire/node.h"

namespace till::wire {
namespace {

constexpr std::size_t kKept = 4;
constexpr std::size_t kKeptBytes = std::size_t{64} * 1024;  // A rare large body leaves no trace.

checkout::Refusal malformed(const std::string& why) {
  return {checkout::RefusalCode::malformed_json, "",
          "The body is not acceptable JSON: " + why + ". Send one JSON object in UTF-8."};
}

}  // namespace

struct Body::Data {
  simdjson::dom::parser parser;
  JsonValue root;
  std::string canonical;
};

// Parsers own large buffers, so a few of each thread are used again.
std::vector<std::unique_ptr<Body::Data>>& Body::kept() {
  thread_local std::vector<std::unique_ptr<Data>> parsers;
  return parsers;
}

Body::Body(std::unique_ptr<Data> data) : data_(std::move(data)) {}
Body::Body(Body&&) noexcept = default;
Body& Body::operator=(Body&&) noexcept = default;

Body::~Body() {
  const bool usual = data_ && data_->parser.capacity() <= kKeptBytes;
  if (usual && kept().size() < kKept) kept().push_back(std::move(data_));
}

const JsonValue& Body::root() const { return data_->root; }
Digest Body::fingerprint() const { return sha256(data_->canonical); }
std::string_view Body::canonical_text() const { return data_->canonical; }

std::unique_ptr<Body::Data> Body::take() {
  if (kept().empty()) return std::make_unique<Data>();
  std::unique_ptr<Data> data = std::move(kept().back());
  kept().pop_back();
  data->canonical.clear();
  return data;
}

Result<Body, checkout::Refusal> Body::part(const Node& node) {
  Body body(take());
  body.data_->root = node.value();
  std::string fault;
  if (!node.element().is_object()) return refused(malformed("it is not an object"));
  if (!append_canonical(node.value(), body.data_->canonical, fault)) {
    return refused(malformed(fault));
  }
  return body;
}

Result<Body, checkout::Refusal> parse_document(std::string_view text, std::size_t depth) {
  Body body(Body::take());
  auto& parsed = *body.data_;
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";  // Some tools begin files with it.
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  auto error = parsed.parser.parse(text.data(), text.size()).get(parsed.root.element);
  parsed.root.large_integers = false;
  if (error == simdjson::NUMBER_ERROR) {
    if (const auto readable = json::with_large_integers_as_texts(text)) {
      error = parsed.parser.parse(*readable).get(parsed.root.element);
      parsed.root.large_integers = true;
    }
  }
  if (error != simdjson::SUCCESS) return refused(malformed(simdjson::error_message(error)));
  std::string fault;
  if (!append_canonical(parsed.root, parsed.canonical, fault, depth)) {
    return refused(malformed(fault));
  }
  return body;
}

Result<Body, checkout::Refusal> parse_body(std::string_view text) {
  auto body = parse_document(text, limits::kJsonDepth);
  if (body && !body->root().element.is_object()) return refused(malformed("it is not an object"));
  return body;
}

}  // namespace till::wire
