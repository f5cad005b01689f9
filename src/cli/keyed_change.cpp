#include "cli/keyed_change.h"

#include "base/random.h"
#include "cli/pending_key.h"

namespace till::cli {
namespace {

constexpr const char* kAgain =
    "; whether it was done is not known. Give the same command again: it is not done twice";

// Such an answer leaves open what became of the change: the server may still be at it.
bool leaves_open(const Answer& answer) {
  const bool in_flight = answer.body.at("code").text() == "idempotency_in_flight";
  return answer.status >= 500 || answer.status == 408 || in_flight;
}

}  // namespace

Result<Answer, Failure> change_once(AdminClient& admin, const std::string& env_file,
                                    const std::string& path, const std::string& body,
                                    const LookBack& look_back, const char* method) {
  const SystemClock clock;
  SystemRandom random;
  RandomIds ids(clock, random);
  const auto key = PendingKey::obtain(pending_folder(env_file), path, body, ids, clock.now());
  if (!key) return failed(key.error());
  auto answer = admin.change(path, body, key->text(), method);
  if (!answer) {
    // An earlier try may have been heard even when this one was not.
    const bool open = answer.error().perhaps_done || key->unanswered_since();
    if (!open) key->answered();
    return failed(answer.error().sentence + (open ? kAgain : ""));
  }
  answer->repeated = key->unanswered_since().has_value();
  if (!leaves_open(*answer)) key->answered();
  if (answer->good()) return std::move(*answer);
  if (answer->repeated && !leaves_open(*answer) && look_back) {
    if (auto done = look_back()) {
      done->replayed = true;
      return std::move(*done);
    }
  }
  Failure failure = cannot_do_that(*answer);
  if (answer->status >= 500) failure.sentence += kAgain;
  if (key->unanswered_since()) {
    failure.sentence += "; the same command of " + format_rfc3339(*key->unanswered_since()) +
                        ", whose answer never came, may have done it";
  }
  return refused(std::move(failure));
}

}  // namespace till::cli
