#include "cli/config.h"

#include <set>
#include <sstream>
#include <utility>

#include "base/url.h"
#include "cli/config_sections.h"
#include "cli/files.h"
#include "cli/settings.h"
#include "cli/token_digests.h"
#include "cli/toml_section.h"
#include "net/address_rules.h"

namespace till::cli {
namespace {

constexpr Bounds kSeconds{1, 3600};
constexpr Bounds kReceiverSeconds{1, 15};  // SIGTERM waits for the attempts under way.
constexpr std::int64_t kRetriesMost = 50;
constexpr std::int64_t kSecondsOfTenDays = 864'000;
constexpr std::int64_t kSecondsOfThirtyDays = 2'592'000;

Endpoint read_endpoint(TomlSection& section, const char* key, Endpoint otherwise) {
  const auto text = section.text(key);
  if (!text) return otherwise;
  auto endpoint = parse_endpoint(*text);
  if (!endpoint) section.fail(key, "ADDRESS:PORT with a numeric address, like 127.0.0.1:8443");
  return *endpoint;
}

// Networks, or single addresses as networks of one.
std::vector<std::string> read_proxies(TomlSection& section) {
  auto proxies = section.texts("trusted_proxies").value_or(std::vector<std::string>{});
  for (std::string& proxy : proxies) {
    if (const auto address = net::plain_address(proxy)) {
      proxy = *address + (address->find(':') == std::string::npos ? "/32" : "/128");
    }
    if (!net::is_network(proxy)) {
      section.fail("trusted_proxies", "a list of addresses or networks such as \"10.0.0.0/8\"");
    }
  }
  return proxies;
}

ListenConfig read_listen(TomlSection section) {
  ListenConfig listen;
  listen.api = read_endpoint(section, "api", listen.api);
  listen.admin = read_endpoint(section, "admin", listen.admin);
  listen.plaintext = section.yes("plaintext").value_or(false);
  if (listen.plaintext && !listen.api.loopback()) {
    section.fail("plaintext", "false unless listen.api is a loopback address like 127.0.0.1");
  }
  if (!listen.admin.loopback()) {
    section.fail("admin", "on a loopback address like 127.0.0.1, because it speaks plain HTTP");
  }
  if (listen.api.meets(listen.admin)) {
    section.fail("admin", "another address than listen.api");
  }
  const auto url = section.text("public_url");
  if (url) listen.public_url = read_base_url(section, "public_url", *url);
  listen.threads = section.whole("threads", {0, 256}).value_or(0);
  listen.trusted_proxies = read_proxies(section);
  section.end();
  return listen;
}

TlsConfig read_tls(TomlSection section, const std::string& folder) {
  TlsConfig tls;
  tls.certificate = resolve(folder, section.text("certificate").value_or("tls/cert.pem"));
  tls.key = resolve(folder, section.text("key").value_or("tls/key.pem"));
  section.end();
  return tls;
}

ShopConfig read_shop(TomlSection section, const std::string& folder) {
  ShopConfig shop;
  shop.merchant_id = section.need_text("merchant_id");
  shop.merchant_name = section.need_text("merchant_name");
  shop.url = read_base_url(section, "url", section.need_text("url"));
  shop.catalog = resolve(folder, section.text("catalog").value_or("catalog.json"));
  shop.products = resolve(folder, "products.db");
  const auto lifetime = section.whole("session_lifetime_seconds", {1, kSecondsOfThirtyDays});
  if (lifetime) shop.session_lifetime = std::chrono::seconds(*lifetime);
  const auto of_cart = section.whole("cart_lifetime_seconds", {1, kSecondsOfThirtyDays});
  if (of_cart) shop.cart_lifetime = std::chrono::seconds(*of_cart);
  if (auto channels = section.texts("marketing_channels")) {
    shop.marketing_channels = std::move(*channels);
  }
  section.end();
  return shop;
}

// CP-05: what the seller can do, what it requires, and when.
checkout::Capabilities read_interventions(TomlSection section) {
  checkout::Capabilities capabilities;
  for (const std::string& name :
       section.texts("supported").value_or(std::vector<std::string>{"3ds"})) {
    if (name == "3ds") {
      capabilities.three_ds = true;
    } else if (name == "biometric") {
      capabilities.biometric = true;
    } else if (name == "address_verification") {
      capabilities.address_verification = true;
    } else {
      section.fail("supported", "a list of \"3ds\", \"biometric\" and \"address_verification\"");
    }
  }
  for (const std::string& name : section.texts("required").value_or(std::vector<std::string>{})) {
    const bool three_ds = name == "3ds" && capabilities.three_ds;
    const bool biometric = name == "biometric" && capabilities.biometric;
    if (!three_ds && !biometric) {
      section.fail("required", "a list of \"3ds\" and \"biometric\", each supported too");
    }
    capabilities.three_ds_required |= three_ds;
    capabilities.biometric_required |= biometric;
  }
  const std::string enforcement = section.text("enforcement").value_or("conditional");
  if (enforcement == "always") {
    capabilities.enforcement = checkout::Enforcement::always;
  } else if (enforcement == "optional") {
    capabilities.enforcement = checkout::Enforcement::optional;
  } else if (enforcement != "conditional") {
    section.fail("enforcement", "\"always\", \"conditional\" or \"optional\"");
  }
  section.end();
  return capabilities;
}

SignatureAlgorithm read_algorithm(TomlSection& section, const std::string& name) {
  if (name == "hmac-sha256") return SignatureAlgorithm::hmac_sha256;
  if (name == "ed25519") return SignatureAlgorithm::ed25519;
  if (name == "es256") return SignatureAlgorithm::es256;
  section.fail("signature_algorithm", "\"hmac-sha256\", \"ed25519\" or \"es256\"");
}

std::optional<SignatureConfig> read_signature(TomlSection& section, SecretReading& secrets) {
  const auto algorithm = section.text("signature_algorithm");
  const auto file = section.text("signature_key_file");
  if (algorithm.has_value() != file.has_value()) {
    section.fail(algorithm ? "signature_key_file" : "signature_algorithm",
                 "set where the other one of the two is");
  }
  if (!algorithm) return std::nullopt;
  const SignatureAlgorithm chosen = read_algorithm(section, *algorithm);
  return SignatureConfig{chosen, read_secret_in(section, secrets, "signature_key_file", *file)};
}

AgentConfig read_agent(TomlSection section, SecretReading& secrets, TokenDigests& tokens) {
  AgentConfig agent;
  agent.id = section.need_name("id");
  const auto digests = section.texts("token_sha256");
  if (!digests) section.fail("token_sha256", "a list of digests; an empty one lets nobody in");
  for (const std::string& text : *digests) {
    agent.token_digests.push_back(tokens.read(section, "token_sha256", text));
  }
  agent.webhook_url = section.text("webhook_url").value_or("");
  agent.webhook_secret = read_secret(section, secrets, "webhook_secret");
  agent.webhook_previous_secret = read_secret(section, secrets, "webhook_previous_secret");
  if (!agent.webhook_url.empty()) {
    if (!is_webhook_url(agent.webhook_url)) {
      section.fail("webhook_url", "an https URL, or an http URL of this machine");
    }
    if (agent.webhook_secret.empty()) {
      section.fail("webhook_secret", "set, because there is a webhook_url");
    }
  }
  const auto ca_file = section.text("webhook_ca_file");
  if (ca_file) agent.webhook_ca_file = resolve(secrets.folder, *ca_file);
  agent.signature = read_signature(section, secrets);
  agent.trusts_log_ins = section.yes("trust_log_ins").value_or(false);
  section.end();
  return agent;
}

std::vector<AgentConfig> read_agents(std::vector<TomlSection> sections, SecretReading& secrets,
                                     TokenDigests& tokens) {
  std::vector<AgentConfig> agents;
  std::set<std::string> ids;
  for (TomlSection& section : sections) {
    agents.push_back(read_agent(section, secrets, tokens));
    if (!ids.insert(agents.back().id).second) section.fail("id", "unique");
  }
  return agents;
}

std::optional<Digest> read_admin(TomlSection section, TokenDigests& tokens) {
  const auto text = section.text("token_sha256");
  section.end();
  if (!text) return std::nullopt;
  return tokens.read(section, "token_sha256", *text);
}

LimitsConfig read_limits(TomlSection section) {
  LimitsConfig limits;
  limits.requests_per_second =
      section.whole("requests_per_second", {0, 1'000'000}).value_or(limits.requests_per_second);
  limits.burst = section.whole("burst", {1, 10'000'000}).value_or(limits.burst);
  limits.max_connections =
      section.whole("max_connections", {1, 1'000'000}).value_or(limits.max_connections);
  limits.max_connections_per_address = section.whole("max_connections_per_address", {0, 1'000'000})
                                           .value_or(limits.max_connections_per_address);
  const auto timeout = section.whole("request_timeout_seconds", kSeconds);
  if (timeout) limits.request_timeout = std::chrono::seconds(*timeout);
  section.end();
  return limits;
}

WebhooksConfig read_webhooks(TomlSection section) {
  const std::vector<std::int64_t> standard{1, 4, 15, 60, 300, 1800, 7200, 21600, 43200, 86400};
  WebhooksConfig webhooks;
  const auto waits = section.wholes("retry_seconds", {1, kSecondsOfTenDays}).value_or(standard);
  if (waits.empty() || std::ssize(waits) > kRetriesMost) {
    section.fail("retry_seconds", "a list of 1 to " + std::to_string(kRetriesMost) + " waits");
  }
  for (const std::int64_t wait : waits) webhooks.retry.emplace_back(wait);
  const auto timeout = section.whole("timeout_seconds", kReceiverSeconds);
  if (timeout) webhooks.timeout = std::chrono::seconds(*timeout);
  webhooks.allow_networks = section.texts("allow_networks").value_or(std::vector<std::string>{});
  for (const std::string& network : webhooks.allow_networks) {
    if (!net::is_network(network)) {
      section.fail("allow_networks", "a list of networks such as \"10.0.0.0/8\"");
    }
  }
  section.end();
  return webhooks;
}

LogConfig read_log(TomlSection section) {
  LogConfig log;
  const std::string format = section.text("format").value_or("json");
  if (format != "json" && format != "text") section.fail("format", "\"json\" or \"text\"");
  if (format == "text") log.format = LogFormat::text;
  const std::string level = section.text("level").value_or("info");
  if (level == "debug") {
    log.level = LogLevel::debug;
  } else if (level == "warning") {
    log.level = LogLevel::warning;
  } else if (level == "error") {
    log.level = LogLevel::error;
  } else if (level != "info") {
    section.fail("level", "\"debug\", \"info\", \"warning\" or \"error\"");
  }
  section.end();
  return log;
}

Config read_config(const toml::table& table, const std::string& folder) {
  TomlSection root(table, "");
  TokenDigests tokens;
  SecretReading secrets{folder};
  Config config;
  config.listen = read_listen(root.section("listen"));
  config.tls = read_tls(root.section("tls"), folder);
  config.store = read_store(root.section("store"), folder);
  config.retention = read_retention(root.section("retention"));
  config.shop = read_shop(root.section("shop"), folder);
  config.backend = read_backend(root, secrets);
  config.mail = read_mail(root, secrets);
  config.feeds = read_feeds(root.section("feeds"), secrets);
  config.import = read_import(root.section("import"), secrets);
  config.capabilities = read_interventions(root.section("interventions"));
  config.payments = read_payments(root.section("payments"), root, secrets);
  config.agents = read_agents(root.sections("agents"), secrets, tokens);
  config.admin_token_digest = read_admin(root.section("admin"), tokens);
  config.operators = read_operators(root.sections("operators"), tokens);
  config.limits = read_limits(root.section("limits"));
  config.policy.holds = read_holds(root.section("holds"));
  config.policy.approvals = read_approvals(root.section("approvals"));
  config.webhooks = read_webhooks(root.section("webhooks"));
  config.mcp = read_mcp(root.section("mcp"));
  config.log = read_log(root.section("log"));
  config.tax = read_tax(root.section("tax"), config);
  config.secrets = std::move(secrets.places);
  root.end();
  return config;
}

// "FILE:LINE: ", or what there is of it.
std::string prefix(const std::string& file, std::uint32_t line) {
  if (file.empty()) return "";
  return file + (line == 0 ? "" : ":" + std::to_string(line)) + ": ";
}

}  // namespace

std::string must_be(const Config& config, const SettingPlace& place, const std::string& wanted) {
  return prefix(config.file, place.line) + place.key + " must be " + wanted;
}

Result<Config, std::string> load_config(const std::string& path) {
  const auto text = read_file(path);
  if (!text) return refused(text.error() + "; `till init DIR` makes one");
  return parse_config(*text, path);
}

Result<Config, std::string> parse_config(std::string_view text, const std::string& path) {
  try {
    const toml::table table = toml::parse(text);
    Config config = read_config(table, folder_of(path));
    config.file = path;
    config.settings = settings_of(table, folder_of(path));
    return config;
  } catch (const toml::parse_error& error) {
    return refused(path + ":" + std::to_string(error.source().begin.line) +
                   ": is not TOML, column " + std::to_string(error.source().begin.column) + ": " +
                   std::string(error.description()));
  } catch (const ConfigFault& fault) {
    return refused(prefix(path, fault.line) + fault.sentence);
  }
}

}  // namespace till::cli
