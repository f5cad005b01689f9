#include "cli/pending_key.h"

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <system_error>

#include "base/digest.h"
#include "cli/files.h"

namespace till::cli {
namespace {

constexpr mode_t kMode = 0600;
constexpr const char* kBelow = "/till/pending";

std::string variable(const char* name) {
  const char* const value = std::getenv(name);
  return value == nullptr ? "" : value;
}

// Makes the folder when it is not there.
bool is_usable(const std::string& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  return !error && ::access(folder.c_str(), W_OK | X_OK) == 0;
}

struct Kept {
  std::string key;
  Timestamp since;
};

// The two lines of such a file; nothing when it is none.
std::optional<Kept> parse(std::string_view text) {
  const std::size_t end = text.find('\n');
  if (end == std::string_view::npos || !text.ends_with('\n')) return std::nullopt;
  const std::string_view key = text.substr(0, end);
  const auto since = parse_rfc3339(text.substr(end + 1, text.size() - end - 2));
  if (!RequestId::parse(key) || !since) return std::nullopt;
  return Kept{std::string(key), *since};
}

}  // namespace

Result<PendingKey, std::string> PendingKey::obtain(const std::string& folder, std::string_view path,
                                                   std::string_view body, IdSource& ids,
                                                   Timestamp now) {
  PendingKey key;
  key.file_ = folder + "/" + to_hex(sha256_of_parts({path, body}));
  key.text_ = ids.make<RequestId>().text();
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  const auto written =
      write_file(key.file_, key.text_ + "\n" + format_rfc3339(now) + "\n", kMode, Existing::keep);
  if (written) return key;
  if (!std::filesystem::exists(key.file_, error)) {
    return refused("cannot keep the key of this command, which stops it from being done twice: " +
                   written.error() +
                   "; set XDG_STATE_HOME to a folder you can write. Nothing was "
                   "sent");
  }
  const auto text = read_file(key.file_);
  const auto kept = text ? parse(*text) : std::nullopt;
  if (!kept || now - kept->since > kLongest) {
    return refused("the same command was given before" +
                   (kept ? " at " + format_rfc3339(kept->since) : std::string()) +
                   " and its answer never came. Look at what became of it with `till orders show`, "
                   "remove " +
                   key.file_ + " and give the command again if it is still wanted");
  }
  key.text_ = kept->key;
  key.unanswered_since_ = kept->since;
  return key;
}

void PendingKey::answered() const { ::unlink(file_.c_str()); }

std::string pending_folder(const std::string& env_file) {
  const std::string state = variable("XDG_STATE_HOME");
  if (state.starts_with('/') && is_usable(state + kBelow)) return state + kBelow;
  const std::string home = variable("HOME");
  std::string usual = home + "/.local/state" + kBelow;
  if (home.starts_with('/') && is_usable(usual)) return usual;
  const std::string beside = folder_of(env_file);
  return (beside.empty() ? std::string(".") : beside) + "/.till-pending";
}

}  // namespace till::cli
