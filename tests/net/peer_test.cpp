// Whether who asked is still there while a request is worked on.
#include <gtest/gtest.h>

#include <chrono>
#include <future>
#include <memory>
#include <string>
#include <thread>

#include "net/event_loop.h"
#include "net/http_client.h"
#include "support.h"

namespace till::net {
namespace {

// A server whose handler waits at a gate and then looks for its peer, until it is gone when the
// test says that it goes.
struct Watching {
  static Task<Response> look(Request request, Executor& executor, Watching& given) {
    co_await given.gate.pass(executor);
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    bool gone = request.peer->is_gone();
    while (given.goes && !gone && std::chrono::steady_clock::now() < end) {
      co_await resume_on(executor);
      gone = request.peer->is_gone();
    }
    given.kept = request.peer;
    given.gone.set_value(gone);
    co_return co_await echo(std::move(request), executor);
  }
  Gate gate;
  bool goes = false;
  std::promise<bool> gone;
  std::shared_ptr<const Peer> kept;
  Served served{local(), [this](Request request, Executor& executor) -> Task<Response> {
                  return look(std::move(request), executor, *this);
                }};
};

TEST(Peer, IsThereWhileItWaitsAndWhenItHasSentMore) {
  for (const bool more : {false, true}) {
    Watching given;
    RawClient client(given.served.port());
    client.send(kGet);
    given.gate.wait_until_reached();
    if (more) client.send("GET /next");
    given.gate.open();
    EXPECT_FALSE(given.gone.get_future().get());
    EXPECT_EQ(client.read_answer().status, 200);
  }
}

// A client of ours that gives its request up, and what it is told.
struct GivingUp {
  GivingUp() : thread([this] { loop->run(); }) {}
  ~GivingUp() {
    loop->stop();
    thread.join();
  }
  std::future<bool> begin(std::uint16_t port) {
    ClientRequest request{"GET", "http://127.0.0.1:" + std::to_string(port) + "/", {}, {}, {}};
    request.abort = abort;
    auto answered = std::make_shared<std::promise<bool>>();
    spawn(client->send(std::move(request), *loop), [answered](Result<Response, ClientFailure> got) {
      answered->set_value(got.has_value());
    });
    return answered->get_future();
  }
  std::shared_ptr<Abort> abort = std::make_shared<Abort>();
  std::unique_ptr<EventLoop> loop = EventLoop::create();
  std::unique_ptr<HttpClient> client = std::move(*HttpClient::create({}));
  std::thread thread;
};

TEST(Peer, IsGoneWhenItGivesItsRequestUp) {
  Watching given;
  given.goes = true;
  GivingUp client;
  auto answered = client.begin(given.served.port());
  given.gate.wait_until_reached();
  client.abort->trigger();
  EXPECT_FALSE(answered.get());
  given.gate.open();
  EXPECT_TRUE(given.gone.get_future().get());
  EXPECT_FALSE(client.begin(given.served.port()).get()) << "one that begins later ends at once";
}

TEST(Peer, IsGoneOnceItHasClosedItsSide) {
  for (const bool rudely : {false, true}) {
    Watching given;
    given.goes = true;
    auto client = std::make_unique<RawClient>(given.served.port());
    client->send(kGet);
    given.gate.wait_until_reached();
    if (rudely) client->reset();
    client.reset();
    given.gate.open();
    EXPECT_TRUE(given.gone.get_future().get());
    given.served.wait_for_connections(0);
    EXPECT_TRUE(given.kept->is_gone()) << "and stays gone when its connection is over";
  }
}

}  // namespace
}  // namespace till::net
