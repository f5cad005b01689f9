// Asio as src/net uses it: concrete executors, and operations that a till::Task can await.
#pragma once

#include <algorithm>
#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <coroutine>
#include <cstddef>
#include <utility>

#include "base/task.h"

namespace till::net::detail {

namespace asio = boost::asio;
using tcp = asio::ip::tcp;
using ErrorCode = boost::system::error_code;
using LoopExecutor = asio::io_context::executor_type;
using Socket = asio::basic_stream_socket<tcp, LoopExecutor>;
using TlsStream = asio::ssl::stream<Socket>;
using Timer =
    asio::basic_waitable_timer<std::chrono::steady_clock,
                               asio::wait_traits<std::chrono::steady_clock>, LoopExecutor>;
using Deadline = std::chrono::steady_clock::time_point;

// How an operation ended.
struct IoResult {
  ErrorCode error;
  std::size_t bytes = 0;
  bool ok() const { return !error; }
};

// `start` begins an asynchronous operation with the handler it is given; the handler runs later on
// the loop, never inside `start`.
template <class Start>
struct IoAwaiter {
  Start start;
  IoResult result{};
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> waiting) {
    start([this, waiting](ErrorCode error, std::size_t bytes = 0) {
      result = {error, bytes};
      waiting.resume();
    });
  }
  IoResult await_resume() const { return result; }
};

template <class Start>
IoAwaiter<Start> io(Start start) {
  return IoAwaiter<Start>{std::move(start)};
}

template <class Stream>
auto read_some(Stream& stream, asio::mutable_buffer into) {
  return io([&stream, into](auto handler) { stream.async_read_some(into, std::move(handler)); });
}

template <class Stream, class Buffers>
auto write_some(Stream& stream, Buffers from) {
  return io([&stream, from](auto handler) { stream.async_write_some(from, std::move(handler)); });
}

// Writes everything, or stops at the first error.
template <class Stream>
Task<IoResult> write_all(Stream& stream, asio::const_buffer from) {
  IoResult total;
  while (from.size() > 0 && total.ok()) {
    const IoResult part = co_await write_some(stream, from);
    total.error = part.error;
    total.bytes += part.bytes;
    from += part.bytes;
  }
  co_return total;
}

// The same for two texts, one behind the other, with one system call when that takes them.
template <class Stream>
Task<IoResult> write_both(Stream& stream, asio::const_buffer head, asio::const_buffer body) {
  const std::array<asio::const_buffer, 2> both{head, body};
  IoResult total = co_await write_some(stream, both);
  while (total.ok() && total.bytes < head.size() + body.size()) {
    const std::size_t of_head = std::min(total.bytes, head.size());
    const std::array<asio::const_buffer, 2> left{head + of_head, body + (total.bytes - of_head)};
    const IoResult part = co_await write_some(stream, left);
    total.error = part.error;
    total.bytes += part.bytes;
  }
  co_return total;
}

}  // namespace till::net::detail
