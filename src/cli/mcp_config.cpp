// [mcp] of till.toml.
#include <algorithm>
#include <utility>

#include "cli/config_sections.h"

namespace till::cli {
namespace {

constexpr std::string_view kGroups =
    "a list of \"carts\", \"orders\", \"products\" and \"chatgpt\"";

// An origin is a URL without a path.
bool is_origin(const std::string& text) {
  const std::size_t scheme = text.find("://");
  return scheme != std::string::npos && scheme > 0 && text.size() > scheme + 3 &&
         text.find('/', scheme + 3) == std::string::npos;
}

void read_groups(TomlSection& section, McpConfig& mcp) {
  const auto groups = section.texts("tools");
  if (!groups) return;
  mcp.carts = mcp.orders = mcp.products = mcp.chatgpt = false;
  for (const std::string& group : *groups) {
    if (group == "carts") {
      mcp.carts = true;
    } else if (group == "orders") {
      mcp.orders = true;
    } else if (group == "products") {
      mcp.products = true;
    } else if (group == "chatgpt") {
      mcp.chatgpt = true;
    } else {
      section.fail("tools", std::string(kGroups));
    }
  }
}

}  // namespace

McpConfig read_mcp(TomlSection section) {
  McpConfig mcp;
  mcp.enabled = section.yes("enabled").value_or(mcp.enabled);
  read_groups(section, mcp);
  mcp.allowed_origins = section.texts("allowed_origins").value_or(std::vector<std::string>{});
  const auto& origins = mcp.allowed_origins;
  if (!std::all_of(origins.begin(), origins.end(), is_origin)) {
    section.fail("allowed_origins", "a list of origins such as \"https://chat.example.com\"");
  }
  for (const std::string& url :
       section.texts("authorization_servers").value_or(std::vector<std::string>{})) {
    mcp.authorization_servers.push_back(read_base_url(section, "authorization_servers", url));
  }
  section.end();
  return mcp;
}

}  // namespace till::cli
