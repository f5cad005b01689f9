// ConfigFile: a till.toml that a command changes.
#pragma once

#include <memory>
#include <string>

#include "base/result.h"
#include "cli/config.h"
#include "cli/failure.h"

namespace till::cli {

// Holds a lock on the file's folder while it lives, so that changes take turns. One thread.
class ConfigFile {
 public:
  // Refused when the file cannot be read or is not sound: only a sound one is changed.
  static Result<ConfigFile, Failure> open(const std::string& path);

  const std::string& text() const { return text_; }
  const Config& config() const { return config_; }

  // Puts `text` in the file's place, whole or not at all, with the mode and owner it had; a
  // symbolic link stays, and what it points to is replaced. Refused, and nothing is changed, when
  // the text is no sound config or its agents and tokens are not `agents`.
  Result<void, Failure> save(const std::string& text, const std::vector<AgentConfig>& agents);

 private:
  struct Lock;
  ConfigFile() = default;

  std::string path_;  // As it was given.
  std::string text_;
  Config config_;
  std::shared_ptr<Lock> lock_;
};

}  // namespace till::cli
