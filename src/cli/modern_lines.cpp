#include "cli/modern_lines.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "cli/bridged_answer.h"
#include "cli/event_reader.h"
#include "cli/json.h"

namespace till::cli {
namespace {

constexpr std::chrono::hours kForever{24 * 365};  // Who listens does so until somebody ends it.

}  // namespace

void ModernLines::pass(const std::string& line, const std::vector<net::Header>& headers) {
  const Json message = Json::parse(line);
  auto call = std::make_shared<Call>();
  call->id = message.at("id").json();
  call->listens = message.at("method").text() == "subscriptions/listen";
  if (!take_place(call)) return;
  net::ClientRequest request{"POST",
                             env_.url + "/mcp",
                             {{"Authorization", "Bearer " + env_.token.reveal()},
                              {"Accept", "application/json, text/event-stream"},
                              {"Content-Type", "application/json"}},
                             line,
                             {}};
  request.headers.insert(request.headers.end(), headers.begin(), headers.end());
  if (call->listens) request.timeout = kForever;
  request.abort = call->abort;
  spawn(run(std::move(call), std::move(request)), [](Done) {});
}

bool ModernLines::take_place(const CallPtr& call) {
  std::unique_lock lock(mutex_);
  const auto under_way = [&] {
    return static_cast<std::size_t>(
        std::count_if(calls_.begin(), calls_.end(),
                      [&](const CallPtr& one) { return one->listens == call->listens; }));
  };
  if (call->listens && under_way() >= kListening) {
    lock.unlock();
    say_(bridged_answer(net::Response{429, {}, {}}, call->id, true, env_.url));
    return false;
  }
  changed_.wait(lock, [&] { return call->listens || under_way() < kUnderWay; });
  calls_.push_back(call);
  return true;
}

bool ModernLines::cancel(const std::string& id) {
  const std::lock_guard lock(mutex_);
  bool any = false;
  for (const CallPtr& call : calls_) {
    if (call->id != id) continue;
    any = call->cancelled = true;
    call->abort->trigger();
  }
  return any;
}

void ModernLines::end() {
  std::unique_lock lock(mutex_);
  for (const CallPtr& call : calls_) {
    if (!call->listens) continue;
    call->cancelled = true;
    call->abort->trigger();
  }
  changed_.wait(lock, [&] { return calls_.empty(); });
}

Task<Done> ModernLines::run(CallPtr call, net::ClientRequest request) {
  EventReader events([this, &call](std::string_view message) {
    tell(*call, message, !Json::parse(message).at("method").given());
  });
  request.on_events = [&events](std::string_view piece) { events.feed(piece); };
  const HttpAnswer answer = co_await client_.send(std::move(request), executor_);
  if (!call->answered) tell(*call, bridged_answer(answer, call->id, true, env_.url), true);
  const std::lock_guard lock(mutex_);
  calls_.remove(call);
  changed_.notify_all();
  co_return Done{};
}

// Nothing once it was cancelled.
void ModernLines::tell(Call& call, std::string_view message, bool answers) {
  const std::lock_guard lock(mutex_);
  call.answered = call.answered || answers;
  if (!call.cancelled && !message.empty()) say_(message);
}

}  // namespace till::cli
