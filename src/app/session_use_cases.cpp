// Create, update, cancel and expire: each loads, asks the rules and says what to commit.
#include "app/agent_limits.h"
#include "app/use_case.h"

namespace till::app {
namespace {

constexpr int kMostRounds = 64;  // Each lost to another change of the session.

class Create final : public UseCase {
 public:
  Create(const CheckoutDependencies& dependencies, const RequestContext& context,
         Decoded<checkout::CreateCommand>& command)
      : dependencies_(dependencies), context_(context), command_(command) {}

  Task<Decision> decide(const Loaded&) override {
    if (!command_) co_return refuse_with(command_.error());
    if (auto refusal = refuse_session(dependencies_, context_.agent)) {
      co_return refuse_with(std::move(*refusal));
    }
    const checkout::Circumstances circumstances{dependencies_.clock.now(), dependencies_.ids};
    checkout::Draft draft = checkout::begin_session(
        *command_, context_.agent, dependencies_.profile.session_lifetime, circumstances);
    draft.capabilities =
        checkout::common_capabilities(command_->capabilities, dependencies_.profile.capabilities);
    auto priced = co_await price_draft(dependencies_, std::move(draft), command_->selected,
                                       &command_->lines, circumstances.now, context_.executor);
    if (!priced) co_return refuse_with(std::move(priced.error()));
    co_return decide_session(dependencies_, nullptr, std::move(*priced), Success::created);
  }

 private:
  const CheckoutDependencies& dependencies_;
  const RequestContext& context_;
  Decoded<checkout::CreateCommand>& command_;
};

class Update final : public UseCase {
 public:
  Update(const CheckoutDependencies& dependencies, const RequestContext& context,
         Decoded<checkout::UpdateCommand>& command)
      : dependencies_(dependencies), context_(context), command_(command) {}

  Task<Decision> decide(const Loaded& loaded) override {
    if (!command_) co_return refuse_with(command_.error());
    const auto session = visible_session(loaded, context_.agent);
    if (!session) co_return refuse_with(session_not_found());
    const checkout::Circumstances circumstances{dependencies_.clock.now(), dependencies_.ids};
    auto draft = checkout::apply_update(*session, *command_, circumstances);
    if (!draft) co_return refuse_with(std::move(draft.error()));
    auto priced = co_await price_draft(dependencies_, std::move(*draft), selections(), requested(),
                                       circumstances.now, context_.executor);
    if (!priced) co_return refuse_with(std::move(priced.error()));
    co_return decide_session(dependencies_, session.get(), std::move(*priced), Success::ok);
  }

  bool follows() const override { return true; }

 private:
  checkout::Selections selections() const {
    const auto& patch = command_->selected;
    if (patch.kind == checkout::Patch<std::vector<checkout::RequestedSelection>>::Kind::given) {
      return patch.value;
    }
    return std::nullopt;
  }
  const std::vector<checkout::RequestedLine>* requested() const {
    const auto& patch = command_->lines;
    const bool given =
        patch.kind == checkout::Patch<std::vector<checkout::RequestedLine>>::Kind::given;
    return given ? &patch.value : nullptr;
  }

  const CheckoutDependencies& dependencies_;
  const RequestContext& context_;
  Decoded<checkout::UpdateCommand>& command_;
};

class Cancel final : public UseCase {
 public:
  Cancel(const CheckoutDependencies& dependencies, const RequestContext& context,
         const Decoded<checkout::CancelCommand>& command)
      : dependencies_(dependencies), context_(context), command_(command) {}

  Task<Decision> decide(const Loaded& loaded) override {
    if (!command_) co_return refuse_with(command_.error());
    const auto session = visible_session(loaded, context_.agent);
    if (!session) co_return refuse_with(session_not_found());
    auto canceled = checkout::apply_cancel(*session, *command_, dependencies_.clock.now());
    if (!canceled) co_return refuse_with(std::move(canceled.error()));
    co_return decide_session(dependencies_, session.get(), std::move(*canceled), Success::ok);
  }

 private:
  const CheckoutDependencies& dependencies_;
  const RequestContext& context_;
  const Decoded<checkout::CancelCommand>& command_;
};

}  // namespace

Task<Reply> CheckoutService::create(RequestContext context,
                                    Decoded<checkout::CreateCommand> command) {
  Create use_case(dependencies_, context, command);
  co_return co_await once(context, std::nullopt, use_case);
}

Task<Reply> CheckoutService::update(RequestContext context, SessionId session,
                                    Decoded<checkout::UpdateCommand> command) {
  Update use_case(dependencies_, context, command);
  co_return co_await once(context, session, use_case);
}

Task<Reply> CheckoutService::cancel(RequestContext context, SessionId session,
                                    Decoded<checkout::CancelCommand> command) {
  Cancel use_case(dependencies_, context, command);
  co_return co_await once(context, session, use_case);
}

Task<bool> CheckoutService::expire(SessionId id, Executor& executor) {
  const Turns::Turn turn = co_await turns_.take(id, executor);
  if (!turn) co_return false;
  auto loaded = co_await dependencies_.store.sessions.load(id, std::nullopt, executor);
  if (!loaded) co_return false;
  const auto& session = loaded->session;
  Changeset changeset;
  changeset.deadline_done = id;
  if (session && !checkout::is_over(session->status)) {
    auto next = checkout::apply_due(*session, dependencies_.profile.policy.holds,
                                    dependencies_.clock.now());
    if (!next) co_return false;
    changeset.deadline_done.reset();
    changeset.stock = checkout::stock_moves(session->holds, next->holds);
    changeset.session = std::make_shared<const checkout::Session>(std::move(*next));
  }
  const auto outcome = co_await dependencies_.store.sessions.commit(std::move(changeset), executor);
  co_return outcome == CommitOutcome::committed;
}

Task<bool> CheckoutService::end(SessionId id, Executor& executor) {
  for (int round = 0; round < kMostRounds; ++round) {
    co_await expire(id, executor);
    const Turns::Turn turn = co_await turns_.take(id, executor);
    if (!turn) co_return false;
    auto loaded = co_await dependencies_.store.sessions.load(id, std::nullopt, executor);
    if (!loaded || !loaded->session) co_return false;
    const checkout::SessionPtr& session = loaded->session;
    if (checkout::is_over(session->status)) co_return true;
    auto canceled = checkout::apply_cancel(*session, {}, dependencies_.clock.now());
    if (!canceled) co_return false;
    Changeset changeset;
    changeset.stock = checkout::stock_moves(session->holds, canceled->holds);
    changeset.session = std::make_shared<const checkout::Session>(std::move(*canceled));
    const auto outcome =
        co_await dependencies_.store.sessions.commit(std::move(changeset), executor);
    if (outcome == CommitOutcome::committed) co_return true;
    if (outcome != CommitOutcome::session_changed) co_return false;
  }
  co_return false;
}

}  // namespace till::app
