#include "json/node.h"

#include <algorithm>

#include "base/blanks.h"

namespace till::json {

namespace {

// Every byte of UTF-8 begins a character unless it is 10xxxxxx.
std::size_t count_characters(std::string_view text) {
  std::size_t count = 0;
  for (const char c : text) {
    if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U) ++count;
  }
  return count;
}

bool within(std::string_view text, TextBound bound) {
  if (text.size() <= bound.most && bound.least <= 1) return text.size() >= bound.least;
  const std::size_t count = count_characters(text);
  return count >= bound.least && count <= bound.most;
}

bool is_plain_name(std::string_view name) {
  if (name.empty() || (name.front() >= '0' && name.front() <= '9')) return false;
  for (const char c : name) {
    const bool plain =
        c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (!plain) return false;
  }
  return true;
}

// A member's step of a JSONPath (RFC 9535): names of the agent's own may need quotes.
std::string step(std::string_view name) {
  if (is_plain_name(name)) return "." + std::string(name);
  std::string quoted = "['";
  for (const char c : name) {
    if (c == '\'' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + "']";
}

}  // namespace

Node Node::member(std::string_view name) const& { return {*this, name, -1, value_.at(name)}; }

Node Node::need(std::string_view name) const& {
  Node child = member(name);
  if (child.given()) return child;
  if (child.absent() || child.is_null()) {
    child.missing(name);
  } else {
    child.invalid("what is not blank");
  }
  return child;
}

std::vector<Node> Node::entries(std::size_t most) const& {
  std::vector<Node> nodes;
  if (!is_list()) {
    invalid("a list");
    return nodes;
  }
  std::ptrdiff_t index = 0;
  for (const Value entry : value_.entries()) {
    if (nodes.size() == most) {
      invalid("a list of at most " + std::to_string(most) + " entries");
      return {};
    }
    nodes.push_back(Node(*this, {}, index++, entry));
  }
  return nodes;
}

std::vector<std::pair<std::string_view, Node>> Node::members() const& {
  std::vector<std::pair<std::string_view, Node>> all;
  for (const Member member : value_.members()) {
    all.emplace_back(member.name, Node(*this, member.name, -1, member.value));
  }
  return all;
}

Node Node::as_root(FaultSink& faults) const { return Node(value_, faults); }

std::string Node::json() const { return absent() ? "null" : value_.json(); }

bool Node::expect_object() const {
  if (is_object()) return true;
  invalid("an object");
  return false;
}

bool Node::is_left_blank() const {
  return faults_->blanks_are_absent() && is_text() && trimmed(value_.text()).empty();
}

// Of a text that is there and fits; a fault otherwise.
std::string Node::bounded(std::string_view text, TextBound bound) const {
  if (is_text() && within(text, bound)) return std::string(text);
  invalid("a text of " + std::to_string(bound.least) + " to " + std::to_string(bound.most) +
          " characters");
  return {};
}

std::string Node::text(TextBound bound) const { return bounded(value_.text(), bound); }

std::string Node::words(TextBound bound) const { return bounded(trimmed(value_.text()), bound); }

std::int64_t Node::integer(std::int64_t least, std::int64_t most) const {
  std::optional<std::int64_t> whole = value_.whole();
  // 1.0 is the integer 1 (ID-08); every double below 2^53 that is whole converts exactly.
  if (value_.kind() == Kind::real) {
    const double real = value_.real();
    if (real > -9e15 && real < 9e15) whole = static_cast<std::int64_t>(real);
    if (whole && static_cast<double>(*whole) != real) whole.reset();
  }
  if (whole && *whole >= least && *whole <= most) return *whole;
  invalid("an integer from " + std::to_string(least) + " to " + std::to_string(most));
  return least;
}

bool Node::boolean() const {
  if (!value_.is_boolean()) invalid("true or false");
  return value_.flag();
}

std::string Node::path() const {
  if (parent_ == nullptr) return "$";
  if (index_ >= 0) return parent_->path() + "[" + std::to_string(index_) + "]";
  return parent_->path() + step(name_);
}

void Node::missing(std::string_view what) const {
  if (faults_->found()) return;
  faults_->missing(path(), "Send " + std::string(what) + ": it is missing.");
}

void Node::invalid(const std::string& wanted) const {
  if (!faults_->found()) faults_->invalid(path(), "Send " + wanted + " here.");
}

void Node::refuse(std::string sentence) const {
  if (!faults_->found()) faults_->invalid(path(), std::move(sentence));
}

void Node::expect_only(std::initializer_list<std::string_view> names) const {
  for (const Member member : value_.members()) {
    const std::string_view name = member.name;
    const Node node(*this, name, -1, member.value);
    if (std::find(names.begin(), names.end(), name) == names.end()) {
      std::string known;
      for (const std::string_view each : names) known.append(known.empty() ? "" : ", ") += each;
      node.refuse("There is no member " + std::string(name) + " here; " +
                  (known.empty() ? "send none." : "send only these: " + known + "."));
    } else if (node.is_null()) {
      node.refuse("null is no value of " + std::string(name) + "; send one, or leave it out.");
    } else if (node.is_text() && trimmed(node.value_.text()).empty()) {
      node.refuse("An empty text is no value of " + std::string(name) +
                  "; send one, or leave it out.");
    }
  }
}

std::optional<std::string> optional_text(const Node& parent, std::string_view name,
                                         TextBound bound) {
  const Node node = parent.member(name);
  if (!node.given()) return std::nullopt;
  return node.words(bound);
}

}  // namespace till::json
