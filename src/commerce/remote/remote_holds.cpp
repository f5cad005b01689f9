#include "commerce/remote/remote_holds.h"

#include <utility>

#include "commerce/remote/holds_answer.h"

namespace till::commerce::remote {
namespace {

std::string path_of(const SessionId& session) { return "/holds/" + session.text(); }

// The same deed for ever, and each version is one.
std::string key_of(std::string_view deed, const SessionId& session, std::uint64_t version) {
  return std::string(deed) + "_" + session.text() + "_" + std::to_string(version);
}

}  // namespace

bool RemoteHolds::is_wanted() const {
  const auto answers = capabilities_.known();
  return !answers || answers->holds;
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
  question.key = key_of("hold", request.session, request.version);
  question.read = [&request, &lacking](json::Value answer) -> std::optional<AnswerFault> {
    auto read = read_holds(answer, request);
    if (!read) return read.error();
    lacking = std::move(*read);
    return std::nullopt;
  };
  const BackendAnswer answer = co_await client_.ask(std::move(question), executor);
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
