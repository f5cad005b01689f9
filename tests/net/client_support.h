// A client and the loop its answers come back to, and a server that answers by a text.
#pragma once

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <memory>
#include <string>
#include <thread>
#include <utility>

#include "base/sync_wait.h"
#include "certificates.h"
#include "net/event_loop.h"
#include "net/http_client.h"
#include "net/support.h"

namespace till::net {

using Sent = Result<Response, ClientFailure>;

// A client and the loop its answers come back to.
struct ClientCalling {
  explicit ClientCalling(ClientOptions options = {}) {
    auto made = HttpClient::create(std::move(options));
    EXPECT_TRUE(made.has_value()) << made.error();
    client = std::move(*made);
    thread = std::thread([this] { loop->run(); });
  }
  ~ClientCalling() {
    loop->stop();
    thread.join();
  }
  Sent send(ClientRequest request) const {
    return sync_wait(client->send(std::move(request), *loop));
  }
  Sent get(const std::string& url) const { return send({"GET", url, {}, ""}); }
  std::unique_ptr<EventLoop> loop = EventLoop::create();
  std::unique_ptr<HttpClient> client;
  std::thread thread;
};

inline ClientOptions trusting(const LocalCertificate& certificate) {
  ClientOptions options;
  options.ca_file = certificate.files.certificate_chain;
  return options;
}

inline std::string url_of(std::uint16_t port, const std::string& scheme = "http") {
  return scheme + "://127.0.0.1:" + std::to_string(port) + "/a?b";
}

// Takes one connection, reads a head and answers with a text, then closes, or waits for the client
// to do it.
class ScriptedServer {
 public:
  enum class After { closes, waits };
  explicit ScriptedServer(std::string answer, After after = After::closes)
      : answer_(std::move(answer)), after_(after) {
    listener_ = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(::bind(listener_, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    socklen_t size = sizeof address;
    ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
    port = ntohs(address.sin_port);
    ::listen(listener_, 8);
    thread_ = std::thread([this] { serve(); });
  }
  ~ScriptedServer() {
    thread_.join();
    ::close(listener_);
  }
  std::uint16_t port = 0;
  std::string request;

 private:
  void serve() {
    const int peer = ::accept(listener_, nullptr, nullptr);
    std::array<char, 4096> bytes{};
    while (request.find("\r\n\r\n") == std::string::npos) {
      const ssize_t count = ::recv(peer, bytes.data(), bytes.size(), 0);
      if (count <= 0) break;
      request.append(bytes.data(), static_cast<std::size_t>(count));
    }
    ::send(peer, answer_.data(), answer_.size(), MSG_NOSIGNAL);
    while (after_ == After::waits && ::recv(peer, bytes.data(), bytes.size(), 0) > 0) {
    }
    ::close(peer);
  }
  std::string answer_;
  const After after_;
  int listener_ = -1;
  std::thread thread_;
};

}  // namespace till::net
