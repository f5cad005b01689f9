#include "mcp/routing_headers.h"

#include <algorithm>

#include "base/ascii.h"
#include "base/digest.h"
#include "base/visible.h"

namespace till::mcp {
namespace {

constexpr std::string_view kOpen = "=?base64?";
constexpr std::string_view kClose = "?=";
constexpr std::size_t kToldBytes = 100;          // Of either value, in an error.
constexpr std::size_t kHeaderBytes = 16 * 1024;  // None is longer.

// Optional white space is not part of a value (RFC 9110 5.5).
std::string_view bare(std::string_view value) {
  const std::size_t begin = value.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return value.substr(begin, value.find_last_not_of(" \t") - begin + 1);
}

bool is_marked(std::string_view value) {
  return value.size() >= kOpen.size() + kClose.size() && value.starts_with(kOpen) &&
         value.ends_with(kClose);
}

// Base64 has one spelling of each value, so whoever spells it otherwise says something else.
bool says(std::string_view value, std::string_view wanted, bool may_be_marked) {
  if (!may_be_marked || !is_marked(value)) return value == wanted;
  value.remove_prefix(kOpen.size());
  value.remove_suffix(kClose.size());
  return wanted.size() < kHeaderBytes && value == to_base64(wanted);
}

// A proxy may join equal copies by commas, which a value may hold as well.
bool all_say(std::string_view value, std::string_view wanted, bool may_be_marked) {
  if (says(bare(value), wanted, may_be_marked)) return true;
  for (std::size_t comma = value.find(','); comma != std::string_view::npos;
       comma = value.find(',')) {
    if (!says(bare(value.substr(0, comma)), wanted, may_be_marked)) return false;
    value.remove_prefix(comma + 1);
  }
  return says(bare(value), wanted, may_be_marked);
}

std::string told(std::string_view value) {
  std::string text = "\"" + visible(value.substr(0, kToldBytes));
  return text.append(value.size() > kToldBytes ? "…\"" : "\"");
}

std::optional<RpcError> mismatch(std::string_view header,
                                 const std::vector<std::string_view>& values,
                                 std::string_view wanted, bool may_be_marked = false) {
  std::string sentence = "Send the header " + std::string(header);
  if (values.empty()) {
    sentence += " as the body says: " + told(wanted) + ".";
    return RpcError{RpcCode::header_mismatch, std::move(sentence), {}};
  }
  const auto other = std::find_if(values.begin(), values.end(), [&](std::string_view value) {
    return !all_say(value, wanted, may_be_marked);
  });
  if (other == values.end()) return std::nullopt;
  sentence += " as the body says: it is " + told(*other) + ", the body says " + told(wanted) + ".";
  return RpcError{RpcCode::header_mismatch, std::move(sentence), {}};
}

// The member of the params that Mcp-Name repeats; empty for methods without it.
std::string_view named_by(std::string_view method) {
  if (method == "tools/call" || method == "prompts/get") return "name";
  return method == "resources/read" ? "uri" : "";
}

}  // namespace

RoutingHeaders::RoutingHeaders(const net::Request& request) {
  for (const net::Header& header : request.headers) {
    if (equal_ignoring_case(header.name, kVersionHeader)) versions.push_back(header.value);
    if (equal_ignoring_case(header.name, kMethodHeader)) methods.push_back(header.value);
    if (equal_ignoring_case(header.name, kNameHeader)) names.push_back(header.value);
  }
}

std::string_view RoutingHeaders::version() const {
  if (versions.empty()) return {};
  return bare(versions.front().substr(0, versions.front().find(',')));
}

std::optional<RpcError> RoutingHeaders::other_version(std::string_view in_body) const {
  return mismatch(kVersionHeader, versions, in_body);
}

std::optional<RpcError> RoutingHeaders::other_request(const RpcMessage& request) const {
  if (auto other = mismatch(kMethodHeader, methods, request.method)) return other;
  const auto name = routed_name(request);
  return name ? mismatch(kNameHeader, names, *name, true) : std::nullopt;
}

std::optional<std::string_view> routed_name(const RpcMessage& request) {
  const std::string_view member = named_by(request.method);
  if (member.empty()) return std::nullopt;
  const json::Node name = request.params.member(member);
  return name.is_text() ? std::optional(name.value().text()) : std::nullopt;
}

std::string header_value_of(std::string_view value) {
  const bool plain =
      !value.empty() && bare(value) == value && !is_marked(value) &&
      std::all_of(value.begin(), value.end(), [](char c) { return c >= ' ' && c <= '~'; });
  if (plain) return std::string(value);
  return std::string(kOpen) + to_base64(value) + std::string(kClose);
}

}  // namespace till::mcp
