#include "console/query.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "base/url.h"
#include "base/visible.h"
#include "console/answers.h"

namespace till::console {
namespace {

using net::Response;
using wire::Fault;

constexpr Milliseconds kDay{std::int64_t{24} * 3'600'000};

// The name may be anything, no UTF-8 included.
Response refusal(const std::string& sentence, std::string_view name) {
  return respond(
      wire::render_fault(Fault::bad_request, wire::CodeList::checkout, sentence, visible(name)));
}

// The text behind its escapes; nothing when one is broken or stands for a control character.
std::optional<std::string> unescaped(std::string_view text) {
  std::string escaped(text);
  std::replace(escaped.begin(), escaped.end(), '+', ' ');
  auto plain = unescape(escaped);
  const auto controls = [](char c) { return (c >= 0 && c < ' ') || c == 0x7f; };
  if (plain && std::any_of(plain->begin(), plain->end(), controls)) return std::nullopt;
  return plain;
}

bool is_blank(std::string_view text) {
  return text.find_first_not_of(' ') == std::string_view::npos;
}

std::string listed(std::initializer_list<std::string_view> names) {
  std::string text;
  for (const std::string_view name : names) text.append(text.empty() ? "" : ", ") += name;
  return text.empty() ? "Send none." : "Send only these: " + text + ".";
}

}  // namespace

Result<Query, Response> Query::parse(std::string_view text,
                                     std::initializer_list<std::string_view> names) {
  Query query;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('&'), text.size());
    const std::string_view pair = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    const std::size_t equals = std::min(pair.find('='), pair.size());
    const std::string name = unescaped(pair.substr(0, equals)).value_or("");
    if (std::find(names.begin(), names.end(), name) == names.end()) {
      return refused(refusal("There is no such parameter. " + listed(names), name));
    }
    auto value = unescaped(pair.substr(std::min(equals + 1, pair.size())));
    if (!value || is_blank(*value)) {
      return refused(refusal("Send a value of " + name + ", or leave it out.", name));
    }
    if (!query.values_.emplace(name, std::move(*value)).second) {
      return refused(refusal("Send " + name + " once.", name));
    }
  }
  return query;
}

std::optional<std::string_view> Query::text(std::string_view name) const {
  const auto found = values_.find(name);
  if (found == values_.end()) return std::nullopt;
  return found->second;
}

Response wrong_parameter(std::string_view name, std::string_view wanted) {
  return refusal("Send " + std::string(name) + " as " + std::string(wanted) + ".", name);
}

Result<std::optional<Timestamp>, Response> read_moment(const Query& query, std::string_view name,
                                                       bool within) {
  const auto text = query.text(name);
  if (!text) return std::optional<Timestamp>();
  if (const auto moment = parse_rfc3339(*text)) return moment;
  const auto day = parse_rfc3339(std::string(*text) + "T00:00:00Z");
  if (!day) return refused(wrong_parameter(name, "2026-11-24 or 2026-11-24T10:00:00Z"));
  return within ? std::optional(*day + kDay) : day;
}

Result<std::int64_t, Response> read_whole(const Query& query, std::string_view name,
                                          std::int64_t least, std::int64_t most,
                                          std::int64_t otherwise) {
  const auto text = query.text(name);
  if (!text) return otherwise;
  std::int64_t number = 0;
  const auto read = std::from_chars(text->data(), text->data() + text->size(), number);
  const bool whole = read.ec == std::errc() && read.ptr == text->data() + text->size();
  if (whole && number >= least && number <= most) return number;
  return refused(wrong_parameter(
      name, "a number from " + std::to_string(least) + " to " + std::to_string(most)));
}

}  // namespace till::console
