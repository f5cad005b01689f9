#include "app/session_use_cases.h"

#include <memory>
#include <utility>

#include "app/agent_limits.h"

namespace till::app {
namespace {

// `next` follows `session`, and gives back what it holds no more.
Changeset follow_up(const checkout::Session& session, checkout::Session next) {
  Changeset changeset;
  changeset.stock = checkout::stock_moves(&session, next);
  changeset.session = std::make_shared<const checkout::Session>(std::move(next));
  return changeset;
}

Decision commit_only(Changeset changeset) {
  SessionReply reply{changeset.session, Success::ok};
  return {std::move(reply), std::move(changeset), KeyUse::pending};
}

}  // namespace

Create::Create(const CheckoutDependencies& dependencies, std::string agent,
               Decoded<checkout::CreateCommand>&& command)
    : dependencies_(dependencies),
      agent_(std::move(agent)),
      command_(std::move(command)),
      pricing_(dependencies) {}

Step Create::needs(const Loaded&, Timestamp now) {
  if (!command_) return refuse_with(command_.error());
  if (auto refusal = refuse_session(dependencies_, agent_)) {
    return refuse_with(std::move(*refusal));
  }
  const checkout::Circumstances circumstances{now, dependencies_.ids};
  checkout::Draft draft = checkout::begin_session(
      *command_, agent_, dependencies_.profile.session_lifetime, circumstances);
  draft.capabilities =
      checkout::common_capabilities(command_->capabilities, dependencies_.profile.capabilities);
  return pricing_.ask(std::move(draft), command_->selected, &command_->lines, now);
}

Step Create::decide(const Loaded&, const Answers& answers, Timestamp now) {
  if (auto needs = pricing_.ask_hold(answers, nullptr, now)) return std::move(*needs);
  auto priced = pricing_.price(answers);
  if (!priced) return refuse_with(std::move(priced.error()));
  return pricing_.decide(nullptr, std::move(*priced), Success::created, now);
}

Update::Update(const CheckoutDependencies& dependencies, std::string agent,
               Decoded<checkout::UpdateCommand>&& command)
    : dependencies_(dependencies),
      agent_(std::move(agent)),
      command_(std::move(command)),
      pricing_(dependencies) {}

Step Update::needs(const Loaded& loaded, Timestamp now) {
  if (!command_) return refuse_with(command_.error());
  const auto session = visible_session(loaded, agent_);
  if (!session) return refuse_with(session_not_found());
  auto draft = checkout::apply_update(*session, *command_, {now, dependencies_.ids});
  if (!draft) return refuse_with(std::move(draft.error()));
  return pricing_.ask(std::move(*draft), selections(), requested(), now);
}

Step Update::decide(const Loaded& loaded, const Answers& answers, Timestamp now) {
  const checkout::SessionPtr& session = loaded.session;
  if (auto needs = pricing_.ask_hold(answers, session, now)) return std::move(*needs);
  auto priced = pricing_.price(answers);
  if (!priced) return refuse_with(std::move(priced.error()));
  return pricing_.decide(session.get(), std::move(*priced), Success::ok, now);
}

checkout::Selections Update::selections() const {
  const auto& patch = command_->selected;
  if (patch.kind == checkout::Patch<std::vector<checkout::RequestedSelection>>::Kind::given) {
    return patch.value;
  }
  return std::nullopt;
}

const std::vector<checkout::RequestedLine>* Update::requested() const {
  const auto& patch = command_->lines;
  const bool given =
      patch.kind == checkout::Patch<std::vector<checkout::RequestedLine>>::Kind::given;
  return given ? &patch.value : nullptr;
}

Cancel::Cancel(const CheckoutDependencies& dependencies, std::string agent,
               Decoded<checkout::CancelCommand>&& command)
    : dependencies_(dependencies), agent_(std::move(agent)), command_(std::move(command)) {}

Step Cancel::needs(const Loaded& loaded, Timestamp now) {
  if (!command_) return refuse_with(command_.error());
  const auto session = visible_session(loaded, agent_);
  if (!session) return refuse_with(session_not_found());
  auto canceled = checkout::apply_cancel(*session, *command_, now);
  if (!canceled) return refuse_with(std::move(canceled.error()));
  return decide_session(dependencies_, session.get(), std::move(*canceled), Success::ok);
}

Step Expire::needs(const Loaded& loaded, Timestamp now) {
  const auto& session = loaded.session;
  Changeset changeset;
  changeset.deadline_done = session_;
  if (session && !checkout::is_over(session->status)) {
    auto next = checkout::apply_due(*session, dependencies_.profile.policy.holds, now);
    if (!next) return nothing_to_do(session);
    changeset = follow_up(*session, std::move(*next));
  }
  return commit_only(std::move(changeset));
}

Step EndSession::needs(const Loaded& loaded, Timestamp now) {
  const auto& session = loaded.session;
  was_over_ = session && checkout::is_over(session->status);
  if (!session || was_over_) return nothing_to_do(session);
  auto due = checkout::apply_due(*session, dependencies_.profile.policy.holds, now);
  if (due && checkout::is_over(due->status)) {
    return commit_only(follow_up(*session, std::move(*due)));
  }
  auto canceled = checkout::apply_cancel(*session, {}, now);
  if (!canceled) return nothing_to_do(session);
  return commit_only(follow_up(*session, std::move(*canceled)));
}

Task<Reply> CheckoutService::create(RequestContext context,
                                    Decoded<checkout::CreateCommand> command) {
  auto use_case = std::make_unique<Create>(dependencies_, context.agent, std::move(command));
  return answer(std::move(context), std::nullopt, std::move(use_case));
}

Task<Reply> CheckoutService::update(RequestContext context, SessionId session,
                                    Decoded<checkout::UpdateCommand> command) {
  auto use_case = std::make_unique<Update>(dependencies_, context.agent, std::move(command));
  return answer(std::move(context), session, std::move(use_case));
}

Task<Reply> CheckoutService::cancel(RequestContext context, SessionId session,
                                    Decoded<checkout::CancelCommand> command) {
  auto use_case = std::make_unique<Cancel>(dependencies_, context.agent, std::move(command));
  return answer(std::move(context), session, std::move(use_case));
}

Task<bool> CheckoutService::expire(SessionId id, Executor& executor) {
  Expire use_case(dependencies_, id);
  Subject subject{id, {}, TurnRule::required, executor};
  const Ended ended = co_await pipeline_.run(std::move(subject), use_case);
  co_return ended.committed;
}

Task<bool> CheckoutService::end(SessionId id, Executor& executor) {
  EndSession use_case(dependencies_);
  Subject subject{id, {}, TurnRule::required, executor};
  const Ended ended = co_await pipeline_.run(std::move(subject), use_case);
  co_return ended.committed || (ended.end == End::decided && use_case.was_over());
}

}  // namespace till::app
