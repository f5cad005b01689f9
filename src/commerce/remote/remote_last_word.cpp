#include "commerce/remote/remote_last_word.h"

#include <utility>

#include "base/limits.h"

namespace till::commerce::remote {
namespace {

constexpr std::size_t kMostReason = limits::kStringBytes;

}  // namespace

Result<Approval, AnswerFault> read_approval(json::Value answer) {
  AnswerFaults faults;
  const json::Node root(answer, faults);
  const json::Node decision = root.need("decision");
  const std::string name = decision.text({1, 32});
  if (name != "approve" && name != "decline") decision.invalid("approve or decline");
  if (faults.found()) return refused(*faults.first());
  Approval approval{name == "approve", ""};
  // A no is a no, also without a reason that can be read.
  const json::Node reason = root.member("reason");
  if (!approval.approved && reason.is_text()) approval.reason = reason.text({0, kMostReason});
  return approval;
}

bool RemoteLastWord::is_wanted() const {
  const auto answers = capabilities_.known();
  return !answers || answers->approval;
}

Task<bool> RemoteLastWord::accepts(const app::PurchaseQuestion& purchase, Executor& executor) {
  std::optional<Approval> said;
  BackendQuestion question{"approval", "POST", "/approve", purchase.body,
                           client_.options().approval_timeout};
  question.read = [&said](json::Value answer) -> std::optional<AnswerFault> {
    auto read = read_approval(answer);
    if (!read) return read.error();
    said = std::move(*read);
    return std::nullopt;
  };
  question.read_refusal = [](const BackendRefused&) -> std::optional<AnswerFault> {
    return std::nullopt;
  };
  const BackendAnswer answer = co_await client_.ask(std::move(question), executor);
  // A refusal is a no, and it is in the log.
  if (std::holds_alternative<BackendRefused>(answer)) co_return false;
  const std::string session = purchase.session.text();
  if (!said) {
    // What it said and nobody understood is no silence; nor is a crowd, which agents can make.
    const auto* const failed = std::get_if<BackendFailed>(&answer);
    const bool silent = failed != nullptr && failed->is_silence();
    const bool approves = silent && client_.options().silence_approves;
    client_.log().write(LogLevel::warning, "approval_silent",
                        {{"session", std::string_view(session)},
                         {"taken_as", std::string_view(approves ? "approve" : "decline")}});
    co_return approves;
  }
  if (!said->approved) {
    client_.log().write(
        LogLevel::info, "approval_declined",
        {{"session", std::string_view(session)}, {"reason", std::string_view(said->reason)}});
  }
  co_return said->approved;
}

}  // namespace till::commerce::remote
