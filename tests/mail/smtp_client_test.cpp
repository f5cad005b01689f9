// The client's threads against a server that does as it is told: what bounds a mail, and a stop.
#include "mail/smtp_client.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <condition_variable>
#include <mutex>
#include <thread>

#include "base/sync_wait.h"
#include "store/samples.h"

namespace till::mail {
namespace {

using namespace std::chrono_literals;

enum class SilentAt { nothing, greeting, recipient, end, goodbye };

// On the loopback, a thread for each connection; it answers no more once it is to be silent.
class ScriptedServer {
 public:
  explicit ScriptedServer(SilentAt silent, int together = 1)
      : silent_(silent), together_(together) {
    listener_ = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    EXPECT_EQ(::bind(listener_, reinterpret_cast<sockaddr*>(&address), size), 0);
    EXPECT_EQ(::listen(listener_, 8), 0);
    EXPECT_EQ(::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size), 0);
    port_ = ntohs(address.sin_port);
    acceptor_ = std::thread([this] { accept(); });
  }
  ~ScriptedServer() {
    ::shutdown(listener_, SHUT_RDWR);
    acceptor_.join();
    for (std::thread& each : speakers_) each.join();
    ::close(listener_);
  }
  ScriptedServer(const ScriptedServer&) = delete;
  ScriptedServer& operator=(const ScriptedServer&) = delete;

  SmtpOptions options(Milliseconds timeout) const {
    SmtpOptions options;
    options.host = "127.0.0.1";
    options.port = port_;
    options.tls = TlsMode::none;
    options.timeout = timeout;
    options.our_name = "shop.example";
    return options;
  }
  void wait_until_spoken_with() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return spoken_with_ > 0; });
  }

 private:
  void accept() {
    while (true) {
      const int connection = ::accept(listener_, nullptr, nullptr);
      if (connection < 0) return;
      speakers_.emplace_back([this, connection] {
        speak(connection);
        ::close(connection);
      });
    }
  }

  static void say(int connection, std::string_view line) {
    const std::string text = std::string(line) + "\r\n";
    EXPECT_EQ(::send(connection, text.data(), text.size(), MSG_NOSIGNAL),
              static_cast<ssize_t>(text.size()));
  }

  // Until the other side has closed.
  void speak(int connection) {
    if (silent_ != SilentAt::greeting) say(connection, "220 mail.example");
    {
      const std::lock_guard lock(mutex_);
      ++spoken_with_;
    }
    changed_.notify_all();
    std::string heard;
    char byte = 0;
    while (::recv(connection, &byte, 1, 0) == 1) {
      heard += byte;
      if (!heard.ends_with("\r\n")) continue;
      answer(connection, heard.substr(0, heard.size() - 2));
      heard.clear();
    }
  }

  void answer(int connection, const std::string& line) {
    const auto about = [&](std::string_view word, SilentAt step, std::string_view answer) {
      if (line.starts_with(word) && silent_ != step) say(connection, answer);
    };
    about("EHLO", SilentAt::greeting, "250 mail.example");
    if (line.starts_with("MAIL")) say(connection, "250 ok");
    about("RCPT", SilentAt::recipient, "250 ok");
    if (line == "DATA") {
      meet();
      say(connection, "354 go on");
    }
    if (line == "." && silent_ != SilentAt::end) say(connection, "250 taken");
    about("QUIT", SilentAt::goodbye, "221 goodbye");
  }

  // Waits until as many are here as are to be.
  void meet() {
    std::unique_lock lock(mutex_);
    ++here_;
    changed_.notify_all();
    changed_.wait_for(lock, 20s, [this] { return here_ >= together_; });
  }

  const SilentAt silent_;
  const int together_;
  int listener_ = -1;
  std::uint16_t port_ = 0;
  std::thread acceptor_;
  std::vector<std::thread> speakers_;
  std::mutex mutex_;
  std::condition_variable changed_;
  int spoken_with_ = 0;
  int here_ = 0;
};

const SmtpMail kMail{"orders@shop.example", "ada@example.com", "Subject: Hello\r\n\r\nHello\r\n"};

std::unique_ptr<SmtpClient> client_of(const ScriptedServer& server, Milliseconds timeout) {
  return SmtpClient::create(server.options(timeout)).value();
}

Milliseconds since(std::chrono::steady_clock::time_point begun) {
  return std::chrono::ceil<Milliseconds>(std::chrono::steady_clock::now() - begun);
}

TEST(SmtpClient, HandsAMailOver) {
  ScriptedServer server(SilentAt::nothing);
  const auto client = client_of(server, 30s);
  const SmtpAnswer answer = client->send_here(kMail);
  EXPECT_EQ(answer.end, SmtpEnd::taken) << answer.detail;
}

TEST(SmtpClient, GivesUpAServerThatFallsSilent) {
  for (const SilentAt step : {SilentAt::greeting, SilentAt::recipient, SilentAt::end}) {
    ScriptedServer server(step);
    const auto client = client_of(server, 500ms);
    const auto begun = std::chrono::steady_clock::now();
    const SmtpAnswer answer = client->send_here(kMail);
    EXPECT_EQ(answer.end, SmtpEnd::failed);
    EXPECT_TRUE(answer.detail.starts_with("no answer in time at ")) << answer.detail;
    EXPECT_LT(since(begun), 20s);
  }
}

TEST(SmtpClient, DoesNotWaitForAGoodbyeOnceItsMailIsTaken) {
  ScriptedServer server(SilentAt::goodbye);
  const auto client = client_of(server, 60s);
  const auto begun = std::chrono::steady_clock::now();
  EXPECT_EQ(client->send_here(kMail).end, SmtpEnd::taken);
  EXPECT_LT(since(begun), 20s);
}

TEST(SmtpClient, SendsSeveralAtOnce) {
  ScriptedServer server(SilentAt::nothing, 2);
  const auto client = client_of(server, 15s);
  store::LoopThread loop;
  SmtpAnswer other;
  std::thread beside([&] { other = sync_wait(client->send(kMail, loop)); });
  const SmtpAnswer answer = sync_wait(client->send(kMail, loop));
  beside.join();
  EXPECT_EQ(answer.end, SmtpEnd::taken) << answer.detail;
  EXPECT_EQ(other.end, SmtpEnd::taken) << other.detail;
}

TEST(SmtpClient, GivesUpWhatIsUnderWaySoonAfterAStop) {
  ScriptedServer server(SilentAt::recipient);
  const auto client = client_of(server, 60s);
  store::LoopThread loop;
  const auto begun = std::chrono::steady_clock::now();
  std::thread stopping([&] {
    server.wait_until_spoken_with();
    client->stop();
    client->stop();
  });
  EXPECT_EQ(sync_wait(client->send(kMail, loop)).end, SmtpEnd::failed);
  EXPECT_LT(since(begun), 30s);
  stopping.join();
}

TEST(SmtpClient, GivesUpWhatIsUnderWayWhenItEnds) {
  ScriptedServer server(SilentAt::end);
  store::LoopThread loop;
  auto client = client_of(server, 60s);
  SmtpAnswer answer{SmtpEnd::taken, ""};
  std::thread waiting(
      [&, sender = client.get()] { answer = sync_wait(sender->send(kMail, loop)); });
  server.wait_until_spoken_with();
  client.reset();
  waiting.join();
  EXPECT_EQ(answer.end, SmtpEnd::failed);
}

}  // namespace
}  // namespace till::mail
