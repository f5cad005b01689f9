#include "mcp/forwarded_line.h"

#include "mcp/era.h"

namespace till::mcp {

std::optional<std::vector<net::Header>> headers_to_post(std::string_view line) {
  const auto incoming = Incoming::parse(line);
  if (!incoming || incoming->is_batch()) return std::nullopt;
  const auto message = incoming->message(0);
  if (!message || era_of_line(*message) == Era::legacy) return std::nullopt;
  std::vector<net::Header> headers;
  const auto add = [&headers](std::string_view name, const std::string& value) {
    if (header_value_of(value) == value) headers.push_back({std::string(name), value});
  };
  const SaidVersion said = said_version(*message);
  add(kVersionHeader, said.given ? said.text : std::string(text_of(Version::v2026_07_28)));
  add(kMethodHeader, message->method);
  if (const auto name = routed_name(*message)) {
    headers.push_back({std::string(kNameHeader), header_value_of(*name)});
  }
  return headers;
}

}  // namespace till::mcp
