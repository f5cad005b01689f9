// A change that is sent to the admin API and happens once, however often its command is given.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "cli/admin_client.h"

namespace till::cli {

// Sends `body` to `path` under the key of this very command, which is kept in the folder of
// `env_file`'s user until an answer has come. Refused like AdminClient::post; where the change may
// have happened all the same, the sentence says to give the command again.
//
// `look_back` is asked when the server refuses a command that was given before and never answered:
// it may have been done then. What it finds is the answer, marked as replayed; nothing when the
// command was not done.
using LookBack = std::function<std::optional<Answer>()>;
Result<Answer, Failure> change_once(AdminClient& admin, const std::string& env_file,
                                    const std::string& path, const std::string& body,
                                    const LookBack& look_back = {}, const char* method = "POST");

}  // namespace till::cli
