// Readers of till.toml that several sections share, and sections of their own files. Private to
// cli; each throws a ConfigFault, as TomlSection does.
#pragma once

#include <string>

#include "cli/config.h"
#include "cli/toml_section.h"

namespace till::cli {

// An absolute URL without a query, to put paths behind.
std::string read_base_url(TomlSection& section, const char* key, const std::string& url);

// The secret under `key`, or in the file or variable of that name with _file or _env; empty when
// none is there.
Secret read_secret(TomlSection& section, const std::string& folder, const std::string& key);

// Where the data is, and how much of its disk stays free.
StoreConfig read_store(TomlSection section, const std::string& folder);

// How long what is over is kept.
app::Retention read_retention(TomlSection section);

// What is offered over MCP, and to whom.
McpConfig read_mcp(TomlSection section);

// Who charges, and when the money is captured.
PaymentsConfig read_payments(TomlSection payments, TomlSection stripe, const std::string& folder);

}  // namespace till::cli
