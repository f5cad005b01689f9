#include "wire/desk.h"

#include <memory>
#include <string>
#include <utility>
#include <variant>

namespace till::wire {
namespace {

// Answers kept for sessions that are read again: a few kilobytes each as a rule.
constexpr std::size_t kShownSessions = 8192;
constexpr std::size_t kShownBytes = 64 * 1024 * 1024;

// An agent's question is never refused by the rules of the operator.
app::Reply reply_of(app::OrderAnswer answer) {
  app::Reply reply{checkout::Refusal{}};
  if (auto* shown = std::get_if<app::OrderReply>(&answer)) {
    reply.content =
        app::SeenOrder{std::make_shared<const checkout::Order>(std::move(shown->order))};
  }
  if (auto* refusal = std::get_if<checkout::Refusal>(&answer)) reply.content = std::move(*refusal);
  return reply;
}

}  // namespace

Desk::Desk(DeskDependencies dependencies)
    : dependencies_(dependencies), shown_sessions_(kShownSessions, kShownBytes) {}

Digest Desk::key_scope(const Dialect& dialect, const Asked& asked) {
  std::string path = path_of(dialect, asked.operation, asked.id);
  // Without a path over REST it is told apart by what is asked; no path begins with a digit.
  if (path.empty()) {
    path = std::to_string(static_cast<int>(asked.operation)).append(" ").append(asked.id);
  }
  return sha256_of_parts({asked.agent, path, asked.key});
}

Task<Answer> Desk::serve(const Dialect& dialect, Asked asked, std::optional<json::Body> body,
                         Executor& executor) {
  app::RequestContext context{std::string(asked.agent),
                              asked.scope.value_or(Digest{}),
                              body ? dialect.fingerprint(*body, asked) : Digest{},
                              dialect.id(),
                              executor,
                              asked.scope.has_value(),
                              asked.given_up ? *asked.given_up : app::GivenUp{}};
  const app::Target target = app::target_of(asked.operation, asked.id);
  if (const auto* order = std::get_if<OrderId>(&target)) {
    return answer(dialect, asked,
                  dependencies_.orders.get(*order, std::move(context.agent), executor));
  }
  return answer(dialect, asked,
                dependencies_.service.perform(std::move(context), asked.operation, target,
                                              decode(dialect, asked, body)));
}

Task<Answer> Desk::answer(const Dialect& dialect, Asked asked, Task<app::Reply> begun) {
  const app::Reply reply = co_await std::move(begun);
  co_return render(dialect, asked, reply);
}

Task<Answer> Desk::answer(const Dialect& dialect, Asked asked, Task<app::OrderAnswer> begun) {
  app::OrderAnswer answer = co_await std::move(begun);
  co_return render(dialect, asked, reply_of(std::move(answer)));
}

app::Decoded<app::Command> Desk::decode(const Dialect& dialect, const Asked& asked,
                                        const std::optional<json::Body>& body) const {
  if (!body) return app::Command(app::Nothing{});
  return dialect.decode(*body, asked, dependencies_.clock.now());
}

Answer Desk::render(const Dialect& asked_in, const Asked& asked, const app::Reply& reply) {
  const Dialect* const dialect =
      reply.dialect ? dependencies_.dialects.of(*reply.dialect) : &asked_in;
  // It was answered in a dialect that is not spoken any more.
  if (dialect == nullptr) return asked_in.fault(Fault::internal, {asked.operation});
  const auto* const shown = std::get_if<app::SessionReply>(&reply.content);
  if (shown != nullptr && asked.operation == app::Operation::read) {
    const auto make = [&] { return dialect->render(asked.operation, reply, asked.root).body; };
    return {200, {}, shown_sessions_.render(dialect->id(), *shown->session, make)};
  }
  Answer answer = dialect->render(asked.operation, reply, asked.root);
  answer.replayed = reply.replayed;
  const auto* const refusal = std::get_if<checkout::Refusal>(&reply.content);
  if (refusal != nullptr) answer.wait_seconds = refusal->wait_seconds;
  return answer;
}

}  // namespace till::wire
