#include "cli/shop_facts.h"

#include <sys/stat.h>

#include "base/url.h"
#include "cli/files.h"
#include "cli/shop_files.h"

namespace till::cli {
namespace {

// Can others than the owner read the file? A file of root may be read by its group as well, which
// is how systems hand out keys. Not when there is none.
bool others_read(const std::string& path) {
  struct stat seen {};
  if (::stat(path.c_str(), &seen) != 0) return false;
  const mode_t allowed = seen.st_uid == 0 ? S_IRWXU | S_IRGRP : S_IRWXU;
  return (seen.st_mode & (S_IRWXU | S_IRWXG | S_IRWXO) & ~allowed) != 0;
}

// The files of the shop that nobody else may read.
std::vector<std::string> secret_files(const Config& config, const std::string& config_path) {
  std::vector<std::string> files;
  if (!config.listen.plaintext) files.push_back(config.tls.key);
  for (const SecretPlace& place : config.secrets) {
    if (!place.file.empty()) files.push_back(place.file);
  }
  const std::string folder = folder_of(config_path);
  for (const char* const name : {"agent.env", "operator.env"}) {
    files.push_back(resolve(folder, name));
  }
  if (config.store.is_file()) {
    // What was written last lies in the -wal until it is moved into the database.
    for (const char* const end : {"", "-wal", "-shm"}) files.push_back(config.store.path + end);
  }
  return files;
}

}  // namespace

std::string public_host(const Config& config) {
  const auto url = parse_url(config.listen.public_url);
  return url ? url->host : config.listen.api.host;
}

ShopFacts look_at_shop(const Config& config, const std::string& config_path, Timestamp now) {
  ShopFacts facts;
  facts.now = now;
  facts.config_path = config_path;
  facts.config_readable = others_read(config_path);
  for (std::string& file : secret_files(config, config_path)) {
    if (others_read(file)) facts.readable.push_back(std::move(file));
  }
  const auto catalog = read_file(config.shop.catalog);
  facts.demo_catalog = catalog && *catalog == catalog_text();
  if (!config.listen.plaintext) {
    auto certificate = look_at_certificate(config.tls.certificate, public_host(config));
    if (certificate) facts.certificate = *certificate;
  }
  return facts;
}

}  // namespace till::cli
