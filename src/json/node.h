// Node: a value of a request and where it stands, read with the first fault kept. For those who
// read JSON within wire, and for the envelope that mcp reads around it.
#pragma once

#include <simdjson.h>

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "checkout/refusal.h"
#include "wire/body.h"

namespace till::wire {

// With `large_integers`, texts that json/large_integers.h marks are the integers they stand for.
struct JsonValue {
  simdjson::dom::element element;
  bool large_integers = false;
};

// What a text of blanks alone is where a member may be left out: a value like any other, or nothing
// at all, as agents send the fields of a form that nobody filled in.
enum class Blanks { values, absent };

// The first fault of a body; reading goes on harmlessly after it (ER-07).
class Faults {
 public:
  explicit Faults(Blanks blanks = Blanks::values) : blanks_(blanks) {}
  bool blanks_are_absent() const { return blanks_ == Blanks::absent; }
  void add(checkout::RefusalCode code, std::string param, std::string detail) {
    if (!first_) first_ = checkout::Refusal{code, std::move(param), std::move(detail)};
  }
  const std::optional<checkout::Refusal>& first() const { return first_; }
  // Instead of `missing` and `invalid`, for a dialect with a closed list of codes (C-14).
  std::optional<checkout::RefusalCode> only_code;

 private:
  std::optional<checkout::Refusal> first_;
  Blanks blanks_;
};

// In characters, as schemas count them.
struct TextBound {
  std::size_t least = 1;
  std::size_t most = 256;
};

// A value, null or nothing. A node refers to its parent for its path, so the parent must outlive
// it. Reads of a wrong type note a fault and give an empty value.
class Node {
 public:
  Node() = default;  // Absent.
  Node(const JsonValue& root, Faults& faults)
      : faults_(&faults), element_(root.element), large_integers_(root.large_integers) {}

  bool absent() const { return !element_; }
  bool is_null() const { return element_ && element_->is_null(); }
  bool given() const { return element_ && !element_->is_null() && !is_left_blank(); }

  // A member of this object; absent when there is none or this is no object.
  Node member(std::string_view name) const;
  // The same, with a fault when it is not given.
  Node need(std::string_view name) const;
  // The entries of this array; a fault when it is none or holds more than `most`.
  std::vector<Node> entries(std::size_t most) const;
  // True when this is an object; a fault otherwise.
  bool expect_object() const;

  std::string text(TextBound bound = {}) const;
  // The same of what people type: without the blanks around it.
  std::string words(TextBound bound = {}) const;
  std::int64_t integer(std::int64_t least, std::int64_t most) const;
  bool boolean() const;
  const simdjson::dom::element& element() const { return *element_; }
  JsonValue value() const { return {*element_, large_integers_}; }
  // The entries of this object; none when it is no object.
  std::vector<std::pair<std::string_view, Node>> members() const;

  // The same value as the root of paths, with other faults.
  Node as_root(Faults& faults) const;
  bool is_object() const { return element_ && element_->is_object(); }
  bool is_list() const { return element_ && element_->is_array(); }
  bool is_text() const;
  bool is_integer() const { return element_ && (element_->is_int64() || element_->is_uint64()); }
  // The value as JSON text; null when absent.
  std::string json() const;

  std::string path() const;
  void missing(std::string_view what) const;
  void invalid(const std::string& wanted) const;
  // A fault like those of `invalid`, in a sentence of its own.
  void refuse(std::string sentence) const;
  // For those who are no agents: a fault at a member of this object that is none of `names`, null
  // or an empty text. Whoever wrote it meant something, and silence would do something else.
  void expect_only(std::initializer_list<std::string_view> names) const;

 private:
  bool is_left_blank() const;
  std::optional<std::string_view> any_text() const;
  std::string bounded(std::optional<std::string_view> value, TextBound bound) const;

  Node(const Node& parent, std::string_view name, std::ptrdiff_t index)
      : parent_(&parent),
        name_(name),
        index_(index),
        faults_(parent.faults_),
        large_integers_(parent.large_integers_) {}

  const Node* parent_ = nullptr;
  std::string_view name_;
  std::ptrdiff_t index_ = -1;
  Faults* faults_ = nullptr;
  std::optional<simdjson::dom::element> element_;
  bool large_integers_ = false;
};

// The words of a member when it is given; null counts as absent.
std::optional<std::string> optional_text(const Node& parent, std::string_view name,
                                         TextBound bound = {});

}  // namespace till::wire
