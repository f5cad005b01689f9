#include "wire/node.h"

#include <algorithm>

#include "base/blanks.h"
#include "base/limits.h"
#include "json/large_integers.h"

namespace till::wire {

using checkout::RefusalCode;

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

Node Node::member(std::string_view name) const {
  Node child(*this, name, -1);
  simdjson::dom::element found;
  if (element_ && element_->is_object() && element_->at_key(name).get(found) == simdjson::SUCCESS) {
    child.element_ = found;
  }
  return child;
}

Node Node::need(std::string_view name) const {
  Node child = member(name);
  if (child.given()) return child;
  if (child.absent() || child.is_null()) {
    child.missing(name);
  } else {
    child.invalid("what is not blank");
  }
  return child;
}

std::vector<Node> Node::entries(std::size_t most) const {
  std::vector<Node> nodes;
  simdjson::dom::array array;
  if (!element_ || element_->get(array) != simdjson::SUCCESS) {
    invalid("a list");
    return nodes;
  }
  std::ptrdiff_t index = 0;
  for (const simdjson::dom::element entry : array) {
    if (nodes.size() == most) {
      invalid("a list of at most " + std::to_string(most) + " entries");
      return {};
    }
    Node node(*this, {}, index++);
    node.element_ = entry;
    nodes.push_back(node);
  }
  return nodes;
}

std::vector<std::pair<std::string_view, Node>> Node::members() const {
  std::vector<std::pair<std::string_view, Node>> all;
  simdjson::dom::object object;
  if (!element_ || element_->get(object) != simdjson::SUCCESS) return all;
  for (const auto field : object) {
    Node node(*this, field.key, -1);
    node.element_ = field.value;
    all.emplace_back(field.key, node);
  }
  return all;
}

Node Node::as_root(Faults& faults) const {
  Node root;
  root.faults_ = &faults;
  root.element_ = element_;
  root.large_integers_ = large_integers_;
  return root;
}

std::string Node::json() const { return element_ ? simdjson::minify(*element_) : "null"; }

bool Node::expect_object() const {
  if (element_ && element_->is_object()) return true;
  invalid("an object");
  return false;
}

// A large integer is no text, though it is kept as one.
std::optional<std::string_view> Node::any_text() const {
  std::string_view value;
  const bool is_string = element_ && element_->get(value) == simdjson::SUCCESS;
  if (!is_string || (large_integers_ && value.starts_with(json::kLargeIntegerMark)))
    return std::nullopt;
  return value;
}

bool Node::is_text() const { return any_text().has_value(); }

bool Node::is_left_blank() const {
  if (!faults_->blanks_are_absent() || !element_->is_string()) return false;
  const auto value = any_text();
  return value && trimmed(*value).empty();
}

// Of a text that is there and fits; a fault otherwise.
std::string Node::bounded(std::optional<std::string_view> value, TextBound bound) const {
  if (value && within(*value, bound)) return std::string(*value);
  invalid("a text of " + std::to_string(bound.least) + " to " + std::to_string(bound.most) +
          " characters");
  return {};
}

std::string Node::text(TextBound bound) const { return bounded(any_text(), bound); }

std::string Node::words(TextBound bound) const {
  const auto value = any_text();
  return bounded(value ? std::optional(trimmed(*value)) : value, bound);
}

std::int64_t Node::integer(std::int64_t least, std::int64_t most) const {
  std::int64_t whole = 0;
  double real = 0;
  bool fits = element_ && element_->get(whole) == simdjson::SUCCESS;
  // 1.0 is the integer 1 (ID-08); every double below 2^53 that is whole converts exactly.
  if (!fits && element_ && element_->get(real) == simdjson::SUCCESS && real > -9e15 &&
      real < 9e15) {
    whole = static_cast<std::int64_t>(real);
    fits = static_cast<double>(whole) == real;
  }
  if (fits && whole >= least && whole <= most) return whole;
  invalid("an integer from " + std::to_string(least) + " to " + std::to_string(most));
  return least;
}

bool Node::boolean() const {
  bool value = false;
  if (!element_ || element_->get(value) != simdjson::SUCCESS) invalid("true or false");
  return value;
}

std::string Node::path() const {
  if (parent_ == nullptr) return "$";
  if (index_ >= 0) return parent_->path() + "[" + std::to_string(index_) + "]";
  return parent_->path() + step(name_);
}

void Node::missing(std::string_view what) const {
  if (faults_->first()) return;
  faults_->add(faults_->only_code.value_or(RefusalCode::missing), path(),
               "Send " + std::string(what) + ": it is missing.");
}

void Node::invalid(const std::string& wanted) const {
  if (faults_->first()) return;
  faults_->add(faults_->only_code.value_or(RefusalCode::invalid), path(),
               "Send " + wanted + " here.");
}

void Node::refuse(std::string sentence) const {
  if (faults_->first()) return;
  faults_->add(faults_->only_code.value_or(RefusalCode::invalid), path(), std::move(sentence));
}

void Node::expect_only(std::initializer_list<std::string_view> names) const {
  for (const auto& [name, node] : members()) {
    if (std::find(names.begin(), names.end(), name) == names.end()) {
      std::string known;
      for (const std::string_view each : names) known.append(known.empty() ? "" : ", ") += each;
      node.refuse("There is no member " + std::string(name) + " here; " +
                  (known.empty() ? "send none." : "send only these: " + known + "."));
    } else if (node.is_null()) {
      node.refuse("null is no value of " + std::string(name) + "; send one, or leave it out.");
    } else if (const auto text = node.any_text(); text && trimmed(*text).empty()) {
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

}  // namespace till::wire
