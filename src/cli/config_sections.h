// Readers of till.toml that several sections share, and sections of their own files. Private to
// cli; each throws a ConfigFault, as TomlSection does.
#pragma once

#include <string>
#include <vector>

#include "cli/config.h"
#include "cli/token_digests.h"
#include "cli/toml_section.h"

namespace till::cli {

// An absolute URL without a query, to put paths behind.
std::string read_base_url(TomlSection& section, const char* key, const std::string& url);

// What secrets are read by: where their files are seen from, and where each was found.
struct SecretReading {
  std::string folder;
  std::vector<SecretPlace> places = {};
};

// The secret under `key`, or in the file or variable of that name with _file or _env; empty when
// none is there.
Secret read_secret(TomlSection& section, SecretReading& reading, const std::string& key);

// The secret in the file that stands under `key`.
Secret read_secret_in(TomlSection& section, SecretReading& reading, const std::string& key,
                      const std::string& file);

// Who reckons taxes, and how far certificates of exemption are gone by. What the payments and the
// backend are must be in `config` already.
TaxConfig read_tax(TomlSection section, const Config& config);
// What one agent may keep from others.
checkout::HoldPolicy read_holds(TomlSection section);

// Which purchases may wait for the seller.
checkout::ApprovalPolicy read_approvals(TomlSection section);
// Who may ask the admin API, beside the holder of [admin]'s token.
std::vector<OperatorConfig> read_operators(std::vector<TomlSection> sections, TokenDigests& tokens);

// Where the data is, and how much of its disk stays free.
StoreConfig read_store(TomlSection section, const std::string& folder);

// How long what is over is kept.
app::Retention read_retention(TomlSection section);

// The shop's own backend, when the config has such a section.
BackendConfig read_backend(TomlSection& root, SecretReading& secrets);

// Who sends mails to buyers, when the config has such a section.
MailConfig read_mail(TomlSection& root, SecretReading& secrets);

// What is told of products in feeds.
FeedsConfig read_feeds(TomlSection section, SecretReading& secrets);

// Where products come from, and how they are imported.
ImportConfig read_import(TomlSection section, SecretReading& secrets);

// What is offered over MCP, and to whom.
McpConfig read_mcp(TomlSection section);

// Who charges, and when the money is captured. The sections of providers are in `root`.
PaymentsConfig read_payments(TomlSection payments, TomlSection& root, SecretReading& secrets);

}  // namespace till::cli
