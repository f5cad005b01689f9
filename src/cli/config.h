// Config: till.toml as values. Read once at the start and again on SIGHUP.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/retention.h"
#include "base/digest.h"
#include "base/log.h"
#include "base/result.h"
#include "base/secret.h"
#include "checkout/buyer_news.h"
#include "checkout/seller_policy.h"
#include "checkout/session.h"
#include "checkout/tax_exemption.h"
#include "cli/endpoint.h"
#include "payments/provider_config.h"

namespace till::cli {

// Where a setting stands, for whoever has to refuse its value later.
struct SettingPlace {
  std::string key;         // In full, such as store.url.
  std::uint32_t line = 0;  // 0: the file leaves it out.
};

struct ListenConfig {
  Endpoint api{"127.0.0.1", 8443};
  Endpoint admin{"127.0.0.1", 9464};
  bool plaintext = false;                    // Only on a loopback address.
  std::string public_url;                    // No slash at the end. Empty: the address listened on.
  std::vector<std::string> trusted_proxies;  // Networks whose X-Forwarded-For is believed.
  std::int64_t threads = 0;                  // 0: one a core.
};

struct TlsConfig {
  std::string certificate;
  std::string key;
};

// What stores there are is for others to say: of the URL only the form is known here.
struct StoreConfig {
  std::string scheme = "sqlite";
  std::string path;  // What follows the scheme: a file, or what begins with two slashes.
  // Free bytes below which no session begins; nothing leaves it to the size of the disk.
  std::optional<std::uint64_t> reserve_bytes;
  SettingPlace place{"store.url"};
  bool is_in_memory() const { return scheme == "memory"; }
  bool is_file() const { return scheme == "sqlite"; }
};

struct ShopConfig {
  std::string merchant_id;
  std::string merchant_name;
  std::string url;  // No slash at the end.
  std::string catalog;
  std::string products;  // What till import writes, beside till.toml.
  std::chrono::seconds session_lifetime{6 * 60 * 60};
  std::chrono::seconds cart_lifetime{7 * 24 * 60 * 60};  // Since its last change.
  std::vector<std::string> marketing_channels{"email"};  // What buyers may subscribe to.
};

// A provider that the config names.
struct ChosenProvider {
  std::shared_ptr<const payments::ProviderConfig> config;  // Never null.
  bool former = false;  // It has the money of earlier orders and takes no new purchases.
};

struct PaymentsConfig {
  // At least one, each of another name: the default first, those of earlier orders last.
  std::vector<ChosenProvider> providers;
  bool capture_on_shipment = false;  // Else with the charge.
  std::int64_t most_declines = 5;    // Of a session, before no more payments are tried.

  // Is it offered to agents? One that only pretends is not beside one that moves money: what it
  // takes for a payment is none.
  bool takes_purchases(const ChosenProvider& one) const;
  // Null when the config does not name it.
  const ChosenProvider* named(std::string_view name) const;
};

// The shop's own backend; see docs/backend/README.md.
struct BackendConfig {
  std::string url;  // No slash at the end. Empty: there is none.
  Secret secret;
  Secret previous_secret;                    // Empty unless the secret is being changed.
  std::string ca_file;                       // Empty: the system's authorities.
  std::chrono::milliseconds timeout{1'500};  // Of a quote.
  bool silence_approves = false;             // What no answer to an approval means.
  bool refunds_refused = false;              // An order that it refuses is paid back; else held.
  std::int64_t max_concurrent = 64;          // Requests at once.
  std::chrono::milliseconds products_every{300'000};  // From one reading of them to the next.
  bool is_named() const { return !url.empty(); }
};

enum class MailTls { starttls, tls, none };

// Who sends mails to buyers; see docs/mail.md.
struct MailConfig {
  std::string host;  // Empty: there are none.
  std::uint16_t port = 587;
  MailTls tls = MailTls::starttls;
  std::string username;  // Empty: nobody signs in.
  Secret password;
  std::string ca_file;  // Empty: the system's authorities.
  std::string from;     // Addresses of base/email.h; the second may be empty.
  std::string reply_to;
  std::string from_name;                      // Empty: the merchant's.
  std::vector<checkout::BuyerNewsType> send;  // Which mails there are.
  std::chrono::seconds timeout{30};           // Of one mail.
  bool is_named() const { return !host.empty(); }
};

// An agent whose Feed API gets the products.
struct FeedPushConfig {
  std::string name;  // Unique: what was pushed is kept under it.
  std::string url;   // In front of /feeds; no slash at the end.
  Secret token;
  std::string ca_file;  // Empty: the system's authorities.
};

// What is told of the shop's products in feeds; see docs/feeds-out.md.
struct FeedsConfig {
  std::vector<std::string> formats;  // Which are written; what there are is for others to say.
  SettingPlace formats_place{"feeds.formats"};
  std::string folder;                 // Where they are written.
  std::chrono::seconds every{3'600};  // From one writing to the next.
  Secret secret;                      // Of the URL that they are served at; empty: at none.
  std::string brand;                  // Of products that name none; may be empty.
  std::string country;                // ISO 3166-1 alpha-2; may be empty.
  bool checkout = false;              // Agents may sell what is in them.
  // How long a price may be suggested after a feed stated it; 0: never.
  std::chrono::seconds honored{0};
  std::vector<FeedPushConfig> pushes;
  bool is_kept() const { return !formats.empty() || !pushes.empty(); }
};

// Where products come from while the shop is served.
struct ImportSourceConfig {
  std::string name;    // Unique; in logs.
  Secret url;          // May hold a name and a password. Empty: it is a file.
  std::string file;    // Empty: it is a URL.
  Secret token;        // That the URL wants; may be empty.
  std::string format;  // Empty: it is told from the source. What there are is for others to say.
  SettingPlace format_place{"import.sources.format"};
  bool update = false;  // Its products come on top of the shop, by themselves.
  // Of such a source alone: instead of those of ImportConfig.
  std::optional<std::chrono::seconds> every;
  std::optional<std::string> max_bad;
};

// How products are imported; see docs/import.md. All but the sources holds for `till import` too.
struct ImportConfig {
  std::vector<ImportSourceConfig> sources;
  SettingPlace sources_place{"import.sources"};
  std::chrono::seconds every{3'600};  // From one import to the next.
  std::string max_bad = "1%";         // Percentages.
  std::string max_drop = "30%";
  std::chrono::seconds timeout{1'800};              // Of the transfer of one source.
  std::uint64_t max_bytes = 2048ULL * 1024 * 1024;  // Of one source as it is sent.
  std::string ca_file;                              // Empty: the system's authorities.
  std::vector<std::string> allow_networks;          // Private ones that URLs may lead to.
};

enum class SignatureAlgorithm { hmac_sha256, ed25519, es256 };

// What an agent signs its requests with: a shared secret, or the PEM of a public key.
struct SignatureConfig {
  SignatureAlgorithm algorithm = SignatureAlgorithm::ed25519;
  Secret key;
};

struct AgentConfig {
  std::string id;
  std::vector<Digest> token_digests;  // SHA-256 of the bearer tokens that are good; none: no entry.
  std::string webhook_url;            // Empty: this agent wants none.
  Secret webhook_secret;
  Secret webhook_previous_secret;  // Empty unless the secret is being changed.
  std::string webhook_ca_file;     // Empty: the system's authorities.
  std::optional<SignatureConfig> signature;
  bool trusts_log_ins = false;  // Its word that a buyer is logged in counts.
};

// Someone who may ask the admin API for what their rights allow: "view", "fulfil", "refund",
// "configure" and "stock".
struct OperatorConfig {
  std::string name;
  std::vector<Digest> token_digests;  // SHA-256 of the bearer tokens that are good.
  std::vector<std::string> rights;    // Known ones, at least one.
  bool is_shop = false;               // The shop's own backend.
};

// What the holder of the token of [admin] is called, who has every right.
inline constexpr const char* kSingleOperator = "operator";

struct LimitsConfig {
  std::int64_t requests_per_second = 50;  // An agent; 0: no limit.
  std::int64_t burst = 200;
  std::int64_t max_connections = 4096;
  std::int64_t max_connections_per_address = 0;  // 0: a quarter of them.
  std::int64_t connections_per_peer() const {
    return max_connections_per_address > 0 ? max_connections_per_address
                                           : std::max<std::int64_t>(1, max_connections / 4);
  }
  std::chrono::seconds request_timeout{30};
};

struct WebhooksConfig {
  std::vector<std::chrono::seconds> retry;  // Waits between attempts; never empty.
  std::chrono::seconds timeout{10};
  std::vector<std::string> allow_networks;  // Private ones that receivers may be in.
};

// Agents over the Model Context Protocol; see docs/mcp.md.
struct McpConfig {
  bool enabled = true;  // /mcp is served.
  // Tools beyond those of the protocol's binding.
  bool carts = true;
  bool orders = true;
  bool products = true;
  bool chatgpt = true;
  std::vector<std::string> allowed_origins;        // Web pages that may call.
  std::vector<std::string> authorization_servers;  // Who gives tokens; empty: the seller by hand.
};

struct TaxConfig {
  checkout::ExemptionPolicy exemptions = checkout::ExemptionPolicy::approval;
  // The payment provider that reckons the taxes; empty: catalogue or backend do.
  std::string provider = {};
  bool is_asked() const { return !provider.empty(); }
};

enum class LogFormat { json, text };

struct LogConfig {
  LogFormat format = LogFormat::json;
  LogLevel level = LogLevel::info;
};

// Where a secret was found.
struct SecretPlace {
  std::string key;   // In full, without _file.
  std::string file;  // Empty: in till.toml itself.
};

// Paths are absolute or relative to the working directory, no longer to the file.
struct Config {
  std::string file;  // That it was read from; empty: none.
  ListenConfig listen;
  TlsConfig tls;
  StoreConfig store;
  app::Retention retention;
  ShopConfig shop;
  BackendConfig backend;
  MailConfig mail;
  FeedsConfig feeds;
  ImportConfig import;
  checkout::Capabilities capabilities;  // Interventions that this seller can do and asks for.
  PaymentsConfig payments;
  std::vector<AgentConfig> agents;           // Ids and tokens are unique.
  std::optional<Digest> admin_token_digest;  // Nothing: only `operators` are let in.
  std::vector<OperatorConfig> operators;     // Names and tokens are unique.
  LimitsConfig limits;
  checkout::SellerPolicy policy;  // Holds and approvals.
  WebhooksConfig webhooks;
  McpConfig mcp;
  LogConfig log;
  TaxConfig tax;
  std::map<std::string, Digest> settings;  // See cli/settings.h.
  std::vector<SecretPlace> secrets;        // All but those of environment variables.
};

// Reads "SCHEME:" and what may follow; other text is a path without a scheme.
StoreConfig parse_store(const std::string& url);

// The sentence that refuses the value of a setting: "FILE:LINE: KEY must be WANTED".
std::string must_be(const Config& config, const SettingPlace& place, const std::string& wanted);

// Reads till.toml and the secrets it refers to. Refused with one line: file, key, what to do.
Result<Config, std::string> load_config(const std::string& path);

// The same from the text of such a file; the path tells where what it refers to is looked for.
Result<Config, std::string> parse_config(std::string_view text, const std::string& path);

}  // namespace till::cli
