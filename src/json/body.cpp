#include "json/body.h"

#include <string>
#include <utility>

#include "json/canonical.h"

namespace till::json {
namespace {

constexpr std::size_t kKept = 4;
constexpr std::size_t kKeptBytes = std::size_t{64} * 1024;  // A rare large body leaves no trace.
constexpr const char* kNoObject = "it is not an object";

}  // namespace

struct Body::Data {
  Document document;
  Value root;
  std::string canonical;
};

// Documents own large buffers, so a few of each thread are used again.
std::vector<std::unique_ptr<Body::Data>>& Body::kept() {
  thread_local std::vector<std::unique_ptr<Data>> documents;
  return documents;
}

Body::Body(std::unique_ptr<Data> data) : data_(std::move(data)) {}
Body::Body(Body&&) noexcept = default;
Body& Body::operator=(Body&&) noexcept = default;

Body::~Body() {
  const bool usual = data_ && data_->document.capacity() <= kKeptBytes;
  if (usual && kept().size() < kKept) kept().push_back(std::move(data_));
}

Value Body::root() const { return data_->root; }
Digest Body::fingerprint() const { return sha256(data_->canonical); }
std::string_view Body::canonical_text() const { return data_->canonical; }

std::unique_ptr<Body::Data> Body::unused() {
  if (kept().empty()) return std::make_unique<Data>();
  std::unique_ptr<Data> data = std::move(kept().back());
  kept().pop_back();
  data->canonical.clear();
  return data;
}

Result<Body, Unreadable> Body::part(Value value) {
  if (!value.is_object()) return refused(Unreadable{kNoObject});
  Body body(unused());
  body.data_->root = value;
  Unreadable fault;
  if (!append_canonical(value, body.data_->canonical, fault.why)) return refused(std::move(fault));
  return body;
}

Result<Body, Unreadable> Body::read(std::string_view text) {
  Body body(unused());
  auto root = body.data_->document.parse(without_byte_order_mark(text));
  if (!root) return refused(std::move(root.error()));
  body.data_->root = *root;
  return body;
}

Result<Body, Unreadable> Body::parse_envelope(std::string_view text, std::size_t depth) {
  auto body = read(text);
  Unreadable fault;
  if (body && !has_canonical(body->root(), fault.why, depth)) return refused(std::move(fault));
  return body;
}

Result<Body, Unreadable> Body::parse(std::string_view text) {
  auto body = read(text);
  Unreadable fault;
  if (body && !append_canonical(body->root(), body->data_->canonical, fault.why)) {
    return refused(std::move(fault));
  }
  if (body && !body->root().is_object()) return refused(Unreadable{kNoObject});
  return body;
}

}  // namespace till::json
