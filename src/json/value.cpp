#include "json/value.h"

#include <simdjson.h>

#include <bit>
#include <type_traits>

#include "json/large_integers.h"

namespace till::json {

namespace {

namespace dom = simdjson::dom;
using dom::element_type;
using Place = std::array<std::uintptr_t, 2>;

// All three are a document and an index within it, which values keep without the parser's header.
template <class T>
constexpr bool fits_a_place = sizeof(T) == sizeof(Place) && std::is_trivially_copyable_v<T>;
static_assert(fits_a_place<dom::element>);
static_assert(fits_a_place<dom::array::iterator>);
static_assert(fits_a_place<dom::object::iterator>);

template <class Item>
struct Parsed;
template <>
struct Parsed<Value> {
  using Container = dom::array;
};
template <>
struct Parsed<Member> {
  using Container = dom::object;
};

Kind kind_of(element_type type) {
  switch (type) {
    case element_type::ARRAY: return Kind::list;
    case element_type::OBJECT: return Kind::object;
    case element_type::INT64: return Kind::integer;
    case element_type::UINT64: return Kind::natural;
    case element_type::DOUBLE: return Kind::real;
    case element_type::STRING: return Kind::text;
    case element_type::BOOL: return Kind::boolean;
    case element_type::NULL_VALUE: break;
  }
  return Kind::null;
}

std::string_view text_of(dom::element value) {
  std::string_view text;
  return value.get(text) == simdjson::SUCCESS ? text : std::string_view();
}

}  // namespace

// Between the values of the header and the parser's own.
struct Access {
  static dom::element element_of(const Value& value) {
    return std::bit_cast<dom::element>(value.place_);
  }

  static Value value_of(dom::element parsed, bool large_integers) {
    Value value;
    value.place_ = std::bit_cast<Place>(parsed);
    value.kind_ = kind_of(parsed.type());
    value.large_integers_ = large_integers;
    if (large_integers && value.is_text() && text_of(parsed).starts_with(kLargeIntegerMark)) {
      value.kind_ = Kind::large;
    }
    return value;
  }

  static Value sibling(const Value& of, dom::element parsed) {
    return value_of(parsed, of.large_integers_);
  }

  template <class Item>
  static Range<Item> range_of(const Value& value) {
    typename Parsed<Item>::Container container;
    Range<Item> range;
    if (element_of(value).get(container) != simdjson::SUCCESS) return range;
    range.begin_.place_ = std::bit_cast<Place>(container.begin());
    range.end_.place_ = std::bit_cast<Place>(container.end());
    range.begin_.large_integers_ = range.end_.large_integers_ = value.large_integers_;
    range.size_ = container.size();
    return range;
  }

  template <class Item>
  static auto parsed_of(const typename Range<Item>::Iterator& at) {
    return std::bit_cast<typename Parsed<Item>::Container::iterator>(at.place_);
  }

  template <class Item>
  static void advance(typename Range<Item>::Iterator& at) {
    at.place_ = std::bit_cast<Place>(++parsed_of<Item>(at));
  }
};

Value Value::at(std::string_view name) const {
  dom::element found;
  if (!is_object() || Access::element_of(*this).at_key(name).get(found) != simdjson::SUCCESS) {
    return {};
  }
  return Access::sibling(*this, found);
}

Range<Value> Value::entries() const {
  return is_list() ? Access::range_of<Value>(*this) : Range<Value>();
}

Range<Member> Value::members() const {
  return is_object() ? Access::range_of<Member>(*this) : Range<Member>();
}

std::string_view Value::text() const {
  return is_text() ? text_of(Access::element_of(*this)) : std::string_view();
}

bool Value::flag() const {
  bool flag = false;
  return is_boolean() && Access::element_of(*this).get(flag) == simdjson::SUCCESS && flag;
}

std::optional<std::int64_t> Value::whole() const {
  std::int64_t number = 0;
  const bool fits =
      kind_ == Kind::integer && Access::element_of(*this).get(number) == simdjson::SUCCESS;
  return fits ? std::optional(number) : std::nullopt;
}

std::uint64_t Value::natural() const {
  std::uint64_t number = 0;
  const bool fits =
      kind_ == Kind::natural && Access::element_of(*this).get(number) == simdjson::SUCCESS;
  return fits ? number : 0;
}

double Value::real() const {
  double number = 0;
  const bool fits =
      kind_ == Kind::real && Access::element_of(*this).get(number) == simdjson::SUCCESS;
  return fits ? number : 0;
}

std::string_view Value::large() const {
  if (kind_ != Kind::large) return {};
  return text_of(Access::element_of(*this)).substr(kLargeIntegerMark.size());
}

std::string Value::json() const {
  if (kind_ == Kind::large) return std::string(large());
  return absent() ? std::string() : simdjson::minify(Access::element_of(*this));
}

template <>
Value Range<Value>::Iterator::operator*() const {
  return Access::value_of(*Access::parsed_of<Value>(*this), large_integers_);
}

template <>
Range<Value>::Iterator& Range<Value>::Iterator::operator++() {
  Access::advance<Value>(*this);
  return *this;
}

template <>
Member Range<Member>::Iterator::operator*() const {
  const auto field = *Access::parsed_of<Member>(*this);
  return {field.key, Access::value_of(field.value, large_integers_)};
}

template <>
Range<Member>::Iterator& Range<Member>::Iterator::operator++() {
  Access::advance<Member>(*this);
  return *this;
}

struct Document::Parser {
  simdjson::dom::parser parser;
};

Document::Document() : parser_(std::make_unique<Parser>()) {}
Document::Document(Document&&) noexcept = default;
Document& Document::operator=(Document&&) noexcept = default;
Document::~Document() = default;

Result<Value, Unreadable> Document::parse(std::string_view text) {
  dom::element root;
  bool large_integers = false;
  auto error = parser_->parser.parse(text.data(), text.size()).get(root);
  if (error == simdjson::NUMBER_ERROR) {
    if (const auto readable = with_large_integers_as_texts(text)) {
      error = parser_->parser.parse(*readable).get(root);
      large_integers = true;
    }
  }
  if (error != simdjson::SUCCESS) return refused(Unreadable{simdjson::error_message(error)});
  return Access::value_of(root, large_integers);
}

std::size_t Document::capacity() const { return parser_->parser.capacity(); }

std::string_view without_byte_order_mark(std::string_view text) {
  constexpr std::string_view kMark = "\xEF\xBB\xBF";
  if (text.starts_with(kMark)) text.remove_prefix(kMark.size());
  return text;
}

}  // namespace till::json
