#include "commerce/remote/capabilities.h"

#include "base/limits.h"

namespace till::commerce::remote {
namespace {

constexpr std::string_view kVersion = "2026-12-01";
constexpr Milliseconds kPatience{1'500};
constexpr Milliseconds kPause{1'000};

}  // namespace

Result<Listed, AnswerFault> read_capabilities(json::Value answer) {
  AnswerFaults faults;
  const json::Node root(answer, faults);
  const json::Node version = root.need("version");
  if (version.text({1, 64}) != kVersion) {
    version.invalid("the version " + std::string(kVersion) + " of the contract");
  }
  Listed answers;
  const json::Node listed = root.need("capabilities");  // Its entries refer to it.
  for (const json::Node& each : listed.entries(limits::kListEntries)) {
    const std::string name = each.text({1, 255});
    answers.quote = answers.quote || name == "quote";
    answers.holds = answers.holds || name == "holds";
    answers.approval = answers.approval || name == "approval";
    answers.orders = answers.orders || name == "orders";
    answers.products = answers.products || name == "products";
  }
  if (faults.found()) return refused(*faults.first());
  return answers;
}

Task<std::optional<Listed>> Capabilities::get(Executor& executor) {
  const Step step = next_step();
  if (step == Step::wait) co_await answered(executor);
  if (step != Step::ask) co_return known();
  std::optional<Listed> read;
  BackendQuestion question{"capabilities", "GET", "/capabilities", "", kPatience};
  question.read = [&read](json::Value answer) -> std::optional<AnswerFault> {
    auto answers = read_capabilities(answer);
    if (!answers) return answers.error();
    read = *answers;
    return std::nullopt;
  };
  const BackendAnswer answer = co_await client_.ask(std::move(question), executor);
  learn(answer, read);
  co_return known();
}

std::optional<Listed> Capabilities::known() const {
  const std::lock_guard lock(mutex_);
  return known_;
}

void Capabilities::doubt() {
  const std::lock_guard lock(mutex_);
  doubted_ = true;
}

bool Capabilities::idle() const {
  const std::lock_guard lock(mutex_);
  return !asking_;
}

Capabilities::Step Capabilities::next_step() {
  const Timestamp now = client_.clock().now();
  const std::lock_guard lock(mutex_);
  if (known_ && !doubted_ && comebacks_ == client_.comebacks()) return Step::use;
  if (asking_) return known_ ? Step::use : Step::wait;
  // A clock that was set back makes nobody wait for it.
  if (asked_at_ && now >= *asked_at_ && now - *asked_at_ < kPause) return Step::use;
  asking_ = true;
  doubted_ = false;
  comebacks_ = client_.comebacks();  // One that comes while it is asked is asked about again.
  asked_at_ = now;
  return Step::ask;
}

bool Capabilities::wait(std::coroutine_handle<> work, Executor& executor) {
  const std::lock_guard lock(mutex_);
  if (!asking_) return false;
  waiting_.push_back({work, &executor});
  return true;
}

void Capabilities::learn(const BackendAnswer& answer, std::optional<Listed> read) {
  std::vector<Waiter> waiting;
  {
    const std::lock_guard lock(mutex_);
    asking_ = false;
    if (read) known_ = read;
    const auto* const failed = std::get_if<BackendFailed>(&answer);
    if (failed != nullptr) doubted_ = true;
    // It speaks of something else now; while it is silent, what it said last stands.
    if (failed != nullptr && failed->kind == BackendFailureKind::not_of_schema) known_.reset();
    waiting.swap(waiting_);
  }
  for (const Waiter& each : waiting) each.executor->post(each.work);
}

}  // namespace till::commerce::remote
