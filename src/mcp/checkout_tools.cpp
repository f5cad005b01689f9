#include "mcp/checkout_tools.h"

#include <utility>

#include "base/limits.h"
#include "wire/faults.h"
#include "wire/spelling.h"

namespace till::mcp {
namespace {

using app::Operation;
using checkout::Refusal;

json::Body empty_payload() { return std::move(*wire::parse_body("{}")); }

RpcError refusal_error(const wire::Dialect& dialect, Operation operation, Refusal refusal) {
  return acp_error(dialect.render(operation, app::Reply{std::move(refusal)}, "$"));
}

}  // namespace

// What a desk is asked, and what that refers to.
struct CheckoutTools::Step {
  const wire::Dialect* dialect = nullptr;  // Never null.
  Operation operation = Operation::read;
  std::string id = {};
  std::string key = {};  // Empty of what only looks.
  std::optional<Digest> scope = {};
  std::optional<Language> language = {};
  std::string_view root = "$.payload";  // Where the arguments hold it (MP-16).
  std::optional<json::Body> payload = {};

  wire::Asked asked(std::string_view agent) const {
    return {operation, agent, id, key, scope, root, language, nullptr};
  }
};

Task<ToolAnswer> CheckoutTools::call(const Tool& tool, const json::Node& arguments,
                                     ToolCaller caller) {
  auto step = tool.group == ToolGroup::chatgpt ? admit_payment(arguments, caller)
                                               : admit(tool, arguments, caller);
  if (!step) co_return refused(std::move(step.error()));
  wire::Asked asked = step->asked(caller.agent);
  asked.given_up = &caller.given_up;
  // Apart from the wait for it, so that the body is free for others meanwhile.
  auto begun =
      dependencies_.desk.serve(*step->dialect, asked, std::move(step->payload), caller.executor);
  wire::Answer answer = co_await std::move(begun);
  if (answer.status < 400) co_return answer;
  RpcError error = acp_error(answer);
  error.replayed = answer.replayed;
  co_return refused(std::move(error));
}

Result<CheckoutTools::Step, RpcError> CheckoutTools::admit(const Tool& tool,
                                                           const json::Node& arguments,
                                                           const ToolCaller& caller) const {
  auto read = read_arguments(tool, arguments, dependencies_.desk.dialects());
  if (!read) return refused(std::move(read.error()));
  Step step{read->dialect, std::get<Operation>(tool.does), std::move(read->id)};
  step.language = read->language;
  const auto canonical = read->payload ? read->payload->canonical_text() : std::string_view();
  if (tool.changes) {
    step.key = std::move(read->idempotency_key);
    step.scope = wire::Desk::key_scope(*step.dialect, step.asked(caller.agent));
  }
  const auto fault = dependencies_.access.signature_fault(
      caller.agent,
      {read->signature, read->timestamp, canonical, step.scope ? &*step.scope : nullptr});
  if (fault) return refused(acp_error(step.dialect->fault(*fault, {step.operation})));
  if (tool.changes) step.payload = read->payload ? std::move(*read->payload) : empty_payload();
  return step;
}

// The payment sheet sends no key, but a token pays once: so the token is the key.
Result<CheckoutTools::Step, RpcError> CheckoutTools::admit_payment(const json::Node& arguments,
                                                                   const ToolCaller& caller) const {
  wire::Faults faults;
  const json::Node root = arguments.as_root(faults);
  const json::Node id = root.member("checkout_session_id");
  const json::Node payment = root.member("payment_data");
  const json::Node token = payment.member("token");
  Step step{&dependencies_.desk.dialects().newest(), Operation::complete};
  step.root = "$";
  if (!id.is_text() || !token.is_text()) {
    Refusal refusal = wire::refusal(
        checkout::RefusalCode::missing,
        id.is_text() ? "$.payment_data.token" : "$.checkout_session_id",
        "Send checkout_session_id and payment_data with the token of the payment sheet.");
    const app::Reply reply{std::move(refusal)};
    return refused(invalid_params(step.dialect->render(step.operation, reply, step.root)));
  }
  step.id = id.text({0, limits::kStringBytes});
  step.key = "complete_checkout " + token.text({1, 512});
  if (faults.first()) {
    const app::Reply reply{*faults.first()};
    return refused(invalid_params(step.dialect->render(step.operation, reply, step.root)));
  }
  auto payload = wire::body_within(arguments);
  if (!payload) {
    return refused(refusal_error(*step.dialect, step.operation, std::move(payload.error())));
  }
  const auto fault = dependencies_.access.signature_fault(
      caller.agent, {std::nullopt, std::nullopt, payload->canonical_text(), nullptr});
  if (fault) return refused(acp_error(step.dialect->fault(*fault, {step.operation})));
  step.scope = wire::Desk::key_scope(*step.dialect, step.asked(caller.agent));
  step.payload = std::move(*payload);
  return step;
}

}  // namespace till::mcp
