#include "cli/config_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

#include "cli/files.h"

namespace till::cli {
namespace {

bool same_tokens(const AgentConfig& left, const AgentConfig& right) {
  return left.id == right.id && left.token_digests == right.token_digests;
}

}  // namespace

struct ConfigFile::Lock {
  explicit Lock(const std::string& folder)
      : descriptor(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {
    if (descriptor >= 0) ::flock(descriptor, LOCK_EX);
  }
  ~Lock() {
    if (descriptor >= 0) ::close(descriptor);
  }
  Lock(const Lock&) = delete;
  Lock& operator=(const Lock&) = delete;
  const int descriptor;
};

Result<ConfigFile, Failure> ConfigFile::open(const std::string& path) {
  ConfigFile file;
  file.path_ = path;
  const std::string folder = folder_of(path);
  file.lock_ = std::make_shared<Lock>(folder.empty() ? "." : folder);
  auto text = read_file(path);
  if (!text) return failed(text.error() + "; `till init DIR` makes one");
  auto config = parse_config(*text, path);
  if (!config) return failed(config.error());
  file.text_ = std::move(*text);
  file.config_ = std::move(*config);
  return file;
}

Result<void, Failure> ConfigFile::save(const std::string& text,
                                       const std::vector<AgentConfig>& agents) {
  const auto config = parse_config(text, path_);
  const bool as_wanted = config && std::equal(config->agents.begin(), config->agents.end(),
                                              agents.begin(), agents.end(), same_tokens);
  if (!as_wanted) {
    return failed(path_ +
                  " is left as it was: Till cannot edit how its agents are written; write " +
                  "each as an [[agents]] section" + (config ? "" : " (" + config.error() + ")"));
  }
  if (auto replaced = replace_file(path_, text); !replaced) return failed(replaced.error());
  return {};
}

}  // namespace till::cli
