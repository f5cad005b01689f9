#include "mcp/event_log.h"

#include <charconv>
#include <optional>
#include <utility>

namespace till::mcp {
namespace {

std::optional<std::uint64_t> parse_number(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::string event_id(std::uint64_t stream, std::uint64_t number) {
  return std::to_string(stream) + "-" + std::to_string(number);
}

}  // namespace

// One connection's view of the log. Its members are used with the log's lock held.
class EventLog::Reader final : public net::BodyStream {
 public:
  Reader(std::shared_ptr<EventLog> log, std::uint64_t after, bool primed)
      : log_(std::move(log)), place_(after) {
    if (primed) pending_ = "id: " + event_id(log_->stream_, after) + "\ndata: \n\n";
  }
  ~Reader() override {
    const std::lock_guard lock(log_->mutex_);
    if (log_->reader_ != this) return;
    log_->reader_ = nullptr;
    if (log_->forgotten_) log_->drop_all();
  }

  Task<std::string> next(Executor& executor) override {
    co_await Waiter{*this, executor};
    const std::lock_guard lock(log_->mutex_);
    co_return log_->take(*this);
  }
  void beat() override {
    const std::lock_guard lock(log_->mutex_);
    if (pending_.empty()) pending_ = ": still here\n\n";
    wake();
  }
  void close() override {
    const std::lock_guard lock(log_->mutex_);
    end();
  }

 private:
  friend class EventLog;
  // Waits until there is something to give.
  struct Waiter {
    Reader& reader;
    Executor& executor;
    bool await_ready() const noexcept { return false; }
    bool await_suspend(std::coroutine_handle<> work) const {
      const std::lock_guard lock(reader.log_->mutex_);
      if (reader.ready()) return false;
      reader.waiting_ = work;
      reader.executor_ = &executor;
      return true;
    }
    void await_resume() const noexcept {}
  };

  bool has_read(std::uint64_t number) const { return ended_ || place_ >= number; }
  bool ready() const {
    return ended_ || !pending_.empty() || log_->finished_ || log_->last_ > place_;
  }
  void end() {
    ended_ = true;
    wake();
  }
  void wake() {
    if (!waiting_) return;
    executor_->post(std::exchange(waiting_, nullptr));
  }

  std::shared_ptr<EventLog> log_;
  std::uint64_t place_;  // The number of the last event that was given.
  std::string pending_;  // To be given before events.
  bool ended_ = false;
  std::coroutine_handle<> waiting_ = nullptr;
  Executor* executor_ = nullptr;
};

void EventLog::push(std::string_view message) {
  const std::lock_guard lock(mutex_);
  if (finished_) return;
  Event event{++last_, "id: " + event_id(stream_, last_) + "\nevent: message\ndata: "};
  event.text.append(message).append("\n\n");  // JSON on one line, as we write it.
  bytes_ += event.text.size();
  events_.push_back(std::move(event));
  while (events_.size() > kKeptEvents || (bytes_ > kKeptBytes && events_.size() > 1)) drop_first();
  wake();
}

void EventLog::drop_first() {
  bytes_ -= events_.front().text.size();
  events_.pop_front();
}

void EventLog::drop_all() {
  while (!events_.empty()) drop_first();
}

void EventLog::finish() {
  std::size_t bytes = 0;
  {
    const std::lock_guard lock(mutex_);
    if (finished_) return;
    finished_ = true;
    bytes = bytes_;
    wake();
  }
  if (kept_) kept_->add(weak_from_this(), bytes);
}

void EventLog::forget() {
  const std::lock_guard lock(mutex_);
  forgotten_ = true;
  const bool read = reader_ != nullptr && !reader_->has_read(last_);
  if (!read) drop_all();
}

void EventLog::end_reader() {
  const std::lock_guard lock(mutex_);
  if (reader_ != nullptr) reader_->end();
}

bool EventLog::keeps(std::uint64_t after) const {
  const std::lock_guard lock(mutex_);
  return after <= last_ && (!forgotten_ || after == last_);
}

bool EventLog::finished() const {
  const std::lock_guard lock(mutex_);
  return finished_;
}

std::uint64_t EventLog::last() const {
  const std::lock_guard lock(mutex_);
  return last_;
}

void EventLog::wake() {
  if (reader_ != nullptr) reader_->wake();
}

std::shared_ptr<net::BodyStream> EventLog::read(std::uint64_t after, bool primed) {
  auto reader = std::make_shared<Reader>(shared_from_this(), after, primed);
  const std::lock_guard lock(mutex_);
  if (reader_ != nullptr) reader_->end();
  reader_ = reader.get();
  return reader;
}

std::string EventLog::take(Reader& reader) {
  if (reader.ended_) return {};
  std::string text = std::exchange(reader.pending_, {});
  for (const Event& event : events_) {
    if (event.number <= reader.place_) continue;
    text += event.text;
    reader.place_ = event.number;
  }
  if (forgotten_) drop_all();
  return text;
}

std::optional<EventPlace> parse_event_id(std::string_view text) {
  const std::size_t dash = text.find('-');
  if (dash == std::string_view::npos) return std::nullopt;
  const auto stream = parse_number(text.substr(0, dash));
  const auto number = parse_number(text.substr(dash + 1));
  if (!stream || !number) return std::nullopt;
  return EventPlace{*stream, *number};
}

}  // namespace till::mcp
