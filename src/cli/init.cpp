#include "cli/init.h"

#include <array>
#include <filesystem>
#include <system_error>
#include <utility>
#include <vector>

#include "base/blanks.h"
#include "base/url.h"
#include "base/visible.h"
#include "cli/agent_env.h"
#include "cli/certificates.h"
#include "cli/config.h"
#include "cli/env_file.h"
#include "cli/files.h"
#include "cli/operator_env.h"
#include "cli/private_folder.h"
#include "cli/secrets.h"
#include "cli/shop_files.h"
#include "json/writer.h"

namespace till::cli {
namespace {

constexpr mode_t kOwnersFile = 0600;

struct NewFile {
  std::string path;
  std::string content;
};

struct NewSecrets {
  Secret agent;
  Secret admin;
  Secret webhook;
};

// A database beside the files that are made, or none.
bool is_store_of_a_new_shop(const std::string& url) {
  if (url == "memory:") return true;
  const StoreConfig store = parse_store(url);
  return store.is_file() && !trimmed(store.path).empty() && is_visible(url);
}

Result<NewShop, Failure> read_options(const InitOptions& options) {
  const auto listen = parse_endpoint(options.listen);
  if (!listen) return wrong_use("--listen must be ADDRESS:PORT, like 127.0.0.1:8443");
  const auto admin = parse_endpoint(options.admin_listen);
  if (!admin || !admin->loopback()) {
    return wrong_use("--admin-listen must be ADDRESS:PORT of this machine, like 127.0.0.1:9464");
  }
  if (listen->meets(*admin)) {
    return wrong_use("--admin-listen must differ from --listen");
  }
  if (options.plaintext && !listen->loopback()) {
    return wrong_use("--plaintext needs a --listen on this machine, like 127.0.0.1:8443");
  }
  if (!is_store_of_a_new_shop(options.store_url)) {
    return wrong_use("--store must be sqlite:FILE or memory:");
  }
  if (!options.webhook_url.empty() && !is_webhook_url(options.webhook_url)) {
    return wrong_use("--webhook-url must be an https URL, or an http URL of this machine");
  }
  NewShop shop{*listen, *admin, options.webhook_url, false, options.store_url, options.plaintext};
  const auto url = parse_url(options.webhook_url);
  shop.webhook_over_local_tls = url && url->tls && is_loopback(url->host);
  return shop;
}

AgentEnv agent_env(const NewShop& shop, const NewSecrets& secrets, const std::string& folder) {
  return {shop.listen.url(!shop.plaintext), folder + "/tls/ca.pem", secrets.agent, secrets.webhook};
}

OperatorEnv operator_env(const NewShop& shop, const NewSecrets& secrets,
                         const std::string& folder) {
  return {shop.admin_listen.url(false), folder + "/tls/ca.pem", secrets.admin};
}

std::vector<NewFile> files_of(const NewShop& shop, const NewSecrets& secrets,
                              const LocalCertificates& tls, const std::string& folder) {
  return {
      {folder + "/tls/ca.pem", tls.authority},
      {folder + "/tls/cert.pem", tls.certificate},
      {folder + "/tls/key.pem", tls.key},
      {folder + "/webhook.secret", secrets.webhook.reveal() + "\n"},
      {folder + "/agent.env", format_agent_env(agent_env(shop, secrets, folder))},
      {folder + "/operator.env", format_operator_env(operator_env(shop, secrets, folder))},
      {folder + "/catalog.json", std::string(catalog_text())},
      // Last, so that a folder with a till.toml is a whole shop.
      {folder + "/till.toml", config_text(shop)},
  };
}

// Every file is its owner's alone: a till.toml may come to hold secrets, too.
Result<void, Failure> write_files(const std::string& folder, const std::vector<NewFile>& files,
                                  bool force) {
  std::error_code ignored;
  for (const NewFile& file : files) {
    if (!force && std::filesystem::exists(std::filesystem::symlink_status(file.path, ignored))) {
      return wrong_use(file.path + " exists; choose another folder, or overwrite it with --force");
    }
  }
  for (const std::string& each : {folder, folder + "/tls"}) {
    if (auto made = make_private_folder(each); !made) return made;
  }
  for (const NewFile& file : files) {
    const Existing existing = force ? Existing::replace : Existing::keep;
    const auto written = write_file(file.path, file.content, kOwnersFile, existing);
    if (!written) return failed(written.error());
  }
  return {};
}

// Names beside localhost under which agents on this machine or others reach the shop.
std::vector<std::string> more_names(const Endpoint& listen) {
  const bool any = listen.host == "0.0.0.0" || listen.host == "::";
  if (any || listen.host == "localhost" || listen.host == "127.0.0.1" || listen.host == "::1") {
    return {};
  }
  return {listen.host};
}

constexpr std::array kWritten{"till.toml",    "catalog.json",   "agent.env",
                              "operator.env", "webhook.secret", "tls"};

std::string farewell_json(const NewShop& shop, const std::string& folder) {
  std::string text;
  json::Writer json(text);
  json.begin_object().member("folder", folder);
  json.member("url", shop.listen.url(!shop.plaintext)).key("wrote").begin_array();
  for (const std::string_view name : kWritten) json.text(name);
  json.end_array().end_object();
  return text + "\n";
}

std::string farewell(const NewShop& shop, const std::string& folder) {
  std::string names;
  for (const std::string_view name : kWritten) names.append(names.empty() ? "" : ", ") += name;
  const auto typed = [&folder](const char* name) { return shell_quoted(folder + name); };
  return "wrote " + folder + ": " + names + "\n" + "serve it with: till serve --config " +
         typed("/till.toml") + "\n" + "buy there with: till buy --env " + typed("/agent.env") +
         " --item mug-blue\n" + "see what was sold with: till orders list --env " +
         typed("/operator.env") + "\n" + "agents reach it at " + shop.listen.url(!shop.plaintext) +
         "\n";
}

}  // namespace

Result<std::string, Failure> init_shop(const InitOptions& options, const Clock& clock,
                                       Random& random) {
  auto shop = read_options(options);
  if (!shop) return refused(shop.error());
  std::error_code error;
  std::string folder = std::filesystem::absolute(options.folder, error).lexically_normal();
  if (error) return failed("cannot find the folder " + options.folder + ": " + error.message());
  while (folder.size() > 1 && folder.ends_with('/')) folder.pop_back();
  // A line break would end a line of an env file early, and no command takes such a file.
  if (!is_visible(folder)) {
    return wrong_use("DIR must not hold control characters or bytes that are not UTF-8");
  }
  const NewSecrets secrets{make_token("till_agent_", random), make_token("till_admin_", random),
                           make_token("till_webhook_", random)};
  shop->agent_token = sha256(secrets.agent.reveal());
  shop->admin_token = sha256(secrets.admin.reveal());
  const auto tls = make_local_certificates(clock.now(), more_names(shop->listen));
  if (!tls) return failed(tls.error());
  const auto written = write_files(folder, files_of(*shop, secrets, *tls, folder), options.force);
  if (!written) return refused(written.error());
  return options.json ? farewell_json(*shop, folder) : farewell(*shop, folder);
}

}  // namespace till::cli
