// Any text as till.toml: refused with a sentence that names the file, or read to a config that
// keeps what its comments promise.
#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>

#include "base/ensure.h"
#include "base/source_url.h"
#include "base/url.h"
#include "cli/config.h"

namespace {

using namespace till;
using namespace till::cli;

const std::string kPath = "/nonexistent/till.toml";

void check_agents(const Config& config) {
  std::set<std::string> ids;
  std::set<Digest> tokens;
  for (const AgentConfig& agent : config.agents) {
    TILL_ENSURE(!agent.id.empty() && ids.insert(agent.id).second);
    TILL_ENSURE(!agent.token_digests.empty());
    for (const Digest& token : agent.token_digests) TILL_ENSURE(tokens.insert(token).second);
    if (agent.webhook_url.empty()) continue;
    TILL_ENSURE(is_webhook_url(agent.webhook_url) && !agent.webhook_secret.empty());
  }
}

void check_numbers(const Config& config) {
  TILL_ENSURE(config.listen.threads >= 0 && config.listen.threads <= 256);
  TILL_ENSURE(config.limits.requests_per_second >= 0 && config.limits.burst >= 1);
  TILL_ENSURE(config.limits.max_connections >= 1);
  TILL_ENSURE(config.limits.request_timeout >= std::chrono::seconds(1));
  TILL_ENSURE(config.shop.session_lifetime >= std::chrono::seconds(1));
  TILL_ENSURE(!config.webhooks.retry.empty() && config.webhooks.timeout >= std::chrono::seconds(1));
  for (const auto wait : config.webhooks.retry) TILL_ENSURE(wait >= std::chrono::seconds(1));
}

void check_base_url(const std::string& url) {
  const auto parsed = parse_url(url);
  TILL_ENSURE(parsed.has_value() && !url.ends_with('/'));
  // A path may be put behind it.
  TILL_ENSURE(parse_url(url + "/x")->target.ends_with("/x"));
  TILL_ENSURE(url.find('?') == std::string::npos);
}

void check_import(const ImportConfig& import) {
  std::set<std::string> names;
  TILL_ENSURE(import.every >= std::chrono::seconds(1) && import.max_bytes >= 1024 * 1024);
  TILL_ENSURE(import.max_bad.ends_with('%') && import.max_drop.ends_with('%'));
  for (const ImportSourceConfig& source : import.sources) {
    TILL_ENSURE(!source.name.empty() && names.insert(source.name).second);
    TILL_ENSURE(source.url.empty() != source.file.empty());
    TILL_ENSURE(source.update || (!source.every && !source.max_bad));
    if (source.url.empty()) continue;
    const auto url = parse_source_url(source.url.reveal());
    TILL_ENSURE(url.has_value() && is_webhook_url(url->url));
  }
}

void check(const Config& config) {
  TILL_ENSURE(!config.listen.plaintext || config.listen.api.loopback());
  TILL_ENSURE(config.listen.admin.loopback());
  TILL_ENSURE(config.listen.api != config.listen.admin || config.listen.api.port == 0);
  if (!config.listen.public_url.empty()) check_base_url(config.listen.public_url);
  check_base_url(config.shop.url);
  TILL_ENSURE(!config.shop.merchant_id.empty() && !config.shop.merchant_name.empty());
  TILL_ENSURE(!config.store.is_file() || !config.store.path.empty());
  check_agents(config);
  check_numbers(config);
  check_import(config.import);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  // Secrets in files and variables are this machine's, not the input's.
  if (text.find("_file") != text.npos || text.find("_env") != text.npos) return 0;
  const auto config = parse_config(text, kPath);
  if (config) {
    check(*config);
  } else {
    TILL_ENSURE(config.error().starts_with(kPath + ":"));
    TILL_ENSURE(config.error().size() > kPath.size() + 2);
  }
  return 0;
}
