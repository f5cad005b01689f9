#include "support.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <thread>

namespace till::net {

RawClient::RawClient(std::uint16_t port) {
  descriptor_ = ::socket(AF_INET, SOCK_STREAM, 0);
  const timeval bound{10, 0};
  ::setsockopt(descriptor_, SOL_SOCKET, SO_RCVTIMEO, &bound, sizeof bound);
  ::setsockopt(descriptor_, SOL_SOCKET, SO_SNDTIMEO, &bound, sizeof bound);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  EXPECT_EQ(::connect(descriptor_, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
}

RawClient::~RawClient() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

void RawClient::send(std::string_view text) const {
  while (!text.empty()) {
    const ssize_t sent = ::send(descriptor_, text.data(), text.size(), MSG_NOSIGNAL);
    if (sent <= 0) return;  // The other side closed; the answer tells why.
    text.remove_prefix(static_cast<std::size_t>(sent));
  }
}

bool RawClient::read_more() {
  std::array<char, 4096> bytes{};
  const ssize_t count = ::recv(descriptor_, bytes.data(), bytes.size(), 0);
  timed_out_ = count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
  if (count <= 0) return false;
  buffer_.append(bytes.data(), static_cast<std::size_t>(count));
  return true;
}

Answer RawClient::read_answer(bool head) {
  std::size_t end = 0;
  while ((end = buffer_.find("\r\n\r\n")) == std::string::npos) {
    if (!read_more()) return {};
  }
  Answer answer;
  answer.head = buffer_.substr(0, end + 2);
  answer.status = std::stoi(answer.head.substr(9, 3));
  buffer_.erase(0, end + 4);
  const std::size_t at = answer.head.find("Content-Length: ");
  const std::size_t length =
      head || at == std::string::npos ? 0 : std::stoul(answer.head.substr(at + 16));
  while (buffer_.size() < length) {
    if (!read_more()) return {};
  }
  answer.body = buffer_.substr(0, length);
  buffer_.erase(0, length);
  return answer;
}

std::string RawClient::read_to_end() {
  while (read_more()) {
  }
  return timed_out_ ? "(timeout)" : std::exchange(buffer_, {});
}

void RawClient::reset() {
  const linger at_once{1, 0};
  ::setsockopt(descriptor_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  ::close(std::exchange(descriptor_, -1));
}

void Gate::arrive(std::coroutine_handle<> work, Executor& executor) {
  const std::lock_guard lock(mutex_);
  work_ = work;
  executor_ = &executor;
  changed_.notify_all();
}

void Gate::wait_until_reached() {
  std::unique_lock lock(mutex_);
  ASSERT_TRUE(
      changed_.wait_for(lock, std::chrono::seconds(10), [this] { return work_ != nullptr; }));
}

void Gate::open() {
  const std::lock_guard lock(mutex_);
  executor_->post(std::exchange(work_, nullptr));
}

Task<Response> echo(Request request, Executor&) {
  Response response;
  response.body = request.method + " " + request.path + "?" + request.query + "|" + request.body;
  co_return response;
}

Task<Response> gated(Request request, Executor& executor, Gate& gate) {
  co_await gate.pass(executor);
  Response response;
  response.body = "let through " + request.path;
  co_return response;
}

Handler gated_by(Gate& gate) {
  return [&gate](Request request, Executor& executor) {
    return gated(std::move(request), executor, gate);
  };
}

Response error_answer(int status) {
  Response response;
  response.status = status;
  response.body = std::to_string(status);
  return response;
}

ServerOptions local() {
  ServerOptions options;
  options.host = "localhost";
  options.threads = 2;
  return options;
}

Served::Served(ServerOptions options, Handler handler) {
  auto made = HttpServer::listen(std::move(options), std::move(handler), error_answer, log);
  EXPECT_TRUE(made.has_value()) << made.error();
  server = std::move(*made);
  server->start();
}

void Served::wait_for_connections(std::size_t count) const {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  while (server->open_connections() != count && std::chrono::steady_clock::now() < end) {
    std::this_thread::yield();
  }
  EXPECT_EQ(server->open_connections(), count);
}

}  // namespace till::net
