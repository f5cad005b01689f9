#include "mcp/request_stream.h"

#include <utility>

namespace till::mcp {

// Waits until there is something to give.
struct RequestStream::Waiter {
  RequestStream& stream;
  Executor& executor;
  bool await_ready() const noexcept { return false; }
  bool await_suspend(std::coroutine_handle<> reader) const {
    const std::lock_guard lock(stream.mutex_);
    if (stream.ready()) return false;
    stream.reader_ = reader;
    stream.executor_ = &executor;
    return true;
  }
  void await_resume() const noexcept {}
};

std::string RequestStream::event_of(std::string_view message) {
  return "event: message\ndata: " + std::string(message) + "\n\n";  // JSON on one line.
}

void RequestStream::push(std::string_view message) {
  const std::lock_guard lock(mutex_);
  if (finished_) return;
  waiting_ += event_of(message);
  wake();
}

void RequestStream::push_once(std::string_view message) {
  const std::string event = event_of(message);
  const std::lock_guard lock(mutex_);
  if (finished_ || waiting_.find(event) != std::string::npos) return;
  waiting_ += event;
  wake();
}

void RequestStream::end() {
  finished_ = true;
  wake();
}

void RequestStream::finish() {
  const std::lock_guard lock(mutex_);
  end();
}

void RequestStream::take_leave() {
  const std::lock_guard lock(mutex_);
  if (finished_) return;
  if (!farewell_.empty()) waiting_ += event_of(farewell_);
  end();
}

bool RequestStream::is_closed() const {
  const std::lock_guard lock(mutex_);
  return closed_;
}

Task<std::string> RequestStream::next(Executor& executor) {
  Waiter waiter{*this, executor};
  co_await waiter;
  const std::lock_guard lock(mutex_);
  co_return std::exchange(waiting_, {});
}

void RequestStream::beat() {
  const std::lock_guard lock(mutex_);
  if (waiting_.empty()) waiting_ = ": still here\n\n";
  wake();
}

void RequestStream::close() {
  if (!farewell_.empty()) return take_leave();
  const std::lock_guard lock(mutex_);
  if (peer_ && !peer_->is_gone()) return;
  closed_ = true;
  waiting_.clear();
  end();
}

void RequestStream::wake() {
  if (reader_) executor_->post(std::exchange(reader_, nullptr));
}

}  // namespace till::mcp
