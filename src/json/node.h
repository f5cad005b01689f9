// Node: a value and where it stands, read strictly: what is wrong is told to a FaultSink, with its
// place, and reads as a value that does no harm.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "json/value.h"

namespace till::json {

// What a text of blanks alone is where a member may be left out: a value like any other, or nothing
// at all, as agents send the fields of a form that nobody filled in.
enum class Blanks { values, absent };

// Who is told what is wrong. Only the first fault counts: reading goes on harmlessly after it.
class FaultSink {
 public:
  explicit FaultSink(Blanks blanks) : blanks_(blanks) {}
  virtual ~FaultSink() = default;
  bool blanks_are_absent() const { return blanks_ == Blanks::absent; }

  // Once there is one, nothing more is worded.
  virtual bool found() const = 0;
  // `path` is a JSONPath (RFC 9535), the sentence says what to send instead.
  virtual void missing(std::string path, std::string sentence) = 0;
  virtual void invalid(std::string path, std::string sentence) = 0;

 protected:
  FaultSink(const FaultSink&) = default;
  FaultSink& operator=(const FaultSink&) = default;

 private:
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
  Node(Value root, FaultSink& faults) : faults_(&faults), value_(root) {}

  Value value() const { return value_; }
  bool absent() const { return value_.absent(); }
  bool is_null() const { return value_.is_null(); }
  bool given() const { return value_.given() && !is_left_blank(); }

  // A member of this object; absent when there is none or this is no object.
  Node member(std::string_view name) const&;
  // The same, with a fault when it is not given.
  Node need(std::string_view name) const&;
  // The entries of this array; a fault when it is none or holds more than `most`.
  std::vector<Node> entries(std::size_t most) const&;
  // True when this is an object; a fault otherwise.
  bool expect_object() const;

  std::string text(TextBound bound = {}) const;
  // The same of what people type: without the blanks around it.
  std::string words(TextBound bound = {}) const;
  std::int64_t integer(std::int64_t least, std::int64_t most) const;
  bool boolean() const;
  // The entries of this object; none when it is no object.
  std::vector<std::pair<std::string_view, Node>> members() const&;
  // What is read of a node that nobody keeps would refer to a parent that is gone.
  Node member(std::string_view name) const&& = delete;
  Node need(std::string_view name) const&& = delete;
  std::vector<Node> entries(std::size_t most) const&& = delete;
  std::vector<std::pair<std::string_view, Node>> members() const&& = delete;

  // The same value as the root of paths, with other faults.
  Node as_root(FaultSink& faults) const;
  bool is_object() const { return value_.is_object(); }
  bool is_list() const { return value_.is_list(); }
  bool is_text() const { return value_.is_text(); }
  // One that 64 bits hold.
  bool is_integer() const {
    return value_.kind() == Kind::integer || value_.kind() == Kind::natural;
  }
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
  std::string bounded(std::string_view text, TextBound bound) const;

  Node(const Node& parent, std::string_view name, std::ptrdiff_t index, Value value)
      : parent_(&parent), name_(name), index_(index), faults_(parent.faults_), value_(value) {}

  const Node* parent_ = nullptr;
  std::string_view name_;
  std::ptrdiff_t index_ = -1;
  FaultSink* faults_ = nullptr;
  Value value_;
};

// The words of a member when it is given; null counts as absent.
std::optional<std::string> optional_text(const Node& parent, std::string_view name,
                                         TextBound bound = {});

}  // namespace till::json
