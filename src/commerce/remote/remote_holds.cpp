#include "commerce/remote/remote_holds.h"

#include <utility>

#include "base/digest.h"
#include "commerce/remote/holds_answer.h"

namespace till::commerce::remote {
namespace {

std::string path_of(const SessionId& session) { return "/holds/" + session.text(); }

constexpr std::size_t kDigestInKey = 16;  // Hexadecimal digits.

// The same deed for ever, and each version is one.
std::string key_of(std::string_view deed, const SessionId& session, std::uint64_t version) {
  return std::string(deed) + "_" + session.text() + "_" + std::to_string(version);
}

// A store that was restored from a backup counts the same versions again, for other pieces.
std::string key_of(const app::HoldRequest& request, const std::string& body) {
  return key_of("hold", request.session, request.version) + "_" +
         to_hex(sha256(body)).substr(0, kDigestInKey);
}

// Does it say that the shop holds for nobody now? A no to this one question does not.
bool is_trouble(const BackendAnswer& answer) {
  const auto* const failed = std::get_if<BackendFailed>(&answer);
  return failed != nullptr && failed->kind != BackendFailureKind::crowded &&
         failed->status != 409 && failed->status != 422;
}

}  // namespace

bool RemoteHolds::is_wanted() const {
  const auto answers = capabilities_.known();
  return !answers || answers->holds;
}

Task<bool> RemoteHolds::can_be_asked(Executor& executor) {
  const bool holds = co_await listed(executor);
  if (!holds || client_.closed_for()) co_return false;
  const std::lock_guard lock(mutex_);
  co_return breaker_.admit(client_.clock().now());
}

Milliseconds RemoteHolds::patience() const {
  return client_.options().hold_timeout + client_.options().approval_timeout;
}

void RemoteHolds::note(const BackendAnswer& answer) {
  const std::lock_guard lock(mutex_);
  is_trouble(answer) ? breaker_.failed(client_.clock().now()) : breaker_.succeeded();
}

Task<bool> RemoteHolds::listed(Executor& executor) {
  const auto answers = co_await capabilities_.get(executor);
  co_return answers && answers->holds;
}

Task<std::optional<std::vector<app::Shortage>>> RemoteHolds::hold(const app::HoldRequest& request,
                                                                  Executor& executor) {
  if (!co_await listed(executor)) co_return std::nullopt;
  std::optional<std::vector<app::Shortage>> lacking;
  BackendQuestion question{"hold", "PUT", path_of(request.session), holds_question(request),
                           client_.options().hold_timeout};
  question.key = key_of(request, question.body);
  question.read = [&request, &lacking](json::Value answer) -> std::optional<AnswerFault> {
    auto read = read_holds(answer, request);
    if (!read) return read.error();
    lacking = std::move(*read);
    return std::nullopt;
  };
  const BackendAnswer answer = co_await client_.ask(std::move(question), executor);
  note(answer);
  if (!std::holds_alternative<BackendAccepted>(answer)) co_return std::nullopt;
  co_return lacking;
}

Task<bool> RemoteHolds::give_back(SessionId session, std::uint64_t version, Executor& executor) {
  if (!co_await listed(executor)) co_return false;
  BackendQuestion question{"release", "DELETE", path_of(session), "",
                           client_.options().hold_timeout};
  question.key = key_of("release", session, version);
  const BackendAnswer answer = co_await client_.ask(std::move(question), executor);
  co_return std::holds_alternative<BackendAccepted>(answer);
}

}  // namespace till::commerce::remote
