// PendingKey: the Idempotency-Key of a command whose answer has not come yet. It lies in a file
// from before the command is sent until it is answered, so that the same command again, in another
// process, has the same key and nothing is done twice.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/id.h"
#include "base/result.h"

namespace till::cli {

class PendingKey {
 public:
  // Keys are kept by the server for a day at least; an older file is no protection any more.
  static constexpr Milliseconds kLongest{std::int64_t{20} * 3'600'000};

  // The key of the command that sends `body` to `path`, on disk in `folder`: that of the same
  // command whose answer never came, else a new one. Refused with a sentence when it cannot be
  // written, or is older than kLongest.
  static Result<PendingKey, std::string> obtain(const std::string& folder, std::string_view path,
                                                std::string_view body, IdSource& ids,
                                                Timestamp now);

  const std::string& text() const { return text_; }
  // When the command was first given, if its answer never came.
  const std::optional<Timestamp>& unanswered_since() const { return unanswered_since_; }
  // The answer has come: the next command of the same kind is another one.
  void answered() const;

 private:
  std::string file_;
  std::string text_;
  std::optional<Timestamp> unanswered_since_;
};

// Where such files lie: till/pending of the user's state folder (XDG_STATE_HOME, or
// ~/.local/state), made when it is not there; .till-pending beside `env_file` for a user who can
// write to neither.
std::string pending_folder(const std::string& env_file);

}  // namespace till::cli
