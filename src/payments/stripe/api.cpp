#include "payments/stripe/api.h"

#include <algorithm>
#include <utility>

namespace till::payments::stripe {
namespace {

constexpr Milliseconds kLeastTime{250};

std::string_view name_of(net::GuardedFailureKind kind) {
  switch (kind) {
    case net::GuardedFailureKind::open_circuit: return "open_circuit";
    case net::GuardedFailureKind::crowded: return "crowded";
    case net::GuardedFailureKind::not_sent: return "not_sent";
    case net::GuardedFailureKind::no_answer: break;
  }
  return "no_answer";
}

}  // namespace

bool Api::has_time(Timestamp deadline) const { return deadline - now() >= kLeastTime; }

Task<Answer> Api::ask(std::string_view what, net::ClientRequest request, Timestamp deadline,
                      Executor& executor) const {
  net::GuardedRequest guarded;
  guarded.request = std::move(request);
  // The clock may have been set back meanwhile.
  guarded.patience = std::clamp(deadline - now(), Milliseconds(0), options_.patience);
  auto sent = co_await client_.send(std::move(guarded), executor);
  if (!sent) {
    // The detail may hold the URL, and with it a token.
    log_.write(LogLevel::warning, "stripe_no_answer",
               {{"request", what}, {"kind", name_of(sent.error().kind)}});
    co_return Answer{};
  }
  Answer answer = answer_of(*sent);
  if (answer.status != 200) {
    // What Stripe finds wrong with a request is for the operator to mend.
    const bool ours = answer.status == 400 || answer.status == 401 || answer.status == 403;
    const auto level = ours || answer.status >= 500 ? LogLevel::warning : LogLevel::info;
    const ErrorName error = error_name(answer);
    log_.write(level, "stripe_answer",
               {{"request", what},
                {"status", std::int64_t{answer.status}},
                {"request_id", std::string_view(answer.request_id)},
                {"code", std::string_view(error.code)},
                {"param", std::string_view(error.param)}});
  }
  co_return answer;
}

void Api::tell(std::string_view event, const std::string& session, std::string_view name,
               std::string_view value) const {
  log_.write(LogLevel::info, event, {{"session", std::string_view(session)}, {name, value}});
}

void Api::alarm(std::string_view event, const std::string& session, std::string_view why) const {
  log_.write(LogLevel::error, event, {{"session", std::string_view(session)}, {"why", why}});
}

void Api::warn(std::string_view event, const std::string& session, std::string_view why) const {
  log_.write(LogLevel::warning, event, {{"session", std::string_view(session)}, {"why", why}});
}

}  // namespace till::payments::stripe
